/**
 * What a log says: the event of the sources that it is, and its arguments, from the topics and from the data.
 * @module
 */
import { type Hex, hexToBytes } from '../../base/index.ts'
import type { Compilation } from '../compilation.ts'
import type { Budget } from '../decode.ts'
import { isReference, type Type, typeName } from '../type.ts'
import type { Value } from '../value.ts'
import { decodeAbi, decodeTyped, type TypedValue } from './decode.ts'
import { abiLookup } from './lookup.ts'

/** A log, as the sources declare it. */
export interface EventContent {
  /** `Transfer` */
  readonly name: string
  /** `Transfer(address,address,uint256)` */
  readonly signature: string
  /** In the order of the declaration, indexed or not. */
  readonly arguments: readonly EventArgument[]
}

/** One argument of an event: from a topic, or from the data. */
export interface EventArgument extends Omit<TypedValue, 'value'> {
  /** Whether it stands in a topic. */
  readonly isIndexed: boolean
  /** `undefined` where the log has only the hash of the value. */
  readonly value: Value | undefined
  /** Keccak-256 of an indexed string, byte array, list or struct. */
  readonly hash: Hex | undefined
}

/**
 * The event that a log's topics name, of any contract of the build. `undefined` when there is none, when the number
 * of topics is that of another event of the same signature, and for an anonymous event.
 */
export function decodeEvent(
  build: Compilation,
  log: { readonly topics: readonly Hex[]; readonly data: Uint8Array },
  budget?: Budget,
): EventContent | undefined {
  const event = abiLookup(build).eventOf(log.topics)
  if (event === undefined) return undefined
  const topics = log.topics.slice(1)
  const plain = decodeTyped(event.members, log.data, budget)
  let nextTopic = 0
  let nextPlain = 0
  return {
    name: event.name,
    signature: event.signature,
    arguments: event.inputs.map(({ name, type, isIndexed }): EventArgument => {
      if (!isIndexed) return { ...plain[nextPlain++]!, isIndexed, hash: undefined }
      const topic = topics[nextTopic++]!
      const facts = { type: typeName(type), name, isIndexed }
      if (isHashed(type)) return { ...facts, value: undefined, hash: topic }
      const value = decodeAbi([{ name, type }], hexToBytes(topic), budget)
      return { ...facts, value: value.kind === 'struct' ? value.members[0]!.value : value, hash: undefined }
    }),
  }
}

/** Source: https://docs.soliditylang.org/en/v0.8.37/abi-spec.html#encoding-of-indexed-event-parameters */
function isHashed(type: Type): boolean {
  return isReference(type) || type.kind === 'tuple'
}
