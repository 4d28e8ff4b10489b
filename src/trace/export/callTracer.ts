/**
 * A recording as geth's callTracer tells it: calls within calls.
 * Source: go-ethereum, eth/tracers/native/call.go
 * @module
 */
import { formatAddress } from '../../base/address.ts'
import { bytesToHex, hexToBytes, quantityToHex, wordToHex } from '../../base/hex.ts'
import type { Address, Gas, Hex, StepIndex } from '../../base/units.ts'
import type { Log } from '../../evm/index.ts'
import * as op from '../../opcodes/codes.ts'
import {
  isCreation,
  isSuccess,
  MAX_DEPTH,
  opcodeOfByte,
  rangeOf,
  startsCreation,
  startsFrame,
} from '../../opcodes/index.ts'
import type { RecordedFrame } from '../recordedFrame.ts'
import type { Recording } from '../recording.ts'
import { StepGas } from '../stepGas.ts'
import { Timeline } from '../timeline.ts'
import { errorText } from './tracedSteps.ts'

/** geth's options, with its defaults: both are off. */
export interface CallTracerConfig {
  /** The outermost call alone. */
  readonly onlyTopCall?: boolean
  /** Adds the logs of each call that was not undone. */
  readonly withLog?: boolean
}

/** A log as geth's callTracer writes it. */
export interface TracedLog {
  /** The account that logged. */
  readonly address: Address
  /** Up to four words. */
  readonly topics: readonly Hex[]
  /** Without topics. */
  readonly data: Hex
  /** Of the log in the transaction. */
  readonly index: Hex
  /** Calls that its frame had made before. */
  readonly position: Hex
}

/** Hex quantities; what there is not is left out, as geth does. */
export interface TracedCall {
  /** The opcode that made the call: `CALL`, `CREATE2`, `SELFDESTRUCT`. */
  readonly type: string
  /** The account that calls. */
  readonly from: Address
  /** The account whose code runs, or that was created. */
  readonly to?: Address
  /** Wei; absent for static calls. */
  readonly value?: Hex
  /** What the frame had; of a transaction's outermost call the gas limit. */
  readonly gas: Hex
  /** What the frame used; of a transaction's outermost call what the sender paid for. */
  readonly gasUsed: Hex
  /** Calldata, or creation code. */
  readonly input: Hex
  /** Absent when it gave nothing. */
  readonly output?: Hex
  /** geth's words for a revert or a halt. */
  readonly error?: string
  /** The text of `Error(string)`. */
  readonly revertReason?: string
  /** What it called, in order; absent when nothing. */
  readonly calls?: readonly TracedCall[]
  /** With `withLog`; absent when there are none. */
  readonly logs?: readonly TracedLog[]
}

type Building = { -readonly [Key in keyof TracedCall]: TracedCall[Key] } & { calls?: Building[]; logs?: TracedLog[] }

const STIPEND = 2300n
const REVERTED = 'execution reverted'

/** `undefined` for a transaction that ended before it had a frame: a creation where a contract is already. */
export function callTracer(recording: Recording, config: CallTracerConfig = {}): TracedCall | undefined {
  const outermost = recording.frames[0]
  if (outermost === undefined) return undefined
  const calls = recording.frames.map((frame) => callOf(recording, frame))
  const top = calls[0]!
  const { transaction } = recording.run
  if (transaction !== undefined) {
    top.gas = quantityToHex(transaction.gasLimit)
    top.gasUsed = quantityToHex(transaction.gasUsed)
  }
  const visitor = new CallVisitor(recording, calls, config)
  for (let step = 0; step < recording.stepCount; step++) visitor.visit(step)
  return top
}

/** Puts calls and logs below the calls that made them. */
class CallVisitor {
  readonly #recording: Recording
  readonly #calls: readonly Building[]
  readonly #config: CallTracerConfig
  readonly #gas: StepGas
  readonly #timeline: Timeline
  readonly #kept: readonly boolean[]
  #logs = 0

  constructor(recording: Recording, calls: readonly Building[], config: CallTracerConfig) {
    this.#recording = recording
    this.#calls = calls
    this.#config = config
    this.#gas = new StepGas(recording)
    this.#timeline = new Timeline(recording)
    // Logs of a frame that failed are gone, with those of all that it called.
    const kept: boolean[] = []
    for (const frame of recording.frames)
      kept.push(isSuccess(frame.status) && (frame.parent === undefined || kept[frame.parent]!))
    this.#kept = kept
  }

  visit(step: StepIndex): void {
    const opcode = this.#recording.steps.opcode(step)
    if (opcode >= op.LOG0 && opcode <= op.LOG4) {
      if (this.#config.withLog) this.#addLog(step, opcode - op.LOG0)
      return
    }
    if (this.#config.onlyTopCall || !(startsFrame(opcode) || opcode === op.SELFDESTRUCT)) return
    const call = this.#callAt(step, opcode)
    if (call === undefined) return
    const parent = this.#calls[this.#recording.steps.frame(step)]!
    if (parent.calls === undefined) parent.calls = []
    parent.calls.push(call)
  }

  #callAt(step: StepIndex, opcode: number): Building | undefined {
    const recording = this.#recording
    const child = recording.startedAt.get(step)
    if (child !== undefined) return this.#calls[child.id]!
    if (recording.failed(step)) return undefined
    if (opcode === op.SELFDESTRUCT) return this.#destruction(step)
    return startsCreation(opcode) ? undefined : this.#refusedCall(step, opcode)
  }

  /** What is sent to the beneficiary. */
  #destruction(step: StepIndex): Building {
    const { address, balance } = this.#selfAt(step)
    return {
      type: 'SELFDESTRUCT',
      from: address,
      to: formatAddress(this.#recording.operand(step, 0)),
      value: quantityToHex(balance),
      gas: '0x0',
      gasUsed: '0x0',
      input: '0x',
    }
  }

  /** A call that was paid for and could not begin. */
  #refusedCall(step: StepIndex, opcode: number): Building {
    const recording = this.#recording
    const frame = recording.frameAt(step)
    const row = opcodeOfByte(opcode)!
    const hasValue = row.operands[2] === 'value'
    const value = hasValue ? recording.operand(step, 2) : 0n
    const { offset, length } = rangeOf(row.reads!, (operand) => recording.operandNumber(step, operand))
    const next = recording.nextOwn(step)!
    const cost = this.#gas.cost(step)
    // What came back was what it would have run with.
    const gas = recording.steps.gas(next) - (recording.steps.gas(step) - cost)
    const memory = this.#timeline.seek(step).current
    return {
      type: row.name,
      from: frame.address,
      to: formatAddress(recording.operand(step, 1)),
      ...(hasValue ? { value: quantityToHex(value) } : {}),
      gas: quantityToHex(gas < 0n ? STIPEND : gas),
      gasUsed: '0x0',
      input: length === 0 ? '0x' : bytesToHex(memory.memory(offset, length)),
      error: frame.depth >= MAX_DEPTH ? 'max call depth exceeded' : 'insufficient balance for transfer',
    }
  }

  #selfAt(step: StepIndex): { readonly address: Address; readonly balance: bigint } {
    const { address } = this.#recording.frameAt(step)
    return { address, balance: balanceBefore(this.#recording, step, address) }
  }

  #addLog(step: StepIndex, topicCount: number): void {
    const recording = this.#recording
    const frame = recording.frameAt(step)
    if (recording.failed(step)) return
    const index = this.#logs++
    if (!this.#kept[frame.id]) return
    const call = this.#calls[frame.id]!
    if (this.#config.onlyTopCall && frame.id !== 0) return
    const length = recording.operandNumber(step, 1)
    const data =
      length === 0
        ? new Uint8Array(0)
        : this.#timeline.seek(step).current.memory(recording.operandNumber(step, 0), length)
    if (call.logs === undefined) call.logs = []
    call.logs.push({
      address: frame.address,
      topics: Array.from({ length: topicCount }, (_, topic) => wordToHex(recording.operand(step, 2 + topic))),
      data: bytesToHex(data),
      index: quantityToHex(BigInt(index)),
      position: quantityToHex(BigInt(call.calls?.length ?? 0)),
    })
  }
}

function callOf(recording: Recording, frame: RecordedFrame): Building {
  const created = isCreation(frame.kind)
  const { parent } = frame
  const caller = parent === undefined ? frame.caller : recording.frames[parent]!.address
  const call: Building = {
    type: frame.kind.toUpperCase(),
    from: caller,
    gas: quantityToHex(frame.gas),
    gasUsed: quantityToHex(frame.gas - frame.gasLeft),
    input: bytesToHex(created ? frame.code : frame.input),
  }
  if (frame.kind !== 'staticcall') call.value = quantityToHex(frame.value)
  const error = errorOf(recording, frame)
  if (!created) call.to = frame.kind === 'delegatecall' || frame.kind === 'callcode' ? frame.codeAddress : frame.address
  else if (error === undefined) call.to = frame.address
  if (error !== undefined) call.error = error
  if (frame.output.length > 0 && (error === undefined || error === REVERTED)) call.output = bytesToHex(frame.output)
  const reason = error === REVERTED ? revertText(frame.output) : undefined
  if (reason !== undefined) call.revertReason = reason
  return call
}

function errorOf(recording: Recording, frame: RecordedFrame): string | undefined {
  if (frame.status === 'revert') return REVERTED
  if (frame.status !== 'halt') return undefined
  const halt = frame.halt!
  const last = frame.endStep - 1
  const opcode = frame.endStep > frame.firstStep ? recording.steps.opcode(last) : undefined
  if (halt === 'invalidOpcode' && opcode !== undefined)
    return `invalid opcode: ${opcodeOfByte(opcode)?.name ?? `opcode 0x${opcode.toString(16)} not defined`}`
  if (halt === 'stackUnderflow' && opcode !== undefined) return underflowText(recording, last, opcode)
  if (halt === 'outOfGas' && isCreation(frame.kind) && opcode === op.RETURN && paid(recording, last))
    return 'contract creation code storage out of gas'
  return errorText(halt)
}

/** Whether the last step could be paid: then what was not is the deposit of code. */
function paid(recording: Recording, step: StepIndex): boolean {
  return new StepGas(recording).cost(step) <= recording.steps.gas(step)
}

function underflowText(recording: Recording, step: StepIndex, opcode: number): string {
  const { stackSize } = new Timeline(recording).seek(step).current
  return `stack underflow (${stackSize} <=> ${opcodeOfByte(opcode)?.pops ?? 0})`
}

/** The text in `Error(string)`; `undefined` where the data is no such thing. */
function revertText(data: Uint8Array): string | undefined {
  if (bytesToHex(data.subarray(0, 4)) !== '0x08c379a0' || data.length < 68) return undefined
  const word = (at: number) => BigInt(bytesToHex(data.subarray(at, at + 32)))
  const start = word(4) + 4n
  if (start + 32n > BigInt(data.length)) return undefined
  const length = word(Number(start))
  const from = Number(start) + 32
  if (BigInt(from) + length > BigInt(data.length)) return undefined
  return new TextDecoder().decode(data.subarray(from, from + Number(length)))
}

/** An account's balance just before a step: what it had before the run, and what was sent since. */
function balanceBefore({ world, frames }: Recording, step: StepIndex, address: Address): Gas {
  let balance = world?.accounts.find((account) => account.address === address)?.before?.balance ?? 0n
  for (const frame of frames) {
    if (frame.firstStep > step || frame.kind === 'delegatecall' || frame.kind === 'callcode') continue
    // What a frame that failed received went back when it ended.
    if (!isSuccess(frame.status) && frame.endStep <= step) continue
    if (frame.address === address) balance += frame.value
    if (frame.caller === address) balance -= frame.value
  }
  return balance
}

/** What the frames of a recording logged that did not fail, in order. */
export function recordedLogs(recording: Recording): Log[] {
  const logs: TracedLog[] = []
  const collect = (call: TracedCall) => {
    logs.push(...(call.logs ?? []))
    for (const inner of call.calls ?? []) collect(inner)
  }
  const outermost = callTracer(recording, { withLog: true })
  if (outermost !== undefined) collect(outermost)
  return logs
    .sort((a, b) => Number(a.index) - Number(b.index))
    .map(({ address, topics, data }) => ({ address, topics, data: hexToBytes(data) }))
}
