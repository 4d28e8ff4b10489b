import { describe, expect, it } from 'vitest'
import { YulNames } from './names.ts'

/** Names that solc 0.8.37 gave in `ir`, and those that it made of them in `irOptimized`. */
const SHORT = [
  ['var_ps_40_mpos', 'var_ps_mpos'],
  ['var__34_mpos', 'var_mpos'],
  ['expr_63_component_2_mpos', 'expr_component_mpos'],
  ['fun_f_102', 'fun_f'],
  ['allocate_and_zero_memory_struct_t_struct$_P_$7_memory_ptr', 'allocate_and_zero_memory_struct_struct_P'],
  [
    'convert_array_t_array$_t_uint256_$dyn_storage_to_t_array$_t_uint256_$dyn_memory_ptr',
    'convert_array_array_uint256_dyn_storage_to_array_uint256_dyn',
  ],
  ['abi_encode_t_string_memory_ptr_to_t_string_memory_ptr_fromStack', 'abi_encode_string'],
  [
    'memory_array_index_access_t_array$_t_struct$_P_$7_memory_ptr_$dyn_memory_ptr',
    'memory_array_index_access_struct_P_dyn',
  ],
] as const

describe('YulNames', () => {
  const names = new YulNames(`object "C" { code { ${SHORT.map(([full]) => `${full}()`).join(' ')} } }`)
  it.each(SHORT)('%s is what %s was', (full, short) => {
    expect(names.full(short)).toEqual([full])
  })
  it('leaves out the numbers that tell equal names apart', () => {
    expect(names.full('var_ps_mpos_1')).toEqual(['var_ps_40_mpos'])
    expect(names.full('fun_f_1')).toEqual(['fun_f_102'])
  })
  it('gives all that a name may stand for', () => {
    const two = new YulNames('let var_x_1_mpos let var_x_2_mpos // let var_x_3_mpos\n/* var_x_4_mpos */')
    expect(two.full('var_x_mpos')).toEqual(['var_x_1_mpos', 'var_x_2_mpos'])
  })
  it('knows that a rule is left out whose result is taken', () => {
    // solc 0.8.37 on a program with variables `spot` and `spot_`, and expressions of two offsets.
    const taken = new YulNames('var_spot_12_mpos var_spot__1089_mpos expr_1086_offset expr_1090_offset')
    expect(taken.full('var_spot__mpos')).toEqual(['var_spot__1089_mpos'])
    expect(taken.full('expr_1086_offset')).toEqual(['expr_1086_offset'])
    expect(taken.full('var_spot_mpos')).toContain('var_spot_12_mpos')
  })
  it('knows what long names become, of which there are many variants', () => {
    const array = 't_array$_t_array$_t_array$_t_uint8_$1_memory_ptr_$2_memory_ptr_$3_memory_ptr'
    const full = `abi_encode_tuple_${array}__to_${array}__fromStack`
    expect(new YulNames(full).full('abi_encode_array_array_array_uint8')).toEqual([full])
  })
  it('leaves a name as it is that comes from nowhere', () => {
    expect(names.full('memPtr_3')).toEqual(['memPtr_3'])
  })
  it('takes bounded time for names made to take long', () => {
    const hostile = Array.from({ length: 20_000 }, (_, n) => `${'abi_encode'.repeat(190)}${n}`).join(' ')
    expect(new YulNames(hostile).full('x')).toEqual(['x'])
  })
})
