/**
 * What cheatcodes need from outside.
 * @module
 */
import type { Address, Word } from '../../base/index.ts'

export interface CheatPorts {
  /** The project's folder. */
  readonly root: string
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Code of a contract of the build, by name, `File.sol` or `File.sol:Name`; `undefined` where there is none. */
  artifact(name: string): { readonly creation: Uint8Array; readonly runtime: Uint8Array } | undefined
  /**
   * A file of the project, where `fs_permissions` allow it.
   * @throws {CheatcodeError}
   */
  readFile(path: string): Uint8Array
  /** What revert data says. */
  revertText(data: Uint8Array): string
  /** In milliseconds since 1970. */
  now(): number
  /** A contract's address. */
  createdBy(creator: Address, nonce: Word): Address
}
