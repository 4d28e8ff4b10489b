/**
 * solc as JavaScript, of any `solc` package, as a `Compiler`. It runs in a worker: compiling takes seconds of one
 * thread, and soljson installs a listener for unhandled rejections that throws, which no process wants.
 * @module
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Compiler, StandardJsonInput, StandardJsonOutput } from '../solidity/index.ts'
import { cliError } from '../view/index.ts'

/** A compiler that holds something until it is closed. */
export interface RunningCompiler extends Compiler {
  close(): Promise<void>
}

/** The worker's program: its first message is the version, each further one the answer to an input. */
const WORKER_PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
const solc = require(workerData)
parentPort.postMessage(solc.version())
parentPort.on('message', (input) => parentPort.postMessage(solc.compile(input)))
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
    const worker = new Worker(WORKER_PROGRAM, {
      eval: true,
      workerData: createRequire(import.meta.url).resolve(folder),
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
