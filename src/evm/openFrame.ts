/**
 * What `Frames` remembers of a frame that has started and not ended: where to go back to when it fails.
 * @module
 */
import type { Account } from './account.ts'
import type { Checkpoint, FrameEntry } from './frameHost.ts'

export interface OpenFrame {
  readonly id: number
  checkpoint: Checkpoint
  /** The account that a creation deploys to; `undefined` for calls. */
  readonly creates: Account | undefined
  /** What it was entered with; of a frame that the engine started, `undefined` until somebody asks. */
  entry: FrameEntry | undefined
  /** Whose code runs; `undefined` of a frame that the engine started, where the machine knows it. */
  readonly codeAddress: bigint | undefined
  /** The fast variant gave up on this frame. */
  slow: boolean
}
