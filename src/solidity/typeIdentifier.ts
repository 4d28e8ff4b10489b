/**
 * Reads the type identifiers that solc writes into its AST and into the names of generated functions.
 *
 *   t_array$_t_struct$_Point_$12_memory_ptr_$dyn_memory_ptr
 *   t_array( t_struct( Point )12_memory_ptr )dyn_memory_ptr     after undoing the escapes
 *   └ Point[] memory
 *
 * solc escapes `(` as `$_`, `)` as `_$`, `,` as `_$_` and a `$` of a name as `$$$`. Two closing parentheses
 * look like a comma and a `$`; a comma is always followed by the next type's `t_`, a parenthesis never.
 * Source: `Type::escapeIdentifier` and `richIdentifier` in solc's `libsolidity/ast/Types.cpp`.
 * @module
 */
import type { DataLocation, Type } from './type.ts'

/** Types nest; a hostile identifier must not exhaust the stack. Real ones stay below ten. */
const MAX_NESTING = 64

/** The type that `identifier` names; of kind `unknown`, with the reason, when there is none we understand. */
export function parseTypeIdentifier(identifier: string): Type {
  const { type, rest } = new Parser(unescapeIdentifier(identifier)).parse()
  if (type.kind === 'unknown') return { ...type, identifier }
  if (rest !== '') return { kind: 'unknown', identifier, reason: `unexpected ${JSON.stringify(rest)} at the end` }
  return type
}

/** The type at the start of `text`, a part of a generated function's name; more may follow it. */
export function parseTypePrefix(text: string): Type {
  const { type } = new Parser(unescapeIdentifier(text)).parse()
  return type.kind === 'unknown' ? { ...type, identifier: text } : type
}

function unescapeIdentifier(identifier: string): string {
  return identifier.replace(/\$\$\$|_\$_(?=t_)|\$_|_\$/g, (match) =>
    match === '$$$' ? '$' : match === '_$_' ? ',' : match === '$_' ? '(' : ')',
  )
}

class NotAType extends Error {}

class Parser {
  readonly #text: string
  #position = 0
  #nesting = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): { type: Type; rest: string } {
    try {
      const type = this.#type()
      return { type, rest: this.#text.slice(this.#position) }
    } catch (error) {
      if (!(error instanceof NotAType)) throw error
      return { type: { kind: 'unknown', identifier: this.#text, reason: error.message }, rest: '' }
    }
  }

  #type(): Type {
    if (++this.#nesting > MAX_NESTING) throw new NotAType(`nested deeper than ${MAX_NESTING} types`)
    const type = this.#inner()
    this.#nesting--
    return type
  }

  #inner(): Type {
    this.#expect('t_')
    // Longer names first: `bytes` is the beginning of `bytes32`, `string` of `stringliteral_…`.
    if (this.#eat('array(')) return this.#array()
    if (this.#eat('struct(')) {
      const { name, id } = this.#userType()
      return { kind: 'struct', name, id, ...this.#location() }
    }
    if (this.#eat('contract(')) return { kind: 'contract', ...this.#userType() }
    if (this.#eat('enum(')) return { kind: 'enum', ...this.#userType() }
    if (this.#eat('userDefinedValueType(')) return { kind: 'alias', ...this.#userType() }
    if (this.#eat('mapping(')) return this.#mapping()
    if (this.#eat('tuple(')) {
      return { kind: 'tuple', components: this.#list().map((type) => ({ name: '', type })) }
    }
    if (this.#eat('function_')) return this.#function()
    if (this.#match(/stringliteral_[0-9a-f]*/y)) return { kind: 'literal' }
    if (this.#eat('string')) return { kind: 'string', ...this.#location() }
    const fixed = this.#match(/bytes(\d+)/y)
    if (fixed) return { kind: 'fixedBytes', size: this.#bounded(fixed[1]!, 1, 32) }
    if (this.#eat('bytes')) return { kind: 'bytes', ...this.#location() }
    const integer = this.#match(/(u?int)(\d+)/y)
    if (integer) return { kind: integer[1] === 'uint' ? 'uint' : 'int', bits: this.#bounded(integer[2]!, 8, 256) }
    if (this.#eat('bool')) return { kind: 'bool' }
    if (this.#eat('address_payable') || this.#eat('address')) return { kind: 'address' }
    throw new NotAType(`${JSON.stringify(this.#text.slice(this.#position, this.#position + 24))} is no memory type`)
  }

  #array(): Type {
    const element = this.#type()
    this.#expect(')')
    const count = this.#match(/dyn|\d+/y)
    if (!count) throw new NotAType('an array without a length')
    const length = count[0] === 'dyn' ? undefined : Number(count[0])
    return { kind: 'array', element, length, ...this.#location() }
  }

  #mapping(): Type {
    const [key, value] = this.#list()
    if (!key || !value) throw new NotAType('a mapping without key and value')
    return { kind: 'mapping', key, value }
  }

  /** Behind `function_`: `internal_pure(…)returns(…)`, then perhaps `gas`, `value`, `salt`, `attached_to(…)`. */
  #function(): Type {
    const kind = this.#match(/[a-z0-9_]*/y)![0]
    this.#expect('(')
    this.#list()
    this.#expect('returns(')
    this.#list()
    while (this.#eat('gas') || this.#eat('value') || this.#eat('salt'));
    if (this.#eat('attached_to(') || this.#eat('bound_to(')) this.#list()
    return { kind: 'function', external: kind.startsWith('external') }
  }

  /** The types up to and with the closing parenthesis. */
  #list(): Type[] {
    const types: Type[] = []
    while (!this.#eat(')')) {
      if (types.length > 0) this.#expect(',')
      types.push(this.#type())
    }
    return types
  }

  /** Behind the opening parenthesis: `Name)12`. */
  #userType(): { name: string; id: number } {
    const match = this.#match(/([^(),]+)\)(\d+)/y)
    if (!match) throw new NotAType('a user-defined type without name and id')
    return { name: match[1]!, id: Number(match[2]) }
  }

  #location(): { location?: DataLocation } {
    const match = this.#match(/_(storage|memory|calldata|transient)(_ptr)?(_slice)?/y)
    switch (match?.[1]) {
      case 'storage':
      case 'memory':
      case 'calldata':
      case 'transient':
        return { location: match[1] }
      default:
        return {}
    }
  }

  #bounded(digits: string, min: number, max: number): number {
    const value = Number(digits)
    if (value < min || value > max) throw new NotAType(`width ${digits} is outside ${min} to ${max}`)
    return value
  }

  #eat(text: string): boolean {
    if (!this.#text.startsWith(text, this.#position)) return false
    this.#position += text.length
    return true
  }

  #expect(text: string): void {
    if (!this.#eat(text)) throw new NotAType(`expected ${JSON.stringify(text)} at position ${this.#position}`)
  }

  /** `pattern` is sticky. */
  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position
    const match = pattern.exec(this.#text)
    if (!match) return undefined
    this.#position = pattern.lastIndex
    return match
  }
}
