/**
 * The compilers of this machine, for what is launched: chosen, asked, and what they said is kept on disk.
 * @module
 */

import { dirname } from 'node:path'
import type { ChosenCompiler, Compiled, Compilers } from '../launch/compilers.ts'
import type { StandardJsonInput } from '../solidity/index.ts'
import { withoutCommit } from '../solidity/version.ts'
import type { FoundCompiler } from './compilerChoice.ts'
import type { Session } from './session.ts'

/** @param file the target's path, around which compilers are looked for; without one, around the current folder */
export function compilersAt(file: string | undefined, session: Session): Compilers {
  const { io } = session
  const folder = file === undefined ? io.folder : dirname(file)
  return {
    async choose(wanted, pragmas): Promise<ChosenCompiler> {
      const { chooseCompiler } = await import('./compilerChoice.ts')
      const found = await chooseCompiler(wanted, pragmas, folder, io)
      return { version: found.version, compile: (input) => compileInput(input, found, session) }
    },
  }
}

/** Compiles, unless it was compiled before; says on stderr what with. */
export async function compileInput(
  input: StandardJsonInput,
  compiler: FoundCompiler,
  session: Session,
): Promise<Compiled> {
  const { compiling, compiled, cached, fetching } = session.messages.progress
  const version = withoutCommit(compiler.version)
  const done = compiled(version, compiler.origin)
  const { CompilerCache } = await import('./compilerCache.ts')
  const cache = new CompilerCache(session.io)
  const before = await cache.find(compiler.version, input)
  if (before !== undefined) {
    session.note(cached(done))
    return before
  }
  if (compiler.isHere === false) session.note(fetching(version))
  return session.whileWorking(compiling(version), done, async () => {
    const running = await compiler.start()
    try {
      const result = { version: running.version, output: await running.compile(input) }
      await cache.keep(compiler.version, input, result)
      return result
    } finally {
      await running.close()
    }
  })
}
