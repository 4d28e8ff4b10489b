/**
 * Fields of traces as their many writers spell them: numbers or hex, with 0x or without.
 * @module
 */
import { isObject } from '../../base/json.ts'
import type { Word } from '../../base/units.ts'
import { MAX_WORD } from '../../base/word.ts'
import { opcodeNamed } from '../../opcodes/index.ts'
import { bad, type TraceStack, type TraceStep } from './traceStep.ts'

export type Fields = Readonly<Record<string, unknown>>

/** A step from the fields of EIP-3155 or of a struct log: `op` as a number or a name. */
export function traceStep(fields: Fields, place: string): TraceStep {
  const { stack, memory, error } = fields
  if (!Array.isArray(stack)) throw bad(place, 'has no stack; let the node write it')
  return {
    pc: Number(quantity(fields.pc, 'pc', place)),
    op: opcodeOf(fields, place),
    gas: quantity(fields.gas, 'gas', place),
    gasCost: fields.gasCost === undefined ? undefined : quantity(fields.gasCost, 'gasCost', place),
    depth: Number(quantity(fields.depth, 'depth', place)),
    stack: new SpelledStack(stack, place),
    memory: memoryOf(memory, place),
    returndata:
      fields.returnData === undefined || fields.returnData === null
        ? undefined
        : bytesOf(fields.returnData, 'returnData', place),
    refund: fields.refund === undefined ? undefined : quantity(fields.refund, 'refund', place),
    error: typeof error === 'string' && error !== '' ? error : isObject(error) ? JSON.stringify(error) : undefined,
  }
}

/** Words that are read when they are needed: a stack of hundreds is told again at every step. */
class SpelledStack implements TraceStack {
  readonly #words: readonly unknown[]
  readonly #place: string

  constructor(words: readonly unknown[], place: string) {
    this.#words = words
    this.#place = place
  }

  get length(): number {
    return this.#words.length
  }

  word(depth: number): Word {
    if (depth >= this.#words.length) return 0n
    const word = quantity(this.#words[this.#words.length - 1 - depth], 'a word of the stack', this.#place)
    if (word > MAX_WORD) throw bad(this.#place, 'has something else than words on the stack')
    return word
  }
}

/** A number, decimal or 0x hex; hex without 0x where it has 64 digits, as older nodes write words. */
export function quantity(value: unknown, name: string, place: string): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  if (typeof value === 'string' && value.length <= 80) {
    if (/^0x[0-9a-fA-F]+$/.test(value)) return BigInt(value)
    if (/^[0-9a-fA-F]{64}$/.test(value)) return BigInt(`0x${value}`)
    if (value === '0x') return 0n
    if (/^\d+$/.test(value)) return BigInt(value)
  }
  throw bad(place, `has no number as ${name}`)
}

export function bytesOf(value: unknown, name: string, place: string): Uint8Array {
  const digits = typeof value === 'string' ? value.replace(/^0x/, '') : undefined
  if (digits === undefined || digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits))
    throw bad(place, `has no bytes as ${name}`)
  const bytes = new Uint8Array(digits.length / 2)
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = (digitOf(digits.charCodeAt(i * 2)) << 4) | digitOf(digits.charCodeAt(i * 2 + 1))
  return bytes
}

/** Of a character that is known to be one: 0 to 9, A to F and a to f end in their value, letters 9 too low. */
function digitOf(character: number): number {
  return (character & 15) + (character > 0x39 ? 9 : 0)
}

/** One text of hex, or a list of words. */
function memoryOf(memory: unknown, place: string): Uint8Array | undefined {
  if (memory === undefined || memory === null) return undefined
  if (!Array.isArray(memory)) return bytesOf(memory, 'memory', place)
  return bytesOf(
    memory.map((word) => (typeof word === 'string' ? word.replace(/^0x/, '').padStart(64, '0') : '?')).join(''),
    'memory',
    place,
  )
}

/** Names that opcodes had before. */
const FORMER_NAMES: ReadonlyMap<string, string> = new Map([
  ['SHA3', 'KECCAK256'],
  ['DIFFICULTY', 'PREVRANDAO'],
  ['SUICIDE', 'SELFDESTRUCT'],
  ['RANDOM', 'PREVRANDAO'],
])

function opcodeOf({ op, opName }: Fields, place: string): number {
  if (typeof op === 'number') return op
  if (typeof op === 'string' && /^0x[0-9a-fA-F]{1,2}$/.test(op)) return Number(op)
  const name = typeof op === 'string' ? op : opName
  if (typeof name !== 'string') throw bad(place, 'has no opcode')
  const known = opcodeNamed(FORMER_NAMES.get(name) ?? name)
  if (known !== undefined) return known.code
  // `opcode 0xf not defined`, `UNKNOWN (0xf)`: a byte that is none.
  const byte = /0x([0-9a-fA-F]{1,2})\b/.exec(name)?.[1]
  if (byte === undefined) throw bad(place, `has an opcode that nobody knows, ${JSON.stringify(name.slice(0, 40))}`)
  return Number.parseInt(byte, 16)
}
