/**
 * Everything the command line touches of its process, handed in: tests run it with plain objects.
 * @module
 */

export interface Output {
  write(text: string): void
  readonly isTerminal: boolean
  /** Width of the terminal; `undefined` elsewhere. */
  readonly columns: number | undefined
}

export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  /** All of standard input. */
  readInput(): Promise<Uint8Array>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder that relative paths start from. */
  readonly folder: string
}
