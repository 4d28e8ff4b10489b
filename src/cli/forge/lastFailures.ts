/**
 * Tests that failed when a project's tests ran last, for --rerun: kept beside the builds, by the project's folder.
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SuiteResult } from '../../foundry/index.ts'
import { cacheFolder } from '../compilerCache.ts'
import type { Io } from '../io.ts'
import { replaceFile } from '../replacedFile.ts'

/** `test/Vault.t.sol:VaultTest testDeposit()` */
export function testId(file: string, contract: string, signature: string): string {
  return `${file}:${contract} ${signature}`
}

/** `undefined` where nothing is known to have failed. */
export async function lastFailures(root: string, io: Io): Promise<ReadonlySet<string> | undefined> {
  const path = pathOf(root, io)
  try {
    const ids: unknown = JSON.parse(await readFile(path ?? '', 'utf8'))
    return Array.isArray(ids) && ids.length > 0 ? new Set(ids.filter((id) => typeof id === 'string')) : undefined
  } catch {
    return undefined
  }
}

/** Where it cannot be kept, the next time runs all. */
export async function keepFailures(root: string, suites: readonly SuiteResult[], io: Io): Promise<void> {
  const path = pathOf(root, io)
  if (path === undefined) return
  const failed = suites.flatMap(({ file, contract, tests }) =>
    tests.filter(({ status }) => status === 'failure').map(({ signature }) => testId(file, contract, signature)),
  )
  try {
    if (failed.length === 0) return await rm(path, { force: true })
    await mkdir(dirname(path), { recursive: true })
    await replaceFile(path, [JSON.stringify(failed)], io)
  } catch {
    // As said.
  }
}

function pathOf(root: string, { environment }: Io): string | undefined {
  const folder = cacheFolder(environment)
  return folder && join(folder, `failed-${createHash('sha256').update(root).digest('hex')}.json`)
}
