// What declared types mean in memory, from solc's syntax tree alone: how types are called, and where the members of an
// object lead. It is kept apart from memlane's own reading of types and layouts on purpose: it judges them.
import { visitNodes } from './syntax.mjs'

/** @typedef {import('./syntax.mjs').Node} Node */
/**
 * @typedef {{ kind: 'value' | 'mapping', name: string }
 *   | { kind: 'bytes', name: string }
 *   | { kind: 'array', name: string, element: MemoryType, length: number | undefined }
 *   | { kind: 'struct', name: string, id: number }} MemoryType
 */
/** @typedef {(address: number) => bigint | undefined} ReadWord of the word at an address, undefined behind the end of memory */
/** @typedef {{ path: string, address: number, type: MemoryType }} Found */

const WORD = 32
/** Addresses below are not those of objects. */
export const HEAP = 0x80
const MAX_ELEMENTS = 64
const MAX_DEPTH = 6
const MAX_FOUND = 2000

export class MemoryTypes {
  /** @type {Map<number, Node>} */
  #definitions = new Map()

  /** @param {Record<string, { ast?: unknown }>} trees */
  constructor(trees) {
    for (const { ast } of Object.values(trees))
      visitNodes(/** @type {Node} */ (ast), (node) => {
        if (/^(Struct|Enum|Contract|UserDefinedValueType)Definition$/.test(node.nodeType))
          this.#definitions.set(node.id, node)
      })
  }

  /** Of a variable, from how it is written. @param {Node} variable @returns {MemoryType} */
  ofVariable(variable) {
    return this.#of(variable.typeName)
  }

  /** @param {Node} written @returns {MemoryType} */
  #of(written) {
    if (written.nodeType === 'Mapping') return { kind: 'mapping', name: 'mapping' }
    if (written.nodeType === 'FunctionTypeName') return { kind: 'value', name: 'function' }
    if (written.nodeType === 'ArrayTypeName') {
      const element = this.#of(written.baseType)
      // Constants as lengths stand as numbers in what solc says of the type.
      const length =
        /\[(\d*)\](?: storage)?(?: pointer| ref)?$/.exec(written.typeDescriptions.typeString)?.[1] || undefined
      const count = length === undefined ? undefined : Number(length)
      return { kind: 'array', name: `${element.name}[${length ?? ''}]`, element, length: count }
    }
    if (written.nodeType === 'UserDefinedTypeName') {
      const definition = this.#definitions.get(written.referencedDeclaration)
      if (!definition) throw new Error(`No definition of ${written.typeDescriptions.typeString}.`)
      const { name, id } = definition
      return definition.nodeType === 'StructDefinition' ? { kind: 'struct', name, id } : { kind: 'value', name }
    }
    const name = written.typeDescriptions.typeString.split(' ')[0]
    return name === 'bytes' || name === 'string' ? { kind: 'bytes', name } : { kind: 'value', name }
  }

  /** Members of a struct as they lie in memory: mappings take no room there. @param {number} id */
  #members(id) {
    const members = /** @type {Node[]} */ (this.#definitions.get(id)?.members ?? [])
    return members
      .map((member) => ({ name: String(member.name), type: this.#of(member.typeName) }))
      .filter(({ type }) => !hasMapping(type))
  }

  /** Bytes that an object takes, its length included; undefined where that is absurd. @param {MemoryType} type @param {number} address @param {ReadWord} read */
  sizeOf(type, address, read) {
    if (type.kind === 'struct') return this.#members(type.id).length * WORD
    if (type.kind === 'array' && type.length !== undefined) return type.length * WORD
    const length = read(address)
    if (length === undefined || length > 1_000_000n) return undefined
    if (type.kind === 'bytes') return WORD + Number(length)
    return WORD + Number(length) * WORD
  }

  /**
   * An object and all to which it leads, each address once for each way of getting there.
   * @param {MemoryType} type @param {number} address @param {string} path @param {ReadWord} read
   * @returns {Found[]}
   */
  walk(type, address, path, read) {
    /** @type {Found[]} */
    const found = []
    /** @param {MemoryType} type @param {number} address @param {string} path @param {number} depth */
    const follow = (type, address, path, depth) => {
      if (address < HEAP || found.length >= MAX_FOUND || read(address) === undefined) return
      found.push({ path, address, type })
      if (depth === MAX_DEPTH) return
      for (const member of this.#pointers(type, address, read)) {
        const pointer = read(member.at)
        if (pointer !== undefined && pointer < 0x1_0000_0000n)
          follow(member.type, Number(pointer), path + member.path, depth + 1)
      }
    }
    follow(type, address, path, 0)
    return found
  }

  /** @param {MemoryType} type @param {number} address @param {ReadWord} read */
  #pointers(type, address, read) {
    if (type.kind === 'struct')
      return this.#members(type.id)
        .map((member, index) => ({ path: `.${member.name}`, type: member.type, at: address + index * WORD }))
        .filter(({ type }) => isReference(type))
    if (type.kind !== 'array' || !isReference(type.element)) return []
    const length = BigInt(type.length ?? read(address) ?? 0)
    if (length > 1_000_000n) return []
    const start = type.length === undefined ? address + WORD : address
    return Array.from({ length: Math.min(Number(length), MAX_ELEMENTS) }, (_, index) => ({
      path: `[${index}]`,
      type: type.element,
      at: start + index * WORD,
    }))
  }
}

/** @param {MemoryType} type */
function isReference({ kind }) {
  return kind === 'struct' || kind === 'array' || kind === 'bytes'
}

/** @param {MemoryType} type @returns {boolean} */
function hasMapping(type) {
  return type.kind === 'mapping' || (type.kind === 'array' && hasMapping(type.element))
}
