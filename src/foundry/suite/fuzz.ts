/**
 * A test with parameters: called with values at the edges of their types first, then with any; what makes it fail is made
 * as small as it goes.
 * @module
 */
import { type Address, bytesToHex, hexToBytes } from '../../base/index.ts'
import { simpler } from '../../launch/campaign/simpler.ts'
import type { ValueMaker } from '../../launch/campaign/values.ts'
import { encodeAbi } from '../../solidity/abi/encode.ts'
import type { ContractFunction, Value } from '../../solidity/index.ts'
import type { Counterexample } from './result.ts'
import { forgeValue } from './valueText.ts'

/** Calls with values at the edges, before any others. */
const EDGE_CALLS = 24
/** Values that were let through are tried again, and what is like them, where `assume` rejects more than this. */
const FEW_REJECTS = 1000
const KEPT = 16
/** Calls that try to make a failing one smaller. */
const SHRINK_CALLS = 512

/** How a call with these values ended. */
export type FuzzVerdict<Failure> =
  | { readonly kind: 'pass'; readonly gas: bigint }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'fail'; readonly failure: Failure }

export interface FuzzOutcome<Failure> {
  readonly runs: number
  readonly gas: readonly bigint[]
  readonly failed: { readonly failure: Failure; readonly counterexample: Counterexample } | undefined
  readonly tooManyRejects: boolean
}

export interface FuzzBounds {
  readonly runs: number
  readonly maxRejects: number
}

/** @param call makes the call with this calldata on the state that setUp left */
export function fuzz<Failure>(
  called: ContractFunction,
  maker: ValueMaker,
  { runs, maxRejects }: FuzzBounds,
  call: (input: Uint8Array) => FuzzVerdict<Failure>,
): FuzzOutcome<Failure> {
  const { inputs } = called
  const gas: bigint[] = []
  const accepted: (readonly Value[])[] = []
  let rejects = 0
  for (let index = 0; gas.length < runs; index++) {
    const known = rejects > FEW_REJECTS && index % 2 === 0 ? accepted[(index >> 1) % accepted.length] : undefined
    const values = inputs.map(({ type }, at) => {
      if (known !== undefined) return index % 4 === 0 ? known[at]! : maker.changed(type, known[at]!)
      // Every other one is at the edge in all parameters; those between mix edges with anything.
      return index < EDGE_CALLS && (index + at) % 2 === 0 ? maker.edge(type, index >> 1) : maker.any(type)
    })
    const verdict = call(calldataOf(called, values))
    if (verdict.kind === 'pass') {
      gas.push(verdict.gas)
      if (accepted.length < KEPT) accepted.push(values)
    } else if (verdict.kind === 'fail')
      return { runs: gas.length, gas, failed: shrunk(called, values, verdict.failure, call), tooManyRejects: false }
    else if (++rejects >= maxRejects) return { runs: gas.length, gas, failed: undefined, tooManyRejects: true }
  }
  return { runs: gas.length, gas, failed: undefined, tooManyRejects: false }
}

function shrunk<Failure>(
  called: ContractFunction,
  first: readonly Value[],
  firstFailure: Failure,
  call: (input: Uint8Array) => FuzzVerdict<Failure>,
) {
  let values = first
  let failure = firstFailure
  let left = SHRINK_CALLS
  for (let again = true; again && left > 0; ) {
    again = false
    for (const [index, { type }] of called.inputs.entries()) {
      for (const small of simpler(type, values[index]!)) {
        if (left-- <= 0) break
        const candidate = values.with(index, small)
        const verdict = call(calldataOf(called, candidate))
        if (verdict.kind !== 'fail') continue
        values = candidate
        failure = verdict.failure
        again = true
        break
      }
    }
  }
  return { failure, counterexample: counterexampleOf(called, values) }
}

export function calldataOf({ selector, inputs }: ContractFunction, values: readonly Value[]): Uint8Array {
  const encoded = encodeAbi(inputs, values)
  const calldata = new Uint8Array(4 + encoded.length)
  calldata.set(hexToBytes(selector))
  calldata.set(encoded, 4)
  return calldata
}

export function counterexampleOf(called: ContractFunction, values: readonly Value[]): Counterexample {
  return {
    calldata: bytesToHex(calldataOf(called, values)),
    arguments: values.map((value, index) => forgeValue(value, called.inputs[index]!.type)),
  }
}

/** Rounded down, as forge's; 0 of none. */
export function meanOf(values: readonly bigint[]): bigint {
  return values.length === 0 ? 0n : values.reduce((sum, value) => sum + value, 0n) / BigInt(values.length)
}

export function medianOf(values: readonly bigint[]): bigint {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const middle = sorted.length >> 1
  if (sorted.length === 0) return 0n
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2n
}

/**
 * Addresses that a test may not have thought of. The test contract and who calls it are not among them: most tests take for
 * granted that a parameter is neither, and forge hardly ever tries.
 */
export const KNOWN_ADDRESSES: readonly Address[] = [
  '0x00000000000000000000000000000000deadbeef',
  '0x0000000000000000000000000000000000000001',
  '0xffffffffffffffffffffffffffffffffffffffff',
  '0x0000000000000000000000000000000000000000',
]
