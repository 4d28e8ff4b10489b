/**
 * The process as the program's surroundings.
 * @module
 */
import { buffer } from 'node:stream/consumers'
import type { Io, Output } from './io.ts'
import { EXIT } from './report.ts'

/** The part of Node's `process` that is used. */
export interface ProcessLike {
  readonly stdin: NodeJS.ReadableStream
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Io['environment']
  cwd(): string
  exit(code?: number): void
}

/** Terminals have the last two. */
interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean
  readonly columns?: number
}

export function processIo(process: ProcessLike): Io {
  return {
    stdout: output(process.stdout, process),
    stderr: output(process.stderr, process),
    readInput: () => buffer(process.stdin),
    environment: process.env,
    folder: process.cwd(),
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
