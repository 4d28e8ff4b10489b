/**
 * The typed map of one frame's memory: reserved words, objects with type, name and value, and temporary
 * buffers.
 *
 *   run ──observe──▶ heap, buffers, memory ──type──▶ objects ──name──▶ paths ──decode──▶ MemoryMap
 *
 * It never guesses in silence: each object says how its type is known, and what cannot be decoded says why.
 * @module
 */
import { MemlaneError, type StepIndex, WORD_BYTES, wordAt } from '../base/index.ts'
import { type CompiledContract, isCreation, runs } from './compilation.ts'
import { RESERVED_END } from './heap.ts'
import { mapBuffers } from './mapBuffers.ts'
import { mapObjects } from './mapObjects.ts'
import type { MemoryMap, ReservedRange } from './memoryMap.ts'
import { FREE_POINTER, type Observation, observe } from './observation.ts'
import type { Frame, Run } from './run.ts'
import type { YulCode } from './yul/front.ts'

export interface MapOptions {
  /** Show memory as it was just before this step of the run; without it, at the frame's end. */
  readonly at?: StepIndex
  /** The Yul behind the frame's code, of a build through the IR pipeline: see `yulCode`. Without it little is known there. */
  readonly yul?: YulCode
}

/**
 * The map of the frame `frame` of `run`, which ran `contract`. A frame that reverted or halted is shown up to
 * there; a constructor as it was before it copied the code to be deployed over its memory.
 * @throws {MemlaneError} `solidity.noFrame` when the run has no such frame, `solidity.codeMismatch` when its code
 * is not the contract's.
 */
export function mapMemory(contract: CompiledContract, run: Run, frame: number, options: MapOptions = {}): MemoryMap {
  const observed = frameOf(contract, run, frame)
  const observation = observe(contract, run, observed, options.at, options.yul)
  const { heap, size, step } = observation
  const { objects, filled } = mapObjects(contract.compilation, observation)
  const { first, last } = heap
  return {
    step,
    size,
    freePointer: first === undefined || last === undefined ? undefined : { first, last },
    reserved: reservedRanges(observed, observation),
    objects,
    buffers: mapBuffers(contract, observed, [...observation.buffers, ...filled]),
  }
}

function frameOf(contract: CompiledContract, run: Run, id: number): Frame {
  const frame = run.frames[id]
  if (!frame) {
    const frames = run.frames.length
    throw new MemlaneError('solidity.noFrame', `The run has ${frames} frames, counted from 0; there is no ${id}.`, {
      frame: id,
      frames,
    })
  }
  if (!runs(contract, frame)) {
    const message = `Frame ${id} does not run the code of ${contract.name}; choose the contract that it runs.`
    throw new MemlaneError('solidity.codeMismatch', message, { frame: id, contract: contract.name })
  }
  return frame
}

/** The words that solc keeps for itself, as far as memory reaches. */
function reservedRanges(frame: Frame, { memory, size, heap }: Observation): ReservedRange[] {
  const ranges: ReservedRange[] = [{ offset: 0, size: FREE_POINTER, use: 'scratch', value: undefined }]
  for (const [index, use] of (['freePointer', 'zeroSlot'] as const).entries()) {
    const offset = FREE_POINTER + index * WORD_BYTES
    if (offset + WORD_BYTES <= size) {
      ranges.push({ offset, size: WORD_BYTES, use, value: wordAt(memory, offset) })
    }
  }
  const reserved = (heap.first ?? RESERVED_END) - RESERVED_END
  if (isCreation(frame) && reserved > 0) {
    ranges.push({ offset: RESERVED_END, size: reserved, use: 'immutables', value: undefined })
  }
  return ranges.filter(({ offset }) => offset < size)
}
