/**
 * What the commands that run a target are asked for, checked for what contradicts itself.
 * @module
 */
import type { WorldInput } from '../launch/input.ts'
import { cliError } from '../view/index.ts'
import { folderAt } from './folder.ts'
import type { Io } from './io.ts'
import type { OptionValues } from './options.ts'

export interface RunRequest {
  readonly options: OptionValues
  /** What is there before the target. */
  readonly accounts: WorldInput['accounts']
  /** For the function that `--call` names. */
  readonly callArguments: readonly string[]
}

/** @throws {MemlaneError} `cli.conflict`, `cli.argumentsWithoutCall`, and what `readAccounts` throws. */
export async function runRequest(callArguments: readonly string[], options: OptionValues, io: Io): Promise<RunRequest> {
  if (options.call !== undefined && options.calldata !== undefined)
    throw cliError('cli.conflict', { option: '--call', other: '--calldata' })
  if (callArguments.length > 0 && options.call === undefined)
    throw cliError('cli.argumentsWithoutCall', { arguments: callArguments })
  if (options.artifacts !== undefined) await folderAt(options.artifacts, io)
  const accounts = options.accounts === undefined ? undefined : await accountsAt(options.accounts, io)
  return { options, accounts, callArguments }
}

async function accountsAt(name: string, io: Io): Promise<RunRequest['accounts']> {
  const { readAccounts } = await import('./accounts.ts')
  return readAccounts(name, io)
}
