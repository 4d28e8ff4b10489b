/**
 * A temporary folder for a run of tests: `os.tmpdir()` is there, in every worker and in what they start, and at the end it
 * is gone with all that is in it.
 * @module
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default function setup(): () => void {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'memlane-tests-'))
  // As POSIX has it, and Windows.
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
