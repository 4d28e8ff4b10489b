/**
 * What BLOCKHASH gives: from a function of the caller's, else from the state's source as it is asked for, else zero.
 * @module
 */
import { isHexWord } from '../base/hex.ts'
import { spelled } from '../base/template.ts'
import type { Hex, Word } from '../base/units.ts'
import { refusePromise } from './atOnce.ts'
import { evmError } from './errors.ts'

/** How many blocks before the current one have a hash. */
const KNOWN_BLOCKS = 256n

export class BlockHashes {
  readonly #given: ((number: bigint) => Hex) | undefined
  /** Whether a source is asked for what no function gives. */
  readonly #isAsked: boolean
  readonly #fetched = new Map<bigint, Word>()

  constructor(given: ((number: bigint) => Hex) | undefined, hasSource: boolean) {
    this.#given = given
    this.#isAsked = given === undefined && hasSource
  }

  /** Whether the hash of a block has yet to be fetched; `current` is the block of the run. */
  lacks(number: bigint, current: bigint): boolean {
    return this.#isAsked && isWithinReach(number, current) && !this.#fetched.has(number)
  }

  /** Takes what the source gave. */
  admit(number: bigint, hash: Word): void {
    this.#fetched.set(number, hash)
  }

  /** The hash of a block; zero of one that is out of reach. */
  of(number: bigint, current: bigint): Word {
    if (!isWithinReach(number, current)) return 0n
    if (this.#given === undefined) return this.#fetched.get(number) ?? 0n
    const hash = this.#given(number)
    refusePromise('blockHash', hash)
    return checkedHash(number, hash)
  }
}

/** @throws {MemlaneError} `evm.invalidBlockHash`. */
export function checkedHash(number: bigint, hash: Hex | undefined): Word {
  if (isHexWord(hash)) return BigInt(hash)
  throw evmError('evm.invalidBlockHash', { number, hash: spelled(hash) })
}

function isWithinReach(number: bigint, current: bigint): boolean {
  return number < current && number + KNOWN_BLOCKS >= current
}
