/**
 * What solc compiles for.
 * @module
 */
import { compare } from 'semver'
import { type ForkName, isAtLeast } from '../opcodes/index.ts'
import { withoutCommit } from './version.ts'

/**
 * solc's names of the forks, newest first, and the first version that knows each.
 * Source: https://github.com/argotorg/solidity/blob/develop/Changelog.md
 */
const EVM_VERSIONS: readonly (readonly [fork: ForkName, since: string])[] = [
  ['osaka', '0.8.29'],
  ['prague', '0.8.27'],
  ['cancun', '0.8.24'],
  ['shanghai', '0.8.20'],
  ['paris', '0.8.18'],
  ['london', '0.8.7'],
  ['berlin', '0.8.5'],
  ['istanbul', '0.5.14'],
  ['petersburg', '0.5.5'],
  ['constantinople', '0.4.21'],
  ['byzantium', '0.4.21'],
  ['spuriousDragon', '0.4.21'],
  ['tangerineWhistle', '0.4.21'],
]

/** The newest target that this compiler knows and that runs on the fork. */
export function evmVersionFor(fork: ForkName, version: string): string {
  const known = EVM_VERSIONS.find(
    ([name, since]) => isAtLeast(fork, name) && compare(withoutCommit(version), since) >= 0,
  )
  // Its code for Homestead runs on Frontier too, DELEGATECALL aside.
  return known?.[0] ?? 'homestead'
}
