/**
 * Errors with the places they are at, and how they leave the program: one sentence for each on stderr, and an
 * exit code.
 *
 *   examples/bad.evm:3:1: There is no opcode PUHS1; did you mean PUSH1?
 *   └─ place ──────────┘  └─ sentence ────────────────────────────────┘
 * @module
 */

import { MemlaneError } from '../base/index.ts'
import type { LaunchErrorCode } from '../launch/errors.ts'
import type { Outcome } from '../launch/facts.ts'
import {
  awaitInPlace as awaitInShown,
  inPlace as inShown,
  LaunchError,
  type Place,
  placeText,
  problemAt,
} from '../launch/problems.ts'
import { isSuccess } from '../opcodes/index.ts'
import type { RpcErrorCode } from '../rpc/errors.ts'
import { type CliErrorCode, type Language, messagesIn, type Problem, printable, sentence } from '../view/index.ts'

/** What the program ends with. */
export const EXIT = { fine: 0, findings: 1, badInput: 2, failed: 3 } as const

/** Errors that are nobody's wrong input: a file cannot be read, or an execution failed. */
const FAILURES: ReadonlySet<string> = new Set<CliErrorCode | LaunchErrorCode | RpcErrorCode>([
  'cli.fileNotFound',
  'cli.isDirectory',
  'cli.projectFolder',
  'cli.testNotReached',
  'cli.inProject',
  'cli.moreInProject',
  'cli.emptyProject',
  'cli.folderNotFound',
  'cli.notAFolder',
  'cli.notReadable',
  'cli.notWritable',
  'rpc.unreachable',
  'rpc.refused',
  'rpc.nonsense',
  'cli.nodeTellsNothing',
  'cli.noSuchTransaction',
  'cli.pendingTransaction',
  'launch.deploymentFailed',
  'cli.compilerDied',
])

/** The error with its place as the user knows it: `file:line:column`, a file, or an option. */
export function placed(place: string, error: MemlaneError): LaunchError {
  return problemAt({ shown: place }, error)
}

/** Does the work; an error that it throws gets the place, unless it has one already. */
export function inPlace<Result>(place: string, work: () => Result): Result {
  return inShown({ shown: place }, work)
}

/** `inPlace` for work that is under way. */
export function awaitInPlace<Result>(place: string, work: Promise<Result>): Promise<Result> {
  return awaitInShown({ shown: place }, work)
}

/** The lines for stderr. */
export function reportLines(error: unknown, language: Language): string[] {
  if (error instanceof LaunchError)
    return error.problems.map((problem) => `${shownPlace(problem.at)}: ${advice(problem, language)}`)
  if (error instanceof MemlaneError) return [`memlane: ${advice(error, language)}`]
  // BugError says in English that it is one.
  const what = (error instanceof Error ? error.message : String(error)).replace(/^This is a bug in memlane: /, '')
  return [`memlane: ${messagesIn(language).bug(what)}`]
}

/** Fields of what is launched, as options; what is wrong with others is wrong with the target. */
const FLAG_OF_FIELD: Readonly<Record<string, string>> = {
  'call.calldata': '--calldata',
  'call.from': '--from',
  'call.value': '--value',
  'call.gas': '--gas-limit',
  'world.fork': '--fork',
  'world.accounts': '--accounts',
  at: '--at',
}

function shownPlace(at: Place | undefined): string {
  if (at === undefined) return 'memlane'
  if ('by' in at) return 'solc'
  return placeText('field' in at ? { ...at, field: FLAG_OF_FIELD[at.field] ?? 'memlane' } : at)
}

/** The sentence, and the option that helps: the rooms below know nothing of options. */
function advice(problem: Problem, language: Language): string {
  const said = printable(sentence(problem, language))
  const option = optionFor(problem)
  return option === undefined ? said : said + messagesIn(language).hint(option)
}

function optionFor({ code, facts }: Problem): string | undefined {
  switch (code) {
    case 'solidity.whichContract':
      return '--contract'
    case 'solidity.whichFunction':
    case 'solidity.noFunction':
      return '--call'
    case 'launch.mapNeedsBuild':
      return '--artifacts'
    case 'launch.pragmaMismatch':
    case 'launch.artifactLacks':
    case 'launch.noViaIr':
      return '--solc'
    case 'launch.hostMemory':
    case 'trace.recordingTooLarge':
      return '--gas-limit'
    case 'trace.whichTransaction':
    case 'trace.notInBlock':
      return '--tx'
    case 'launch.notABaseline':
    case 'launch.baselineVersion':
    case 'launch.badBaselineEntry':
      return '--write-baseline'
    case 'solidity.argumentCount':
      return String(facts.signature).startsWith('constructor(') ? '--constructor-args' : undefined
    default:
      return undefined
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof LaunchError)
    return error.problems.some(({ code }) => FAILURES.has(code)) ? EXIT.failed : EXIT.badInput
  if (error instanceof MemlaneError) return FAILURES.has(error.code) ? EXIT.failed : EXIT.badInput
  return EXIT.failed
}

/** What a run ends the program with: a revert and a halt are failures of the execution. */
export function exitCodeOfRun({ status }: Pick<Outcome, 'status'>): number {
  return isSuccess(status) ? EXIT.fine : EXIT.failed
}
