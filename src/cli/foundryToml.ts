/**
 * A Foundry project's settings: the table of the profile that is in use.
 * Source: https://getfoundry.sh/config/reference/default-config
 * @module
 */
import { readFile } from 'node:fs/promises'
import { isObject } from '../base/json.ts'
import { cliError } from '../view/index.ts'
import type { Io } from './io.ts'
import { placed } from './report.ts'

export const FOUNDRY_FILE = 'foundry.toml'

/**
 * @param place the file for people
 * @throws {MemlaneError} `cli.badProjectFile`.
 */
export async function foundryProfile(path: string, place: string, io: Io): Promise<Record<string, unknown>> {
  const { parse } = await import('smol-toml')
  let document: Record<string, unknown>
  try {
    document = parse(await readFile(path, 'utf8'))
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error).split('\n')[0]!
    throw placed(place, cliError('cli.badProjectFile', { reason }))
  }
  const profiles = isObject(document.profile) ? document.profile : {}
  const table = (name: string): Record<string, unknown> => {
    const profile = profiles[name]
    return isObject(profile) ? profile : {}
  }
  // A profile has what the default one has, unless it says otherwise.
  return { ...table('default'), ...table(profileName(io)) }
}

export function profileName({ environment }: Io): string {
  return environment.FOUNDRY_PROFILE || 'default'
}
