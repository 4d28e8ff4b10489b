/**
 * solc as JavaScript, of any `solc` package, as a `Compiler`. It runs in a worker: compiling takes seconds of one
 * thread, and soljson installs a listener for unhandled rejections that throws, which no process wants.
 * @module
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Compiler, StandardJsonInput, StandardJsonOutput } from '../solidity/index.ts'
import { cliError } from '../view/index.ts'

/** A compiler that holds something until it is closed. */
export interface RunningCompiler extends Compiler {
  close(): Promise<void>
}

/**
 * The worker's program: its first message is the version, each further one the answer to an input. The package's own
 * `compile` puts the text on wasm's stack, where 0.8.19, 0.8.26 and 0.8.27 have no room for one of 1.6 MB; so the text goes
 * where the compiler asks for it, in versions that can be asked.
 */
const WORKER_PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
const solc = require(workerData.solc)
let soljson = {}
try {
  soljson = require(workerData.soljson)
} catch {
  // A package that is made otherwise knows best how to compile.
}
const canAllocate = ['_solidity_alloc', '_solidity_compile', '_solidity_reset', 'stringToUTF8', 'lengthBytesUTF8', 'UTF8ToString']
  .every((name) => typeof soljson[name] === 'function')
const compile = (input) => {
  if (!canAllocate) return solc.compile(input)
  const bytes = soljson.lengthBytesUTF8(input) + 1
  const place = soljson._solidity_alloc(bytes)
  soljson.stringToUTF8(input, place, bytes)
  const output = soljson.UTF8ToString(soljson._solidity_compile(place, 0, 0))
  soljson._solidity_reset()
  return output
}
parentPort.postMessage(solc.version())
parentPort.on('message', (input) => parentPort.postMessage(compile(input)))
`

/** Holds a thread until it is closed. */
export class SoljsonCompiler implements RunningCompiler {
  readonly version: string
  readonly #worker: Worker

  private constructor(worker: Worker, version: string) {
    this.#worker = worker
    this.version = version
  }

  /**
   * Loads solc from a package's folder, without one that beside memlane, which takes about half a second.
   * @throws {MemlaneError} `cli.compilerDied` when what lies there is no solc.
   */
  static async start(folder = 'solc'): Promise<SoljsonCompiler> {
    const { resolve } = createRequire(import.meta.url)
    const solc = resolve(folder)
    const worker = new Worker(WORKER_PROGRAM, {
      eval: true,
      workerData: { solc, soljson: join(dirname(solc), 'soljson.js') },
    })
    return new SoljsonCompiler(worker, await nextMessage(worker))
  }

  /** @throws {MemlaneError} `cli.compilerDied` when the worker ends, of too little memory for example. */
  async compile(input: StandardJsonInput): Promise<StandardJsonOutput> {
    const answer = nextMessage(this.#worker)
    this.#worker.postMessage(JSON.stringify(input))
    return JSON.parse(await answer)
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}

function nextMessage(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', received).off('error', failed).off('exit', ended)
    }
    const received = (message: string) => {
      settle()
      resolve(message)
    }
    const failed = ({ message }: Error) => {
      settle()
      reject(cliError('cli.compilerDied', { reason: message }))
    }
    const ended = (code: number) => failed(new Error(`exit code ${code}`))
    worker.on('message', received).on('error', failed).on('exit', ended)
  })
}
