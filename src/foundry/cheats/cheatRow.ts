/**
 * A cheatcode as the table has it.
 * @module
 */
import type { CallRequest, RunWorld } from '../../evm/index.ts'
import type { CheatArguments } from './cheatArguments.ts'
import type { CheatState } from './cheatState.ts'

/** The call of one. */
export interface CheatCall {
  readonly cheats: CheatState
  readonly request: CallRequest
  readonly world: RunWorld
  readonly given: CheatArguments
}

/** `works`: as forge does; `differs`: see the note; `refused`: reverts with the note. */
export type CheatSupport = 'works' | 'differs' | 'refused'

export interface CheatRow {
  /** `prank(address,address)`. */
  readonly signature: string
  readonly state: CheatSupport
  /** What differs, or why it is refused. */
  readonly note?: string
  /** Returns what the call returns; nothing is no data. */
  readonly run: (call: CheatCall) => Uint8Array | undefined
}

/** Returns what the call returns, or nothing. */
type Run = ((call: CheatCall) => Uint8Array | undefined) | ((call: CheatCall) => void)

/** One that works as forge's. */
export function works(signature: string, run: Run): CheatRow {
  return { signature, state: 'works', run: (call) => run(call) ?? undefined }
}

/** One that does something else, or less. */
export function differs(signature: string, note: string, run: Run): CheatRow {
  return { signature, state: 'differs', note, run: (call) => run(call) ?? undefined }
}
