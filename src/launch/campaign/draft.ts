/**
 * A call before it is made: what is called, with which values, and how its calldata lies about them.
 *
 *   entry, values ──encode──▶ lies ──▶ calldata
 * @module
 */
import { type Address, bytesToHex, type Gas, type Hex, hexToBytes, type Word } from '../../base/index.ts'
import { argumentText } from '../../solidity/abi/argumentText.ts'
import { encodeAbi } from '../../solidity/abi/encode.ts'
import type { Value } from '../../solidity/index.ts'
import type { Dictionary } from './dictionary.ts'
import type { Entry } from './entry.ts'
import { anyLie, type Lie, withLies } from './lies.ts'
import type { Random } from './random.ts'
import { simpler, simplerNumbers } from './simpler.ts'
import type { ValueMaker } from './values.ts'

export interface Draft {
  readonly entry: Entry
  /** One for each input. */
  readonly values: readonly Value[]
  /** Of arguments that have types. */
  readonly lies: readonly Lie[]
  /** Wei. */
  readonly value: Word
  readonly from: Address
  /** `undefined`: as much as the stage gives. */
  readonly gas: Gas | undefined
}

/** A call of a campaign, as data: enough to make it again. */
export interface CampaignCall {
  /** A signature, `receive`, `fallback`; of code without sources a selector, or `calldata`. */
  readonly function: string
  /** As people write them, one for each parameter; `undefined` where calldata is no encoding of the parameters. */
  readonly arguments: readonly string[] | undefined
  /** The call's whole input. */
  readonly calldata: Hex
  /** Whether calldata lies about its offsets and lengths, ends too early or goes on behind its end. */
  readonly isHostile: boolean
  /** Wei that it sends. */
  readonly value: Word
  /** Who calls. */
  readonly from: Address
  /** Where it needs less than calls usually get; `undefined`: as the stage's own call. */
  readonly gas: Gas | undefined
}

/** The call's input. */
export function calldataOf({ entry, values, lies }: Draft): Uint8Array {
  const { selector } = entry
  const content = withLies(contentOf(entry, values), lies)
  const data = new Uint8Array(selector.length + content.length)
  data.set(selector)
  data.set(content, selector.length)
  return data
}

function contentOf({ inputs, form }: Entry, values: readonly Value[]): Uint8Array {
  if (form !== 'bytes') return encodeAbi(inputs, values)
  const [only] = values
  return only?.kind === 'bytes' ? hexToBytes(only.value) : new Uint8Array(0)
}

/** The call as others see it. */
export function callOf(draft: Draft): CampaignCall {
  const { entry, values, lies, value, from, gas } = draft
  const isTyped = entry.form === 'abi'
  const isHostile = isTyped && lies.length > 0
  return {
    function: entry.name,
    arguments: isTyped && !isHostile ? values.map(argumentText) : undefined,
    calldata: bytesToHex(calldataOf(draft)),
    ...{ isHostile, value, from, gas },
  }
}

/** Wei that payable functions are sent. */
const AMOUNTS: readonly Word[] = [0n, 1n, 10n ** 18n, 0n, 2n ** 64n, 1000n]
const MOST_LIES = 3

/** Makes calls. */
export class DraftMaker {
  readonly #random: Random
  readonly #dictionary: Dictionary
  readonly #values: ValueMaker
  readonly #senders: readonly Address[]

  /** @param senders who may call; the first calls most often */
  constructor(random: Random, dictionary: Dictionary, values: ValueMaker, senders: readonly Address[]) {
    this.#random = random
    this.#dictionary = dictionary
    this.#values = values
    this.#senders = senders
  }

  /** With the edges of all types, other ones as `index` goes up from 0. */
  edge(entry: Entry, index: number): Draft {
    return {
      entry,
      values: entry.inputs.map(({ type }) => this.#values.edge(type, index)),
      lies: [],
      value: entry.isPayable ? AMOUNTS[index % AMOUNTS.length]! : 0n,
      from: this.#senders[0]!,
      gas: undefined,
    }
  }

  /** Any call. */
  any(entry: Entry): Draft {
    return this.#perhapsLying({
      entry,
      values: entry.inputs.map(({ type }) => this.#values.any(type)),
      lies: [],
      value: this.#amount(entry),
      from: this.#sender(),
      gas: undefined,
    })
  }

  /** A call that is much like this one. */
  changed(known: Draft): Draft {
    const random = this.#random
    const draft = { ...known, gas: undefined }
    const { entry, lies } = draft
    const count = entry.inputs.length
    if (count === 0 || random.chance(1, 8))
      return this.#perhapsLying({ ...draft, value: this.#amount(entry), from: this.#sender() })
    if (lies.length > 0 && random.chance(1, 2)) return this.#perhapsLying({ ...draft, lies: lies.slice(1) })
    const chosen = random.below(count)
    const values = draft.values.map((value, index) =>
      index === chosen || random.chance(1, 8) ? this.#values.changed(entry.inputs[index]!.type, value) : value,
    )
    return this.#perhapsLying({ ...draft, values })
  }

  #perhapsLying(draft: Draft): Draft {
    const random = this.#random
    const { entry, values, lies } = draft
    const isRare = entry.inputs.length === 0
    if (entry.form === 'bytes' || lies.length >= MOST_LIES || !random.chance(1, isRare ? 32 : 6)) return draft
    const lie = anyLie(entry.inputs, encodeAbi(entry.inputs, values), random, this.#dictionary)
    return { ...draft, lies: [...lies, lie] }
  }

  #amount({ isPayable }: Entry): Word {
    const random = this.#random
    if (!isPayable) return 0n
    return random.chance(3, 4) ? random.pick(AMOUNTS) : random.word(1 + random.below(80))
  }

  #sender(): Address {
    const random = this.#random
    return random.chance(1, 2) ? this.#senders[0]! : random.pick(this.#senders)
  }
}

/** Calls that are simpler than this one, the simplest first. @param sender the one that is simplest */
export function* simplerDrafts(draft: Draft, sender: Address): Generator<Draft> {
  const { entry, values, lies, value, from } = draft
  if (lies.length > 0) yield { ...draft, lies: [] }
  if (lies.length > 1) for (const index of lies.keys()) yield { ...draft, lies: lies.toSpliced(index, 1) }
  if (from !== sender) yield { ...draft, from: sender }
  for (const amount of simplerNumbers(value)) yield { ...draft, value: amount }
  for (const [index, { type }] of entry.inputs.entries())
    for (const small of simpler(type, values[index]!)) yield { ...draft, values: values.with(index, small) }
  for (const [index, lie] of lies.entries())
    for (const small of simplerLies(lie)) yield { ...draft, lies: lies.with(index, small) }
}

function* simplerLies(lie: Lie): Generator<Lie> {
  if (lie.kind === 'word') for (const value of simplerNumbers(lie.value)) yield { ...lie, value }
  if (lie.kind === 'tail') {
    const length = (lie.bytes.length - 2) / 2
    if (/[^0]/.test(lie.bytes.slice(2))) yield { ...lie, bytes: `0x${'00'.repeat(length)}` }
    if (length > 1) yield { ...lie, bytes: `0x${lie.bytes.slice(2, 2 + 2 * (length >> 1))}` }
  }
}
