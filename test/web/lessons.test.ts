/** Every lesson to its end: each step is found in the run, each number is filled in, in both languages. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FormRunner } from '../../web/src/engine/runForm.ts'
import { takeTourStep } from '../../web/src/engine/tour.ts'
import { LESSONS } from '../../web/src/lessons/index.ts'
import type { Lesson } from '../../web/src/lessons/lesson.ts'
import { LESSON_TITLES } from '../../web/src/lessons/titles.ts'
import { EXAMPLES, inputOf } from '../../web/src/state/examples.ts'
import { compilers } from '../support/solc.ts'

const sections = JSON.parse(readFileSync(new URL('../vectors/memorylane-sections.json', import.meta.url), 'utf8'))
  .sections as readonly {
  readonly section: number
  readonly msize: number
  readonly freeMemoryPointer: string
  readonly memory: string
}[]

const runner = new FormRunner(compilers)
const runOf = ({ input }: Lesson) => runner.run({ ...inputOf(EXAMPLES[0]!), ...input })

async function tour(lesson: Lesson, language: 'en' | 'zh' = 'en') {
  const run = await runOf(lesson)
  const texts: string[] = []
  const steps: number[] = []
  for (const step of lesson.steps) {
    texts.push(await takeTourStep(run, step, language))
    steps.push(run.debug.step)
  }
  return { run, texts, steps }
}

describe.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))('the lesson %s', (_, lesson) => {
  it('goes forward through its run, with every number filled in', async () => {
    const { run, texts, steps } = await tour(lesson)
    expect(run.recording.frames[0]!.status).toMatch(/stop|return/)
    expect(steps).toEqual([...steps].sort((a, b) => a - b))
    for (const text of texts) expect(text).not.toMatch(/\{\w+(:\S+)?\}|undefined|NaN/)
  })
  it('says in Chinese what it says in English: the same code and the same numbers', async () => {
    const numbers = (text: string) => (text.match(/`[^`]+`/g) ?? []).sort()
    const [en, zh] = [await tour(lesson), await tour(lesson, 'zh')]
    for (const [index, text] of en.texts.entries()) expect(numbers(zh.texts[index]!)).toEqual(numbers(text))
    for (const text of zh.texts) expect(text).toMatch(/[\u4e00-\u9fff]/)
  })
})

describe('what lessons say', () => {
  it('has a title for each', () => expect(LESSON_TITLES.map(({ id }) => id)).toEqual(LESSONS.map(({ id }) => id)))

  const lesson = (id: string) => LESSONS.find((one) => one.id === id)!
  const textsOf = async (id: string) => (await tour(lesson(id))).texts

  it('of MemoryLane is the state behind each section, word for word', async () => {
    const { run } = await tour(lesson('memory-lane'))
    const spots = lesson('memory-lane').steps.filter(({ at }) => /^section:|^end$/.test(at.stop))
    expect(spots).toHaveLength(sections.length)
    for (const [index, step] of spots.entries()) {
      await takeTourStep(run, step, 'en')
      const { shown } = run.debug
      const hex = `0x${Buffer.from(shown.memory(0, shown.memorySize)).toString('hex')}`
      expect(hex, `section ${index + 1}`).toBe(sections[index]!.memory)
      expect(shown.memorySize).toBe(sections[index]!.msize)
    }
  })
  it('of prices is 704 bytes and 66 gas, then 736 bytes and 70', async () => {
    // 22·3 = 66; 23·3 + ⌊529/512⌋ = 70.
    const texts = await textsOf('expansion')
    expect(texts[2]).toContain('704 bytes is worth 66 gas')
    expect(texts[3]).toContain('Up to 704 bytes every word costs 3.')
    expect(texts[3]).toContain('736 bytes are worth 70 gas')
    // 1,024 words: 3,072 + 2,048, less the 70 that were paid.
    expect(texts[4]).toContain('from 736 to 32,768 bytes for 5,050 gas')
  })
  it('of bytes is that MLOAD at 0x21 grows memory to 96 bytes', async () => {
    const texts = await textsOf('bytes')
    expect(texts[1]).toContain('memory has 64 bytes')
    expect(texts[2]).toContain('grow from 64 to 96 bytes')
    expect(texts[4]).toContain('`0xab`')
  })
  it('of the free memory pointer is that it is not the size', async () => {
    const texts = await textsOf('free-pointer')
    expect(texts[2]).toContain('at `0x80`')
    expect(texts[2]).toContain('moved to `0xe0`')
    // The word at 0x200 ends at 0x220.
    expect(texts[4]).toContain('`0x220` from `MSIZE`, and `0xe0` from word 0x40')
  })
})
