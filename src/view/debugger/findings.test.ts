/** Findings in the debugger: keys to them, bytes that they are about, the line of the run, and what is said when there are none. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Hex } from '../../base/index.ts'
import { createEvm } from '../../evm/index.ts'
import { type FoundFindings, findingsOf, recordedLaunch } from '../../launch/index.ts'
import { record } from '../../trace/index.ts'
import { type Language, messagesIn } from '../messages/index.ts'
import { lineWidth } from '../span.ts'
import { Debugger, debuggerScreen, memoryWindow } from './index.ts'

const VECTORS = new URL('../../../test/vectors/sanitizer-snippets.json', import.meta.url)
const PROGRAMS: Readonly<Record<string, { readonly code: string }>> = JSON.parse(readFileSync(VECTORS, 'utf8'))

/** A program that breaks a rule, looked at; what a check of it found is told unless it is kept back. */
async function debugging(name: string, isTold = true): Promise<Debugger> {
  const code: Hex = `0x${PROGRAMS[name]!.code}`
  const { recording } = record(createEvm(), { code, gas: 4_000_000n })
  const target = { recording, locator: undefined, placeOf: () => undefined, call: 'a call', isSolidity: true }
  const debug = new Debugger(target, 0)
  if (isTold) debug.setFound(await findingsOf(recordedLaunch(recording, 'a call')))
  return debug
}

const text = (debug: Debugger, width = 100, height = 30, language: Language = 'en') =>
  debuggerScreen(debug, width, height, language).map((line) => line.map((one) => one.text).join(''))

/** The offsets of the bytes that a finding is about. */
function foundBytes(debug: Debugger): number[] {
  const { found } = memoryWindow(debug, 0, 16)
  return [...(found ?? [])].flatMap((is, offset) => (is === 1 ? [offset] : []))
}

/** 0x80–0x9f is an allocation, 0xa0–0xbf the next; the MSTORE at pc 0x28 writes 0x90–0xaf, the MLOAD behind it reads 0xa0. */
const OVERFLOW = 'R05_alloc_overflow'
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)

describe('findings in the debugger', () => {
  it('are gone to by keys, with the bytes that they are about selected', async () => {
    const debug = await debugging(OVERFLOW)
    expect(debug.findings.map(({ cause }) => cause.rule)).toEqual(['R05'])
    const { step, pc } = debug.findings[0]!.at
    expect(pc).toBe(0x28)
    debug.press('e')
    expect(debug.step).toBe(step)
    expect(debug.selection).toBe(debug.findings[0]!.cause.first.changed?.offset)
    expect(debug.findingsHere).toHaveLength(1)
    debug.press('e')
    expect(debug.step).toBe(step)
    expect(debug.notice?.('en')).toBe('There is no further one.')
    debug.press('j')
    debug.press('E')
    expect(debug.step).toBe(step)
    debug.press('E')
    expect(debug.notice?.('zh')).toBe('没有更多了。')
  })

  it('mark their bytes at their step, and as long as what was written stands there', async () => {
    const debug = await debugging(OVERFLOW)
    const { at, cause } = debug.findings[0]!
    const { offset, after } = cause.first.changed!
    const wanted = numbers(offset, offset + after.length)
    expect(wanted.length).toBeGreaterThan(0)
    debug.goto(at.step - 1)
    expect(foundBytes(debug)).toEqual([])
    debug.goto(at.step)
    expect(foundBytes(debug)).toEqual(wanted)
    debug.goto(debug.recording.stepCount)
    expect(foundBytes(debug)).toEqual(wanted)
    expect(text(debug).join('\n')).toMatch(/[0-9a-f]{2}#/)
  })

  it('whose bytes are only taken mark them at their step alone', async () => {
    const debug = await debugging('R08_uninit_hash')
    const { at } = debug.findings[0]!
    debug.goto(at.step)
    expect(foundBytes(debug).length).toBeGreaterThan(0)
    debug.goto(at.step + 1)
    expect(foundBytes(debug)).toEqual([])
  })

  it('stand on the line of the run, in the pane, and beside the source of their step', async () => {
    const debug = await debugging(OVERFLOW)
    const lane = (lines: readonly string[]) => lines.at(-2)!
    expect(lane(text(debug))).toMatch(/^ ┃─+◆─*$/)
    debug.press('e')
    const lines = text(debug)
    expect(lane(lines)).toMatch(/^ ─+◆─*$/)
    expect(lines[1]).toMatch(/^ no line of source {3}error R05 {2}Write past the end of the allocation at 0x/)
    expect(lines.join('\n')).toMatch(/─ findings ─+\n.*MSTORE at step \d+ \(pc 0x28\) writes/)
    expect(lines.at(-1)).toContain('e/E finding')
    debug.press('k')
    expect(text(debug).join('\n')).toMatch(/─ findings ─+\n.* \d+ error R05 {2}Write past/)
    expect(text(debug, 100, 30, 'zh').join('\n')).toMatch(/─ 问题 ─+\n.* \d+ 错误 R05 {2}写出/)
  })

  it('leave the screen as large as it is, in both languages', async () => {
    const debug = await debugging(OVERFLOW)
    let screens = 0
    for (const key of ['j', 'e', 'k', 'E'])
      for (const [width, height] of [
        [80, 24],
        [100, 30],
        [160, 50],
      ] as const)
        for (const language of ['en', 'zh'] as const) {
          debug.press(key)
          const screen = debuggerScreen(debug, width, height, language)
          expect(screen).toHaveLength(height)
          for (const line of screen) expect(lineWidth(line)).toBeLessThanOrEqual(width)
          screens++
        }
    expect(screens).toBe(24)
  })

  it.each<[FoundFindings | undefined, string]>([
    [undefined, 'Not checked yet.'],
    [{ kind: 'checked', findings: [] }, 'Checked: no findings.'],
    [{ kind: 'file', findings: [] }, 'No findings, as the file says.'],
    [
      { kind: 'tooLong', steps: 1_000_001 },
      'Not checked, because the run has 1,000,001 steps; memlane check looks at all of them.',
    ],
    [{ kind: 'newer', version: 2 }, 'A newer memlane wrote the findings of this file; update memlane to see them.'],
  ])('say why there are none: %o', async (found, sentence) => {
    const debug = await debugging(OVERFLOW, false)
    if (found !== undefined) debug.setFound(found)
    debug.press('e')
    expect(debug.notice?.('en')).toBe(sentence)
    expect(debug.notice?.('zh')).not.toBe(sentence)
    debug.pane = 'findings'
    expect(text(debug, 120, 40).join('\n')).toContain(sentence.slice(0, 40))
    expect(messagesIn('en').debugger.panes.findings).toBe('findings')
  })
})
