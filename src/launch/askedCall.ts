/**
 * The call that is asked for, read once: numbers as numbers, hex as bytes.
 * @module
 */
import { type Address, type Gas, MAX_WORD, type Word } from '../base/index.ts'
import type { CallParameters } from '../evm/index.ts'
import { parseAddress } from './amount.ts'
import { cut } from './cut.ts'
import { launchError } from './errors.ts'
import { parseHexText } from './hexText.ts'
import type { CallInput, Choosing, Quantity } from './input.ts'
import { DEFAULT_GAS_LIMIT, DEFAULT_SENDER, MOST_GAS } from './limits.ts'
import { inPlace, problemAt } from './problems.ts'

/** The call as it was read. */
export interface AskedCall {
  /** A name, a signature, or `constructor`; `undefined` where nobody said. */
  readonly function: string | undefined
  /** Who chooses the function where none is named. */
  readonly choose: Choosing
  /** One text for each parameter. */
  readonly arguments: readonly string[]
  /** Given as it is, in place of a function. */
  readonly calldata: Uint8Array | undefined
  /** Who calls. */
  readonly from: Address
  /** In wei. */
  readonly value: Word
  /** At most 2^63 − 1. */
  readonly gas: Gas
}

/**
 * Reads what is asked; runs nothing.
 * @throws {LaunchError} at the field that is no number, no address or no hex; `launch.callTwice`.
 */
export function readCall(call: CallInput = {}): AskedCall {
  const { function: wanted, choose = 'only', arguments: values = [] } = call
  const value = quantity('call.value', call.value, 0n, MAX_WORD)
  const from = senderOf(call)
  const gas = quantity('call.gas', call.gas, DEFAULT_GAS_LIMIT, MOST_GAS)
  const calldata = calldataOf(call)
  if (calldata !== undefined && wanted !== undefined)
    throw problemAt({ field: 'call.calldata' }, launchError('launch.callTwice', {}))
  return { function: wanted, choose, arguments: values, calldata, from, value, gas }
}

/** What the EVM is told: the state is inspected at the end; without `to` it is a creation. */
export function parametersOf(
  { from, value, gas }: AskedCall,
  input: Uint8Array,
  to: Address | undefined,
  anyCodeSize = false,
): CallParameters {
  return { input, from, value, gas, inspect: true, ...(to && { to }), ...(anyCodeSize && { anyCodeSize }) }
}

/** A bare `0x` is how a contract is only sent ether. */
function calldataOf({ calldata }: CallInput): Uint8Array | undefined {
  if (calldata === undefined) return undefined
  return calldata.trim() === '0x' ? new Uint8Array(0) : parseHexText({ field: 'call.calldata' }, calldata)
}

function senderOf({ from }: CallInput): Address {
  return from === undefined ? DEFAULT_SENDER : inPlace({ field: 'call.from' }, () => parseAddress(from))
}

/** Characters of a value in a sentence. */
const SHOWN = 40

function quantity(field: string, value: Quantity | undefined, usual: bigint, limit: bigint): bigint {
  if (value === undefined) return usual
  // No number in range has more digits; longer ones would only take time.
  const number = /^(?:\d{1,78}|0x[0-9a-f]{1,64})$/i.test(value) ? BigInt(value) : undefined
  if (number !== undefined && number <= limit) return number
  throw problemAt({ field }, launchError('launch.notAQuantity', { value: cut(value, SHOWN), limit }))
}
