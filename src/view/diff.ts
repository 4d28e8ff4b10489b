/**
 * What is another at two moments of a run, and where two runs part, for people.
 * @module
 */
import { quantityToHex } from '../base/hex.ts'
import type { Word } from '../base/units.ts'
import type { Act, ChangedBytes, MomentDifference, RunDifference, SourcePlace } from '../trace/index.ts'
import { longHex } from './bytesText.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped, hexOffset } from './number.ts'
import { fitLine, type Line, type Screen, span } from './span.ts'
import { layoutTable } from './table.ts'
import { printable, shortened, truncate } from './width.ts'

/** Two moments of a run, and what is another. */
export interface MomentsFacts {
  /** What was called, for people. */
  readonly call: string
  /** Steps, or the number of steps for the end. */
  readonly from: number
  /** The later one, counted as `from`. */
  readonly to: number
  /** What `diffMoments` found. */
  readonly difference: MomentDifference
}

const MOST_ROWS = 64
const ROW = 16

/**
 * What is another, frame by frame.
 * @param width lines are cut to so many columns
 */
export function momentsScreen(
  { call, from, to, difference }: MomentsFacts,
  messages: Messages,
  width?: number,
): Screen {
  const { diff, who } = messages
  const { frames, slots, ended, started, gas } = difference
  const lines: Line[] = [
    [span(printable(call), 'strong'), span(`   ${diff.steps(grouped(from), grouped(to))}`)],
    [span(` gas ${grouped(gas[0])} → ${grouped(gas[1])}`, 'dim')],
  ]
  for (const { frame, memory, memorySize, stack } of frames) {
    if (memory.length === 0 && stack.length === 0 && memorySize[0] === memorySize[1]) continue
    const sizes = memorySize[0] === memorySize[1] ? '' : `   ${byteCount(memorySize[0])} → ${byteCount(memorySize[1])}`
    lines.push([], [span(who.frameNumber(String(frame)), 'strong'), span(sizes, 'dim')])
    lines.push(...memoryLines(memory, messages))
    if (stack.length > 0) lines.push([span(` ${diff.stack}`, 'dim')])
    lines.push(
      ...layoutTable(
        [{ title: '', align: 'right' }, { title: '' }],
        stack
          .slice(0, MOST_ROWS)
          .map(({ place, before, after }) => [
            span(String(place), 'dim'),
            span(`${wordText(before)} → ${wordText(after)}`),
          ]),
      ),
    )
  }
  for (const { address, slot, before, after } of slots)
    lines.push([], [span(` ${address} ${quantityToHex(slot)}   ${wordText(before)} → ${wordText(after)}`)])
  for (const [text, list] of [
    [diff.ended, ended],
    [diff.started, started],
  ] as const)
    if (list.length > 0) lines.push([], [span(` ${text} ${list.join(' ')}`)])
  if (lines.length === 2) lines.push([], [span(` ${diff.none}`)])
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}

function wordText(word: Word | undefined): string {
  return word === undefined ? '–' : quantityToHex(word)
}

/** Changed bytes in rows of 16, before above after. */
function memoryLines(changes: readonly ChangedBytes[], { who }: Messages): Line[] {
  const lines: Line[] = []
  let left = 0
  for (const { offset, before, after } of changes) {
    for (let at = 0; at < after.length; at += ROW) {
      if (lines.length >= MOST_ROWS) {
        left++
        continue
      }
      lines.push(
        [span(` ${hexOffset(offset + at)}  `, 'dim'), span('- '), span(rowText(before.subarray(at, at + ROW)), 'dim')],
        [
          span(`${' '.repeat(hexOffset(offset + at).length + 3)}`),
          span('+ '),
          span(rowText(after.subarray(at, at + ROW))),
        ],
      )
    }
  }
  if (left > 0) lines.push([span(` ${who.left(grouped(left))}`, 'dim')])
  return lines
}

function rowText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

/** Two runs, and where they part. */
export interface RunsFacts {
  /** What was called first, for people. */
  readonly first: string
  /** What was called second, for people. */
  readonly second: string
  /** What `diffRuns` found. */
  readonly difference: RunDifference
  /** The line of source of a step, of the first run and of the second. */
  readonly placeOf: readonly [(step: number) => SourcePlace | undefined, (step: number) => SourcePlace | undefined]
}

/**
 * Figures of both runs side by side, and where they part.
 * @param width lines are cut to so many columns
 */
export function runsScreen(
  { first, second, difference, placeOf }: RunsFacts,
  messages: Messages,
  width?: number,
): Screen {
  const { diff } = messages
  const { same, parts, acts, gas, steps, memorySize, memory, step, sameCode } = difference
  const row = (name: string, [a, b]: readonly [number | bigint, number | bigint]) => [
    span(name, 'dim'),
    span(grouped(a)),
    span(grouped(b)),
    span(a === b ? '' : changeText(Number(b) - Number(a)), 'dim'),
  ]
  const lines: Line[] = [
    [span('A ', 'strong'), span(printable(first))],
    [span('B ', 'strong'), span(printable(second))],
    [],
    ...layoutTable(
      [{ title: '' }, { title: 'A', align: 'right' }, { title: 'B', align: 'right' }, { title: '' }],
      [row('gas', gas), row(diff.stepCount, steps), row(diff.memorySize, memorySize), row(diff.acts, acts)],
    ),
    [],
  ]
  if (parts === undefined) lines.push([span(` ${diff.sameActs(grouped(same))}`)])
  else {
    lines.push([span(` ${diff.parted(grouped(same))}`, 'strong')])
    lines.push(actLine('A', parts.first, placeOf[0], messages), actLine('B', parts.second, placeOf[1], messages))
  }
  if (step !== undefined) lines.push([], [span(` ${diff.firstStep(grouped(step.step), diff.what[step.what])}`)])
  else if (sameCode) lines.push([], [span(` ${diff.sameSteps}`)])
  if (memory.length === 0) lines.push([], [span(` ${diff.sameMemory}`)])
  else lines.push([], [span(` ${diff.otherMemory}`)], ...memoryLines(memory, messages))
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}

function changeText(change: number): string {
  return change > 0 ? `+${grouped(change)}` : `-${grouped(-change)}`
}

const ACT_WIDTH = 100

function actLine(
  name: string,
  act: Act | undefined,
  placeOf: (step: number) => SourcePlace | undefined,
  { diff, who }: Messages,
): Line {
  if (act === undefined) return [span(`  ${name}  `), span(diff.noMore, 'dim')]
  const place = placeOf(act.step)
  const source = place === undefined ? '' : `   ${place.file}:${place.line}   ${shortened(place.text)}`
  return [
    span(`  ${name}  `),
    span(truncate(printable(act.what), ACT_WIDTH)),
    span(printable(`   ${who.step(grouped(act.step))}${source}`), 'dim'),
  ]
}

/** The same for programs: what `memlane diff --json` prints of one run. */
export function momentsDocument({ call, from, to, difference }: MomentsFacts): object {
  const { frames, slots, ended, started, gas } = difference
  const word = (value: Word | undefined) => (value === undefined ? null : quantityToHex(value))
  return {
    version: 1,
    call,
    ...{ from, to },
    gas: { before: String(gas[0]), after: String(gas[1]) },
    frames: frames.map(({ frame, memorySize, memory, stack }) => ({
      frame,
      memorySize: { before: memorySize[0], after: memorySize[1] },
      memory: memory.map(changeFields),
      stack: stack.map(({ place, before, after }) => ({ place, before: word(before), after: word(after) })),
    })),
    slots: slots.map(({ address, slot, before, after }) => ({
      address,
      slot: quantityToHex(slot),
      before: word(before),
      after: word(after),
    })),
    ended,
    started,
  }
}

function changeFields({ offset, before, after }: ChangedBytes): object {
  return { offset, before: longHex(before), after: longHex(after) }
}

/** The same for programs: what `memlane diff --json` prints of two runs. */
export function runsDocument({ first, second, difference }: RunsFacts): object {
  const { same, parts, acts, gas, steps, memorySize, memory, step, sameCode } = difference
  const pair = <Value>([a, b]: readonly [Value, Value]) => ({ first: a, second: b })
  const act = (part: Act | undefined) => (part === undefined ? null : { ...part })
  return {
    version: 1,
    ...{ first, second, same },
    parts: parts === undefined ? null : { first: act(parts.first), second: act(parts.second) },
    acts: pair(acts),
    gas: pair([String(gas[0]), String(gas[1])]),
    steps: pair(steps),
    memorySize: pair(memorySize),
    memory: memory.map(changeFields),
    sameCode,
    firstStep: step ?? null,
  }
}
