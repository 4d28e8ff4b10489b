/**
 * Sentences with places for facts: how every error is written, in whatever language.
 *
 *   'The code has {bytes:count} bytes.'   { bytes: 24577 }   ─▶  'The code has 24,577 bytes.'
 *
 * `{name}` is a fact as it is, `{name:count}` a number with separators, `{name:quoted}` a text in quotes, and
 * `{name:one|many}` the word that goes with the number: the first for 1. Where a code has a sentence for one case and
 * another for the next, a function chooses the template by the facts.
 * @module
 */
import { type Fact, MemlaneError } from './error.ts'

/** The facts of an error, by name. */
export type Facts = Readonly<Record<string, Fact>>

/** The names between braces in a template: `'{a} of {b:count}'` gives `'a' | 'b'`. */
export type FactNames<Template> = Template extends `${string}{${infer Slot}}${infer Rest}`
  ? (Slot extends `${infer Name}:${string}` ? Name : Slot) | FactNames<Rest>
  : never

/** A sentence with places for facts, or what chooses it by them; nothing that a fact says is read as a place. */
export type ErrorTemplate = string | ((facts: Facts) => string)

/** The facts that a template needs; where one is chosen, those of any that can be. */
export type FactsOf<Template extends ErrorTemplate> = Template extends string
  ? Readonly<Record<FactNames<Template>, Fact>>
  : Template extends ((facts: Facts) => infer Chosen extends string)
    ? FactsOf<Chosen>
    : never

const SLOT = /\{(\w+)(?::(\w+(?:\|\w+)?))?\}/g

/**
 * The sentence of a template.
 * @param separator stands between the members of a list
 */
export function fill(template: ErrorTemplate, facts: Facts, separator = ', '): string {
  const sentence = typeof template === 'string' ? template : template(facts)
  return sentence.replace(SLOT, (_, name: string, form: string | undefined) => {
    const fact = facts[name]
    if (form === 'quoted') return spelled(fact)
    if (form === 'count' && (typeof fact === 'number' || typeof fact === 'bigint')) return grouped(fact)
    const [one, many] = form?.split('|') ?? []
    if (many !== undefined) return String(fact) === '1' ? one! : many
    return Array.isArray(fact) ? fact.join(separator) : String(fact)
  })
}

/** Whatever a caller handed in, for a sentence that refuses it: a text in quotes, anything else without. */
export function spelled(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** `30,000,000` */
export function grouped(value: number | bigint): string {
  return value.toString().replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')
}

/** A room's sentences by code; `code` is `room.reason`. */
export type ErrorTable = Readonly<Record<`${string}.${string}`, ErrorTemplate>>

/** Makes an error of a table, with its English sentence. */
export type ErrorMaker<Table extends ErrorTable> = <Code extends keyof Table & `${string}.${string}`>(
  code: Code,
  facts: FactsOf<Table[Code]>,
) => MemlaneError

/** Makes the errors of a table. */
export function errorsOf<const Table extends ErrorTable>(table: Table): ErrorMaker<Table> {
  return (code, facts) => new MemlaneError(code, fill(table[code]!, facts), facts)
}
