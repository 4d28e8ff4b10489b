/**
 * The process as the program's surroundings.
 * @module
 */
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import type { Content, Io, Output } from './io.ts'
import { ENDING, type OutputStream, type ProcessLike } from './processLike.ts'
import { EXIT } from './report.ts'
import { ProcessTerminal } from './terminal/processTerminal.ts'
import { chunksOf } from './textChunks.ts'

export function processIo(process: ProcessLike): Io {
  return {
    stdout: output(process.stdout, process),
    stderr: output(process.stderr, process),
    readInput: () => buffer(process.stdin),
    environment: process.env,
    folder: process.cwd(),
    untilInterrupted: () =>
      new Promise((resolve) => {
        for (const signal of ENDING) process.on(signal, resolve)
      }),
    beforeEnd: (clean) => beforeEnd(process, clean),
    // Asked for only when needed: Node opens standard input at the first mention.
    get terminal() {
      return process.stdin.isTTY && process.stdout.isTTY ? new ProcessTerminal(process) : undefined
    },
  }
}

/** What a shell says of a program that SIGPIPE ended, as it ends others when nobody reads what they write. */
const NOBODY_READS = 128 + 13

function output(stream: OutputStream, process: ProcessLike): Output {
  stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    // `memlane … | head` closes the pipe early: there is nobody left to tell, and nothing left to do.
    if (code === 'EPIPE') process.exit(NOBODY_READS)
    else {
      process.stderr.write(`memlane: ${message}\n`)
      process.exit(EXIT.failed)
    }
  })
  return {
    write: (text) => void stream.write(text),
    writeAll: (content) => writeAll(stream, content),
    isTerminal: stream.isTTY === true,
    columns: stream.columns,
  }
}

async function writeAll(stream: OutputStream, content: Content): Promise<void> {
  const parts = content instanceof Uint8Array ? [content] : chunksOf(content)
  // While it waits, the process also learns that nobody reads any more.
  for (const part of parts) if (!stream.write(part)) await once(stream, 'drain')
}

function beforeEnd(process: ProcessLike, clean: () => void): () => void {
  const listeners = ENDING.map((signal) => {
    const listener = () => {
      clean()
      stop()
      // Nobody listens any more: the process ends as it would have, and whoever waits for it learns by what.
      process.kill(process.pid, signal)
    }
    return { signal, listener }
  })
  const stop = () => {
    process.off('exit', clean)
    for (const { signal, listener } of listeners) process.off(signal, listener)
  }
  process.on('exit', clean)
  for (const { signal, listener } of listeners) process.on(signal, listener)
  return stop
}
