/**
 * What the commands that run a target are asked for, checked for what contradicts itself.
 * @module
 */
import { cliError } from '../view/index.ts'
import { type Accounts, NO_ACCOUNTS, readAccounts } from './accounts.ts'
import { folderAt } from './folder.ts'
import type { Io } from './io.ts'
import type { OptionValues } from './options.ts'

export interface RunRequest {
  readonly options: OptionValues
  /** What is there before the target. */
  readonly accounts: Accounts
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
  const accounts = options.accounts === undefined ? NO_ACCOUNTS : await readAccounts(options.accounts, io)
  return { options, accounts, callArguments }
}
