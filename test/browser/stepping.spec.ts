/** Stepping both ways, watching, asking who wrote a byte; with the keyboard alone. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Playground } from './playground.ts'

let playground: Playground
beforeAll(async () => {
  playground = await Playground.start()
})
afterEach(() => playground.leaveAll())
afterAll(() => playground.stop())

describe('stepping', () => {
  it('goes both ways, to accesses of memory, and says what each step costs', async () => {
    const opened = await playground.open()
    await opened.press('n')
    await opened.atStep(2)
    expect(await opened.text('.step-facts h2')).toBe('Step 2 MSTORE')
    expect(await opened.text('.price')).toContain('costs 12 = base 3 + expansion 9')
    expect(await opened.text('.arithmetic')).toContain('3·3 + ⌊3²/512⌋ = 9')
    expect(await opened.page.locator('.stack .operand').allInnerTexts()).toEqual(['0 0x40 offset', '1 0x80 value'])
    expect(await opened.page.locator('.memory-row .byte.written').count()).toBe(32)
    await opened.press('j', 'j', 'k')
    await opened.atStep(3)
    await opened.press('1', '0', 'j')
    await opened.atStep(13)
    await opened.press('N')
    await opened.atStep(2)
    await opened.page.locator('.timeline .step-forward').click()
    await opened.atStep(3)
    await opened.page.locator('.timeline .step-last').click()
    await opened.atStep(119)
    expect(opened.errors).toEqual([])
  })

  it('says who wrote the selected byte and from what, and goes to earlier writers', async () => {
    const opened = await playground.open()
    await opened.answer('g', 'end')
    await opened.answer('g', '0x13f')
    expect(await opened.text('.selection h2')).toBe('Selection 0x13f')
    expect(await opened.text('.byte-value')).toBe('0x01')
    expect(await opened.text('.owner')).toBe('bytes32[2] b')
    const writers = await opened.page.locator('.writers li').allInnerTexts()
    expect(writers).toHaveLength(2)
    expect(writers[0]).toContain('111 MSTORE MemoryLane.sol:9 ← PUSH0, PUSH1 0x1')
    expect(writers[1]).toContain('82 CALLDATACOPY MemoryLane.sol:8')
    await opened.page.locator('.writers button').last().click()
    await opened.atStep(82)
    await opened.press('w')
    await opened.atStep(111)
    await opened.press('W')
    await opened.atStep(82)
  })

  it('watches a byte, runs to stops, and compares with a mark', async () => {
    const opened = await playground.open()
    await opened.answer('g', 'end')
    await opened.answer('g', '0x5f')
    await opened.press('b', 'C')
    // The pointer is written last when b is allocated.
    expect(await opened.text('.step-facts h2')).toMatch(/^Step \d+ M(LOAD|STORE)$/)
    await opened.answer('B', 'line:9')
    await opened.answer('g', 'pc:0x0')
    await opened.press('c')
    await opened.atStep(2)
    expect(await opened.text('.said')).toContain('Stopped at mem:0x5f:1.')
    await opened.answer('m', 'a')
    await opened.answer('g', 'end')
    await opened.answer('d', 'a')
    expect(await opened.page.locator('.memory-row .byte.changed').count()).toBeGreaterThan(0)
    await opened.press('d')
    expect(await opened.page.locator('.memory-row .byte.changed').count()).toBe(0)
    await opened.answer("'", 'a')
    await opened.atStep(2)
    expect(opened.errors).toEqual([])
  })

  it('shows the caller’s memory while the callee runs, in tabs', async () => {
    const opened = await playground.open('#lesson=returned')
    await opened.page.locator('.lesson-next').click()
    await opened.page.locator('.frames button').first().waitFor()
    expect(await opened.page.locator('.frames button').allInnerTexts()).toEqual(['0 Caller', '1 Callee'])
    await opened.page.locator('.frames button').first().click()
    await opened.rest()
    expect(await opened.text('.memory .labels .o-buffer')).toContain('call input twice')
    await opened.press(']')
    await opened.page.locator('.frames button[aria-pressed=true]').filter({ hasText: 'Callee' }).waitFor()
  })

  it('needs no mouse: every control is reached by Tab, and the sheet lists the keys', async () => {
    const opened = await playground.open()
    const { page } = opened
    const reached = new Set<string>()
    for (let count = 0; count < 80; count++) {
      await page.keyboard.press('Tab')
      const name = await page.evaluate<string>(
        `(() => { const at = document.activeElement; return at.className || at.id || at.tagName })()`,
      )
      reached.add(name.split(' ')[0]!)
      if (name.includes('cm-content')) await page.keyboard.press('Escape')
    }
    for (const control of [
      'skip',
      'examples',
      'lessons',
      'run',
      'share',
      'language',
      'theme',
      'help',
      'slider',
      'follow',
    ])
      expect([...reached], control).toContain(control)
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('?')
    await page.locator('dialog').waitFor()
    expect(await page.locator('dialog tr').count()).toBeGreaterThan(15)
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await opened.press('ArrowDown')
    await opened.atStep(1)
  })
})
