/**
 * A moment of a run as data: what every surface draws of it.
 * @module
 */
import { bytesToHex, quantityToHex } from '../../base/hex.ts'
import type { ByteCount, ByteOffset, Gas, Hex, Pc, StepIndex, Word } from '../../base/units.ts'
import type { HaltReason, Status } from '../../evm/index.ts'
import { isConsole } from '../../launch/console.ts'
import * as op from '../../opcodes/codes.ts'
import { opcodeOfByte } from '../../opcodes/index.ts'
import { consoleMessage } from '../../solidity/console.ts'
import { bytesAt, leavesOf, type Origin, type SourcePlace, writersOf } from '../../trace/index.ts'
import type { Messages } from '../messages/index.ts'
import { hexOffset } from '../number.ts'
import type { Debugger } from './debugger.ts'
import { opcodeName } from './instructions.ts'

/** What the step does and what it costs; at the end, how the run ended. */
export interface MomentHead {
  /** The moment: before this step, or the end. */
  readonly step: StepIndex
  /** Of the whole recording. */
  readonly stepCount: number
  /** Bytes of the memory that is shown. */
  readonly size: ByteCount
  /** What stands at 0x40, of Solidity once there is such a word. */
  readonly freePointer: Word | undefined
  /** The step that is about to execute; `undefined` at the end. */
  readonly now: StepHead | undefined
  /** Of the outermost frame. */
  readonly end: { readonly status: Status; readonly halt: HaltReason | undefined; readonly gasUsed: Gas } | undefined
}

/** A step that is about to execute. */
export interface StepHead {
  /** Position in its frame's code. */
  readonly pc: Pc
  /** Its mnemonic. */
  readonly opcode: string
  /** Of its frame: 0 for the outermost. */
  readonly depth: number
  /** Name of the contract, or its address. */
  readonly contract: string
  /** What it costs; of a call with the gas that it passes on. */
  readonly cost: Gas
  /** What of the cost is for memory that grows. */
  readonly expansion: Gas
  /** Before the step. */
  readonly gasLeft: Gas
  /** Bytes of the frame's memory before the step and behind it. */
  readonly sizeBefore: ByteCount
  /** Behind the step. */
  readonly sizeAfter: ByteCount
  /** Why the frame halts in this step. */
  readonly halt: HaltReason | undefined
  /** The line of source that it came from. */
  readonly place: SourcePlace | undefined
  /** What the step prints, where it calls `console.log`. */
  readonly said: string | undefined
}

/** What stands above everything: the step, its price, its place. */
export function headOf(debug: Debugger): MomentHead {
  const { recording, step, timeline, shown, target } = debug
  const { memorySize: size } = shown
  const freePointer = target.isSolidity && size >= 0x60 ? BigInt(bytesToHex(shown.memory(0x40, 32))) : undefined
  const head = { step, stepCount: recording.stepCount, size, freePointer }
  if (timeline.atEnd) {
    const { status, halt, gas, gasLeft } = recording.frames[0]!
    return { ...head, now: undefined, end: { status, halt, gasUsed: gas - gasLeft } }
  }
  const { steps } = recording
  const frame = recording.frameAt(step)
  const before = timeline.current.memorySize
  const touched = debug.accesses.ofStep(step).map(({ offset, length }) => Math.ceil((offset + length) / 32) * 32)
  const expansion = debug.gas.expansion(step)
  const failed = recording.failed(step)
  return {
    ...head,
    now: {
      pc: steps.pc(step),
      opcode: opcodeName(steps.opcode(step)),
      depth: steps.depth(step),
      contract: target.locator?.contract(frame) ?? `${frame.codeAddress.slice(0, 8)}…`,
      cost: debug.gas.cost(step),
      expansion,
      gasLeft: steps.gas(step),
      sizeBefore: before,
      sizeAfter: expansion === 0n ? before : Math.max(before, ...touched),
      halt: failed ? frame.halt : undefined,
      place: target.placeOf(step),
      said: saidBy(debug, step),
    },
    end: undefined,
  }
}

function saidBy({ recording }: Debugger, step: StepIndex): string | undefined {
  const called = recording.startedAt.get(step)
  if (called === undefined || !isConsole(called)) return undefined
  return consoleMessage(called.input)?.text
}

/** A word of the stack. */
export interface StackItem {
  /** Its value. */
  readonly word: Word
  /** What the step takes it for. */
  readonly role: string | undefined
}

/** The stack of the frame that runs, its top first. */
export function stackOf(debug: Debugger, most: number): StackItem[] {
  const { timeline, recording, step } = debug
  const { current } = timeline
  const opcode = timeline.atEnd ? undefined : opcodeOfByte(recording.steps.opcode(step))
  return Array.from({ length: Math.min(most, current.stackSize) }, (_, depth) => ({
    word: current.stack(depth),
    role: opcode?.operands[depth],
  }))
}

/** The selected byte, and who wrote it. */
export interface Selection {
  /** In the memory that is shown. */
  readonly offset: ByteOffset
  /** `undefined` behind the end of memory. */
  readonly byte: number | undefined
  /** Newest first. */
  readonly writers: readonly SelectionWriter[]
}

/** A write of the selected byte. */
export interface SelectionWriter {
  /** The step that wrote it. */
  readonly step: StepIndex
  /** Its mnemonic. */
  readonly opcode: string
  /** The line of source of that step. */
  readonly place: SourcePlace | undefined
  /** Whether the byte is what this step wrote. */
  readonly isVisible: boolean
  /** What the byte was made from. */
  readonly origins: readonly Origin[]
}

const MOST_ORIGINS = 3

/** The selected byte, and the last `most` steps that wrote it. */
export function selectionOf(debug: Debugger, most: number): Selection {
  const { recording, accesses, shown, selection: offset, step, target, timeline } = debug
  if (offset >= shown.memorySize) return { offset, byte: undefined, writers: [] }
  const byte = shown.memory(offset, 1)[0]!
  const range = { offset, length: 1 }
  const question = { frame: shown.frame.id, ...range, ...(timeline.atEnd ? {} : { at: step }) }
  const { writers } = writersOf(recording, accesses, question, { most, shadowed: most })
  return {
    offset,
    byte,
    writers: writers.slice(0, most).map((writer) => ({
      step: writer.step,
      opcode: opcodeName(writer.opcode),
      place: target.placeOf(writer.step),
      isVisible: writer.visible.length > 0,
      origins: leavesOf(debug.origins.ofWrite(writer.step, range)).slice(0, MOST_ORIGINS),
    })),
  }
}

/** Where a byte came from, in few words: `PUSH1 0x1, calldata 0x4`. */
export function originsText(origins: readonly Origin[], who: Messages['who']): string {
  return origins.map((origin) => originText(origin, who)).join(', ')
}

function originText(origin: Origin, who: Messages['who']): string {
  const madeBy = 'madeBy' in origin ? origin.madeBy : undefined
  const name = madeBy === undefined ? '' : `${opcodeName(madeBy.opcode)} `
  switch (origin.kind) {
    case 'constant':
      return madeBy?.opcode === op.PUSH0 ? 'PUSH0' : `${name}${quantityToHex(origin.value)}`
    case 'storage':
      return `${name}${who.slot(shortWord(origin.slot))}`
    case 'zero':
      return origin.why === 'unwritten' ? who.neverWritten : who.pastEnd
    case 'junk':
      return who.neverWrittenJunk
    case 'cut':
      return who.cut
    case 'calldata':
      return `${name}${who.calldata(hexOffset(origin.offset, 2))}`
    case 'code':
      return `${name}${who.code(hexOffset(origin.offset, 2))}`
    case 'memory':
      return `${name}${who.memory(hexOffset(origin.offset, 2))}`
    case 'returndata':
      return `${name}${hexOffset(origin.offset, 2)}`
    default:
      return name.trim()
  }
}

/** A step that stored or logged. */
export interface Effect {
  /** The step that stored or logged. */
  readonly step: StepIndex
  /** SSTORE, TSTORE or LOG0 to LOG4. */
  readonly opcode: string
  /** Slot and value, or topics. */
  readonly words: readonly Word[]
  /** The first bytes of what was logged. */
  readonly data: Hex | undefined
}

const LOG_BYTES = 16

/** The last ones before the moment, newest first. */
export function effectsOf(debug: Debugger, kind: 'stores' | 'logs', most: number): Effect[] {
  const { recording } = debug
  return latest(debug.effects[kind], debug.step, most).map((at): Effect => {
    const code = recording.steps.opcode(at)
    const opcode = opcodeName(code)
    if (kind === 'stores')
      return { step: at, opcode, words: [recording.operand(at, 0), recording.operand(at, 1)], data: undefined }
    const words = Array.from({ length: code - op.LOG0 }, (_, topic) => recording.operand(at, 2 + topic))
    const [offset, length] = [recording.operandNumber(at, 0), recording.operandNumber(at, 1)]
    const range = { frame: recording.steps.frame(at), at, offset, length: Math.min(length, LOG_BYTES) }
    return {
      step: at,
      opcode,
      words,
      data: length === 0 ? '0x' : bytesToHex(bytesAt(recording, debug.accesses, range)),
    }
  })
}

function latest(steps: readonly StepIndex[], before: StepIndex, most: number): StepIndex[] {
  const chosen: StepIndex[] = []
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (steps[middle]! < before) low = middle + 1
    else high = middle
  }
  for (let index = low - 1; index >= 0 && chosen.length < most; index--) chosen.push(steps[index]!)
  return chosen
}

const WORD_DIGITS = 16

/** A word in at most 18 columns. */
export function shortWord(word: Word): string {
  const hex = quantityToHex(word)
  return hex.length <= WORD_DIGITS + 2 ? hex : `${hex.slice(0, 8)}…${hex.slice(-6)}`
}
