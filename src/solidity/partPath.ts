/**
 * The way to one word of an object in memory: which member, element or piece of it the word is.
 * @module
 */
import { WORD_BYTES } from '../base/index.ts'
import type { MapObject } from './memoryMap.ts'

/**
 * `.length`, `[3]`, `.owner`, or `[0…31]` of bytes; `'unused'` for a word that its type has no use for; `undefined` where
 * the type does not tell.
 * @param index of the word, counted from the object's start
 */
export function partPath({ type, value }: Pick<MapObject, 'type' | 'value'>, index: number): string | undefined {
  if (value === undefined || type === undefined) return undefined
  if (value.kind === 'struct') {
    const member = value.members[index]
    return member === undefined ? 'unused' : `.${member.name}`
  }
  const isDynamic = type === 'string' || type === 'bytes' || type.endsWith('[]')
  if (isDynamic && index === 0) return '.length'
  const at = isDynamic ? index - 1 : index
  if (value.kind === 'array') return at < value.length ? `[${at}]` : 'unused'
  if (value.kind !== 'string' && value.kind !== 'bytes') return undefined
  const first = at * WORD_BYTES
  return first < value.length ? `[${first}…${Math.min(value.length, first + WORD_BYTES) - 1}]` : 'unused'
}
