/**
 * What a selector or an event's topic means, over all contracts of a build.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, type Hex, type Word, wordToHex } from '../../base/index.ts'
import type { Compilation } from '../compilation.ts'
import type { AbiItem } from '../compiler.ts'
import type { Budget } from '../decode.ts'
import type { Member } from '../type.ts'
import type { Value } from '../value.ts'
import { decodeAbi } from './decode.ts'
import { abiMembers, abiSignature, type EnumLookup } from './type.ts'

/** A function's input, an error or an event, with the values that the data holds. */
export interface AbiContent {
  readonly name: string
  /** `transfer(address,uint256)` */
  readonly signature: string
  /** A struct of the parameters; of an event, of those that are not indexed. */
  readonly value: Value
}

interface Entry {
  readonly name: string
  readonly signature: string
  /** What the data holds. */
  readonly members: readonly Member[]
}

export interface EventEntry extends Entry {
  /** All parameters in order. An indexed one stands in a topic, and not in the data. */
  readonly inputs: readonly (Member & { readonly isIndexed: boolean })[]
}

export const SELECTOR_BYTES = 4

/** Every contract can revert with these: https://docs.soliditylang.org/en/v0.8.37/control-structures.html#error-handling-assert-require-revert-and-exceptions */
const BUILT_IN: readonly AbiItem[] = [
  { type: 'error', name: 'Error', inputs: [{ name: 'message', type: 'string' }] },
  { type: 'error', name: 'Panic', inputs: [{ name: 'code', type: 'uint256' }] },
]

export class AbiLookup {
  readonly #functions = new Map<Hex, Entry>()
  readonly #errors = new Map<Hex, Entry>()
  /** By first topic: events of one signature may differ in what is indexed. */
  readonly #events = new Map<Hex, EventEntry[]>()

  /** @param build undefined: only what every contract has */
  constructor(build: Compilation | undefined) {
    const contracts = build?.contracts ?? []
    const enums: EnumLookup = (name) => build?.definitions.enumNamed(name)
    for (const item of [...BUILT_IN, ...contracts.flatMap(({ abi }) => abi)]) this.#add(item, enums)
  }

  /** The content of data that begins with a function's selector. */
  call(data: Uint8Array, budget?: Budget): AbiContent | undefined {
    return selected(this.#functions, data, budget)
  }

  /** The signature of the function with this selector. */
  functionSignature(selector: Hex): string | undefined {
    return this.#functions.get(selector)?.signature
  }

  /** The content of revert data. */
  error(data: Uint8Array, budget?: Budget): AbiContent | undefined {
    return selected(this.#errors, data, budget)
  }

  /** The content of a log's data, by its first topic. */
  event(topic: Word, data: Uint8Array): AbiContent | undefined {
    return content(this.#events.get(wordToHex(topic))?.at(-1), data)
  }

  /** The event of that first topic with as many indexed parameters as there are topics behind it. */
  eventOf([topic, ...indexed]: readonly Hex[]): EventEntry | undefined {
    if (topic === undefined) return undefined
    return this.#events
      .get(topic)
      ?.findLast(({ inputs }) => inputs.filter(({ isIndexed }) => isIndexed).length === indexed.length)
  }

  #add({ type, name = '', inputs = [], anonymous }: AbiItem, enums: EnumLookup): void {
    if (type !== 'function' && type !== 'error' && type !== 'event') return
    const all = abiMembers(inputs, enums)
    const signature = abiSignature(name, all)
    const hash = bytesToHex(keccak_256(new TextEncoder().encode(signature)))
    if (type === 'event') {
      // No topic tells an anonymous event.
      if (anonymous === true) return
      const members = abiMembers(
        inputs.filter(({ indexed }) => indexed !== true),
        enums,
      )
      const declared = all.map((member, index) => ({ ...member, isIndexed: inputs[index]!.indexed === true }))
      const entry = { name, signature, members, inputs: declared }
      this.#events.set(hash, [...(this.#events.get(hash) ?? []), entry])
      return
    }
    const selector: Hex = `0x${hash.slice(2, 2 + 2 * SELECTOR_BYTES)}`
    const entries = type === 'error' ? this.#errors : this.#functions
    entries.set(selector, { name, signature, members: all })
  }
}

function selected(
  entries: ReadonlyMap<Hex, Entry>,
  data: Uint8Array,
  budget: Budget | undefined,
): AbiContent | undefined {
  return content(entries.get(bytesToHex(data.subarray(0, SELECTOR_BYTES))), data.subarray(SELECTOR_BYTES), budget)
}

function content(entry: Entry | undefined, data: Uint8Array, budget?: Budget): AbiContent | undefined {
  return entry && { name: entry.name, signature: entry.signature, value: decodeAbi(entry.members, data, budget) }
}

const lookups = new WeakMap<Compilation, AbiLookup>()
let builtIn: AbiLookup | undefined

/** The lookup of a build, made when it is first asked for; without a build, that of what every contract has. */
export function abiLookup(build: Compilation | undefined): AbiLookup {
  if (build === undefined) return (builtIn ??= new AbiLookup(undefined))
  let lookup = lookups.get(build)
  if (!lookup) lookups.set(build, (lookup = new AbiLookup(build)))
  return lookup
}
