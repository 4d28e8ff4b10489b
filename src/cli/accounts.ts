/**
 * A file of accounts that are there before anything runs, in the form of a genesis file:
 *
 *   { "alloc": { "0x5fbd…0aa3": { "balance": "1000", "nonce": 1, "code": "0x60…", "storage": { "0x0": "0x7" } } } }
 *
 * The accounts stand under `alloc`, under `accounts`, or by themselves. All of the file is checked before any account
 * is made, and the first thing that is wrong is told by its field.
 * @module
 */
import type { WorldInput } from '../launch/input.ts'
import type { Io } from './io.ts'
import { readJsonFile } from './jsonFile.ts'
import { inPlace } from './report.ts'

/**
 * The accounts that the file names, as the file has them.
 * @throws {LaunchError} with the file's name, and the field or the line where something is wrong.
 */
export async function readAccounts(name: string, io: Io): Promise<NonNullable<WorldInput['accounts']>> {
  const json = await readJsonFile(name, io)
  const { accountsIn } = await import('../launch/world.ts')
  inPlace(name, () => accountsIn(json))
  return json as NonNullable<WorldInput['accounts']>
}
