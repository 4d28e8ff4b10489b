/**
 * Errors with the places they are at, and how they leave the program: one sentence for each on stderr, and an
 * exit code.
 *
 *   examples/bad.evm:3:1: There is no opcode PUHS1; did you mean PUSH1?
 *   └─ place ──────────┘  └─ sentence ────────────────────────────────┘
 * @module
 */
import { MemlaneError } from '../base/index.ts'
import { isSuccess } from '../opcodes/index.ts'
import {
  type CliErrorCode,
  type Language,
  messagesIn,
  type Outcome,
  type Problem,
  printable,
  sentence,
} from '../view/index.ts'

/** What the program ends with. 1 is kept for findings. */
export const EXIT = { fine: 0, badInput: 2, failed: 3 } as const

/** Errors that are nobody's wrong input: a file cannot be read, or an execution failed. */
const FAILURES: ReadonlySet<string> = new Set<CliErrorCode>([
  'cli.fileNotFound',
  'cli.isDirectory',
  'cli.folderNotFound',
  'cli.notAFolder',
  'cli.notReadable',
  'cli.notWritable',
  'cli.nodeUnreachable',
  'cli.nodeRefused',
  'cli.nodeNonsense',
  'cli.nodeTellsNothing',
  'cli.noSuchTransaction',
  'cli.pendingTransaction',
  'cli.deploymentFailed',
  'cli.compilerDied',
])

export interface PlacedProblem {
  /** `file:line:column`, a file, or an option. */
  readonly place: string
  readonly problem: Problem
}

/** What is wrong, and where: at least one problem. */
export class PlacedError extends Error {
  override readonly name = 'PlacedError'
  readonly problems: readonly PlacedProblem[]

  constructor(problems: readonly PlacedProblem[], cause: unknown) {
    super(problems.map(({ place, problem }) => `${place}: ${problem.message}`).join('\n'), { cause })
    this.problems = problems
  }
}

/** The error with its place. */
export function placed(place: string, error: MemlaneError): PlacedError {
  return new PlacedError([{ place, problem: error }], error)
}

/** Does the work; an error that it throws gets the place, unless it has one already. */
export function inPlace<Result>(place: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw withPlace(place, error)
  }
}

/** `inPlace` for work that is under way. */
export async function awaitInPlace<Result>(place: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw withPlace(place, error)
  }
}

function withPlace(place: string, error: unknown): unknown {
  return error instanceof MemlaneError ? placed(place, error) : error
}

/** The lines for stderr. */
export function reportLines(error: unknown, language: Language): string[] {
  if (error instanceof PlacedError)
    return error.problems.map(({ place, problem }) => `${place}: ${advice(problem, language)}`)
  if (error instanceof MemlaneError) return [`memlane: ${advice(error, language)}`]
  // BugError says in English that it is one.
  const what = (error instanceof Error ? error.message : String(error)).replace(/^This is a bug in memlane: /, '')
  return [`memlane: ${messagesIn(language).bug(what)}`]
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
    case 'trace.whichTransaction':
    case 'trace.notInBlock':
      return '--tx'
    case 'solidity.argumentCount':
      return String(facts.signature).startsWith('constructor(') ? '--constructor-args' : undefined
    default:
      return undefined
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof PlacedError)
    return error.problems.some(({ problem }) => FAILURES.has(problem.code)) ? EXIT.failed : EXIT.badInput
  if (error instanceof MemlaneError) return FAILURES.has(error.code) ? EXIT.failed : EXIT.badInput
  return EXIT.failed
}

/** What a run ends the program with: a revert and a halt are failures of the execution. */
export function exitCodeOfRun({ status }: Pick<Outcome, 'status'>): number {
  return isSuccess(status) ? EXIT.fine : EXIT.failed
}
