/**
 * Values as forge prints them.
 *
 *   1000000000000000000 [1e18]   0x7FA9…1496   "text"   0x0102   [1, 2]   (1, 2) or Point({ x: 1, y: 2 })
 *
 * Source: forge 1.7.1.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, type Hex } from '../../base/index.ts'
import type { Type, Value } from '../../solidity/index.ts'

/** Numbers from here on have their power of ten beside them. */
const LEAST_POWER = 10_000n
const SHOWN_DIGITS = 4

export function forgeValue(value: Value, type?: Type): string {
  switch (value.kind) {
    case 'number':
      return numberText(value.value)
    case 'enum':
      return String(value.value)
    case 'bool':
      return String(value.value)
    case 'address':
      return checksummed(value.value)
    case 'fixedBytes':
    case 'bytes':
    case 'function':
      return value.value
    case 'string':
      return quoted(value.text)
    case 'array': {
      const element = type?.kind === 'array' ? type.element : undefined
      return `[${value.elements.map((each) => forgeValue(each, element)).join(', ')}]`
    }
    case 'struct':
      return structText(value.members, type)
    case 'pointer':
      return forgeValue(value.target, type)
    case 'unreadable':
      return `<${value.reason}>`
  }
}

function structText(members: readonly { readonly name: string; readonly value: Value }[], type: Type | undefined) {
  const components = type?.kind === 'tuple' ? type.components : []
  const texts = members.map(({ value }, index) => forgeValue(value, components[index]?.type))
  if (type?.kind !== 'tuple' || type.name === undefined) return `(${texts.join(', ')})`
  return `${type.name}({ ${members.map(({ name }, index) => `${name}: ${texts[index]}`).join(', ')} })`
}

/** `1500000000000000000 [1.5e18]`, cut, not rounded, to four digits. */
export function numberText(value: bigint): string {
  const size = value < 0n ? -value : value
  if (size < LEAST_POWER) return value.toString()
  const digits = size.toString()
  const shown = digits.slice(0, SHOWN_DIGITS).replace(/0+$/, '')
  const mantissa = shown.length > 1 ? `${shown[0]}.${shown.slice(1)}` : shown
  return `${value} [${value < 0n ? '-' : ''}${mantissa}e${digits.length - 1}]`
}

/** With the letters that EIP-55 makes large. */
export function checksummed(address: Hex): Hex {
  const digits = address.slice(2).toLowerCase()
  const hash = bytesToHex(keccak_256(new TextEncoder().encode(digits))).slice(2)
  const letters = Array.from(digits, (digit, index) =>
    Number.parseInt(hash[index]!, 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return `0x${letters.join('')}`
}

/** As Rust writes a string for debugging. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('\0', '\\0')
  return `"${escaped}"`
}
