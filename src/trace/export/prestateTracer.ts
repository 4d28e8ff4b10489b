/**
 * A recording as geth's prestateTracer tells it: what the accounts that it touched were before, or what changed.
 * Source: go-ethereum, eth/tracers/native/prestate.go
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, quantityToHex, wordToHex } from '../../base/hex.ts'
import type { Address, Hex } from '../../base/units.ts'
import type { AccountState } from '../../evm/index.ts'
import { traceError } from '../errors.ts'
import type { Recording } from '../recording.ts'

/** geth's options, with its defaults: all are off. */
export interface PrestateConfig {
  /** For whoever chooses between `prestateTracer` and `prestateDiff`; neither of them looks at it. */
  readonly diffMode?: boolean
  /** Leaves `code` and `codeHash` out. */
  readonly disableCode?: boolean
  /** Leaves `storage` out. */
  readonly disableStorage?: boolean
  /** Also accounts that have neither balance nor nonce nor code. */
  readonly includeEmpty?: boolean
}

/** What there is not, or is not asked for, is left out. */
export interface PrestateAccount {
  /** Wei, as a hex quantity. */
  readonly balance?: Hex
  /** Absent when it is 0. */
  readonly nonce?: number
  /** Absent for an account without code. */
  readonly code?: Hex
  /** Keccak-256 of the code. */
  readonly codeHash?: Hex
  /** Value by slot, both as 32 bytes. */
  readonly storage?: Readonly<Record<Hex, Hex>>
}

/** Accounts by address. */
export type Prestate = Readonly<Record<Address, PrestateAccount>>

interface Touched {
  readonly before: AccountState | undefined
  readonly after: AccountState | undefined
  readonly slots: { readonly slot: bigint; readonly before: bigint; readonly after: bigint }[]
}

/**
 * What accounts were before the run.
 * @throws {MemlaneError} `trace.noWorld` for a recording whose maker did not note the world.
 */
export function prestateTracer(recording: Recording, config: PrestateConfig = {}): Prestate {
  const result: Record<Address, PrestateAccount> = {}
  for (const [address, { before, slots }] of touchedAccounts(recording)) {
    const storage = config.disableStorage ? [] : slots.map(({ slot, before }) => [slot, before] as const)
    if (!config.includeEmpty && isEmpty(before)) continue
    result[address] = accountOf(before, storage, config)
  }
  return result
}

/**
 * What the run changed: only fields that are another afterwards, and accounts with such; a destroyed one is in `pre` alone.
 * @throws {MemlaneError} `trace.noWorld`.
 */
export function prestateDiff(
  recording: Recording,
  config: PrestateConfig = {},
): { readonly pre: Prestate; readonly post: Prestate } {
  const pre: Record<Address, PrestateAccount> = {}
  const post: Record<Address, PrestateAccount> = {}
  for (const [address, { before, after, slots }] of touchedAccounts(recording)) {
    const changed = config.disableStorage ? [] : slots.filter(({ before, after }) => before !== after)
    const wasThere = !isEmpty(before)
    const old = accountOf(
      before,
      changed.filter(({ before }) => before !== 0n).map(({ slot, before }) => [slot, before]),
      config,
    )
    // A destroyed account keeps the slots that were asked for.
    if (wasThere && after === undefined) {
      const kept = config.disableStorage ? [] : slots.map(({ slot, before }) => [slot, before] as const)
      pre[address] = accountOf(before, kept, config)
      continue
    }
    const now = changesOf(before, after, changed, config)
    if (now === undefined) continue
    if (wasThere) pre[address] = old
    post[address] = now
  }
  return { pre, post }
}

function touchedAccounts(recording: Recording): Map<Address, Touched> {
  const { world } = recording
  if (world === undefined) throw traceError('trace.noWorld', {})
  const accounts = new Map<Address, Touched>()
  for (const { address, before, after } of world.accounts) accounts.set(address, { before, after, slots: [] })
  for (const { address, ...slot } of world.slots) accounts.get(address)?.slots.push(slot)
  const unseen = newDelegate(recording, accounts)
  if (unseen !== undefined) accounts.delete(unseen)
  return accounts
}

/**
 * The account whose code the called one runs because the transaction itself made it so (EIP-7702), unless something else
 * looked at it: geth asks whom an account delegates to before that.
 */
function newDelegate({ frames }: Recording, accounts: ReadonlyMap<Address, Touched>): Address | undefined {
  const [outermost, ...others] = frames
  if (outermost === undefined) return undefined
  const { address, codeAddress } = outermost
  const code = bytesToHex(accounts.get(address)?.before?.code ?? new Uint8Array(0))
  if (codeAddress === address || code === `0xef0100${codeAddress.slice(2)}`) return undefined
  return others.some((frame) => frame.address === codeAddress || frame.codeAddress === codeAddress)
    ? undefined
    : codeAddress
}

function isEmpty(account: AccountState | undefined): boolean {
  return account === undefined || (account.balance === 0n && account.nonce === 0n && account.code.length === 0)
}

function accountOf(
  account: AccountState | undefined,
  slots: readonly (readonly [slot: bigint, value: bigint])[],
  { disableCode }: PrestateConfig,
): PrestateAccount {
  const { balance = 0n, nonce = 0n, code = new Uint8Array(0) } = account ?? {}
  return {
    balance: quantityToHex(balance),
    ...(nonce > 0n ? { nonce: Number(nonce) } : {}),
    ...(code.length > 0 ? codeOf(code, disableCode) : {}),
    ...(slots.length > 0
      ? { storage: Object.fromEntries(slots.map(([slot, value]) => [wordToHex(slot), wordToHex(value)])) }
      : {}),
  }
}

/** Without the code itself its hash is still told. */
function codeOf(code: Uint8Array, disableCode = false): Pick<PrestateAccount, 'code' | 'codeHash'> {
  const codeHash = bytesToHex(keccak_256(code))
  return disableCode ? { codeHash } : { code: bytesToHex(code), codeHash }
}

/** The fields that are another; `undefined` when none is. */
function changesOf(
  before: AccountState | undefined,
  after: AccountState | undefined,
  slots: Touched['slots'],
  { disableCode }: PrestateConfig,
): PrestateAccount | undefined {
  const [old, now] = [before, after].map((state) => ({ balance: 0n, nonce: 0n, code: new Uint8Array(0), ...state }))
  const account: PrestateAccount = {
    ...(old!.balance === now!.balance ? {} : { balance: quantityToHex(now!.balance) }),
    ...(old!.nonce === now!.nonce ? {} : { nonce: Number(now!.nonce) }),
    ...(bytesToHex(old!.code) === bytesToHex(now!.code) ? {} : codeOf(now!.code, disableCode)),
    ...(slots.some(({ after }) => after !== 0n)
      ? {
          storage: Object.fromEntries(
            slots.filter(({ after }) => after !== 0n).map(({ slot, after }) => [wordToHex(slot), wordToHex(after)]),
          ),
        }
      : {}),
  }
  return Object.keys(account).length === 0 && slots.length === 0 ? undefined : account
}
