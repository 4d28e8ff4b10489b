/**
 * A call with all that it can see, and its outcome in a form in which two EVMs are compared: plain data, so that a
 * difference reads well in a failed test.
 * @module
 */
import { type Address, bytesToHex, type Gas, type Hex, quantityToHex, type Word } from '../../src/base/index.ts'
import type {
  AccountFields,
  CallParameters,
  CallResult,
  Evm,
  FrameStart,
  State,
  Status,
  StepRecords,
  Tracer,
} from '../../src/evm/index.ts'
import { codes, fork } from '../../src/opcodes/index.ts'

/** Accounts before the call, and the call. */
export interface EvmCase {
  readonly accounts: Readonly<Record<Address, AccountFields>>
  readonly call: CallParameters & { readonly from: Address; readonly gas: Gas }
}

export interface AccountOutcome {
  readonly balance: Hex
  readonly nonce: Hex
  readonly code: Hex
  /** Non-zero slots in ascending order: quantities. */
  readonly storage: Readonly<Record<Hex, Hex>>
}

/** What two EVMs must agree on. A halted frame has no memory and no stack any more. */
export interface Outcome {
  readonly status: Status
  readonly gasUsed: Gas
  readonly gasRefund: Gas
  readonly output: Hex
  readonly logs: readonly { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }[]
  readonly created: Hex | undefined
  readonly memory: Hex | undefined
  /** Bottom first. */
  readonly stack: readonly Hex[] | undefined
  /** All that are not empty, in ascending order. */
  readonly accounts: Readonly<Record<Address, AccountOutcome>>
}

/** One executed instruction, before it: what every tracer knows. */
export interface Step {
  readonly pc: number
  /** INVALID for all bytes that are no opcode in Osaka. */
  readonly opcode: number
  readonly gas: Gas
  readonly depth: number
  readonly memoryWords: number
}

/** The hash of a block that nobody has: any function of the number will do. */
export function blockHashOf(number: bigint): Hex {
  return `0x${(number + 1n).toString(16).padStart(64, 'b')}`
}

export function setAccounts(state: State, { accounts }: EvmCase): void {
  for (const address of Object.keys(accounts) as Address[]) state.setAccount(address, accounts[address]!)
}

/** Runs the case's call on an EVM whose state has its accounts. */
export function runCase(evm: Evm, { call }: EvmCase, tracer?: Tracer): CallResult {
  return evm.call({ ...call, inspect: true }, { tracer })
}

export function outcomeOf(result: CallResult, state: State): Outcome {
  const { status, gasUsed, gasRefund, output, logs, created, memory, stack } = result
  const halted = status === 'halt'
  return {
    status,
    gasUsed,
    gasRefund,
    output: bytesToHex(output),
    logs: logs.map((log) => ({ address: log.address, topics: log.topics, data: bytesToHex(log.data) })),
    created,
    memory: halted ? undefined : bytesToHex(memory!),
    stack: halted ? undefined : stack!.map(quantityToHex),
    accounts: accountsOf(state),
  }
}

function accountsOf(state: State): Record<Address, AccountOutcome> {
  const accounts: Record<Address, AccountOutcome> = {}
  for (const address of state.addresses().sort()) {
    const { balance, nonce, code, storage } = state.account(address)!
    if (balance === 0n && nonce === 0n && code.length === 0) continue
    const slots = (Object.keys(storage) as Hex[]).map((slot) => [BigInt(slot), BigInt(storage[slot]!)] as const)
    accounts[address] = {
      balance: quantityToHex(balance),
      nonce: quantityToHex(nonce),
      code: bytesToHex(code),
      storage: storageOf(slots),
    }
  }
  return accounts
}

/** Non-zero slots in ascending order. */
export function storageOf(slots: Iterable<readonly [slot: Word, value: Word]>): Record<Hex, Hex> {
  const present = [...slots].filter(([, value]) => value !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(present.map(([slot, value]) => [quantityToHex(slot), quantityToHex(value)]))
}

/** A tracer that does nothing: with it, a call runs in the debug variant and records. */
export const SILENT: Tracer = { frameStart() {}, frameEnd() {}, copiedCode() {}, steps() {}, runEnd() {} }

const OSAKA = fork('osaka')

/** A tracer that keeps the steps, without the STOP behind a code's end: not every tracer of others tells of it. */
export class StepList implements Tracer {
  readonly list: Step[] = []
  readonly #codeLengths: number[] = []

  frameStart({ id, code }: FrameStart): void {
    this.#codeLengths[id] = code.length
  }

  frameEnd(): void {}
  copiedCode(): void {}
  runEnd(): void {}

  steps(steps: StepRecords): void {
    for (let index = 0; index < steps.count; index++) {
      const pc = steps.pc(index)
      if (pc >= this.#codeLengths[steps.frame(index)]!) continue
      const opcode = steps.opcode(index)
      this.list.push({
        pc,
        opcode: OSAKA.opcodes[opcode] === undefined ? codes.INVALID : opcode,
        gas: steps.gas(index),
        depth: steps.depth(index),
        memoryWords: steps.memorySize(index) / 32,
      })
    }
  }
}
