/**
 * What a selector or an event's topic means, over all contracts of a build.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, type Hex, type Word, wordToHex } from '../../base/index.ts'
import type { Compilation } from '../compilation.ts'
import type { AbiItem } from '../compiler.ts'
import type { Member } from '../type.ts'
import type { Value } from '../value.ts'
import { decodeAbi } from './decode.ts'
import { abiMembers, abiSignature } from './type.ts'

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
  readonly members: readonly Member[]
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
  readonly #events = new Map<Hex, Entry>()

  constructor(build: Compilation) {
    for (const item of [...BUILT_IN, ...build.contracts.flatMap(({ abi }) => abi)]) this.#add(item)
  }

  /** The content of data that begins with a function's selector. */
  call(data: Uint8Array): AbiContent | undefined {
    return selected(this.#functions, data)
  }

  /** The content of revert data. */
  error(data: Uint8Array): AbiContent | undefined {
    return selected(this.#errors, data)
  }

  /** The content of a log's data, by its first topic. */
  event(topic: Word, data: Uint8Array): AbiContent | undefined {
    return content(this.#events.get(wordToHex(topic)), data)
  }

  #add({ type, name = '', inputs = [] }: AbiItem): void {
    if (type !== 'function' && type !== 'error' && type !== 'event') return
    const signature = abiSignature(name, abiMembers(inputs))
    const hash = bytesToHex(keccak_256(new TextEncoder().encode(signature)))
    const selector: Hex = `0x${hash.slice(2, 2 + 2 * SELECTOR_BYTES)}`
    const members = abiMembers(inputs.filter(({ indexed }) => indexed !== true))
    const entry = { name, signature, members }
    if (type === 'event') this.#events.set(hash, entry)
    else (type === 'error' ? this.#errors : this.#functions).set(selector, entry)
  }
}

function selected(entries: ReadonlyMap<Hex, Entry>, data: Uint8Array): AbiContent | undefined {
  return content(entries.get(bytesToHex(data.subarray(0, SELECTOR_BYTES))), data.subarray(SELECTOR_BYTES))
}

function content(entry: Entry | undefined, data: Uint8Array): AbiContent | undefined {
  return entry && { name: entry.name, signature: entry.signature, value: decodeAbi(entry.members, data) }
}

const lookups = new WeakMap<Compilation, AbiLookup>()

/** The lookup of a build, made when it is first asked for. */
export function abiLookup(build: Compilation): AbiLookup {
  let lookup = lookups.get(build)
  if (!lookup) lookups.set(build, (lookup = new AbiLookup(build)))
  return lookup
}
