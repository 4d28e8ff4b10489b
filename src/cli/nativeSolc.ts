/**
 * solc as a program of the system, as a `Compiler`: standard JSON on its standard input and output.
 * @module
 */
import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import type { ByteCount } from '../base/index.ts'
import type { StandardJsonInput, StandardJsonOutput } from '../solidity/index.ts'
import { cliError } from '../view/index.ts'
import type { RunningCompiler } from './solc.ts'

/** What a build may be: a syntax tree of the largest projects is a tenth of this. */
const MOST_OUTPUT: ByteCount = 512 * 1024 * 1024
const VERSION_MILLISECONDS = 10_000

/** The version of the program at `path`, `0.8.30+commit.73712a01`; `undefined` where there is none that is solc. */
export async function nativeVersion(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: VERSION_MILLISECONDS })
    return /^Version: (\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?\+commit\.[0-9a-f]+)/m.exec(stdout)?.[1]
  } catch {
    return undefined
  }
}

export class NativeCompiler implements RunningCompiler {
  readonly version: string
  readonly #path: string

  /** @param version as `nativeVersion` told it */
  constructor(path: string, version: string) {
    this.#path = path
    this.version = version
  }

  /** @throws {MemlaneError} `cli.compilerDied` when the program ends without an answer. */
  compile(input: StandardJsonInput): Promise<StandardJsonOutput> {
    return new Promise((resolve, reject) => {
      const died = (reason: string) => reject(cliError('cli.compilerDied', { reason }))
      const solc = spawn(this.#path, ['--standard-json'], { stdio: ['pipe', 'pipe', 'pipe'] })
      const chunks: Buffer[] = []
      let length = 0
      let said = ''
      solc.stdout.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > MOST_OUTPUT) solc.kill()
        else chunks.push(chunk)
      })
      solc.stderr.on('data', (chunk: Buffer) => {
        if (said.length < 1000) said += chunk
      })
      solc.on('error', ({ message }) => died(message))
      solc.on('close', (code) => {
        if (length > MOST_OUTPUT) return died(`more than ${MOST_OUTPUT} bytes of output`)
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString()))
        } catch {
          died(said.trim().split('\n')[0] || `exit code ${code}`)
        }
      })
      // One that ends early closes the pipe; `close` tells what happened.
      solc.stdin.on('error', () => {})
      solc.stdin.end(JSON.stringify(input))
    })
  }

  /** Each compilation is a process of its own, which ends by itself. */
  async close(): Promise<void> {}
}
