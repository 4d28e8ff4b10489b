#!/usr/bin/env node
/**
 * The `memlane` program.
 * @module
 */
import { processIo } from './processIo.ts'
import { runProgram } from './program.ts'

// Not process.exit: what was written to a pipe is still on its way.
process.exitCode = await runProgram(process.argv.slice(2), processIo(process))
