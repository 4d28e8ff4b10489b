/**
 * What can be wrong in mnemonic source, and the error that carries all of it.
 *
 * An assembler that stops at the first mistake makes its user run it once per mistake. So mistakes are
 * collected, each at its place, and thrown together.
 * @module
 */
import { type Fact, MemlaneError } from '../base/error.ts'
import type { AssemblyErrorCode, Mistake } from './errors.ts'

/** A place in source, as editors count: both from 1; columns are UTF-16 units. */
export interface Place {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

/** One thing that is wrong in source, and where. */
export interface AssemblyProblem extends Place {
  /** What kind of mistake it is. */
  readonly code: AssemblyErrorCode
  /** One sentence, without the place. */
  readonly message: string
  /** The names and numbers in the sentence. */
  readonly facts: Readonly<Record<string, Fact>>
}

/** Source that does not assemble. It is about the first of its `problems`: code, facts, line and column are that one's. */
export class AssemblyError extends MemlaneError implements Place {
  override readonly name = 'AssemblyError'
  readonly line: number
  readonly column: number
  /** At least one, in source order. */
  readonly problems: readonly AssemblyProblem[]

  constructor(problems: readonly AssemblyProblem[]) {
    const { code, message, line, column, facts } = problems[0]
    const others = problems.length - 1
    const more = others === 0 ? '' : ` (${others} more ${others === 1 ? 'problem follows' : 'problems follow'}.)`
    super(code, `Line ${line}, column ${column}: ${message}${more}`, { ...facts, line, column, others })
    this.line = line
    this.column = column
    this.problems = problems
  }
}

/** More than this and assembling stops: the rest of a file that is something else altogether helps nobody. */
export const MAX_PROBLEMS = 100

/** Collects problems until there are none left to find, or too many. */
export class ProblemList {
  readonly #problems: AssemblyProblem[] = []

  /** @throws {AssemblyError} when this problem is number `MAX_PROBLEMS`. */
  add({ line, column }: Place, { code, message, facts }: Mistake): void {
    this.#problems.push({ code, message, line, column, facts })
    if (this.#problems.length === MAX_PROBLEMS) this.throwIfAny()
  }

  /** Adds a problem behind which nothing can be read. */
  stop(place: Place, mistake: Mistake): void {
    this.add(place, mistake)
    this.throwIfAny()
  }

  /** @throws {AssemblyError} with what was collected, if anything was. */
  throwIfAny(): void {
    if (this.#problems.length === 0) return
    throw new AssemblyError(this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column))
  }
}

const MAX_QUOTED = 40

/** Source text for a message: whole tokens of hostile input can be megabytes long. */
export function quoted(text: string): string {
  return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED)}…`
}
