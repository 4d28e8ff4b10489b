/**
 * What is another of two runs of one call, for somebody who sees them from outside.
 * @module
 */
import { bytesToHex, quantityToHex } from '../../base/hex.ts'
import type { Address, Hex, Word } from '../../base/units.ts'
import { wordToBytes } from '../../base/word.ts'
import type { AccountState, CallResult, Log, TransactionResult } from '../../evm/index.ts'
import type { Recording } from '../../trace/index.ts'

/** A run, as `record` and `recordTransaction` give it. */
export interface RecordedResult {
  readonly result: CallResult | TransactionResult
  readonly recording: Recording
}

/** Something that the brutalized run does otherwise than the plain one. Told apart by `kind`. */
export type BrutalizedDifference =
  /** How it ended: a status, or the reason of a halt. */
  | { readonly kind: 'status'; readonly plain: string; readonly brutalized: string }
  /** What it returned, or reverted with. */
  | { readonly kind: 'output'; readonly plain: Uint8Array; readonly brutalized: Uint8Array }
  /** The contract that it made. */
  | { readonly kind: 'created'; readonly plain: Address | undefined; readonly brutalized: Address | undefined }
  /** The first log that is another; `undefined` where there is none any more. */
  | {
      readonly kind: 'log'
      /** Counted from 0. */
      readonly index: number
      readonly plain: Log | undefined
      readonly brutalized: Log | undefined
    }
  /** A slot, as it is after the run. */
  | {
      readonly kind: 'slot'
      readonly address: Address
      readonly slot: Word
      readonly plain: Word
      readonly brutalized: Word
      /**
       * Only bytes behind the word's first ones are others, and zero in the plain run: what lies behind the end of a short
       * string. Solady's `LibBytes` stores it, and solc before 0.8.15; whoever reads the string does not see it.
       */
      readonly isTail: boolean
    }
  /** An account, as it is after the run: numbers as `0x` quantities, code as bytes. */
  | {
      readonly kind: 'account'
      readonly address: Address
      readonly field: 'balance' | 'nonce' | 'code'
      readonly plain: Hex
      readonly brutalized: Hex
    }

/** Accounts and slots that are told at most. */
const MOST_OF_STATE = 16

/** @param payers accounts whose balances fees change: what gas cost is no difference */
export function differencesOf(
  plain: RecordedResult,
  brutalized: RecordedResult,
  payers: ReadonlySet<Address>,
): BrutalizedDifference[] {
  const [a, b] = [plain.result, brutalized.result]
  const differences: BrutalizedDifference[] = []
  const [endOfA, endOfB] = [a.halt ?? a.status, b.halt ?? b.status]
  if (endOfA !== endOfB) differences.push({ kind: 'status', plain: endOfA, brutalized: endOfB })
  if (!sameBytes(a.output, b.output)) differences.push({ kind: 'output', plain: a.output, brutalized: b.output })
  if (a.created !== b.created) differences.push({ kind: 'created', plain: a.created, brutalized: b.created })
  const index = firstOtherLog(a.logs, b.logs)
  if (index !== undefined) differences.push({ kind: 'log', index, plain: a.logs[index], brutalized: b.logs[index] })
  const state = [
    ...otherSlots(plain.recording, brutalized.recording),
    ...otherAccounts(plain.recording, brutalized.recording, payers),
  ]
  return [...differences, ...state.slice(0, MOST_OF_STATE)]
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

function firstOtherLog(a: readonly Log[], b: readonly Log[]): number | undefined {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [x, y] = [a[index], b[index]]
    if (x === undefined || y === undefined) return index
    if (x.address !== y.address || x.topics.join() !== y.topics.join() || !sameBytes(x.data, y.data)) return index
  }
  return undefined
}

/** A slot that one run alone looked at is for the other as it was before. */
function otherSlots(plain: Recording, brutalized: Recording): BrutalizedDifference[] {
  const key = ({ address, slot }: { address: Address; slot: Word }) => `${address} ${slot}`
  const [a, b] = [plain.world?.slots ?? [], brutalized.world?.slots ?? []]
  const [ofA, ofB] = [new Map(a.map((slot) => [key(slot), slot])), new Map(b.map((slot) => [key(slot), slot]))]
  return [...new Map([...ofA, ...ofB]).values()].flatMap((either) => {
    const { address, slot, before } = either
    const [x, y] = [ofA.get(key(either))?.after ?? before, ofB.get(key(either))?.after ?? before]
    return x === y ? [] : [{ kind: 'slot' as const, address, slot, plain: x, brutalized: y, isTail: isTail(x, y) }]
  })
}

/** Whether the bytes that are others are together, zero in the plain word, and behind bytes that are the same and not zero. */
function isTail(plain: Word, brutalized: Word): boolean {
  const [a, b] = [wordToBytes(plain), wordToBytes(brutalized)]
  const from = a.findIndex((byte, at) => byte !== b[at])
  const last = a.findLastIndex((byte, at) => byte !== b[at])
  return a.subarray(0, from).some((byte) => byte !== 0) && a.subarray(from, last + 1).every((byte) => byte === 0)
}

const NO_ACCOUNT: AccountState = { balance: 0n, nonce: 0n, code: new Uint8Array(0) }

function otherAccounts(plain: Recording, brutalized: Recording, payers: ReadonlySet<Address>): BrutalizedDifference[] {
  const [a, b] = [plain.world?.accounts ?? [], brutalized.world?.accounts ?? []]
  const ofA = new Map(a.map((account) => [account.address, account]))
  const ofB = new Map(b.map((account) => [account.address, account]))
  return [...new Map([...ofA, ...ofB]).values()].flatMap(({ address, before }) => {
    const stateIn = (accounts: typeof ofA) => {
      const account = accounts.get(address)
      return (account === undefined ? before : account.after) ?? NO_ACCOUNT
    }
    const [x, y] = [stateIn(ofA), stateIn(ofB)]
    const differences: BrutalizedDifference[] = []
    const other = (field: 'balance' | 'nonce' | 'code', plain: Hex, brutalized: Hex) => {
      if (plain !== brutalized) differences.push({ kind: 'account', address, field, plain, brutalized })
    }
    if (!payers.has(address)) other('balance', quantityToHex(x.balance), quantityToHex(y.balance))
    other('nonce', quantityToHex(x.nonce), quantityToHex(y.nonce))
    other('code', bytesToHex(x.code), bytesToHex(y.code))
    return differences
  })
}
