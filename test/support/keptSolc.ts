/**
 * What solc said during a run of tests, kept in its temporary folder: the same source is compiled by many tests, in each of
 * their workers.
 * @module
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StandardJsonInput, StandardJsonOutput } from '../../src/solidity/index.ts'

interface Soljson {
  version(): string
  compile(input: string): string
}

const FOLDER = join(tmpdir(), 'kept-solc')
let soljson: Soljson | undefined

/** The bundled solc in this thread. It takes half a second to load, which waits until something is to be compiled. */
function loaded(): Soljson {
  soljson ??= createRequire(import.meta.url)('solc') as Soljson
  return soljson
}

/** Of the bundled solc, with its commit. */
export function keptVersion(): string {
  return kept('version', () => loaded().version())
}

/** What the bundled solc says of an input. */
export function keptOutput(input: StandardJsonInput): StandardJsonOutput {
  const text = JSON.stringify(input)
  const name = createHash('sha256').update(text).digest('hex')
  return JSON.parse(kept(name, () => loaded().compile(text)))
}

function kept(name: string, make: () => string): string {
  const path = join(FOLDER, name)
  if (existsSync(path)) return readFileSync(path, 'utf8')
  const text = make()
  mkdirSync(FOLDER, { recursive: true })
  // Another worker sees all of it or none.
  const own = `${path}.${process.pid}`
  writeFileSync(own, text)
  renameSync(own, path)
  return text
}
