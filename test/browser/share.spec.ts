/** Links that hold everything, and links that are damaged. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Playground } from './playground.ts'

let playground: Playground
beforeAll(async () => {
  playground = await Playground.start()
})
afterEach(() => playground.leaveAll())
afterAll(() => playground.stop())

describe('a link', () => {
  it('restores code, input, fork, step, selection and comparison in a fresh profile', async () => {
    const opened = await playground.open()
    await opened.write('mnemonics', '; shared\nPUSH1 7\nPUSH1 3\nMSTORE8\nPUSH1 9\nPUSH1 4\nMSTORE8\nSTOP')
    await opened.tab('Call')
    await opened.page.locator('select.fork').selectOption('berlin')
    await opened.page.locator('textarea.calldata').fill('0x1234')
    await opened.run()
    await opened.answer('g', '6')
    await opened.answer('g', '0x3')
    await opened.answer('d', '3')
    await opened.page.locator('button.share').click()
    await opened.page.waitForFunction('location.hash.length > 10')
    const hash = new URL(opened.page.url()).hash

    const other = await playground.open(hash)
    await other.atStep(6)
    expect(await other.text('.cm-content')).toContain('; shared')
    expect(await other.text('.selection h2')).toBe('Selection 0x03')
    expect(await other.page.locator('.memory-row .byte.changed').allInnerTexts()).toEqual(['09'])
    await other.tab('Call')
    expect(await other.page.locator('select.fork').inputValue()).toBe('berlin')
    expect(await other.page.locator('textarea.calldata').inputValue()).toBe('0x1234')
    expect(other.errors).toEqual([])
  })

  it.each([
    ['#1.notalink', 'The link is damaged'],
    ['#1.AAAA', 'The link is damaged'],
    ['#nonsense', 'The link is damaged'],
    ['#9.AAAA', 'made by a newer version'],
  ])('says so when it is %s, and shows the first example', async (hash, said) => {
    const opened = await playground.open(hash)
    await opened.page.locator('.said').filter({ hasText: said }).waitFor()
    expect(await opened.text('.cm-content')).toContain('contract MemoryLane')
    expect(opened.errors).toEqual([])
  })
})
