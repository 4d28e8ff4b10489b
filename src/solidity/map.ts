/**
 * The typed map of one frame's memory: reserved words, objects with type, name and value, and temporary
 * buffers.
 *
 *   run ──observe──▶ heap, buffers, memory ──type──▶ objects ──name──▶ paths ──decode──▶ MemoryMap
 *
 * It never guesses in silence: each object says how its type is known, and what cannot be decoded says why.
 * @module
 */
import type { StepIndex } from '../base/index.ts'
import type { Buffer } from './buffers.ts'
import { type Compilation, type CompiledContract, codeOf, runs } from './compilation.ts'
import { solidityError } from './errors.ts'
import { historyOf } from './history.ts'
import { mapBuffers } from './mapBuffers.ts'
import { mapObjects } from './mapObjects.ts'
import type { MemoryMap } from './memoryMap.ts'
import { type Observation, observe } from './observation.ts'
import { alignAllocations, momentOf, partOf, placeBuffers, projectLabels } from './projection.ts'
import { reservedRanges } from './reserved.ts'
import type { Frame, Run } from './run.ts'
import { type Twin, twinContract, twinFrame } from './twin.ts'
import { twinMoment } from './twinMoment.ts'
import type { YulCode } from './yul/front.ts'

/** What moment of a frame is mapped, and what else is known about its code. */
export interface MapOptions {
  /** Show memory as it was just before this step of the run; without it, at the frame's end. */
  readonly at?: StepIndex
  /**
   * The Yul behind the frame's code, of a build through the IR pipeline: see `yulCode`. Without it little is known there;
   * that of other code is not looked at.
   */
  readonly yul?: YulCode
  /** Where variables are found that this build keeps nowhere to be found. */
  readonly twin?: Twin
  /** Builds of other contracts of the run, whose calls, results, events and errors the frame's memory may hold. */
  readonly others?: readonly Compilation[]
}

/**
 * The map of the frame `frame` of `run`, which ran `contract`. A frame that reverted or halted is shown up to there. Where
 * a constructor has copied the code to be deployed over objects, they say so and show what they held.
 * @throws {MemlaneError} `solidity.noFrame` when the run has no such frame, `solidity.codeMismatch` when its code
 * is not the contract's, `solidity.foreignTwin` when the twin is a build of other sources.
 */
export function mapMemory(contract: CompiledContract, run: Run, frame: number, options: MapOptions = {}): MemoryMap {
  const observed = frameOf(contract, run, frame)
  const yul = options.yul && isBehind(options.yul, contract, observed) ? options.yul : undefined
  const observation = observe(contract, run, observed, options.at, yul)
  // Unoptimized Yul names all variables itself.
  const asked = yul?.isPlain ? undefined : options.twin
  const twin = asked && observeTwin(contract, run, observed, observation, { twin: asked, yul })
  const own = twin ? placeBuffers(observation.buffers, twin.buffers) : observation.buffers
  const { heap, size, step, overwritten } = observation
  const { objects, filled } = mapObjects(contract, observed, observation)
  const others = options.others ?? []
  const mapped = (found: readonly Buffer[]) => mapBuffers(contract, observed, found, overwritten, others)
  const allocated = mapped(filled)
  const { first, last } = heap
  return {
    step,
    size,
    freePointer: first === undefined || last === undefined ? undefined : { first, last, moves: heap.moves },
    reserved: reservedRanges(contract, observed, observation),
    objects,
    buffers: [...mapped(own), ...allocated].sort((a, b) => a.offset - b.offset),
    history: historyOf(contract.compilation, heap, objects, allocated),
    twin: twin?.use,
  }
}

/** A contract's creation code and its deployed code come from two programs. */
function isBehind({ code }: YulCode, contract: CompiledContract, frame: Frame): boolean {
  const { bytes } = codeOf(contract, frame)
  return code.bytes.length === bytes.length && code.bytes.every((byte, index) => byte === bytes[index])
}

interface ObservedTwin {
  readonly use: MemoryMap['twin']
  readonly buffers: readonly Buffer[]
}

/** Brings the labels of the twin's frame over, as it was at the moment that is shown. */
function observeTwin(
  contract: CompiledContract,
  run: Run,
  frame: Frame,
  observation: Observation,
  { twin, yul }: { readonly twin: Twin; readonly yul: YulCode | undefined },
): ObservedTwin | undefined {
  const twins = twinContract(contract, twin.compilation)
  const other = twinFrame(contract.compilation, run, frame, twin)
  if (!other || !runs(twins, other)) return undefined
  const twinYul = twin.yul && isBehind(twin.yul, twins, other) ? twin.yul : undefined
  const atEnd = observe(twins, twin.run, other, undefined, twinYul)
  const isPart = observation.step !== undefined
  // What was allocated till the end, as the twin's allocations are paired with all of the build's.
  const whole = isPart ? observe(contract, run, frame, undefined, yul) : observation
  let alignment = alignAllocations(atEnd, whole)
  let observed = atEnd
  const found = isPart
    ? twinMoment(
        { contract: twins, run: twin.run, frame: other, allocations: atEnd.heap.allocations },
        { contract, run, frame, allocations: whole.heap.allocations },
        alignment.pairs,
        observation.step,
      )
    : { step: endOf(frame) === endOf(other) ? undefined : momentOf(alignment, atEnd), statement: undefined }
  const { step: moment, statement } = found
  if (moment !== undefined) observed = observe(twins, twin.run, other, moment, twinYul)
  if (isPart) alignment = partOf(alignment, observed, observation)
  else if (moment !== undefined) alignment = alignAllocations(observed, observation)
  projectLabels(observed, twin.compilation, observation, alignment, statement)
  const use = { allocations: observation.heap.allocations.length, aligned: alignment.pairs.length }
  return { use, buffers: observed.buffers }
}

/** Builds may differ in whether they stop or return nothing. */
function endOf({ status }: Frame): Frame['status'] {
  return status === 'stop' ? 'return' : status
}

function frameOf(contract: CompiledContract, run: Run, id: number): Frame {
  const frame = run.frames[id]
  if (!frame) {
    throw solidityError('solidity.noFrame', { frame: id, frames: run.frames.length })
  }
  if (!runs(contract, frame)) {
    throw solidityError('solidity.codeMismatch', { frame: id, contract: contract.name })
  }
  return frame
}
