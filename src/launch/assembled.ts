/**
 * Mnemonics as code, with every problem at its place.
 * @module
 */
import { type Assembly, AssemblyError, assemble } from '../assembly/index.ts'
import type { ForkName } from '../opcodes/index.ts'
import { launchError } from './errors.ts'
import { LaunchError, type LaunchProblem, problemAt } from './problems.ts'

/**
 * The code that mnemonics spell.
 * @param file what the text is called in errors
 * @throws {LaunchError} with every problem at its line and column; `launch.emptyTarget`.
 */
export function assembled(file: string, text: string, fork: ForkName): Assembly {
  if (text.trim() === '') throw problemAt({ file }, launchError('launch.emptyTarget', {}))
  try {
    return assemble(text, { fork })
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error
    const [first, ...rest] = error.problems.map((problem): LaunchProblem => {
      const { code, message, facts, line, column } = problem
      return { code, message, facts, at: { file, line, column } }
    })
    throw new LaunchError([first!, ...rest])
  }
}
