/**
 * What a buffer in memory is for, and whose output it holds.
 * @module
 */
import type { ByteOffset } from '../base/index.ts'
import type { Frame } from './run.ts'

/**
 * What memory outside of objects was last used for: what `return`, `revert` or `event` gave out, the input of a call or
 * the code of a creation, what was hashed, and copies of returned data, constructor arguments, calldata or code.
 */
export type BufferUse =
  | 'return'
  /** What creation code returned: the code of the new contract. */
  | 'deployedCode'
  | 'revert'
  | 'event'
  | 'callInput'
  | 'creationCode'
  | 'hash'
  /** Written by a call or RETURNDATACOPY. */
  | 'returnedData'
  | 'constructorArguments'
  | 'calldata'
  | 'code'
  /** Written by a block of inline assembly, and used by nobody yet. */
  | 'assembly'

/** The frame whose output a call brought back, from a place in the output on. */
export interface Returned {
  readonly by: Frame
  readonly from: ByteOffset
}
