/**
 * The Foundry project that a folder, or a file in it, is of.
 * @module
 */
import { readdir, stat } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { isObject, type JsonObject } from '../../base/json.ts'
import {
  FOUNDRY_FILE,
  type FoundryProject,
  openProject,
  profileName,
  type SettingProblem,
} from '../../foundry/index.ts'
import { cliError } from '../../view/index.ts'
import { parsedToml } from '../foundryToml.ts'
import { placed } from '../report.ts'
import type { Session } from '../session.ts'
import { NodeFiles } from './nodeFiles.ts'

export interface ProjectAt {
  /** Absolute. */
  readonly root: string
  readonly project: FoundryProject
  /** What was named, from the root: a file or a folder that limits which tests run; `undefined` for the root itself. */
  readonly within: string | undefined
}

/**
 * @param word a folder or a file; the current folder by default
 * @throws {MemlaneError} `cli.fileNotFound`, `cli.noFoundryProject`, `cli.badProjectFile`.
 */
export async function projectAt(
  word: string | undefined,
  remappings: readonly string[],
  session: Session,
): Promise<ProjectAt> {
  const { io } = session
  const start = resolve(io.folder, word ?? '.')
  const kind = await stat(start).catch(() => undefined)
  if (kind === undefined) throw placed(word ?? '.', cliError('cli.fileNotFound', {}))
  const { parse } = await import('smol-toml')
  for (let root = kind.isDirectory() ? start : dirname(start); ; root = dirname(root)) {
    const names = await readdir(root).catch((): string[] => [])
    if (names.includes(FOUNDRY_FILE)) {
      const shown = relative(io.folder, resolve(root, FOUNDRY_FILE))
      const files = new NodeFiles(root)
      const document = parsedToml(parse, (await files.read(FOUNDRY_FILE)) ?? '', shown)
      const project = await openProject({
        files,
        profile: profileName(io.environment),
        document,
        parse: (text) => tolerantly(parse, text),
        given: remappings,
      })
      for (const problem of project.problems) session.note(problemText(problem, shown, session))
      const within = relative(root, start).split(sep).join('/')
      return { root, project, within: within === '' ? undefined : within }
    }
    if (root === dirname(root)) throw placed(word ?? '.', cliError('cli.noFoundryProject', {}))
  }
}

function problemText(problem: SettingProblem, place: string, { messages }: Session): string {
  const { tests } = messages
  if (problem.kind === 'wrong') return tests.wrongKey(place, problem.key, problem.wanted)
  return problem.like === undefined
    ? tests.unknownKey(place, problem.key)
    : tests.misspelledKey(place, problem.key, problem.like)
}

/** A library's own file may be anything. */
function tolerantly(parse: (text: string) => unknown, text: string): JsonObject | undefined {
  try {
    const document = parse(text)
    return isObject(document) ? document : undefined
  } catch {
    return undefined
  }
}
