/**
 * What sources say about the code of a frame, for the rules that can use it.
 * @module
 */
import { bytesToHex } from '../base/hex.ts'
import type { ByteOffset, Pc } from '../base/units.ts'
import { isCreation } from '../opcodes/index.ts'
import { CodePlaces, hasSyntaxTree } from '../solidity/codePlaces.ts'
import {
  type BuildLocator,
  type Code,
  type CompiledContract,
  codeOf,
  functionsOf,
  type JumpKind,
  type Member,
} from '../solidity/index.ts'
import { firstFree } from '../solidity/reserved.ts'
import type { RecordedFrame } from '../trace/index.ts'

/** What is known of a code from its sources. */
export interface CodeFacts {
  /** The block of inline assembly that an instruction belongs to, a number above 0; 0 outside of all. */
  assemblyAt(pc: Pc): number
  /** Whether the instruction belongs to a place in the sources at all. */
  isKnown(pc: Pc): boolean
  /** What a jump at `pc` does. */
  jumpAt(pc: Pc): JumpKind
  /** Where free memory begins, as the build says it. */
  readonly firstFree: ByteOffset | undefined
  /** What the called function returns; `undefined` where that is not known. */
  readonly outputs: readonly Member[] | undefined
}

/** Facts of all code that a build has, by frame. What is found out about a code is kept. */
export function factsFrom(builds: BuildLocator): (frame: RecordedFrame) => CodeFacts | undefined {
  const places = new Map<Code, CodePlaces>()
  return (frame) => {
    const contract = builds.contractOf(frame)
    if (contract === undefined || !hasSyntaxTree(contract.compilation)) return undefined
    const code = codeOf(contract, frame)
    let known = places.get(code)
    if (known === undefined) places.set(code, (known = new CodePlaces(code, contract.compilation)))
    const found = known
    return {
      assemblyAt: (pc) => found.assemblyAt(pc),
      isKnown: (pc) => found.isKnown(pc),
      jumpAt: (pc) => found.jumpAt(pc),
      firstFree: firstFree(contract, frame),
      outputs: outputsOf(contract, frame),
    }
  }
}

function outputsOf(contract: CompiledContract, frame: RecordedFrame): readonly Member[] | undefined {
  if (isCreation(frame.kind) || frame.input.length < 4) return undefined
  const selector = bytesToHex(frame.input.subarray(0, 4))
  return functionsOf(contract).find((one) => one.selector === selector)?.outputs
}
