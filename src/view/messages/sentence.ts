/**
 * The sentence of an error in either language, made from its code and its facts.
 * @module
 */
import type { MemlaneError } from '../../base/error.ts'
import { errorsOf, type Facts, type FactsOf, fill } from '../../base/template.ts'
import { type CliErrorCode, enErrors } from './en.ts'
import type { Language } from './index.ts'
import { type ErrorTemplate, zhErrors } from './zhErrors.ts'

/** The facts that the sentence of a code needs. */
export type CliFacts<Code extends CliErrorCode> = FactsOf<(typeof enErrors)[Code]>

/** An error of the command line, with its English sentence. */
export const cliError: <Code extends CliErrorCode>(code: Code, facts: CliFacts<Code>) => MemlaneError =
  errorsOf(enErrors)

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
