/**
 * Turns observed buffers into the map's, with the ABI values that they hold.
 * @module
 */
import { type ByteCount, bytesToBigint, bytesToHex } from '../base/index.ts'
import { decodeAbi } from './abi/decode.ts'
import { decodeFrame } from './abi/frame.ts'
import { constructorInputs, decodeOutput, functionsOf } from './abi/function.ts'
import { abiLookup, SELECTOR_BYTES } from './abi/lookup.ts'
import { abiSignature } from './abi/type.ts'
import type { Buffer } from './buffers.ts'
import type { Returned } from './bufferUse.ts'
import type { Compilation, CompiledContract } from './compilation.ts'
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
  others: readonly Compilation[],
): MapBuffer[] {
  const builds = [contract.compilation, ...others.filter((build) => build !== contract.compilation)]
  return [...buffers]
    .sort((a, b) => a.offset - b.offset)
    .map((buffer) => {
      const { offset, size, use, step, range, isRest } = buffer
      const { signature, value } = contentOf(contract, frame, buffer, builds) ?? {}
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
          overwritten && step < overwritten.step && isUnder(overwritten, offset, offset + size)
            ? overwritten.step
            : undefined,
      }
    })
}

function contentOf(
  contract: CompiledContract,
  frame: Frame,
  { size, use, data, topic, returned, isRest }: Buffer,
  builds: readonly Compilation[],
): Content | undefined {
  if (use === 'deployedCode' && !isRest) return immutables(contract, frame)
  if (use === 'constructorArguments' && !isRest) return constructorArguments(contract, frame)
  if (use === 'returnedData') return returned && !isRest ? broughtBack(returned, size, builds) : undefined
  if (data.length === 0) return undefined
  switch (use) {
    case 'return':
      return returnData(contract, frame, data)
    case 'revert':
      return first(builds, (build) => abiLookup(build).error(data))
    case 'callInput':
      return first(builds, (build) => abiLookup(build).call(data))
    case 'event':
      return topic === undefined ? undefined : first(builds, (build) => abiLookup(build).event(topic, data))
    default:
      return undefined
  }
}

/** What the first build that knows it says: a contract of another build may be meant. */
function first(builds: readonly Compilation[], ask: (build: Compilation) => Content | undefined): Content | undefined {
  for (const build of builds) {
    const found = ask(build)
    if (found) return found
  }
  return undefined
}

/** The values that a callee returned or reverted with, as far as they were asked for; only from their beginning on. */
function broughtBack({ by, from }: Returned, size: ByteCount, builds: readonly Compilation[]): Content | undefined {
  const output = by.output.subarray(0, size)
  if (from !== 0 || output.length === 0) return undefined
  if (by.status === 'revert') return first(builds, (build) => whole(abiLookup(build).error(output)))
  const own = first(builds, (build) => {
    const callee = build.contractOf(by)
    return callee && outputsOf(build, callee, by, output)
  })
  // An interface tells what code of others returns.
  return own ?? first(builds, (build) => outputsOf(build, undefined, by, output))
}

function outputsOf(
  build: Compilation,
  callee: CompiledContract | undefined,
  frame: Frame,
  output: Uint8Array,
): Content | undefined {
  const content = decodeFrame(build, callee, { ...frame, output })
  if (!content?.outputs || content.outputs.length === 0) return undefined
  const members = content.outputs.map(({ name, value }) => ({ name, value }))
  return whole({ signature: content.signature, value: { kind: 'struct', members } })
}

/** Of data that was brought back in part, such as a selector alone, only whose it is. */
function whole(content: Content | undefined): Content | undefined {
  const { signature, value } = content ?? {}
  const isCut = value?.kind === 'struct' && value.members.some((member) => member.value.kind === 'unreadable')
  return isCut ? { signature, value: undefined } : content
}

function returnData(contract: CompiledContract, { input }: Frame, data: Uint8Array): Content | undefined {
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
