/**
 * What the names of generated functions say about the objects that they take and give.
 *
 *   allocate_and_zero_memory_struct_t_struct$_Point_$7_memory_ptr() -> memPtr       gives a Point
 *   convert_array_t_array$…_storage_to_t_array$_t_uint256_$dyn_memory_ptr(value)    gives a uint256[]
 *   abi_encode_t_string_memory_ptr_to_t_string_memory_ptr(value, pos)               takes a string
 *
 * Source: `YulUtilFunctions` and `ABIFunctions` in solc's `libsolidity/codegen`.
 * @module
 */
import { inMemory, isReference, type ReferenceType } from '../type.ts'
import { parseTypePrefix } from '../typeIdentifier.ts'

const STRING: ReferenceType = { kind: 'string', location: 'memory' }
const BYTES: ReferenceType = { kind: 'bytes', location: 'memory' }

/** Behind the prefix stands the type of the one object that the function makes, wherever it copies it from. */
const MAKES =
  /^(?:allocate_(?:and_zero_)?memory_(?:array|struct)|zero_value_for(?:_split)?|copy_array_from_storage_to_memory|abi_decode(?:_available_length)?|read_from_storage(?:_reference_type)?(?:_split(?:_dynamic|_offset_\d+)?)?)_(?=t_)/

/** Functions that make a `string` or `bytes`, whatever else their names say. */
const MAKES_STRING = /^(?:copy_literal_to_memory_|string_concat|try_decode_error_message)/
const MAKES_BYTES = /^(?:bytes_concat|extract_returndata|external_code)/

/** The first parameter is an object of the type that stands behind. */
const TAKES =
  /^(?:abi_encode(?:UpdatedPos)?|array_length|array_dataslot|memory_array_index_access|convert(?:_array)?|bytes_concat|string_concat)_(?=t_)/

/** The object that a function of this full name returns. */
export function madeBy(name: string): ReferenceType | undefined {
  if (MAKES_STRING.test(name)) return STRING
  if (MAKES_BYTES.test(name)) return BYTES
  const made = typeBehind(MAKES, name)
  if (made) {
    // What is decoded or has a zero value may as well be a reference into calldata or storage.
    const isCopy = /^(?:copy|read)_/.test(name)
    return isCopy || made.location === 'memory' ? inMemory(made) : undefined
  }
  return converted(name)
}

/** The object that a function of this full name takes first. */
export function takenBy(name: string): ReferenceType | undefined {
  const taken = typeBehind(TAKES, name)
  return taken?.location === 'memory' ? taken : undefined
}

/** A conversion makes an object only when what it converts lies elsewhere. */
function converted(name: string): ReferenceType | undefined {
  const [, from, to] = /^convert(?:_array)?_(t_.*)_to_(t_.*)$/.exec(name) ?? []
  if (from === undefined || to === undefined) return undefined
  const source = parseTypePrefix(from)
  const target = parseTypePrefix(to)
  if (!isReference(target) || target.location !== 'memory') return undefined
  return isReference(source) && source.location === 'memory' ? undefined : target
}

function typeBehind(prefix: RegExp, name: string): ReferenceType | undefined {
  const match = prefix.exec(name)
  const type = match ? parseTypePrefix(name.slice(match[0].length)) : undefined
  return type && isReference(type) ? type : undefined
}
