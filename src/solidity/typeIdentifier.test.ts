import { describe, expect, it } from 'vitest'
import { typeName } from './type.ts'
import { parseTypeIdentifier, parseTypePrefix } from './typeIdentifier.ts'

/** Identifiers copied from solc 0.8.37's output. */
const READ: [string, string][] = [
  ['t_uint256', 'uint256'],
  ['t_int8', 'int8'],
  ['t_bool', 'bool'],
  ['t_address_payable', 'address'],
  ['t_bytes4', 'bytes4'],
  ['t_bytes_memory_ptr', 'bytes'],
  ['t_string_storage', 'string'],
  ['t_string_calldata_ptr', 'string'],
  ['t_array$_t_bytes32_$5_memory_ptr', 'bytes32[5]'],
  ['t_array$_t_struct$_Point_$12_memory_ptr_$dyn_memory_ptr', 'Point[]'],
  ['t_array$_t_array$_t_uint8_$2_memory_ptr_$dyn_memory_ptr', 'uint8[2][]'],
  ['t_array$_t_uint256_$dyn_calldata_ptr_slice', 'uint256[]'],
  ['t_struct$_Q_$7_storage_ptr', 'Q'],
  ['t_struct$_A__$12_memory_ptr', 'A_'],
  ['t_struct$__P_$12_memory_ptr', '_P'],
  ['t_struct$_a$$$b$$$_$12_memory_ptr', 'a$b$'],
  ['t_enum$_Color_$5', 'Color'],
  ['t_contract$_IERC20_$77', 'IERC20'],
  ['t_userDefinedValueType$_Price_$3', 'Price'],
  ['t_mapping$_t_address_$_t_mapping$_t_uint256_$_t_bool_$_$', 'mapping(address => mapping(uint256 => bool))'],
  ['t_tuple$_t_struct$_Point_$12_memory_ptr_$_t_bytes_memory_ptr_$', '(Point, bytes)'],
  ['t_tuple$__$', '()'],
  ['t_function_internal_pure$_t_uint256_$returns$_t_struct$_Point_$12_memory_ptr_$', 'function'],
  ['t_function_external_nonpayable$__$returns$__$value', 'function'],
  ['t_array$_t_function_internal_view$__$returns$__$_$dyn_memory_ptr', 'function[]'],
  ['t_tuple$_t_function_internal_view$__$returns$_t_bool_$_$_t_bool_$', '(function, bool)'],
  ['t_function_internal_pure$_t_bytes_memory_ptr_$returns$__$attached_to$_t_bytes_memory_ptr_$', 'function'],
  ['t_stringliteral_c89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc6', 'string literal'],
]

describe('parseTypeIdentifier', () => {
  it.each(READ)('%s', (identifier, name) => {
    const type = parseTypeIdentifier(identifier)
    expect(type.kind).not.toBe('unknown')
    expect(typeName(type)).toBe(name)
  })

  it('keeps locations, lengths and ids', () => {
    expect(parseTypeIdentifier('t_array$_t_struct$_Point_$12_memory_ptr_$dyn_storage_ptr')).toEqual({
      kind: 'array',
      element: { kind: 'struct', name: 'Point', id: 12, location: 'memory' },
      length: undefined,
      location: 'storage',
    })
  })

  it('says whether a function type is external', () => {
    expect(parseTypeIdentifier('t_function_external_view$__$returns$__$')).toEqual({ kind: 'function', external: true })
  })

  const UNREADABLE: [string, RegExp][] = [
    ['', /expected "t_"/],
    ['uint256', /expected "t_"/],
    ['t_', /is no memory type/],
    ['t_rational_1_by_1', /is no memory type/],
    ['t_uint0', /width 0/],
    ['t_bytes33', /width 33/],
    ['t_array$_t_uint256', /expected "\)"/],
    ['t_array$_t_uint256_$', /without a length/],
    ['t_struct$_P', /without name and id/],
    ['t_mapping$_t_uint256_$', /without key and value/],
    ['t_tuple$_t_uint256', /expected ","/],
    ['t_uint256junk', /unexpected "junk"/],
    [`${'t_array$_'.repeat(100)}t_uint8${'_$dyn'.repeat(100)}`, /nested deeper than 64/],
  ]
  it.each(UNREADABLE)('gives a reason for %j', (identifier, reason) => {
    const type = parseTypeIdentifier(identifier)
    expect(type).toMatchObject({ kind: 'unknown', identifier, reason: expect.stringMatching(reason) })
  })
})

describe('parseTypePrefix', () => {
  it('reads the type at the start of a generated name', () => {
    const type = parseTypePrefix('t_array$_t_string_memory_ptr_$dyn_memory_ptr_fromMemory')
    expect(typeName(type)).toBe('string[]')
  })
  it('takes no part of a longer name for a type', () => {
    expect(parseTypePrefix('tuple_t_uint256').kind).toBe('unknown')
  })
})
