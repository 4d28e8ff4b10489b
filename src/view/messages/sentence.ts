/**
 * The sentence of an error in either language, made from its code and its facts.
 * @module
 */
import { type Fact, MemlaneError } from '../../base/error.ts'
import { grouped } from '../number.ts'
import { type CliErrorCode, enErrors } from './en.ts'
import type { Language } from './index.ts'
import { type ErrorTemplate, zhErrors } from './zhErrors.ts'

export type Facts = Readonly<Record<string, Fact>>

/** The names between braces in a template: `'{a} of {b:count}'` gives `'a' | 'b'`. */
type FactNames<Template> = Template extends `${string}{${infer Slot}}${infer Rest}`
  ? (Slot extends `${infer Name}:${string}` ? Name : Slot) | FactNames<Rest>
  : never

/** The facts that the sentence of a code needs. */
export type CliFacts<Code extends CliErrorCode> = Readonly<Record<FactNames<(typeof enErrors)[Code]>, Fact>>

/** An error of the command line, with its English sentence. */
export function cliError<Code extends CliErrorCode>(code: Code, facts: CliFacts<Code>): MemlaneError {
  return new MemlaneError(code, fill(enErrors[code], facts, ', '), facts)
}

/** What is known of an error: enough to say it in any language. Every `MemlaneError` is one. */
export interface Problem {
  readonly code: string
  /** The sentence in English. */
  readonly message: string
  readonly facts: Facts
}

/** The sentence in a language; English where a translation is missing. */
export function sentence({ code, message, facts }: Problem, language: Language): string {
  const template: ErrorTemplate | undefined = language === 'zh' ? zhErrors[code] : undefined
  if (template === undefined) return message
  return typeof template === 'string' ? fill(template, facts, '、') : template(facts)
}

const SLOT = /\{(\w+)(?::(count|quoted))?\}/g

function fill(template: string, facts: Facts, separator: string): string {
  return template.replace(SLOT, (_, name: string, form: string | undefined) => {
    const fact = facts[name]
    if (form === 'quoted') return JSON.stringify(fact)
    if (form === 'count' && (typeof fact === 'number' || typeof fact === 'bigint')) return grouped(fact)
    return Array.isArray(fact) ? fact.join(separator) : String(fact)
  })
}
