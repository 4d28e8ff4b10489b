/**
 * What a frame is in the sources: the contract whose code it runs, the function that was called and with what, and
 * what it gave back.
 *
 *   call      selector and arguments            ─▶ Bank.deposit(uint256), [5]
 *   creation  creation code and its arguments   ─▶ Bank.constructor(address), [0x…]
 * @module
 */
import { bytesToHex, type Hex } from '../../base/index.ts'
import { type FrameKind, type FrameStatus, isCreation } from '../../opcodes/index.ts'
import type { Compilation, CompiledContract } from '../compilation.ts'
import type { Budget } from '../decode.ts'
import type { Member } from '../type.ts'
import { decodeTyped, type TypedValue } from './decode.ts'
import { type ContractFunction, constructorInputs, functionsOf } from './function.ts'
import { SELECTOR_BYTES } from './lookup.ts'
import { abiSignature } from './type.ts'

/** The part of a frame that tells what it is. */
export interface CalledFrame {
  /** `create` and `create2` are creations; every other kind is a call. */
  readonly kind: FrameKind
  /** The code that ran; of a creation with the constructor's arguments behind it. */
  readonly code: Uint8Array
  /** Calldata; of a creation it is not looked at. */
  readonly input: Uint8Array
  /** What RETURN or REVERT gave. */
  readonly output: Uint8Array
  /** Outputs are decoded for `return` only. */
  readonly status: FrameStatus
}

/** What a frame was asked, and what it answered, as the sources say it. */
export interface FrameContent {
  /** The name in the sources; `constructor`, `receive` and `fallback` for those. */
  readonly function: string
  /** `deposit(uint256)`, `constructor(address)`, `receive()`, `fallback()` */
  readonly signature: string
  /** In the order of the declaration. */
  readonly arguments: readonly TypedValue[]
  /** `undefined` unless the frame returned. */
  readonly outputs: readonly TypedValue[] | undefined
}

interface Called {
  readonly name: string
  readonly inputs: readonly Member[]
  readonly outputs: readonly Member[]
}

/**
 * The function of `contract` that a frame runs; without a contract, a function of any of the build's that has the
 * selector: an interface tells what code from elsewhere was called with. `undefined` when there is no such function.
 */
export function decodeFrame(
  build: Compilation,
  contract: CompiledContract | undefined,
  frame: CalledFrame,
  budget?: Budget,
): FrameContent | undefined {
  const { data, called } = calledBy(build, contract, frame) ?? {}
  if (called === undefined || data === undefined) return undefined
  const { name, inputs, outputs } = called
  const returned = frame.status === 'return' && !isCreation(frame.kind)
  return {
    function: name,
    signature: abiSignature(name, inputs),
    arguments: decodeTyped(inputs, data, budget),
    outputs: returned ? decodeTyped(outputs, frame.output, budget) : undefined,
  }
}

function calledBy(
  build: Compilation,
  contract: CompiledContract | undefined,
  frame: CalledFrame,
): { readonly called: Called; readonly data: Uint8Array } | undefined {
  if (isCreation(frame.kind)) {
    if (contract === undefined) return undefined
    const inputs = constructorInputs(contract)
    const data = frame.code.subarray(contract.creation.bytes.length)
    return { called: { name: 'constructor', inputs, outputs: [] }, data }
  }
  const data = frame.input.subarray(SELECTOR_BYTES)
  const selector = bytesToHex(frame.input.subarray(0, SELECTOR_BYTES))
  const candidates = contract === undefined ? build.contracts : [contract]
  for (const candidate of candidates) {
    const called = functionsBySelector(candidate).get(selector)
    if (called !== undefined) return { called, data }
  }
  const special = contract && unnamedFunction(contract, frame.input)
  return special && { called: { name: special, inputs: [], outputs: [] }, data }
}

const functions = new WeakMap<CompiledContract, ReadonlyMap<Hex, ContractFunction>>()

/** Made when it is first asked for: one run can have thousands of frames. */
export function functionsBySelector(contract: CompiledContract): ReadonlyMap<Hex, ContractFunction> {
  let found = functions.get(contract)
  if (!found) functions.set(contract, (found = new Map(functionsOf(contract).map((one) => [one.selector, one]))))
  return found
}

/** `receive()` or `fallback()`, for calldata that no function's selector fits; `undefined` where neither is there. */
export function signatureOfUnnamed(contract: CompiledContract, calldata: Uint8Array): string | undefined {
  const name = unnamedFunction(contract, calldata)
  return name && abiSignature(name, [])
}

function unnamedFunction({ abi }: CompiledContract, input: Uint8Array): 'receive' | 'fallback' | undefined {
  const has = (wanted: string) => abi.some(({ type }) => type === wanted)
  if (input.length === 0 && has('receive')) return 'receive'
  return has('fallback') ? 'fallback' : undefined
}
