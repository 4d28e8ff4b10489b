/**
 * What `Frames` remembers of a frame that has started and not ended: where to go back to when it fails.
 * @module
 */
import type { Account } from './account.ts'

/** Lengths of everything that can be undone. */
export interface Checkpoint {
  readonly world: number
  readonly storage: number
  readonly logs: number
  readonly refund: bigint
}

export interface OpenFrame {
  readonly id: number
  readonly checkpoint: Checkpoint
  /** The account that a creation deploys to; `undefined` for calls. */
  readonly creates: Account | undefined
  /** The fast variant gave up on this frame. */
  slow: boolean
}
