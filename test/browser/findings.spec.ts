/** Findings on the page: counted, listed, on the line of the run and on the bytes; in a file that is handed on. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { decodeRecording } from '../../src/trace/index.ts'
import { STAMP } from '../support/stampFinding.ts'
import { Playground, type PlaygroundPage } from './playground.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where pictures go; without it none are taken. */
const PICTURES = process.env.MEMLANE_PICTURES

let playground: Playground
beforeAll(async () => {
  playground = await Playground.start()
})
afterEach(() => playground.leaveAll())
afterAll(() => playground.stop())

/** Nobody has to say what it is called with. */
const CODE = STAMP.replace('uint256 id)', ')').replace(', id)', ', 7)')

/** The page with a contract whose write breaks the length of a string at 0xc0. */
async function stamped(options: Parameters<Playground['open']>[1] = {}): Promise<PlaygroundPage> {
  const opened = await playground.open('', options)
  // A narrow page shows one pane at a time.
  const views = opened.page.locator('.views button').first()
  if (await views.isVisible()) await views.click()
  await opened.drop('Stamp.sol', new TextEncoder().encode(CODE))
  await opened.ready()
  await opened.page.locator('.lane-findings').waitFor()
  return opened
}

async function violations({ page }: PlaygroundPage): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate<string[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, any }) =>
        html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | ')))`,
  )
}

async function picture({ page }: PlaygroundPage, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) })
}

describe('findings on the page', () => {
  it('are counted and listed; choosing one goes to its step and selects the bytes', async () => {
    const opened = await stamped()
    const { page } = opened
    await opened.tab('Findings 1')
    expect(await opened.text('.finding-count')).toBe('1 finding.')
    const cells = await page.locator('.finding-list tbody td').allInnerTexts()
    expect(cells.slice(1)).toEqual(['error R05', 'Write past the end of head, into name', 'Stamp.sol:10'])
    await page.locator('.finding-list tbody button').click()
    const step = Number(cells[0])
    await opened.atStep(step)
    await opened.rest()
    expect(await opened.text('.selection h2')).toBe('Selection 0xc0')
    expect(await opened.text('.step-facts h2')).toBe(`Step ${step} MSTORE`)
    // 24 bytes of the string's length.
    expect(await page.locator('.memory-row .byte.found').count()).toBe(24)
    expect(await opened.text('article.finding')).toContain('24 bytes of name.length change from 5 to 0x')
    expect(await opened.text('.finding-here')).toContain('error R05')
    await opened.press('j')
    expect(await page.locator('.memory-row .byte.found').count()).toBe(24)
    expect(await page.locator('article.finding').count()).toBe(0)
    expect(opened.errors).toEqual([])
  })

  it('are gone to with the keyboard, and from the line of the run', async () => {
    const opened = await stamped()
    await opened.press('e')
    const step = await opened.step()
    expect(step).toBeGreaterThan(100)
    await opened.press('e')
    expect(await opened.text('.said')).toContain('There is no further one.')
    await opened.press('j', 'j', 'E')
    await opened.atStep(step)
    await opened.answer('g', '0')
    await opened.page.locator('.finding-mark').click()
    await opened.atStep(step)
    await opened.page.keyboard.press('?')
    await opened.page.locator('dialog tr').filter({ hasText: 'next, previous finding' }).waitFor()
    expect(opened.errors).toEqual([])
  })

  it('stand in both languages, themes and widths, with no violation', async () => {
    for (const [name, viewport] of Object.entries({
      wide: { width: 1280, height: 800 },
      phone: { width: 390, height: 844 },
    }))
      for (const [locale, title, colorScheme] of [
        ['en-US', 'Findings 1', 'light'],
        ['zh-CN', '问题 1', 'dark'],
      ] as const) {
        const opened = await stamped({ locale, viewport, colorScheme })
        const { page } = opened
        await opened.tab(title)
        await page.locator('.finding-list tbody button').click()
        await page.locator('article.finding').waitFor()
        await opened.rest()
        const what = `${name} ${locale}`
        expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth'), what).toBe(true)
        expect(await violations(opened), what).toEqual([])
        await picture(opened, `findings-${name}-${locale.slice(0, 2)}`)
        if (name === 'phone') {
          await page.locator('article.finding').scrollIntoViewIfNeeded()
          await picture(opened, `findings-${name}-${locale.slice(0, 2)}-list`)
          await page.locator('.views button').nth(1).click()
          // It went there while it was not to be seen.
          await page.locator('.memory-row .byte[aria-selected=true]').waitFor()
          await page.evaluate('scrollTo(0, 0)')
          await picture(opened, `findings-${name}-${locale.slice(0, 2)}-memory`)
          await page.locator('.views button').nth(2).click()
          expect(await page.locator('.finding-here').isVisible(), what).toBe(true)
          expect(await violations(opened), what).toEqual([])
          await picture(opened, `findings-${name}-${locale.slice(0, 2)}-inspector`)
        }
        expect(opened.errors, what).toEqual([])
        await playground.leaveAll()
      }
  })

  it('speak the other language as soon as the page does', async () => {
    const opened = await stamped()
    await opened.tab('Findings 1')
    await opened.page.locator('button.language').click()
    await opened.page.locator('.finding-list .rule').filter({ hasText: '错误 R05' }).waitFor()
    expect(await opened.text('.finding-count')).toBe('1 个问题。')
  })

  it('go with a recording that is saved, and are told as its file’s when that is opened', async () => {
    const opened = await stamped()
    const { page } = opened
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save recording' }).click(),
    ])
    const bytes = readFileSync(await download.path())
    expect((await decodeRecording(bytes)).findings).toMatchObject({ findings: [{ rule: 'R05' }] })
    const other = await playground.open()
    await other.drop('handed.memlane', bytes)
    await other.ready()
    await other.tab('Findings 1')
    expect(await other.text('.finding-count')).toContain('1 finding, as the file says.')
    await other.page.locator('button.check').click()
    await other.page
      .locator('.finding-count')
      .filter({ hasText: /^1 finding\.\s*$/ })
      .waitFor()
    expect(other.errors).toEqual([])
  })

  it('say that there are none', async () => {
    const opened = await playground.open()
    await opened.tab('Findings')
    await opened.page.locator('.finding-count').waitFor()
    expect(await opened.text('.finding-count')).toBe('Checked: no findings.')
    expect(await opened.page.locator('.lane-findings').count()).toBe(0)
    expect(await opened.page.locator('.legend .found').count()).toBe(0)
  })
})
