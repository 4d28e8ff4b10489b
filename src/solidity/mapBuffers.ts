/**
 * Turns observed buffers into the map's, with the ABI values that they hold.
 * @module
 */

import { bytesToHex } from '../base/index.ts'
import { decodeOutput, functionsOf } from './abi/function.ts'
import { abiLookup, SELECTOR_BYTES } from './abi/lookup.ts'
import type { Buffer } from './buffers.ts'
import type { CompiledContract } from './compilation.ts'
import type { MapBuffer } from './memoryMap.ts'
import type { Frame } from './run.ts'

type Content = Pick<MapBuffer, 'signature' | 'value'>

/** By ascending offset. */
export function mapBuffers(contract: CompiledContract, frame: Frame, buffers: readonly Buffer[]): MapBuffer[] {
  return [...buffers]
    .sort((a, b) => a.offset - b.offset)
    .map((buffer) => {
      const { offset, size, use, step, range, isRest } = buffer
      const { signature, value } = contentOf(contract, frame, buffer) ?? {}
      return {
        offset,
        size,
        use,
        signature,
        value,
        usedBy: range && contract.compilation.position(range),
        step,
        isRest,
      }
    })
}

function contentOf(contract: CompiledContract, frame: Frame, { use, data, topic }: Buffer): Content | undefined {
  if (data.length === 0) return undefined
  switch (use) {
    case 'return':
      return returned(contract, frame, data)
    case 'revert':
      return abiLookup(contract.compilation).error(data)
    case 'callInput':
      return abiLookup(contract.compilation).call(data)
    case 'event':
      return topic === undefined ? undefined : abiLookup(contract.compilation).event(topic, data)
    default:
      return undefined
  }
}

function returned(contract: CompiledContract, { input }: Frame, data: Uint8Array): Content | undefined {
  const selector = bytesToHex(input.subarray(0, SELECTOR_BYTES))
  const called = functionsOf(contract).find((candidate) => candidate.selector === selector)
  return called && { signature: called.signature, value: decodeOutput(called, data) }
}
