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
  /**
   * Standard JSON in; `output` of what comes back is standard JSON too, beside the compiler's `version`. Mistakes in the
   * sources are in the output's `errors`.
   */
  compile(input: StandardJsonInput): Promise<Compiled>
}

/**
 * Where compilers come from.
 * @example
 * import { type Compilers, launch } from 'memlane/launch'
 * import solc from 'solc'
 *
 * const version = solc.version()
 * const compilers: Compilers = {
 *   choose: async () => ({
 *     version,
 *     compile: async (input) => ({ version, output: JSON.parse(solc.compile(JSON.stringify(input))) }),
 *   }),
 * }
 * const text = 'contract A { function twice(uint256[] memory x) external pure returns (uint256) { return 2 * x[1]; } }'
 * const { outcome, evidence } = await launch(
 *   {
 *     code: { kind: 'solidity', entry: 'A.sol', sources: { 'A.sol': text } },
 *     call: { function: 'twice', arguments: ['[3, 4]'], gas: '100000' },
 *   },
 *   { compilers },
 * )
 * const { memoryMap } = await evidence.mapAt()
 * console.log(outcome?.call, outcome?.status) // A.twice([3, 4]) return
 * console.log(memoryMap.objects.map(({ type, name }) => `${type} ${name}`).join(', ')) // uint256[] x
 */
export interface Compilers {
  /**
   * The one that is wanted, else the best that fits all pragmas.
   * @param wanted a version, or what else these compilers have for names
   * @throws {MemlaneError} when there is none.
   */
  choose(wanted: string | undefined, pragmas: readonly Pragma[]): Promise<ChosenCompiler>
}
