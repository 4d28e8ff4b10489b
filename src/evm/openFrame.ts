/**
 * What the driver remembers of a frame that has started and not ended: where to go back to when it fails, and
 * where its caller wants the output.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import type { Account } from './state.ts'

/** Lengths of everything that can be undone. */
export interface Checkpoint {
  readonly state: number
  readonly storage: number
  readonly logs: number
  readonly refund: bigint
}

export interface OpenFrame {
  readonly id: number
  readonly checkpoint: Checkpoint
  /** The account that a creation deploys to; `undefined` for calls. */
  readonly creates: Account | undefined
  /** Where in the caller's memory the output goes. */
  readonly outputOffset: ByteOffset
  readonly outputLength: ByteCount
  /** The fast variant gave up on this frame. */
  slow: boolean
}
