/**
 * How the frames of a recording are called, and how they ended.
 * @module
 */
import { memoryCost } from '../memory/index.ts'
import { type BuildLocator, CHEATCODE_ADDRESS, decodeFrame, type FrameContent, valueText } from '../solidity/index.ts'
import type { RecordedFrame, Recording } from '../trace/index.ts'
import { argumentsText } from './call.ts'
import type { Outcome } from './facts.ts'
import { innerFailure, revertOf } from './outcome.ts'

/** `Vault.deposit(5)`, where a build tells what the frame is, else the contract's name, else the address of its code. */
export function frameName(builds: BuildLocator, frame: RecordedFrame): string {
  return callName(builds, frame) ?? builds.contractOf(frame)?.name ?? cheatcodeName(builds, frame) ?? frame.codeAddress
}

/** `vm.warp(5)`: any of the builds may have the interface. */
function cheatcodeName(builds: BuildLocator, frame: RecordedFrame): string | undefined {
  if (frame.codeAddress !== CHEATCODE_ADDRESS) return undefined
  for (const build of builds.compilations) {
    const content = decodeFrame(build, undefined, frame)
    if (content !== undefined) return `vm.${nameOf(content)}`
  }
  return 'vm'
}

/** `Vault.deposit(5)`; `undefined` where no build tells. */
export function callName(builds: BuildLocator, frame: RecordedFrame): string | undefined {
  const contract = builds.contractOf(frame)
  const content = contract && decodeFrame(contract.compilation, contract, frame)
  if (content === undefined) return undefined
  return `${contract!.name}.${nameOf(content)}`
}

function nameOf({ function: called, arguments: values }: FrameContent): string {
  return called + argumentsText(values.map(({ value }) => valueText(value)))
}

/** How one frame of a run ended. */
export function outcomeOfFrame({ frames }: Recording, id: number, builds: BuildLocator): Outcome {
  const frame = frames[id]!
  const { status, halt, output, gas, gasLeft, memory } = frame
  const build = builds.contractOf(frame)?.compilation
  const revert = status === 'revert' ? revertOf(build, output) : undefined
  return {
    call: frameName(builds, frame),
    status,
    halt,
    revert: revert && {
      ...revert,
      cause: revert.reason.kind === 'none' ? innerFailure(frames, build, frame) : undefined,
    },
    gasUsed: gas - gasLeft,
    gasRefund: 0n,
    memoryGas: memoryCost(BigInt(memory.length / 32)),
    memorySize: memory.length,
  }
}
