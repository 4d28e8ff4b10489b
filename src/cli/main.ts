#!/usr/bin/env node
/**
 * The `memlane` program in its process.
 * @module
 */
import { buffer } from 'node:stream/consumers'
import type { Output } from './io.ts'
import { runProgram } from './program.ts'

function output(stream: NodeJS.WriteStream): Output {
  // `memlane … | head` closes the pipe early: nobody is left to tell.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.columns,
  }
}

process.exitCode = await runProgram(process.argv.slice(2), {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  readInput: () => buffer(process.stdin),
  environment: process.env,
  folder: process.cwd(),
})
