/**
 * What opcodes make of frames: the kinds that they start, and the ways in which one ends.
 * @module
 */

/** Every kind of frame. */
export const FRAME_KINDS = ['call', 'callcode', 'delegatecall', 'staticcall', 'create', 'create2'] as const

/** What started a frame; the outermost one is a `call` or a `create`. */
export type FrameKind = (typeof FRAME_KINDS)[number]

/** The opcodes of message calls. */
export type CallKind = Exclude<FrameKind, CreationKind>

/** The opcodes of contract creations. */
export type CreationKind = 'create' | 'create2'

/** `stop` and `return` keep what the frame did; `revert` undoes it, and `halt` takes all of its gas too. */
export type FrameStatus = 'stop' | 'return' | 'revert' | 'halt'

/** Whether frames of that kind run the code that makes a contract. */
export function isCreation(kind: FrameKind): kind is CreationKind {
  return kind === 'create' || kind === 'create2'
}

/** Whether a frame that ended so keeps what it did. */
export function isSuccess(status: FrameStatus): boolean {
  return status === 'stop' || status === 'return'
}
