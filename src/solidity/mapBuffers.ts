/**
 * Turns observed buffers into the map's, with the ABI values that they hold.
 * @module
 */

import { bytesToBigint, bytesToHex } from '../base/index.ts'
import { decodeAbi } from './abi/decode.ts'
import { constructorInputs, decodeOutput, functionsOf } from './abi/function.ts'
import { abiLookup, SELECTOR_BYTES } from './abi/lookup.ts'
import { abiSignature } from './abi/type.ts'
import type { Buffer } from './buffers.ts'
import type { CompiledContract } from './compilation.ts'
import type { MapBuffer } from './memoryMap.ts'
import { isUnder, type Overwritten } from './overwritten.ts'
import type { Frame } from './run.ts'
import { isValueType } from './type.ts'
import type { NamedValue } from './value.ts'
import { decodeWord } from './word.ts'

type Content = Pick<MapBuffer, 'signature' | 'value'>

/** By ascending offset. */
export function mapBuffers(
  contract: CompiledContract,
  frame: Frame,
  buffers: readonly Buffer[],
  overwritten: Overwritten | undefined,
): MapBuffer[] {
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
        overwrittenAt:
          use !== 'deployedCode' && isUnder(overwritten, offset, offset + size) ? overwritten?.step : undefined,
      }
    })
}

function contentOf(
  contract: CompiledContract,
  frame: Frame,
  { use, data, topic, isRest }: Buffer,
): Content | undefined {
  if (use === 'deployedCode' && !isRest) return immutables(contract, frame)
  if (use === 'constructorArguments' && !isRest) return constructorArguments(contract, frame)
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

/** What stands in the deployed code at the places of immutables. */
function immutables({ runtime, compilation }: CompiledContract, { output, status }: Frame): Content | undefined {
  if (status !== 'return' || output.length < runtime.bytes.length) return undefined
  const { ast, definitions } = compilation
  const members = [...runtime.filling(output)].flatMap(([id, bytes]): NamedValue[] => {
    const variable = /^\d+$/.test(id) ? ast.byId(Number(id)) : undefined
    const type = variable && definitions.typeOf(variable)
    if (!variable || !type || !isValueType(type)) return []
    return [{ name: variable.name, value: decodeWord(type, bytesToBigint(bytes), definitions) }]
  })
  return members.length === 0 ? undefined : { signature: undefined, value: { kind: 'struct', members } }
}

function constructorArguments(contract: CompiledContract, { code }: Frame): Content {
  const inputs = constructorInputs(contract)
  const data = code.subarray(contract.creation.bytes.length)
  return { signature: abiSignature('constructor', inputs), value: decodeAbi(inputs, data) }
}
