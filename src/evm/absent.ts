/**
 * Waiting for what is absent. A run is a generator of the things it lacks: each is asked for at an instruction
 * boundary, and when it has come, the run goes on from there.
 *
 *   sync    the first absent thing is an error that names it
 *   async   each is loaded and the run goes on
 * @module
 */
import { formatAddress } from '../base/address.ts'
import { BugError } from '../base/error.ts'
import { isHexWord, wordToHex } from '../base/hex.ts'
import { spelled } from '../base/template.ts'
import type { Address, Hex, Word } from '../base/units.ts'
import type { Account } from './account.ts'
import { basicsOf, type SourceAccount } from './accountFields.ts'
import type { BlockHashes } from './blockHashes.ts'
import { evmError } from './errors.ts'
import { loadPrecompiles } from './precompiles/load.ts'
import { NotLoadedError } from './precompiles/notLoaded.ts'
import { word } from './quantity.ts'
import type { World } from './world.ts'

export type Absent =
  | { readonly kind: 'account'; readonly address: bigint }
  | { readonly kind: 'slot'; readonly account: Account; readonly slot: Word }
  | { readonly kind: 'blockHash'; readonly number: bigint; readonly hashes: BlockHashes }
  | { readonly kind: 'precompile'; readonly name: string; readonly address: bigint }

/** A run that may have to wait. */
export type Steps<T> = Generator<Absent, T, void>

/** Where a state comes from that is not in memory: a node, a file. Asked once for each account and slot. */
export interface StateSource {
  /** Balance, nonce and code of an account; `undefined` when there is none. */
  account(address: Address): Promise<SourceAccount | undefined>
  /** One slot of an account, 0 when it was never written. */
  slot(address: Address, slot: Word): Promise<bigint | number>
  /** The hash of one of the 256 blocks before that of the run. Without it BLOCKHASH gives zero, as without a source. */
  blockHash?(number: bigint): Promise<Hex>
}

/** As much of an `AbortSignal` as a run that waits listens to. */
export interface Cancellation {
  /** Whether it has been given up. */
  readonly aborted: boolean
  /** What the promise rejects with. */
  readonly reason: unknown
  /** As in the DOM. */
  addEventListener(type: 'abort', listener: () => void): void
  /** As in the DOM. */
  removeEventListener(type: 'abort', listener: () => void): void
}

/** @throws {NotLoadedError} for the first absent thing; the run has undone what it did. */
export function runSync<T>(steps: Steps<T>): T {
  const next = steps.next()
  if (next.done) return next.value
  steps.throw(notLoaded(next.value))
  throw new BugError('a run went on without what it lacked')
}

/**
 * Loads what is absent and goes on. An error of the source, or the signal, ends the run, which undoes what it did; what
 * the source answers after that is taken for the next one.
 */
export async function runAsync<T>(
  steps: Steps<T>,
  world: World,
  source: StateSource | undefined,
  signal: Cancellation | undefined,
): Promise<T> {
  if (signal?.aborted) throw signal.reason
  let next = steps.next()
  while (!next.done) {
    try {
      await unlessAborted(bring(next.value, world, source), signal)
    } catch (error) {
      steps.throw(error)
    }
    next = steps.next()
  }
  return next.value
}

/** The work, or the signal's reason if that comes first. */
function unlessAborted(work: Promise<void>, signal: Cancellation | undefined): Promise<void> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    const end = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort)
    work.then(resolve, reject).finally(end)
    if (signal.aborted) abort()
  })
}

async function bring(absent: Absent, world: World, source: StateSource | undefined): Promise<void> {
  if (absent.kind === 'precompile') return loadPrecompiles()
  if (source === undefined) throw new BugError('something is absent and there is no source')
  if (absent.kind === 'account') {
    const address = formatAddress(absent.address)
    const given = await source.account(address)
    world.admit(absent.address, given && basicsOf(address, given))
  } else if (absent.kind === 'blockHash') {
    const { number, hashes } = absent
    const hash = await source.blockHash?.(number)
    if (!isHexWord(hash)) throw evmError('evm.invalidBlockHash', { number, hash: spelled(hash) })
    hashes.admit(number, BigInt(hash))
  } else {
    const { account, slot } = absent
    const address = formatAddress(account.address)
    account.admitSlot(slot, word(`slot ${wordToHex(slot)} of ${address}`, await source.slot(address, slot)))
  }
}

function notLoaded(absent: Absent): NotLoadedError {
  switch (absent.kind) {
    case 'precompile':
      return NotLoadedError.precompile(absent.name, formatAddress(absent.address))
    case 'account':
      return NotLoadedError.account(formatAddress(absent.address))
    case 'blockHash':
      return NotLoadedError.blockHash(absent.number)
    case 'slot':
      return NotLoadedError.slot(formatAddress(absent.account.address), wordToHex(absent.slot))
  }
}
