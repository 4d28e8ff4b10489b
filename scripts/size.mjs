// How much of memlane/evm a browser loads before its first call: bundled, minified, gzipped, without what is imported
// later (precompiles on curves, the trie).
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { root } from './project.mjs'

const MOST_BYTES = 150_000

/** Bytes after gzip of the entry and all chunks that it imports at once. */
async function bytesBeforeFirstCall(entry) {
  const build = await rolldown({ input: entry, platform: 'browser' })
  const { output } = await build.generate({ minify: true })
  await build.close()
  const chunks = new Map(output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]))
  const needed = new Set([...chunks.values()].filter(({ isEntry }) => isEntry))
  // Grows while it is walked.
  for (const { imports } of needed) for (const name of imports) if (chunks.has(name)) needed.add(chunks.get(name))
  return [...needed].reduce((sum, { code }) => sum + gzipSync(code).length, 0)
}

const bytes = await bytesBeforeFirstCall(join(root, 'dist/evm/index.js'))
console.log(`memlane/evm: ${(bytes / 1000).toFixed(1)} kB of at most ${MOST_BYTES / 1000} kB, gzipped`)
if (bytes > MOST_BYTES) process.exitCode = 1
