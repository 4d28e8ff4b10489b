import { describe, expect, it } from 'vitest'
import { hexToBytes, putWord } from '../base/index.ts'
import { decodeObject, newBudget } from './decode.ts'
import type { Definitions } from './definitions.ts'
import type { Member, ReferenceType, Type } from './type.ts'
import { parseTypeIdentifier } from './typeIdentifier.ts'
import { type Value, valueText } from './value.ts'

const NODE = 1
const WIDE = 2
const NESTED = 3

/** struct Node { uint256 v; Node[] kids; }   struct Wide { uint32 y; bool b; address a; … } */
const MEMBERS: Readonly<Record<number, readonly Member[]>> = {
  [NODE]: members('v t_uint256', `kids t_array$_t_struct$_Node_$${NODE}_memory_ptr_$dyn_memory_ptr`),
  [WIDE]: members(
    'y t_uint32',
    'i t_int8',
    'b t_bool',
    'a t_address',
    'c t_enum$_Color_$9',
    'p t_userDefinedValueType$_Price_$8',
    'h t_bytes4',
  ),
  [NESTED]: members(
    'name t_string_memory_ptr',
    'pair t_array$_t_uint8_$2_memory_ptr',
    'm t_mapping$_t_bool_$_t_bool_$',
  ),
}

const DEFINITIONS: Definitions = {
  members: (id) => MEMBERS[id],
  enumMembers: (id) => (id === 9 ? ['Red', 'Green'] : undefined),
  underlying: (id) => (id === 8 ? { kind: 'uint', bits: 16 } : undefined),
}

function members(...lines: string[]): Member[] {
  return lines.map((line) => {
    const [name, identifier] = line.split(' ') as [string, string]
    return { name, type: parseTypeIdentifier(identifier) }
  })
}

function struct(id: number): ReferenceType {
  return { kind: 'struct', name: id === NODE ? 'Node' : `S${id}`, id, location: 'memory' }
}

function array(element: Type, length?: number): ReferenceType {
  return { kind: 'array', element, length, location: 'memory' }
}

/** Memory with words from 0x80 on. */
function memory(...words: (bigint | number | string)[]): Uint8Array {
  const bytes = new Uint8Array(0x80 + 32 * words.length)
  for (const [index, word] of words.entries()) {
    if (typeof word === 'string') bytes.set(hexToBytes(`0x${word.padEnd(64, '0')}`), 0x80 + 32 * index)
    else putWord(bytes, 0x80 + 32 * index, BigInt.asUintN(256, BigInt(word)))
  }
  return bytes
}

function text(type: ReferenceType, bytes: Uint8Array, address = 0x80): string {
  return valueText(decodeObject(type, address, bytes, DEFINITIONS))
}

const UINT: Type = { kind: 'uint', bits: 256 }
const STRING: ReferenceType = { kind: 'string', location: 'memory' }
const BYTES: ReferenceType = { kind: 'bytes', location: 'memory' }

describe('objects as Solidity lays them out', () => {
  it('fixed arrays have no length', () => {
    expect(text(array({ kind: 'uint', bits: 32 }, 3), memory(1, 2, 3, 4))).toBe('[1, 2, 3]')
    expect(text(array({ kind: 'fixedBytes', size: 32 }, 2), memory(1, 0))).toBe('[1, 0]')
  })
  it('dynamic arrays have one', () => {
    expect(text(array(UINT), memory(2, 11, 22, 33))).toBe('[11, 22]')
    expect(text(array(UINT), memory(0))).toBe('[]')
  })
  it('bytes and strings are packed', () => {
    expect(text(STRING, memory(3, '575446'))).toBe('"WTF"')
    expect(text(BYTES, memory(3, '00bb00'))).toBe('0x00bb00')
    expect(text(BYTES, memory(33, 'ff'.repeat(32), 'ee'))).toBe(`0x${'ff'.repeat(32)}ee`)
    expect(text(STRING, memory(0))).toBe('""')
  })
  it('a string that is no UTF-8 shows its bytes', () => {
    expect(text(STRING, memory(2, 'c328'))).toBe('0xc328')
  })
  it('members of a struct take a word each', () => {
    const words = memory(9, -1, 1, 0xc0ffee, 1, 65535, '12345678')
    expect(text(struct(WIDE), words)).toBe(
      '{y: 9, i: -1, b: true, a: 0x0000000000000000000000000000000000c0ffee, c: Color.Green, p: 65535, h: 0x12345678}',
    )
  })
  it('reference members are addresses', () => {
    const nested = memory(0xe0, 0x120, 0, 2, '4f4b', 7, 8)
    expect(text(struct(NESTED), nested)).toBe(
      '{name: "OK", pair: [7, 8], m: <the layout of mapping(bool => bool) is not known>}',
    )
    const value = decodeObject(struct(NESTED), 0x80, nested, DEFINITIONS) as Value & { kind: 'struct' }
    expect(value.members[0]?.value).toMatchObject({ kind: 'pointer', to: 0xe0, target: { kind: 'string', text: 'OK' } })
  })
  it('the zero slot is the empty array and the empty string', () => {
    expect(text(struct(NODE), memory(5, 0x60))).toBe('{v: 5, kids: []}')
    expect(text(array(STRING), memory(1, 0x60))).toBe('[""]')
  })
})

describe('words that are no values of their type', () => {
  it.each<[Type, bigint, string]>([
    [{ kind: 'uint', bits: 32 }, 2n ** 32n, '<0x100000000 is no uint32>'],
    [{ kind: 'int', bits: 8 }, 128n, '<0x80 is no int8>'],
    [{ kind: 'bool' }, 2n, '<0x2 is no bool>'],
    [{ kind: 'address' }, 2n ** 160n, `<0x1${'0'.repeat(40)} is no address>`],
    [{ kind: 'fixedBytes', size: 31 }, 1n, '<0x1 is no bytes31>'],
    [{ kind: 'enum', name: 'Color', id: 9 }, 2n, '<0x2 is no Color>'],
    [{ kind: 'alias', name: 'Price', id: 8 }, 65536n, '<0x10000 is no uint16>'],
  ])('%j', (type, word, shown) => expect(text(array(type, 1), memory(word))).toBe(`[${shown}]`))

  it('the largest of each are values', () => {
    expect(text(array({ kind: 'int', bits: 8 }, 2), memory(127, -128))).toBe('[127, -128]')
    expect(text(array({ kind: 'uint', bits: 256 }, 1), memory(2n ** 256n - 1n))).toBe(`[${2n ** 256n - 1n}]`)
  })
})

describe('hostile memory', () => {
  it('a length that memory cannot hold is a reason', () => {
    expect(text(array(UINT), memory(2n ** 200n))).toBe('<length 2^200 exceeds the data>')
    expect(text(BYTES, memory(33, 'ff'))).toBe('<length 33 exceeds the data>')
    expect(text(array(UINT), memory(2, 1))).toBe('<length 2 exceeds the data>')
  })
  it('an address outside of memory is a reason', () => {
    expect(text(array(STRING, 1), memory(0xa0))).toBe('[<0xa0 is outside of 160 bytes of data>]')
    expect(text(array(STRING, 1), memory(2n ** 255n))).toBe(`[<0x8${'0'.repeat(63)} is outside of 160 bytes of data>]`)
    expect(text(struct(WIDE), new Uint8Array(0x80))).toContain('<0xa0 is outside of 128 bytes of data>')
  })
  it('a cycle is a reason', () => {
    // A node whose only child is itself.
    expect(text(struct(NODE), memory(1, 0xc0, 1, 0x80))).toBe('{v: 1, kids: [<cycle at 0x80>]}')
  })
  it('unbounded nesting ends', () => {
    // Nodes one behind the other, each the child of the one before.
    const words = Array.from({ length: 200 }, (_, index) => [
      index,
      0x80 + 128 * index + 64,
      1,
      0x80 + 128 * (index + 1),
    ])
    const value = JSON.stringify(
      decodeObject(struct(NODE), 0x80, memory(...words.flat(), 7, 0x60), DEFINITIONS),
      bigints,
    )
    expect(value).toContain('nested deeper than 32 objects')
  })
  it('a small object that unfolds without end is cut', () => {
    // Node k has two children, both node k + 1: 2^20 leaves in 100 words.
    const words = Array.from({ length: 20 }, (_, k) => {
      const at = 0x80 + 160 * k
      return [k, at + 64, 2, at + 160, at + 160]
    })
    const budget = newBudget()
    const value = decodeObject(struct(NODE), 0x80, memory(...words.flat(), 7, 0x60), DEFINITIONS, budget)
    expect(budget.items).toBe(newBudget().items - 10_000)
    expect(JSON.stringify(value, bigints).length).toBeLessThan(2_000_000)
  })
  it('an unknown struct is a reason', () => {
    expect(text(struct(77), memory(1))).toBe('<the layout of S77 is not known>')
  })
  it('long bytes are cut, the length stays', () => {
    const bytes = new Uint8Array(0x80 + 32 + 100_000)
    putWord(bytes, 0x80, 100_000n)
    expect(decodeObject(BYTES, 0x80, bytes, DEFINITIONS)).toMatchObject({ kind: 'bytes', length: 100_000 })
    const cut = decodeObject(STRING, 0x80, bytes.fill(0x61, 0xa0), DEFINITIONS)
    expect(cut).toMatchObject({ kind: 'string', length: 100_000, isCut: true })
  })
  it('a cut inside a character loses only that character', () => {
    const bytes = new Uint8Array(0x80 + 32 + 70_000)
    putWord(bytes, 0x80, 70_000n)
    bytes.set(new TextEncoder().encode('内'.repeat(23_333)), 0xa0)
    const cut = decodeObject(STRING, 0x80, bytes, DEFINITIONS) as Value & { kind: 'string' }
    expect(cut.text).toBe('内'.repeat(21_845)) // 65,536 bytes hold 21,845 whole characters
  })
})

function bigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
