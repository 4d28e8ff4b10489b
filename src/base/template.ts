/**
 * Sentences with places for facts: how every error is written, in whatever language.
 *
 *   'The code has {bytes:count} bytes.'   { bytes: 24577 }   ─▶  'The code has 24,577 bytes.'
 *
 * `{name}` is a fact as it is, `{name:count}` a number with separators, `{name:quoted}` a text in quotes, and
 * `{name:one|many}` the word that goes with the number: the first for 1.
 * @module
 */
import { type Fact, MemlaneError } from './error.ts'

export type Facts = Readonly<Record<string, Fact>>

/** The names between braces in a template: `'{a} of {b:count}'` gives `'a' | 'b'`. */
type FactNames<Template> = Template extends `${string}{${infer Slot}}${infer Rest}`
  ? (Slot extends `${infer Name}:${string}` ? Name : Slot) | FactNames<Rest>
  : never

/** The facts that a template needs. */
export type FactsOf<Template extends string> = Readonly<Record<FactNames<Template>, Fact>>

const SLOT = /\{(\w+)(?::(\w+(?:\|\w+)?))?\}/g

/**
 * The sentence of a template.
 * @param separator stands between the members of a list
 */
export function fill(template: string, facts: Facts, separator = ', '): string {
  return template.replace(SLOT, (_, name: string, form: string | undefined) => {
    const fact = facts[name]
    if (form === 'quoted') return JSON.stringify(fact)
    if (form === 'count' && (typeof fact === 'number' || typeof fact === 'bigint')) return grouped(fact)
    const [one, many] = form?.split('|') ?? []
    if (many !== undefined) return String(fact) === '1' ? one! : many
    return Array.isArray(fact) ? fact.join(separator) : String(fact)
  })
}

/** `30,000,000` */
export function grouped(value: number | bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A room's sentences by code; `code` is `room.reason`. */
export type ErrorTable = Readonly<Record<`${string}.${string}`, string>>

/** Makes an error of a table, with its English sentence. */
export type ErrorMaker<Table extends ErrorTable> = <Code extends keyof Table & `${string}.${string}`>(
  code: Code,
  facts: FactsOf<Table[Code]>,
) => MemlaneError

/** Makes the errors of a table. */
export function errorsOf<const Table extends ErrorTable>(table: Table): ErrorMaker<Table> {
  return (code, facts) => new MemlaneError(code, fill(table[code]!, facts), facts)
}
