/**
 * A Foundry project's settings: the table of the profile that is in use.
 * Source: https://getfoundry.sh/config/reference/default-config
 * @module
 */
import { readFile } from 'node:fs/promises'
import { isObject, type JsonObject } from '../base/json.ts'
import { profileName, profileTable } from '../foundry/project/profile.ts'
import { cliError } from '../view/index.ts'
import type { Io } from './io.ts'
import { placed } from './report.ts'

/**
 * @param place the file for people
 * @throws {MemlaneError} `cli.badProjectFile`.
 */
export async function foundryProfile(path: string, place: string, { environment }: Io): Promise<JsonObject> {
  const { parse } = await import('smol-toml')
  return profileTable(parsedToml(parse, await readFile(path, 'utf8'), place), profileName(environment))
}

/** @throws {MemlaneError} `cli.badProjectFile`. */
export function parsedToml(parse: (text: string) => unknown, text: string, place: string): JsonObject {
  try {
    const document = parse(text)
    return isObject(document) ? document : {}
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error).split('\n')[0]!
    throw placed(place, cliError('cli.badProjectFile', { reason }))
  }
}
