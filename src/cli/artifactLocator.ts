/**
 * All builds of a project's folder, to look for code in.
 * @module
 */
import { join } from 'node:path'
import { buildCode } from '../launch/index.ts'
import { BuildLocator, type Compilation } from '../solidity/index.ts'
import { cliError } from '../view/index.ts'
import { buildsIn } from './artifact.ts'
import { folderAt } from './folder.ts'
import { portsOf } from './launching.ts'
import { forkOf, type OptionValues } from './options.ts'
import { placed } from './report.ts'
import type { Session } from './session.ts'

/** @throws {MemlaneError} `cli.noArtifacts`, and what building throws. */
export async function artifactLocator(folder: string, options: OptionValues, session: Session): Promise<BuildLocator> {
  const path = await folderAt(folder, session.io)
  const ports = portsOf({ path: join(path, '.') }, session)
  const compilations: Compilation[] = []
  for (const build of await buildsIn(path)) {
    const code = { kind: 'build', name: folder, ...build } as const
    const { compilation } = await buildCode(code, { solc: options.solc }, forkOf(options), ports, false)
    compilations.push(compilation)
  }
  if (compilations.length === 0) throw placed(folder, cliError('cli.noArtifacts', { folder }))
  return new BuildLocator(...compilations)
}
