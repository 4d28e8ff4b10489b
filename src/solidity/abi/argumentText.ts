/**
 * A value as `parseArgument` reads it: what goes the other way.
 * @module
 */
import { BugError } from '../../base/index.ts'
import type { Value } from '../value.ts'

/** The text that means the value, as an argument of its own. The value is whole: nothing of it was cut. */
export function argumentText(value: Value): string {
  // A whole argument that is a string needs no quotes.
  return value.kind === 'string' ? value.text : partText(value)
}

/** The value as a part of a list or a struct. */
function partText(value: Value): string {
  switch (value.kind) {
    case 'number':
    case 'bool':
      return String(value.value)
    case 'enum':
      return value.name
    case 'address':
    case 'fixedBytes':
    case 'bytes':
    case 'function':
      return value.value
    case 'string':
      return JSON.stringify(value.text)
    case 'array':
      return `[${value.elements.map(partText).join(', ')}]`
    case 'struct':
      return `(${value.members.map((member) => partText(member.value)).join(', ')})`
    default:
      throw new BugError(`a ${value.kind} is no argument`)
  }
}
