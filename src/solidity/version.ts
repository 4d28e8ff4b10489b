/**
 * A compiler's version as people write it.
 * @module
 */

/** `0.8.24` of `0.8.24+commit.e11b9ed9`: what pragmas compare. A prerelease keeps its name. */
export function withoutCommit(version: string): string {
  return version.replace(/\+.*/, '')
}
