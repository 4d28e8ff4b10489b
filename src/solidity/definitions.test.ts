import { describe, expect, it } from 'vitest'
import { putWord } from '../base/index.ts'
import { Ast } from './ast.ts'
import { decodeObject } from './decode.ts'
import { AstDefinitions } from './definitions.ts'
import { extentOf } from './layout.ts'
import type { ReferenceType } from './type.ts'
import { valueText } from './value.ts'

let nextId = 1
const node = (nodeType: string, fields: object) => ({ nodeType, id: nextId++, src: '0:1:0', ...fields })
const member = (name: string, typeIdentifier: string) =>
  node('VariableDeclaration', { name, typeDescriptions: { typeIdentifier } })

/** `struct S { mapping(uint256 => uint256) seen; uint256 a; uint256 b; } struct N { uint256 x; S s; S[2] t; }`, as solc 0.6.12 has them. */
const S = { ...node('StructDefinition', {}), id: 100 }
const N = { ...node('StructDefinition', {}), id: 101 }
const DEFINITIONS = new AstDefinitions(
  new Ast([
    node('SourceUnit', {
      nodes: [
        {
          ...S,
          members: [
            member('seen', 't_mapping$_t_uint256_$_t_uint256_$'),
            member('a', 't_uint256'),
            member('many', 't_array$_t_mapping$_t_uint256_$_t_uint256_$_$dyn_storage_ptr'),
            member('b', 't_uint256'),
          ],
        },
        {
          ...N,
          members: [
            member('x', 't_uint256'),
            member('s', 't_struct$_S_$100_storage_ptr'),
            member('t', 't_array$_t_struct$_S_$100_storage_$2_storage_ptr'),
          ],
        },
      ],
    }),
  ]),
)

function struct(name: string, id: number): ReferenceType {
  return { kind: 'struct', name, id, location: 'memory' }
}

function memory(...words: number[]): Uint8Array {
  const bytes = new Uint8Array(32 * words.length)
  for (const [index, word] of words.entries()) putWord(bytes, 32 * index, BigInt(word))
  return bytes
}

describe('members that take no memory', () => {
  it('mappings and arrays of them, up to solc 0.6', () => {
    expect(extentOf(struct('S', S.id), 0, memory(7, 9), DEFINITIONS)).toEqual({ kind: 'extent', bytes: 64 })
    expect(valueText(decodeObject(struct('S', S.id), 0, memory(7, 9), DEFINITIONS))).toBe('{a: 7, b: 9}')
  })
  it('in structs inside structs and arrays too', () => {
    const words = memory(1, 96, 160, 7, 9, 224, 288, 3, 4, 5, 6)
    expect(valueText(decodeObject(struct('N', N.id), 0, words, DEFINITIONS))).toBe(
      '{x: 1, s: {a: 7, b: 9}, t: [{a: 3, b: 4}, {a: 5, b: 6}]}',
    )
  })
})
