/**
 * A step of a lesson, found in the run: where it stands, and the numbers of its text.
 * @module
 */
import { headOf } from 'memlane/debugger'
import { memoryCost } from 'memlane/memory'
import type { MemoryMap } from 'memlane/solidity'
import { nextStop, parseStop } from 'memlane/trace'
import { type Language, messagesIn, shownValue } from 'memlane/view'
import type { Spot, TourStep } from '../lessons/lesson.ts'
import type { LoadedRun } from './loadedRun.ts'

const WORD = 32

/** A lesson asks for what its run does not have: a mistake in the lesson. */
export class TourError extends Error {
  override readonly name = 'TourError'
}

/** Goes where the step stands, selects what it selects, and gives its text with the numbers in it. */
export async function takeTourStep(
  run: LoadedRun,
  { at, select, text }: TourStep,
  language: Language,
): Promise<string> {
  const { debug } = run
  debug.outward = 0
  debug.goto(stepOf(run, at))
  const needsMap = typeof select === 'object' || /\{(object|value):/.test(text[language])
  const map = needsMap ? await mapOf(run) : undefined
  if (typeof select === 'number') debug.select(select)
  else if (select !== undefined) debug.select(objectIn(map, select.object).offset + (select.plus ?? 0))
  else debug.press('escape')
  return text[language].replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name: string, argument = '') =>
    fill(run, map, name, argument, language),
  )
}

function mapOf(run: LoadedRun): Promise<MemoryMap | undefined> {
  const { debug, recording } = run
  const { frame } = debug.shown
  return run.mapAt(frame, debug.step >= recording.stepCount ? undefined : debug.step)
}

/** @throws {TourError} when the run never comes there. */
export function stepOf(run: LoadedRun, { stop, nth = 1, after = 0 }: Spot): number {
  const { recording, locator } = run
  if (stop === 'start') return after
  if (stop === 'end') return recording.stepCount + after
  const section = /^section:(\d+)$/.exec(stop)?.[1]
  if (section !== undefined) {
    for (let step = 0; step < recording.stepCount; step++) {
      const name = locator?.place(recording.frameAt(step), recording.steps.pc(step))?.function
      if (name?.split(' ', 1)[0] === section) return step + after
    }
    throw new TourError(`no section ${section}`)
  }
  const wanted = parseStop(stop)
  const [begin, direction] = nth < 0 ? ([recording.stepCount, 'back'] as const) : ([-1, 'forward'] as const)
  let at: number = begin
  for (let count = 0; count < Math.abs(nth); count++) {
    const found = nextStop(recording, at, direction, [wanted], locator)
    if (found === undefined) throw new TourError(`the run never comes to ${stop} for time ${nth}`)
    at = found.step
  }
  return at + after
}

function objectIn(map: MemoryMap | undefined, path: string): MemoryMap['objects'][number] {
  const found = map?.objects.find((object) => object.path === path || object.name === path)
  if (found === undefined) throw new TourError(`no object ${path}`)
  return found
}

function fill(run: LoadedRun, map: MemoryMap | undefined, name: string, argument: string, language: Language): string {
  const { debug, recording } = run
  const { shown, timeline } = debug
  const head = headOf(debug)
  const hex = (word: bigint | number) => `0x${word.toString(16)}`
  const grouped = (count: bigint | number) => count.toLocaleString('en')
  const bytesAt = (offset: string, length: number) => shown.memory(Number(offset), length)
  const wordAt = (offset: string) => bytesAt(offset, WORD).reduce((word, byte) => (word << 8n) | BigInt(byte), 0n)
  const now = () => {
    if (head.now === undefined) throw new TourError(`{${name}} at the end of the run`)
    return head.now
  }
  switch (name) {
    case 'step':
      return grouped(head.step)
    case 'opcode':
      return now().opcode
    case 'size':
      return grouped(head.size)
    case 'sizeAfter':
      return grouped(now().sizeAfter)
    case 'cost':
      return grouped(now().cost)
    case 'base':
      return grouped(now().cost - now().expansion)
    case 'expansion':
      return grouped(now().expansion)
    case 'fmp':
      return hex(wordAt('0x40'))
    case 'word':
      return hex(wordAt(argument))
    case 'number':
      return grouped(wordAt(argument))
    case 'byte':
      return `0x${bytesAt(argument, 1)[0]!.toString(16).padStart(2, '0')}`
    case 'text': {
      const [offset = '0', length = '1'] = argument.split(':')
      return new TextDecoder().decode(bytesAt(offset, Number(length)))
    }
    case 'stack':
      return hex(timeline.current.stack(Number(argument)))
    case 'count':
      return grouped(timeline.current.stack(Number(argument)))
    case 'price':
      return grouped(memoryCost(BigInt(Math.ceil(Number(argument) / WORD))))
    case 'linearEnd':
      return grouped(linearEnd())
    case 'outputSize':
      return grouped(recording.frames[0]!.output.length)
    case 'object':
      return hex(objectIn(map, argument).offset)
    case 'value': {
      const { value } = objectIn(map, argument)
      if (value === undefined) throw new TourError(`${argument} has no value`)
      return shownValue(value, messagesIn(language))
    }
    default:
      throw new TourError(`nothing is called {${name}}`)
  }
}

/** Bytes of the largest memory whose every word costs the same. */
function linearEnd(): number {
  let words = 0n
  while (memoryCost(words + 1n) === 3n * (words + 1n)) words++
  return Number(words) * WORD
}
