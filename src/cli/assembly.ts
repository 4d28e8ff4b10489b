/**
 * Mnemonics of a target as code, with every problem at its line and column of the file.
 * @module
 */
import { type Assembly, AssemblyError, assemble } from '../assembly/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import { PlacedError } from './report.ts'
import type { SourceTarget } from './target.ts'

export function assembleTarget({ name, text }: SourceTarget, fork: ForkName): Assembly {
  try {
    return assemble(text, { fork })
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error
    const problems = error.problems.map((problem) => ({
      place: `${name}:${problem.line}:${problem.column}`,
      problem,
    }))
    throw new PlacedError(problems, error)
  }
}
