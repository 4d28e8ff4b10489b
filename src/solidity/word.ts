/**
 * One word read as a value type; the same in memory and in ABI data.
 * @module
 */
import { assertNever, type Hex, signed, type Word, wordToHex } from '../base/index.ts'
import type { Definitions } from './definitions.ts'
import { type Type, typeName, type ValueType } from './type.ts'
import { unreadable, type Value } from './value.ts'

/**
 * The value in `word`. Solidity keeps memory words clean, so a word with bits outside of its type is reported
 * and not cut: something wrote it that does not know the type.
 */
export function decodeWord(type: ValueType, word: Word, definitions: Definitions): Value {
  switch (type.kind) {
    case 'uint': {
      const { bits, enum: names } = type
      if (names && word < BigInt(names.members.length)) {
        return { kind: 'enum', name: `${names.name}.${names.members[Number(word)]}`, value: word }
      }
      return word >> BigInt(bits) === 0n ? { kind: 'number', value: word } : notOfType(type, word)
    }
    case 'int': {
      const value = signed(word)
      const fits = BigInt.asIntN(type.bits, value) === value
      return fits ? { kind: 'number', value } : notOfType(type, word)
    }
    case 'bool':
      return word <= 1n ? { kind: 'bool', value: word === 1n } : notOfType(type, word)
    case 'address':
    case 'contract':
      return word >> 160n === 0n ? { kind: 'address', value: hexDigits(word, 20) } : notOfType(type, word)
    case 'fixedBytes': {
      const unused = BigInt(8 * (32 - type.size))
      const value = word >> unused
      return value << unused === word
        ? { kind: 'fixedBytes', value: hexDigits(value, type.size) }
        : notOfType(type, word)
    }
    case 'enum': {
      const names = definitions.enumMembers(type.id)
      if (names && word >= BigInt(names.length)) return notOfType(type, word)
      return { kind: 'enum', name: `${type.name}.${names?.[Number(word)] ?? word}`, value: word }
    }
    case 'alias': {
      const underlying = definitions.underlying(type.id)
      // An alias stands for a built-in value type, never for another alias; a damaged tree may say otherwise.
      if (!underlying || !isElementary(underlying)) return { kind: 'fixedBytes', value: wordToHex(word) }
      return decodeWord(underlying, word, definitions)
    }
    case 'function': {
      const name = definitions.functionName?.(type, word)
      const value = type.external ? hexDigits(word >> 64n, 24) : (`0x${word.toString(16)}` as const)
      return { kind: 'function', value, ...(name === undefined ? {} : { name }) }
    }
    default:
      return assertNever(type)
  }
}

function isElementary(type: Type): type is Exclude<ValueType, { kind: 'alias' | 'contract' | 'enum' }> {
  const { kind } = type
  return kind === 'uint' || kind === 'int' || kind === 'bool' || kind === 'address' || kind === 'fixedBytes'
}

function hexDigits(value: bigint, bytes: number): Hex {
  return `0x${value.toString(16).padStart(2 * bytes, '0')}`
}

function notOfType(type: ValueType, word: Word): Value {
  const facts = { type: typeName(type), word: wordToHex(word) }
  return unreadable('notOfType', `0x${word.toString(16)} is no ${facts.type}`, facts)
}
