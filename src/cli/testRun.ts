/**
 * Runs the program inside a test, with everything around it made of plain values.
 * @module
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Io, Output } from './io.ts'
import { runProgram } from './program.ts'

export interface TestRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface TestSurroundings {
  readonly folder?: string
  readonly input?: string | Uint8Array
  readonly environment?: Io['environment']
  /** Width of a terminal that both outputs are; without it they are pipes. */
  readonly terminal?: number
}

/** The folder that the examples are in. */
export const EXAMPLES: string = resolve('examples')

export async function testRun(argv: readonly string[], surroundings: TestSurroundings = {}): Promise<TestRun> {
  const { folder = EXAMPLES, input = '', environment = {}, terminal } = surroundings
  const written = { stdout: '', stderr: '' }
  const output = (name: keyof typeof written): Output => ({
    write: (text) => {
      written[name] += text
    },
    writeAll: async (content) => {
      for (const text of content instanceof Uint8Array ? [new TextDecoder().decode(content)] : content)
        written[name] += text
    },
    isTerminal: terminal !== undefined,
    columns: terminal,
  })
  const code = await runProgram(argv, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    readInput: async () => (typeof input === 'string' ? new TextEncoder().encode(input) : input),
    environment,
    folder,
  })
  return { code, ...written }
}

/** A new folder with these files, content by path. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'memlane-'))
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  return folder
}
