/**
 * The process as the program's surroundings.
 * @module
 */
import { buffer } from 'node:stream/consumers'
import type { Io, Output } from './io.ts'
import { EXIT } from './report.ts'
import { ProcessTerminal } from './terminal/processTerminal.ts'

/** The part of Node's `process` that is used. */
export interface ProcessLike {
  readonly stdin: InputStream
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Io['environment']
  cwd(): string
  exit(code?: number): void
  on(event: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): void
  off(event: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): void
}

interface InputStream extends NodeJS.ReadableStream {
  readonly isTTY?: boolean
  setRawMode?(isRaw: boolean): unknown
}

/** Terminals have the last two. */
interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export function processIo(process: ProcessLike): Io {
  return {
    stdout: output(process.stdout, process),
    stderr: output(process.stderr, process),
    readInput: () => buffer(process.stdin),
    environment: process.env,
    folder: process.cwd(),
    untilInterrupted: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve)
      }),
    // Asked for only when needed: Node opens standard input at the first mention.
    get terminal() {
      return process.stdin.isTTY && process.stdout.isTTY ? new ProcessTerminal(process) : undefined
    },
  }
}

function output(stream: OutputStream, process: ProcessLike): Output {
  stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    // `memlane … | head` closes the pipe early: there is nobody left to tell, and nothing left to do.
    if (code === 'EPIPE') process.exit()
    else {
      process.stderr.write(`memlane: ${message}\n`)
      process.exit(EXIT.failed)
    }
  })
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.columns,
  }
}
