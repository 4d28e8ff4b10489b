/**
 * The bundled compiler for all runs of the program in a test file, which keeps what it said: loading solc and compiling are
 * most of the time that a run takes.
 *
 *   vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))
 * @module
 */
import { besideMemlane } from '../../src/cli/defaultSolc.ts'
import { keptOutput, keptVersion } from './keptSolc.ts'

type Solc = typeof import('../../src/cli/solc.ts')

export function shared(real: Solc): Solc {
  // Whoever asks for another package gets that one.
  const start = async (folder?: string) => {
    if (folder !== undefined && folder !== besideMemlane()) return real.SoljsonCompiler.start(folder)
    return {
      version: keptVersion(),
      compile: async (input: Parameters<typeof keptOutput>[0]) => keptOutput(input),
      close: async () => {},
    }
  }
  return { ...real, SoljsonCompiler: { start } as unknown as Solc['SoljsonCompiler'] }
}
