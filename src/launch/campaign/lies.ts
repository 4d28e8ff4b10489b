/**
 * Calldata that is not what its types say: contracts that read it by themselves believe what they find.
 *
 *   word    an offset or a length that lies, a value with dirty upper bytes
 *   cut     it ends too early
 *   tail    bytes behind its end
 * @module
 */
import {
  type ByteCount,
  type ByteOffset,
  type Hex,
  hexToBytes,
  MAX_WORD,
  putWord,
  WORD_BYTES,
  type Word,
  wordAt,
} from '../../base/index.ts'
import { type DynamicWord, dynamicWords } from '../../solidity/abi/dynamicWords.ts'
import type { Member } from '../../solidity/index.ts'
import type { Dictionary } from './dictionary.ts'
import type { Random } from './random.ts'

/** One thing that is wrong with encoded arguments. Positions count from the first argument. */
export type Lie =
  | { readonly kind: 'word'; readonly at: ByteOffset; readonly value: Word }
  | { readonly kind: 'cut'; readonly length: ByteCount }
  | { readonly kind: 'tail'; readonly bytes: Hex }

/** The arguments with what is wrong with them; what does not fit into them is left out. */
export function withLies(encoded: Uint8Array, lies: readonly Lie[]): Uint8Array {
  let data = encoded.slice()
  for (const lie of lies) {
    if (lie.kind === 'cut') data = data.slice(0, lie.length)
    else if (lie.kind === 'tail') data = joined(data, hexToBytes(lie.bytes))
    else if (lie.at + WORD_BYTES <= data.length) putWord(data, lie.at, lie.value)
  }
  return data
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

/** A lie about arguments that `encodeAbi` made. */
export function anyLie(parameters: readonly Member[], encoded: Uint8Array, random: Random, known: Dictionary): Lie {
  const words = dynamicWords(parameters, encoded)
  if (words.length > 0 && random.chance(3, 4)) {
    const word = random.pick(words)
    return { kind: 'word', at: word.at, value: random.pick(falseValues(word, encoded, random, known)) }
  }
  const count = Math.floor(encoded.length / WORD_BYTES)
  if (count > 0 && random.chance(1, 3)) {
    const at = WORD_BYTES * random.below(count)
    const dirty = wordAt(encoded, at) | (random.word(64) << 192n) | (random.word(32) << 160n)
    return { kind: 'word', at, value: random.chance(1, 2) ? dirty : random.word(256) }
  }
  if (encoded.length > 0 && random.chance(1, 2)) {
    const whole = WORD_BYTES * random.below(count + 1)
    return { kind: 'cut', length: random.chance(1, 2) ? whole : random.below(encoded.length) }
  }
  return { kind: 'tail', bytes: random.hex(1 + random.below(100)) }
}

/** A little off, at the end of the data, back into itself, and so large that sums with it wrap around. */
function falseValues({ at, from }: DynamicWord, encoded: Uint8Array, random: Random, known: Dictionary): Word[] {
  const told = wordAt(encoded, at)
  const end = BigInt(encoded.length - from)
  const near = [told + 1n, told - 1n, told + 32n, told - 32n, told * 2n, 0n, 1n, 31n, 32n]
  const far = [end, end - 1n, end - 32n, end + 1n, BigInt(at - from), 1n << 16n, 1n << 32n, (1n << 64n) - 1n, 1n << 64n]
  const wrapping = [1n << 255n, 1n << 251n, (1n << 251n) - 1n, MAX_WORD, MAX_WORD - 30n, MAX_WORD - 31n]
  const below = -32n * BigInt(1 + random.below(64))
  const constant = known.pick(random) ?? 0n
  return [...near, ...far, ...wrapping, below, constant].map((value) => BigInt.asUintN(256, value))
}
