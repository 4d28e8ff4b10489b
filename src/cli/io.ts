/**
 * Everything the command line touches of its process, handed in: tests run it with plain objects.
 * @module
 */

/** Bytes, or a text in pieces, which can be longer than a string may be. */
export type Content = Uint8Array | Iterable<string>

export interface Output {
  write(text: string): void
  /** Writes what may be long, no faster than it is read. */
  writeAll(content: Content): Promise<void>
  readonly isTerminal: boolean
  /** Width of the terminal; `undefined` elsewhere. */
  readonly columns: number | undefined
}

/** A terminal as a whole: for programs that take the screen. */
export interface Terminal {
  readonly columns: number
  readonly rows: number
  write(text: string): void
  /** From now on every key is told as it is typed. `ended`: the program is asked to end. */
  open(on: { typed(text: string): void; resized(): void; ended(): void }): void
  /** Gives the keys back. */
  close(): void
}

export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  /** All of standard input. */
  readInput(): Promise<Uint8Array>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The terminal that keys come from and screens go to; `undefined` where either is a pipe. */
  readonly terminal?: Terminal | undefined
  /** Ends when the user asks the program to end, by Ctrl-C or a signal; absent where nobody can. */
  untilInterrupted?(): Promise<void>
  /**
   * Has something done before the process ends, by a signal too, until the function that it returns is called; absent
   * where the process goes on.
   */
  beforeEnd?(clean: () => void): () => void
  /** The folder that relative paths start from. */
  readonly folder: string
}
