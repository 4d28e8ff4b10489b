/**
 * A decoded value: a tree to show, and the one-line text of it.
 *
 * Numbers are bigints; a JSON writer turns them into decimal strings. What could not be decoded stands in
 * its place with the reason, and the rest of the tree is still there.
 * @module
 */
import { assertNever, type ByteCount, type ByteOffset, type Fact, type Hex } from '../base/index.ts'

/** A decoded value, told apart by `kind`. Numbers are bigints, also those of enums. */
export type Value =
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'bool'; readonly value: boolean }
  /** Also a contract. */
  | { readonly kind: 'address'; readonly value: Hex }
  /** bytes1 to bytes32; `value` has all of its bytes. */
  | { readonly kind: 'fixedBytes'; readonly value: Hex }
  /** `value` holds fewer than `length` bytes when it was cut. */
  | { readonly kind: 'bytes'; readonly value: Hex; readonly length: ByteCount }
  /** Valid UTF-8; `length` counts bytes, `text` is shorter when it was cut. */
  | { readonly kind: 'string'; readonly text: string; readonly length: ByteCount; readonly isCut: boolean }
  | { readonly kind: 'enum'; readonly name: string; readonly value: bigint }
  /** Internal: a jump destination. External: address and selector. */
  | { readonly kind: 'function'; readonly value: Hex; readonly name?: string }
  /** Holds fewer than `length` elements when it was cut. */
  | { readonly kind: 'array'; readonly elements: readonly Value[]; readonly length: number }
  | { readonly kind: 'struct'; readonly members: readonly NamedValue[] }
  /** An object inside an object: memory holds its address there. */
  | { readonly kind: 'pointer'; readonly to: ByteOffset; readonly target: Value }
  | Unreadable

/** A member of a struct, or one of several values. */
export interface NamedValue {
  /** Empty for an unnamed one. */
  readonly name: string
  /** What it holds. */
  readonly value: Value
}

/** Why something is not a value of its type. Names and numbers stand in `facts` for other languages. */
export interface Unreadable {
  readonly kind: 'unreadable'
  /** The reason, for programs. */
  readonly code: 'lengthExceedsData' | 'outsideData' | 'cycle' | 'tooDeep' | 'tooMuch' | 'notOfType' | 'noLayout'
  /** English, without a full stop. */
  readonly reason: string
  /** The names and numbers in the reason. */
  readonly facts: Readonly<Record<string, Fact>>
}

export function unreadable(
  code: Unreadable['code'],
  reason: string,
  facts: Readonly<Record<string, Fact>> = {},
): Unreadable {
  return { kind: 'unreadable', code, reason, facts }
}

/** Elements, members and bytes that the text of a value shows before `…`. */
const SHOWN_ITEMS = 16
const SHOWN_BYTES = 64
const SHOWN_CHARACTERS = 64
/** A tree nested deeper is no longer a line to read. */
const SHOWN_DEPTH = 6

/**
 * One line, as in Solidity where it has a notation: `[1, 0]`, `{x: 1, name: "WTF"}`, `0xaa`, `Color.Red`.
 *
 * A bytesN of more than 8 bytes whose value fits in 64 bits shows as that number, because such words are
 * nearly always numbers (`bytes32(uint256(1))` is `1`); every other bytesN shows all its digits.
 */
export function valueText(value: Value, depth = 0): string {
  switch (value.kind) {
    case 'number':
    case 'bool':
      return String(value.value)
    case 'address':
      return value.value
    case 'function':
      return value.name ?? value.value
    case 'fixedBytes':
      return fixedBytesText(value.value)
    case 'bytes':
      return bytesText(value.value, value.length)
    case 'string':
      return stringText(value.text, value.isCut)
    case 'enum':
      return value.name
    case 'array':
      return listText('[]', value.elements, value.length, depth, (element) => valueText(element, depth + 1))
    case 'struct':
      return listText('{}', value.members, value.members.length, depth, ({ name, value: member }) =>
        name === '' ? valueText(member, depth + 1) : `${name}: ${valueText(member, depth + 1)}`,
      )
    case 'pointer':
      return valueText(value.target, depth)
    case 'unreadable':
      return `<${value.reason}>`
    default:
      return assertNever(value)
  }
}

function fixedBytesText(hex: Hex): string {
  const size = (hex.length - 2) / 2
  const value = BigInt(hex)
  return size > 8 && value < 1n << 64n ? String(value) : hex
}

function bytesText(hex: Hex, length: ByteCount): string {
  const shown = hex.slice(0, 2 + 2 * SHOWN_BYTES)
  return shown.length < 2 + 2 * length ? `${shown}… (${length} bytes)` : shown
}

function stringText(text: string, isCut: boolean): string {
  const characters = [...text]
  if (characters.length <= SHOWN_CHARACTERS && !isCut) return JSON.stringify(text)
  return `${JSON.stringify(characters.slice(0, SHOWN_CHARACTERS).join(''))}…`
}

function listText<Item>(
  brackets: '[]' | '{}',
  items: readonly Item[],
  length: number,
  depth: number,
  text: (item: Item) => string,
): string {
  const [open, close] = brackets
  if (depth >= SHOWN_DEPTH && length > 0) return `${open}…${close}`
  const shown = items.slice(0, SHOWN_ITEMS).map(text)
  if (shown.length < length) shown.push(`… ${length - shown.length} more`)
  return `${open}${shown.join(', ')}${close}`
}
