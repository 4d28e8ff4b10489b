/**
 * Lines that tests print by events: those of ds-test, which forge-std has too.
 *
 *   emit log_named_uint("k", 5)            k: 5
 *   emit log_named_decimal_uint("k", 15, 1)   k: 1.5
 *
 * Source: ds-test's test.sol, and forge 1.7.1.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, type Hex } from '../../base/index.ts'
import type { Log } from '../../evm/index.ts'
import { decodeTyped } from '../../solidity/abi/decode.ts'
import { abiMembers } from '../../solidity/abi/type.ts'
import type { Value } from '../../solidity/index.ts'
import { forgeValue } from './valueText.ts'

/** Types of the values, by name; `named` ones have a key in front. */
const EVENTS: readonly (readonly [name: string, ...types: string[]])[] = [
  ['log', 'string'],
  ['logs', 'bytes'],
  ...['address', 'bytes32', 'int256', 'uint256', 'bytes', 'string'].flatMap((type): [string, ...string[]][] => [
    [`log_${shortName(type)}`, type],
    [`log_named_${shortName(type)}`, 'string', type],
  ]),
  ['log_named_decimal_int', 'string', 'int256', 'uint256'],
  ['log_named_decimal_uint', 'string', 'uint256', 'uint256'],
  ...['uint256[]', 'int256[]', 'address[]'].flatMap((type): [string, ...string[]][] => [
    ['log_array', type],
    ['log_named_array', 'string', type],
  ]),
]

function shortName(type: string): string {
  return type.replace('int256', 'int')
}

let byTopic: ReadonlyMap<Hex, readonly [name: string, ...types: string[]]> | undefined

/** The line that a log prints; `undefined` for one of no such event. */
export function dsTestLine({ topics, data }: Log): string | undefined {
  const [topic] = topics
  if (topics.length !== 1 || topic === undefined) return undefined
  byTopic ??= new Map(
    EVENTS.map((event) => {
      const signature = `${event[0]}(${event.slice(1).join(',')})`
      return [bytesToHex(keccak_256(new TextEncoder().encode(signature))), event]
    }),
  )
  const event = byTopic.get(topic)
  if (event === undefined) return undefined
  const [name, ...types] = event
  const values = decodeTyped(abiMembers(types.map((type) => ({ name: '', type }))), data).map(({ value }) => value)
  const [first, second, third] = values
  if (first === undefined) return undefined
  if (!name.includes('_named_')) return bare(first)
  if (second === undefined) return undefined
  return `${bare(first)}: ${name.includes('decimal') ? decimalText(second, third) : bare(second)}`
}

/** Without the quotes and powers of ten that values have elsewhere. */
function bare(value: Value): string {
  if (value.kind === 'string') return value.text
  if (value.kind === 'number') return value.value.toString()
  if (value.kind === 'array') return `[${value.elements.map(bare).join(', ')}]`
  return forgeValue(value)
}

function decimalText(value: Value, decimals: Value | undefined): string {
  if (value.kind !== 'number' || decimals?.kind !== 'number' || decimals.value > 77n) return bare(value)
  const size = value.value < 0n ? -value.value : value.value
  const places = Number(decimals.value)
  const digits = size.toString().padStart(places + 1, '0')
  const [whole, part] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places)]
  return `${value.value < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`
}
