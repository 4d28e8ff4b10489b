/**
 * The type of an object by what allocated it: the name of a generated function, or the expression in the
 * sources. It is weaker evidence than a variable's declaration: an expression can allocate more than its
 * value.
 * @module
 */
import type { AstNode } from './ast.ts'
import type { AstDefinitions } from './definitions.ts'
import type { AllocationSite } from './heap.ts'
import { inMemory, isReference, type ReferenceType, type Type } from './type.ts'
import { parseTypePrefix } from './typeIdentifier.ts'

const STRING: ReferenceType = { kind: 'string', location: 'memory' }
const BYTES: ReferenceType = { kind: 'bytes', location: 'memory' }

/** Generated functions that allocate one object; what stands behind the prefix begins with the object's type. */
const ALLOCATING = /^(?:abi_decode_available_length|abi_decode|convert_.+_to|read_from_storage_.+?)_(?=t_)/

/** The type in the name of the innermost generated function that has one: `abi_decode_t_string_memory_ptr`. */
export function typeByGenerated({ generated }: AllocationSite): ReferenceType | undefined {
  for (const name of generated) {
    const prefix = ALLOCATING.exec(name)
    if (!prefix) continue
    const type = parseTypePrefix(name.slice(prefix[0].length))
    if (isReference(type)) return inMemory(type)
  }
  return undefined
}

/** The type of what the allocating expression or declaration yields, where it is an object that it allocates first. */
export function typeByExpression(
  { node, isFirst }: AllocationSite,
  definitions: AstDefinitions,
): ReferenceType | undefined {
  if (!node || !isFirst) return undefined
  switch (node.kind) {
    case 'VariableDeclaration':
      return object(declaredType(node, definitions))
    case 'VariableDeclarationStatement':
      return onlyMemoryType(node.many('declarations'), definitions)
    case 'Return':
      return onlyMemoryType(enclosingFunction(node)?.parameters('returnParameters') ?? [], definitions)
    case 'TryStatement':
      // What the called contract gave instead of results.
      return BYTES
    case 'Assignment': {
      const [target, value] = [node.one('leftHandSide'), node.one('rightHandSide')]
      // A literal on its way to storage lies in memory first.
      if (value && definitions.typeOf(value)?.kind === 'literal') return STRING
      return target && memoryType(definitions.typeOf(target))
    }
    case 'FunctionCall':
      return ofCall(node, definitions)
    case 'TupleExpression':
    case 'Literal':
    case 'Conditional':
    case 'Identifier':
    case 'IndexAccess':
    case 'MemberAccess':
      return object(definitions.typeOf(node))
    default:
      return undefined
  }
}

/** Of a state variable without a value of its own it is the getter that allocates: what stands behind all keys and indices. */
function declaredType(node: AstNode, definitions: AstDefinitions): Type | undefined {
  let type = definitions.typeOf(node)
  if (!node.flag('stateVariable') || node.one('value')) return type
  while (type?.kind === 'mapping' || type?.kind === 'array') type = type.kind === 'mapping' ? type.value : type.element
  return type
}

function ofCall(call: AstNode, definitions: AstDefinitions): ReferenceType | undefined {
  if (call.text('kind') !== 'functionCall') return object(definitions.typeOf(call))
  const callee = call.one('expression')?.typeIdentifier ?? ''
  if (/^t_function_(objectcreation|abiencode|abidecode|bytesconcat|stringconcat)/.test(callee)) {
    return object(definitions.typeOf(call))
  }
  // `address.call` and its kind yield (bool, bytes memory); what is hashed is copied from storage first.
  return /^t_function_(bare|keccak256|sha256|ripemd160)/.test(callee) ? BYTES : undefined
}

/** The memory object that a value of this type is converted to. */
function object(type: Type | undefined): ReferenceType | undefined {
  if (type?.kind === 'literal') return STRING
  return type && isReference(type) ? inMemory(type) : undefined
}

function memoryType(type: Type | undefined): ReferenceType | undefined {
  return type && isReference(type) && type.location === 'memory' ? type : undefined
}

function onlyMemoryType(
  declarations: readonly (AstNode | undefined)[],
  definitions: AstDefinitions,
): ReferenceType | undefined {
  const types = declarations.flatMap((node) => (node && memoryType(definitions.typeOf(node))) ?? [])
  return types.length === 1 ? types[0] : undefined
}

function enclosingFunction(node: AstNode): AstNode | undefined {
  return node.closest(({ kind }) => kind === 'FunctionDefinition')
}
