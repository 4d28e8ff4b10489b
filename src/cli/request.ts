/**
 * What the commands that run a target are asked for, checked for what contradicts itself.
 * @module
 */
import { cliError } from '../view/index.ts'
import type { OptionValues } from './options.ts'

export interface RunRequest {
  readonly options: OptionValues
  /** For the function that `--call` names. */
  readonly callArguments: readonly string[]
}

/** @throws {MemlaneError} `cli.conflict`, `cli.argumentsWithoutCall`. */
export function runRequest(callArguments: readonly string[], options: OptionValues): RunRequest {
  if (options.call !== undefined && options.calldata !== undefined)
    throw cliError('cli.conflict', { option: '--call', other: '--calldata' })
  if (callArguments.length > 0 && options.call === undefined)
    throw cliError('cli.argumentsWithoutCall', { arguments: callArguments })
  return { options, callArguments }
}
