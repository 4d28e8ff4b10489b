/**
 * Where gas goes: of each step what it cost by itself, and what of that is for memory that grows; summed up by line,
 * function, opcode or frame.
 *
 *   own gas     gas before the step − gas at the frame's next own step − what frames with steps used that it started
 *   expansion   price of memory after − price of memory before; nothing in a step that failed
 *
 * Own gas of all steps together is the gas that the outermost frame used. A step that halts its frame owns all gas that
 * was left; a stipend counts as the callee's.
 * Source: Yellow Paper, appendix H.1, for the price of memory.
 * @module
 */
import type { StepIndex } from '../base/units.ts'
import { opcodeOfByte } from '../opcodes/index.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { Recording } from './recording.ts'
import { isImplicitStop, type SourceLocator, type SourcePlace } from './sourceLocator.ts'

/** Gas as numbers: exact below 2^53, more than any block has. */
export interface GasSum {
  /** What the steps cost by themselves, memory among it. */
  readonly gas: number
  /** What of that paid for memory that grew. */
  readonly expansion: number
  /** How many there were. */
  readonly steps: number
  /** Steps in which memory grew. */
  readonly expansions: number
}

/** The gas of a line, function, opcode or frame. */
export interface GasRow extends GasSum {
  /** What the row is about: `Mem.sol:12`, `Mem.f`, `MSTORE`, `0`. */
  readonly key: string
  /** Of a line. */
  readonly place?: SourcePlace
  /** Of a frame: its id. */
  readonly frame?: number
}

/** What gas is summed up by. */
export type GasKey = 'line' | 'function' | 'opcode' | 'frame'

type Mutable = { -readonly [Field in keyof GasRow]: GasRow[Field] }

/** 3·words + ⌊words²/512⌋ as a number: exact, since a frame's words are below 2^26 or its gas is not. */
function memoryPrice(bytes: number): number {
  const words = bytes / 32
  return 3 * words + Math.floor((words * words) / 512)
}

/** The gas of each step of a recording, and sums of it. */
export class GasProfile {
  /** What is profiled. */
  readonly recording: Recording
  readonly #places: StepPlaces | undefined

  /** @param locator for rows by line and function; without it, those are by address of code */
  constructor(recording: Recording, locator: SourceLocator | undefined) {
    this.recording = recording
    this.#places = locator && new StepPlaces(locator)
  }

  /** What the step cost by itself, and what of that was for memory. */
  of(step: StepIndex): { readonly gas: number; readonly expansion: number } {
    const { recording } = this
    const { steps } = recording
    const frame = recording.frameAt(step)
    const next = recording.nextOwn(step)
    const child = recording.startedAt.get(step)
    const used = child !== undefined && child.endStep > child.firstStep ? Number(child.gas - child.gasLeft) : 0
    const after = next === undefined ? Number(frame.gasLeft) : steps.gasNumber(next)
    const failed = next === undefined && frame.status === 'halt'
    const sizeAfter = next === undefined ? frame.memory.length : steps.memorySize(next)
    const sizeBefore = steps.memorySize(step)
    const grows = !failed && sizeAfter !== sizeBefore
    return {
      gas: steps.gasNumber(step) - after - used,
      expansion: grows ? memoryPrice(sizeAfter) - memoryPrice(sizeBefore) : 0,
    }
  }

  /** Of the whole run. */
  total(): GasSum {
    const sum = { gas: 0, expansion: 0, steps: 0, expansions: 0 }
    for (let step = 0; step < this.recording.stepCount; step++) add(sum, this.of(step))
    return sum
  }

  /** One row for each line, function, opcode or frame that ran, in the order in which they first ran. */
  rows(by: GasKey): GasRow[] {
    const rows = new Map<string, Mutable>()
    const { recording } = this
    for (let step = 0; step < recording.stepCount; step++) {
      const frame = recording.frameAt(step)
      const place = by === 'line' || by === 'function' ? this.placeOf(step, frame) : undefined
      const key = this.#keyOf(by, step, frame, place)
      let row = rows.get(key)
      if (row === undefined) {
        row = { key, gas: 0, expansion: 0, steps: 0, expansions: 0 }
        if (by === 'line' && place !== undefined) row.place = place
        if (by === 'frame') row.frame = frame.id
        rows.set(key, row)
      }
      add(row, this.of(step))
    }
    return [...rows.values()]
  }

  /** The line of source that a step belongs to; code that the compiler added belongs to what ran before it. */
  placeOf(step: StepIndex, frame: RecordedFrame = this.recording.frameAt(step)): SourcePlace | undefined {
    return this.#places?.of(frame, this.recording.steps.pc(step))
  }

  #keyOf(by: GasKey, step: StepIndex, frame: RecordedFrame, place: SourcePlace | undefined): string {
    switch (by) {
      case 'frame':
        return String(frame.id)
      case 'opcode': {
        const opcode = this.recording.steps.opcode(step)
        return opcodeOfByte(opcode)?.name ?? `0x${opcode.toString(16)}`
      }
      case 'line':
        return place === undefined ? frame.codeAddress : `${place.file}:${place.line}`
      case 'function':
        return place?.function ?? frame.codeAddress
    }
  }
}

function add(
  sum: Mutable | { gas: number; expansion: number; steps: number; expansions: number },
  step: { gas: number; expansion: number },
): void {
  sum.gas += step.gas
  sum.expansion += step.expansion
  sum.steps++
  if (step.expansion > 0) sum.expansions++
}

/** Places by frame and pc, asked for in the order of the steps. */
class StepPlaces {
  readonly #locator: SourceLocator
  /** By code: the place of each pc, `null` where there is none. */
  readonly #byCode = new Map<Uint8Array, (SourcePlace | null | undefined)[]>()
  readonly #last = new Map<number, SourcePlace>()

  constructor(locator: SourceLocator) {
    this.#locator = locator
  }

  of(frame: RecordedFrame, pc: number): SourcePlace | undefined {
    if (isImplicitStop(frame, pc)) return undefined
    let places = this.#byCode.get(frame.code)
    if (places === undefined) this.#byCode.set(frame.code, (places = []))
    let place = places[pc]
    if (place === undefined) places[pc] = place = this.#locator.place(frame, pc) ?? null
    if (place === null) return this.#last.get(frame.id)
    this.#last.set(frame.id, place)
    return place
  }
}
