/**
 * Which compilers the pragmas of sources let through.
 * @module
 */

import { satisfies, validRange } from 'semver'
import type { MemlaneError } from '../base/index.ts'
import { withoutCommit } from '../solidity/version.ts'
import type { Pragma } from './compilers.ts'
import { launchError } from './errors.ts'
import { problemAt } from './problems.ts'

/** Whether a version fits all of them. */
export function fitsPragmas(version: string, pragmas: readonly Pragma[]): boolean {
  return pragmas.every(({ range }) => accepts(range, version))
}

/** What this library cannot read is left to solc to refuse. */
function accepts(range: string, version: string): boolean {
  return validRange(range) === null || satisfies(withoutCommit(version), range, { includePrerelease: true })
}

/** That none of these versions fits, at the pragma that leaves none. */
export function pragmaMismatch(versions: readonly string[], pragmas: readonly Pragma[]): MemlaneError {
  const refuses = pragmas.find(({ range }) => !versions.some((version) => accepts(range, version))) ?? pragmas[0]
  const error = launchError('launch.pragmaMismatch', {
    pragma: `pragma solidity ${refuses?.range ?? '*'};`,
    versions: [...new Set(versions.map(withoutCommit))],
  })
  return refuses === undefined ? error : problemAt({ file: refuses.file, line: refuses.line }, error)
}
