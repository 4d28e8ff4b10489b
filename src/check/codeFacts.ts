/**
 * What sources say about the code of a frame, for the rules that can use it.
 * @module
 */
import { bytesToHex } from '../base/hex.ts'
import type { ByteOffset, Pc } from '../base/units.ts'
import { isCreation } from '../opcodes/index.ts'
import { functionsBySelector } from '../solidity/abi/frame.ts'
import { CodePlaces, hasSyntaxTree } from '../solidity/codePlaces.ts'
import {
  type BuildLocator,
  type Code,
  type CompiledContract,
  codeOf,
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
  const known = new Map<Code, { readonly places: CodePlaces; readonly free: ByteOffset | undefined }>()
  return (frame) => {
    const contract = builds.contractOf(frame)
    if (contract === undefined || !hasSyntaxTree(contract.compilation)) return undefined
    const code = codeOf(contract, frame)
    const { places, free } = known.get(code) ?? {
      places: new CodePlaces(code, contract.compilation),
      free: firstFree(contract, frame),
    }
    known.set(code, { places, free })
    return {
      assemblyAt: (pc) => places.assemblyAt(pc),
      isKnown: (pc) => places.isKnown(pc),
      jumpAt: (pc) => places.jumpAt(pc),
      firstFree: free,
      outputs: outputsOf(contract, frame),
    }
  }
}

function outputsOf(contract: CompiledContract, frame: RecordedFrame): readonly Member[] | undefined {
  if (isCreation(frame.kind) || frame.input.length < 4) return undefined
  const selector = bytesToHex(frame.input.subarray(0, 4))
  return functionsBySelector(contract).get(selector)?.outputs
}
