/**
 * What sources say about the code of a frame, for the rules that can use it.
 * @module
 */
import type { ByteOffset, Pc } from '../base/units.ts'
import type { BuildLocator } from '../solidity/index.ts'
import type { RecordedFrame } from '../trace/index.ts'

/** What the compiler does at a jump: it goes into a function, out of one, or stays inside. */
export type CodeJump = 'into' | 'out' | 'inside'

/** What is known of a code from its sources. */
export interface CodeFacts {
  /** The block of inline assembly that an instruction belongs to, a number other than 0; 0 outside of all. */
  assemblyAt(pc: Pc): number
  /** Whether the instruction belongs to a place in the sources at all. */
  isKnown(pc: Pc): boolean
  /** What a jump at `pc` does. */
  jumpAt(pc: Pc): CodeJump
  /** Where free memory begins, as the build says it. */
  readonly firstFree: ByteOffset | undefined
  /** ABI types of what the called function returns; `undefined` where they are not known. */
  readonly outputs: readonly string[] | undefined
}

/** Facts of all code that a build has, by frame. */
export function factsFrom(builds: BuildLocator): (frame: RecordedFrame) => CodeFacts | undefined {
  void builds
  return () => undefined
}
