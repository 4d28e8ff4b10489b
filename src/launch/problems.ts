/**
 * What is wrong with a launch, and where: as data, because each surface says it in its own words and languages.
 *
 *   { field: 'call.value' }                        part of the input
 *   { file: 'src/A.sol', line: 3, column: 1 }      a place in a text, counted from 1
 *   { by: 'compiler' }                             what the compiler says of nothing in particular
 *   { shown: '--at' }                              as a surface itself calls it
 * @module
 */
import { bytesToHex, type Facts, type Hex, hexToBytes, MemlaneError } from '../base/index.ts'
import type { FrameEndFacts } from './facts.ts'

/** Where something is wrong. Lines and columns count from 1. */
export type Place =
  | { readonly field: string; readonly line?: number; readonly column?: number }
  | { readonly file: string; readonly line?: number; readonly column?: number }
  | { readonly by: 'compiler' }
  | { readonly shown: string }

/** `src/A.sol:3:1`, `call.value`, `compiler`, or what the surface calls it. */
export function placeText(place: Place): string {
  if ('shown' in place) return place.shown
  if ('by' in place) return place.by
  const what = 'file' in place ? place.file : place.field
  return [what, place.line, place.column].filter((part) => part !== undefined).join(':')
}

/** Enough to say it in any language, and to send it anywhere. */
export interface LaunchProblem {
  /** `room.reason` */
  readonly code: string
  /** The sentence in English. */
  readonly message: string
  /** What goes into the sentence. */
  readonly facts: Facts
  /** Where it is wrong, if it is anywhere in particular. */
  readonly at?: Place | undefined
  /** How a deployment ended, where that is what is wrong. */
  readonly end?: FrameEndFacts | undefined
}

/** At least one problem, with places. `code` and `facts` are those of the first; `message` has a line for each. */
export class LaunchError extends MemlaneError {
  override readonly name = 'LaunchError'
  /** At least one, in the order in which they were found. */
  readonly problems: readonly LaunchProblem[]

  constructor(problems: readonly [LaunchProblem, ...LaunchProblem[]]) {
    const lines = problems.map(({ at, message }) => (at === undefined ? message : `${placeText(at)}: ${message}`))
    super(problems[0].code as MemlaneError['code'], lines.join('\n'), problems[0].facts)
    this.problems = problems
  }
}

/** The error with its place. */
export function problemAt(at: Place, error: MemlaneError | LaunchProblem): LaunchError {
  const { code, message, facts } = error
  const end = 'end' in error ? error.end : undefined
  return new LaunchError([{ code, message, facts, at, ...(end && { end }) }])
}

/** Does the work; an error of it gets the place, unless it has one already. */
export function inPlace<Result>(place: Place, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw withPlace(place, error)
  }
}

/** `inPlace` for work that is under way. */
export async function awaitInPlace<Result>(place: Place, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw withPlace(place, error)
  }
}

function withPlace(place: Place, error: unknown): unknown {
  return error instanceof MemlaneError && !(error instanceof LaunchError) ? problemAt(place, error) : error
}

/** An error as data: structured cloning and JSON keep none of its code and facts. */
export type ProblemData =
  | { readonly kind: 'problems'; readonly problems: readonly LaunchProblem[] }
  /** Nobody's wrong input. */
  | { readonly kind: 'bug'; readonly message: string }

/** What an error says, for a worker or a queue to send: plain JSON. */
export function toData(error: unknown): ProblemData {
  if (error instanceof LaunchError) return { kind: 'problems', problems: error.problems.map(problemData) }
  if (error instanceof MemlaneError) return { kind: 'problems', problems: [problemData(error)] }
  return { kind: 'bug', message: error instanceof Error ? error.message : String(error) }
}

/** An error with the code, sentence, facts and places of the one that was sent: a `LaunchError`, whatever class that had. */
export function fromData(data: ProblemData): Error {
  const { problems } = (data ?? {}) as { readonly problems?: unknown }
  if (data?.kind === 'bug') return new Error(String(data.message))
  const [first, ...rest] = Array.isArray(problems) ? problems.map((one) => unpacked(one) as LaunchProblem) : []
  return first === undefined ? new Error('There is no error in this.') : new LaunchError([first, ...rest])
}

function problemData({ code, message, facts, at, end }: LaunchProblem): LaunchProblem {
  return packed({ code, message, facts, at, end }) as LaunchProblem
}

/** What JSON does not have: numbers beyond 2^53, and bytes. */
interface Packed {
  readonly $bigint?: string
  readonly $bytes?: Hex
}

function packed(value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() } satisfies Packed
  if (value instanceof Uint8Array) return { $bytes: bytesToHex(value) } satisfies Packed
  return mapped(value, packed)
}

function unpacked(value: unknown): unknown {
  const { $bigint, $bytes } = (value ?? {}) as Packed
  if (typeof $bigint === 'string') return BigInt($bigint)
  if (typeof $bytes === 'string') return hexToBytes($bytes)
  return mapped(value, unpacked)
}

function mapped(value: unknown, change: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => (part === undefined ? [] : [[name, change(part)]])),
  )
}
