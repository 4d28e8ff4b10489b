/**
 * The compilers at hand, as whoever launches hands them in: the page has one in a worker, the program those on disk.
 * @module
 */
import type { StandardJsonInput, StandardJsonOutput } from '../solidity/index.ts'

/** A pragma of one of the sources. */
export interface Pragma {
  /** What stands behind `pragma solidity`. */
  readonly range: string
  /** The source that it stands in. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
}

/** What a compiler made of an input. */
export interface Compiled {
  /** As the compiler itself says it: `0.8.37+commit.f401782d`. */
  readonly version: string
  /** What the compiler gave back. */
  readonly output: StandardJsonOutput
}

/** A compiler that was found, and can be asked. */
export interface ChosenCompiler {
  /** `0.8.37`, or longer: `0.8.30+commit.73712a01`. */
  readonly version: string
  /** Whether it only says again what a compiler once said that is not here: nothing else can be asked of it. */
  readonly isKept?: boolean
  /** Standard JSON in and out. Mistakes in the sources are in the output's `errors`. */
  compile(input: StandardJsonInput): Promise<Compiled>
}

/** Where compilers come from. */
export interface Compilers {
  /**
   * The one that is wanted, else the best that fits all pragmas.
   * @param wanted a version, or what else these compilers have for names
   * @throws {MemlaneError} when there is none.
   */
  choose(wanted: string | undefined, pragmas: readonly Pragma[]): Promise<ChosenCompiler>
}
