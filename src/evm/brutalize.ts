/**
 * A brutalized run: memory that nobody wrote holds junk, and the free memory pointer starts elsewhere. A contract that
 * relies on neither does the same in it.
 * @module
 */
import type { MemlaneError } from '../base/error.ts'
import { spelled } from '../base/template.ts'
import type { ByteCount } from '../base/units.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'

/** What a brutalized run has in place of what contracts must not rely on. */
export interface Brutalize {
  /**
   * From 0 to 2^32 - 1. Memory that a frame gets when it grows is not zero but junk, told by the seed and the offset: all but
   * `[0x40, 0x80)`, where Solidity has its free pointer and its zero slot. No byte of it is zero. Gas and MSIZE are as ever.
   * Without it, memory starts as zero.
   */
  readonly junkSeed?: number | undefined
  /**
   * From 0 to 255, default 0: so many bytes later does the free memory pointer start, in all code that begins as that of
   * Solidity does, when the sum fits into its PUSH. Code itself is not changed: CODECOPY, EXTCODECOPY and EXTCODEHASH find it as it is. Objects
   * lie elsewhere, so memory may be a word larger and cost more gas.
   */
  readonly pointerShift?: ByteCount
}

/** The same, with every field. */
export interface Brutalized {
  /** `undefined`: memory starts as zero. */
  readonly junkSeed: number | undefined
  /** 0: the pointer starts where the code says. */
  readonly pointerShift: ByteCount
}

const FIELDS: FieldNames<Brutalize> = { junkSeed: true, pointerShift: true }
/** Seeds and shifts that there are. */
export const MOST_JUNK_SEED = 2 ** 32 - 1
export const MOST_POINTER_SHIFT: ByteCount = 255

/**
 * `undefined` where nothing is asked for.
 * @throws {MemlaneError} `evm.invalidOption`, `evm.unknownField`.
 */
export function checkedBrutalize(brutalize: Brutalize | undefined): Brutalized | undefined {
  if (brutalize === undefined) return undefined
  refuseUnknown('The field brutalize', brutalize, FIELDS)
  const { junkSeed, pointerShift = 0 } = brutalize
  if (junkSeed !== undefined && !isWhole(junkSeed, MOST_JUNK_SEED))
    throw invalid('brutalize.junkSeed', junkSeed, 'a whole number from 0 to 2^32 - 1')
  if (!isWhole(pointerShift, MOST_POINTER_SHIFT))
    throw invalid('brutalize.pointerShift', pointerShift, `a whole number from 0 to ${MOST_POINTER_SHIFT}`)
  return junkSeed === undefined && pointerShift === 0 ? undefined : { junkSeed, pointerShift }
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most
}

function invalid(field: string, value: unknown, wanted: string): MemlaneError {
  return evmError('evm.invalidOption', { field, value: spelled(value), wanted })
}
