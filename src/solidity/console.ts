/**
 * What `console.log` of Hardhat's and forge-std's consoles says: calls of an address without code, whose input is the
 * message.
 *
 *   console.log("x = %s", x)  ─▶  call 0x…636f6e736f6c652e6c6f67 with log(string,uint256) and the values
 *
 * Signatures are `log` of up to four of uint256, string, bool and address, and of one int256, bytes or bytesN. Hardhat's
 * console wrote `uint` and `int` in them before 2.10, which are other selectors of the same values.
 * Source: hardhat's console.sol; forge-std's console.sol; Node's util.format, which Hardhat prints by.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Address, bytesToHex, type Hex } from '../base/index.ts'
import { decodeTyped, type TypedValue } from './abi/decode.ts'
import { SELECTOR_BYTES } from './abi/lookup.ts'
import { abiMembers } from './abi/type.ts'
import type { Budget } from './decode.ts'
import { type Value, valueText } from './value.ts'

/** Where the console is: `console.log` in ASCII. */
export const CONSOLE_ADDRESS: Address = '0x000000000000000000636f6e736f6c652e6c6f67'

/** Where tests of Foundry call who runs them: keccak256("hevm cheat code"), 20 bytes. (forge-std, `Vm`) */
export const CHEATCODE_ADDRESS: Address = '0x7109709ecfa91a80626ff3989d68f67f5b1dd12d'

/** One call of the console. */
export interface ConsoleMessage {
  /** `log(string,uint256)`, with the types that the values have. */
  readonly signature: string
  /** The values. */
  readonly arguments: readonly TypedValue[]
  /** The line that Hardhat prints; cut where it is very long. */
  readonly text: string
}

/**
 * What a call of the console says; `undefined` for input that no `log` has. The input may come from anybody: what is no
 * value of its type stands as a reason in the line.
 * @param budget serves many decodes and bounds the work of all
 */
export function consoleMessage(input: Uint8Array, budget?: Budget): ConsoleMessage | undefined {
  const types = signatures().get(bytesToHex(input.subarray(0, SELECTOR_BYTES)))
  if (types === undefined) return undefined
  const members = abiMembers(types.map((type) => ({ name: '', type })))
  const values = decodeTyped(members, input.subarray(SELECTOR_BYTES), budget)
  return { signature: signatureOf(types), arguments: values, text: lineOf(values.map(({ value }) => value)) }
}

const MIXED = ['uint256', 'string', 'bool', 'address'] as const
const MOST_VALUES = 4

let bySelector: ReadonlyMap<Hex, readonly string[]> | undefined

/** Types by selector: hundreds of hashes, made when the first message comes. */
function signatures(): ReadonlyMap<Hex, readonly string[]> {
  if (bySelector !== undefined) return bySelector
  const map = new Map<Hex, readonly string[]>()
  const add = (types: readonly string[]) => {
    const signature = signatureOf(types)
    for (const written of [signature, signature.replaceAll('int256', 'int')]) map.set(selectorOf(written), types)
  }
  let lists: (readonly string[])[] = [[]]
  for (let count = 0; count <= MOST_VALUES; count++) {
    for (const types of lists) add(types)
    lists = lists.flatMap((types) => MIXED.map((type) => [...types, type]))
  }
  for (const type of ['int256', 'bytes', ...Array.from({ length: 32 }, (_, size) => `bytes${size + 1}`)]) add([type])
  // Of forge-std alone.
  add(['string', 'int256'])
  bySelector = map
  return map
}

function signatureOf(types: readonly string[]): string {
  return `log(${types.join(',')})`
}

function selectorOf(signature: string): Hex {
  return bytesToHex(keccak_256(new TextEncoder().encode(signature)).subarray(0, SELECTOR_BYTES))
}

/** Characters of a line. */
const MOST_TEXT = 10_000

/** The first value is the format if it is a text and others follow; those that it does not take stand behind it. */
function lineOf([first, ...rest]: readonly Value[]): string {
  let line: string
  if (first === undefined) line = ''
  else if (first.kind !== 'string' || rest.length === 0) line = [first, ...rest].map(textOf).join(' ')
  else {
    let taken = 0
    const text = textOf(first).replace(/%([%sdiox])/g, (specifier, letter: string) => {
      if (letter === '%') return '%'
      const value = rest[taken]
      if (value === undefined) return specifier
      taken++
      return formatted(value, letter)
    })
    line = [text, ...rest.slice(taken).map(textOf)].join(' ')
  }
  return line.length > MOST_TEXT ? `${line.slice(0, MOST_TEXT)}…` : line
}

function formatted(value: Value, letter: string): string {
  switch (letter) {
    case 'd':
    case 'i':
      return value.kind === 'bool' ? (value.value ? '1' : '0') : textOf(value)
    case 'x':
      return value.kind === 'number' ? hexOf(value.value) : textOf(value)
    case 'o':
      return value.kind === 'string' ? `'${textOf(value)}'` : textOf(value)
    default:
      return textOf(value)
  }
}

function hexOf(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`
}

/** All of it, without the quotes that a value has elsewhere. */
function textOf(value: Value): string {
  if (value.kind === 'string') return value.isCut ? `${value.text}…` : value.text
  if (value.kind === 'bytes') return value.value.length < 2 + 2 * value.length ? `${value.value}…` : value.value
  return value.kind === 'fixedBytes' ? value.value : valueText(value)
}
