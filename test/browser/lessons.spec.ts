/** Every lesson to its end in the page, and the state that it shows beside our vectors. */
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { LESSONS } from '../../web/src/lessons/index.ts'
import { Playground } from './playground.ts'

const vectors = (name: string) => JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'))
const sections: readonly { readonly memory: string; readonly freeMemoryPointer: string }[] =
  vectors('memorylane-sections.json').sections
const expected: readonly {
  readonly file: string
  readonly signature: string
  readonly gasUsed: string
  readonly memoryWords: Readonly<Record<string, string>>
}[] = vectors('solidity-expected.json').functions

/** High enough for all rows of these programs. */
const HIGH = { viewport: { width: 1400, height: 2800 } }

let playground: Playground
beforeAll(async () => {
  playground = await Playground.start()
})
afterEach(() => playground.leaveAll())
afterAll(() => playground.stop())

describe('lessons', () => {
  it.each(LESSONS.map(({ id, steps }) => [id, steps.length] as const))(
    '%s goes to its end and back, in both languages',
    async (id, count) => {
      const opened = await playground.open(`#lesson=${id}`, HIGH)
      const { page } = opened
      for (let index = 0; index < count; index++) {
        await page.locator(`.lesson[data-step="${index}"]`).waitFor()
        expect(await opened.text('.lesson p')).not.toMatch(/\{\w+(:\S+)?\}|undefined/)
        if (index < count - 1) await page.locator('.lesson-next').click()
      }
      expect(await page.locator('.lesson-next').isDisabled()).toBe(true)
      await page.locator('button.language').click()
      await page
        .locator('.lesson p')
        .filter({ hasText: /[\u4e00-\u9fff]/ })
        .waitFor()
      await page.locator('.lesson-back').click()
      await page.locator(`.lesson[data-step="${count - 2}"]`).waitFor()
      await page.locator('.lesson-leave').click()
      await page.locator('.lesson').waitFor({ state: 'detached' })
      expect(opened.errors).toEqual([])
    },
  )

  it('MemoryLane shows the memory of each section, byte for byte', async () => {
    const lesson = LESSONS.find(({ id }) => id === 'memory-lane')!
    const opened = await playground.open('#lesson=memory-lane', HIGH)
    let section = 0
    for (const [index, { at }] of lesson.steps.entries()) {
      await opened.page.locator(`.lesson[data-step="${index}"]`).waitFor()
      await opened.rest()
      if (/^section:|^end$/.test(at.stop)) {
        expect(`0x${await opened.memory()}`, `section ${section + 1}`).toBe(sections[section]!.memory)
        section++
      }
      if (index < lesson.steps.length - 1) await opened.page.locator('.lesson-next').click()
    }
    expect(section).toBe(sections.length)
  })
})

describe('the examples', () => {
  it.each(['MemoryLane.sol', 'MemDynamicArray.sol', 'WtfMemoryLayout.sol'])(
    '%s leaves the words in memory that our vectors say',
    async (file) => {
      const opened = await playground.open('', HIGH)
      await opened.page.locator('select.examples').selectOption({ label: file })
      await opened.ready()
      const functions = expected.filter((one) => one.file === file)
      expect(functions.length).toBeGreaterThan(0)
      for (const { signature, gasUsed, memoryWords } of functions) {
        await opened.tab('Call')
        await opened.page.locator('select.function').selectOption(signature)
        const fields = opened.page.locator('input.argument')
        // The vectors call it so.
        if (signature === 'testMultiDimensionalArray(string,uint16)') {
          await fields.nth(0).fill('123456789')
          await fields.nth(1).fill('5')
        }
        await opened.run()
        await opened.answer('g', 'end')
        const words = Object.entries(memoryWords).sort((a, b) => Number(a[0]) - Number(b[0]))
        expect(await opened.memory(), signature).toBe(words.map(([, word]) => word.slice(2)).join(''))
        await opened.tab('Result')
        expect(await opened.text('.screen')).toContain(`gas ${Number(gasUsed).toLocaleString('en')}`)
      }
      expect(opened.errors).toEqual([])
    },
  )
})
