/**
 * Why a call reverted: the text of `require`, the meaning of a panic, or a custom error of the sources.
 * @module
 */
import { bytesToHex, type Hex } from '../../base/index.ts'
import type { Compilation } from '../compilation.ts'
import type { Budget } from '../decode.ts'
import { type Value, valueText } from '../value.ts'
import { abiLookup } from './lookup.ts'

/** What the data of a revert says, told apart by `kind`. */
export type RevertReason =
  /** No data: `revert()`, or a check of the compiler's such as that of a function's existence. */
  | { readonly kind: 'none' }
  /** `require(…, "text")` and `revert("text")`. */
  | { readonly kind: 'error'; readonly message: Value }
  /** A check that the compiler adds. `meaning` is English; undefined for a code that solc does not use. */
  | { readonly kind: 'panic'; readonly code: bigint; readonly meaning: string | undefined }
  | { readonly kind: 'custom'; readonly name: string; readonly signature: string; readonly arguments: Value }
  /** Data that is none of these, perhaps another contract's error. */
  | { readonly kind: 'unknown'; readonly data: Hex }

/** Source: https://docs.soliditylang.org/en/v0.8.37/control-structures.html#panic-via-assert-and-error-via-require */
const PANICS: ReadonlyMap<bigint, string> = new Map([
  [0x00n, 'a panic that the compiler inserted'],
  [0x01n, 'an assertion failed'],
  [0x11n, 'an arithmetic operation overflowed'],
  [0x12n, 'a division or remainder by zero'],
  [0x21n, 'a number that is no member of the enum'],
  [0x22n, 'a storage byte array that is encoded wrongly'],
  [0x31n, 'pop on an empty array'],
  [0x32n, 'an index outside of its array'],
  [0x41n, 'too much memory or an array that is too large'],
  [0x51n, 'a call of a function variable that was never set'],
])

/**
 * What the data of a revert says, with the errors of all contracts of the build; without a build, with those that
 * every contract has.
 */
export function decodeRevert(build: Compilation | undefined, output: Uint8Array, budget?: Budget): RevertReason {
  if (output.length === 0) return { kind: 'none' }
  const error = abiLookup(build).error(output, budget)
  if (!error) return { kind: 'unknown', data: bytesToHex(output) }
  const argument = error.value.kind === 'struct' ? error.value.members[0]?.value : undefined
  if (error.signature === 'Error(string)' && argument) return { kind: 'error', message: argument }
  if (error.signature === 'Panic(uint256)' && argument?.kind === 'number') {
    return { kind: 'panic', code: argument.value, meaning: PANICS.get(argument.value) }
  }
  return { kind: 'custom', name: error.name, signature: error.signature, arguments: error.value }
}

/** One line of English: `need two`, `panic 0x11: an arithmetic operation overflowed`, `Bad(code: 2)`. */
export function revertText(reason: RevertReason): string {
  switch (reason.kind) {
    case 'none':
      return 'no reason given'
    case 'error':
      return reason.message.kind === 'string' ? reason.message.text : valueText(reason.message)
    case 'panic':
      return `panic 0x${reason.code.toString(16).padStart(2, '0')}: ${reason.meaning ?? 'a code that solc does not use'}`
    case 'custom':
      return `${reason.name}${argumentsText(reason.arguments)}`
    case 'unknown':
      return reason.data
  }
}

function argumentsText(value: Value): string {
  return value.kind === 'struct' ? `(${valueText(value).slice(1, -1)})` : `(${valueText(value)})`
}
