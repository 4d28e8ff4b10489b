/** Languages, themes, widths; and no violation that axe finds in any view. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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

const WIDTHS = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const
const DOCK = ['Objects', 'Findings', 'Allocations', 'Flow', 'Calls', 'Gas', 'Storage', 'Logs', 'Result']

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it('has no violation in any view', async () => {
    const opened = await playground.open('', { colorScheme })
    const { page } = opened
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe(colorScheme)
    await opened.answer('g', '111')
    await page.locator('.cm-content').waitFor()
    expect(await violations(opened)).toEqual([])
    for (const name of ['Instructions', 'Call', ...DOCK]) {
      await opened.tab(name)
      expect(await violations(opened), name).toEqual([])
    }
    await page.keyboard.press('?')
    await page.locator('dialog tr').first().waitFor()
    expect(await violations(opened), 'keys').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.locator('.prompt').waitFor()
    expect(await violations(opened), 'a prompt').toEqual([])
    await page.keyboard.press('Escape')
    await opened.write('solidity', 'contract {')
    await page.locator('button.run').click()
    await page.locator('.problems').waitFor()
    expect(await violations(opened), 'problems').toEqual([])
  })

  it('has no violation in a lesson, in either language and width', async () => {
    for (const [name, viewport] of Object.entries(WIDTHS))
      for (const locale of ['en-US', 'zh-CN']) {
        const opened = await playground.open('#lesson=arrays', { colorScheme, viewport, locale })
        await opened.page.locator('.lesson-next').click()
        await opened.page.locator('.lesson[data-step="1"]').waitFor()
        await opened.rest()
        expect(await violations(opened), `${name} ${locale}`).toEqual([])
        await picture(opened, `playground-${name}-${locale.slice(0, 2)}-${colorScheme}`)
        expect(opened.errors).toEqual([])
      }
  })
})

describe('the page', () => {
  it('speaks both languages, and keeps what was chosen', async () => {
    const opened = await playground.open('', { locale: 'zh-CN' })
    const { page } = opened
    expect(await opened.text('h2')).toBe('内存')
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN')
    await page.locator('button.language').click()
    await page.locator('.memory h2').filter({ hasText: 'Memory' }).waitFor()
    await page.locator('button.theme').click()
    const theme = await page.evaluate('document.documentElement.dataset.theme')
    await page.reload()
    await opened.ready()
    expect(await opened.text('.memory h2')).toBe('Memory')
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe(theme)
  })

  it('fits a phone: one pane at a time, the buttons that step always there, nothing to scroll sideways', async () => {
    const opened = await playground.open('', { viewport: WIDTHS.phone, hasTouch: true })
    const { page } = opened
    const isFitting = () => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')
    expect(await isFitting()).toBe(true)
    await page.locator('.sticky .step-nextMemory').tap()
    await opened.rest()
    // Rows of eight bytes.
    expect(await page.locator('.memory-row').first().locator('.byte').count()).toBe(8)
    await page.locator('.views button').filter({ hasText: 'Inspector' }).tap()
    expect(await page.locator('.price').isVisible()).toBe(true)
    expect(await page.locator('.pane.memory').isVisible()).toBe(false)
    expect(await isFitting()).toBe(true)
    await page.locator('.views button').filter({ hasText: 'Code' }).tap()
    expect(await page.locator('.pane.code').isVisible()).toBe(true)
    expect(await isFitting()).toBe(true)
    expect(opened.errors).toEqual([])
  })

  it('can be used at 200 % zoom: half the width, all controls', async () => {
    const opened = await playground.open('', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })
    expect(await opened.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await opened.page.locator('.sticky .step-forward').click()
    await opened.atStep(1)
    expect(await violations(opened)).toEqual([])
  })
})
