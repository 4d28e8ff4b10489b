/**
 * The part of Node's `process` that the program uses, so that tests can hand in another.
 * @module
 */
import type { Io } from './io.ts'

/** What asks a program to end, and by what it ends where nobody listens. */
export const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type Ending = (typeof ENDING)[number]

/** The part of Node's `process` that is used. */
export interface ProcessLike {
  readonly stdin: InputStream
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Io['environment']
  cwd(): string
  exit(code?: number): void
  readonly pid: number
  kill(pid: number, signal: Ending): void
  on(event: Ending | 'exit', listener: () => void): void
  off(event: Ending | 'exit', listener: () => void): void
}

interface InputStream extends NodeJS.ReadableStream {
  readonly isTTY?: boolean
  setRawMode?(isRaw: boolean): unknown
}

/** Terminals have the last two. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}
