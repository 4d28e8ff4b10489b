/**
 * The sentence of an error in either language, made from its code and its facts.
 * @module
 */
import { type ErrorMaker, errorsOf, type Facts, type FactsOf, fill } from '../../base/template.ts'
import { launchErrors } from '../../launch/errors.ts'
import type { FrameEndFacts } from '../../launch/facts.ts'
import { revertText, statusText } from '../outcome.ts'
import { type CliErrorCode, enErrors } from './en.ts'
import { type Language, messagesIn } from './index.ts'
import { zhErrors } from './zhErrors.ts'

/** The facts that the sentence of a code needs. */
export type CliFacts<Code extends CliErrorCode> = FactsOf<(typeof enErrors)[Code]>

/** An error of the command line, with its English sentence. */
export const cliError: ErrorMaker<typeof enErrors> = errorsOf(enErrors)

/** What is known of an error: enough to say it in any language. Every `MemlaneError` is one. */
export interface Problem {
  /** `room.reason` */
  readonly code: string
  /** The sentence in English. */
  readonly message: string
  /** What goes into the sentence. */
  readonly facts: Facts
  /** How something ended that is the reason. */
  readonly end?: FrameEndFacts | undefined
}

/** The sentence in a language; English where a translation is missing. */
export function sentence(problem: Problem, language: Language): string {
  const { code, message } = problem
  const facts = problem.end === undefined ? problem.facts : { ...problem.facts, reason: endText(problem.end, language) }
  const template = language === 'zh' ? zhErrors[code] : undefined
  if (template !== undefined) return fill(template, facts, '、')
  return problem.end === undefined ? message : fill(launchErrors['launch.deploymentFailed'], facts)
}

/** `reverted: "no"` */
function endText(end: FrameEndFacts, language: Language): string {
  const messages = messagesIn(language)
  const status = statusText(end, messages)
  const isSilent = end.revert?.reason.kind === 'none' && end.revert.cause === undefined
  const why = end.revert && !isSilent ? revertText(end.revert, messages) : undefined
  return why ? messages.summary.because(status, why) : status
}
