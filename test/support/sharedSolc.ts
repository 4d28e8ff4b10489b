/**
 * One compiler for all runs of the program in a test file: loading solc is most of the time that a run takes.
 *
 *   vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))
 * @module
 */
type Solc = typeof import('../../src/cli/solc.ts')

export function shared(real: Solc): Solc {
  const started = real.SoljsonCompiler.start()
  // Whoever asks for another package gets that one.
  const start = async (folder?: string) => {
    if (folder !== undefined) return real.SoljsonCompiler.start(folder)
    const compiler = await started
    return { version: compiler.version, compile: compiler.compile.bind(compiler), close: async () => {} }
  }
  return { ...real, SoljsonCompiler: { start } as unknown as Solc['SoljsonCompiler'] }
}
