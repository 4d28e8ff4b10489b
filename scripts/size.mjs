// How much of each published path a browser loads before its first call: bundled, minified, gzipped, without what is
// imported later (precompiles on curves, the trie). None may be more than 5 % larger than what sizes.json has.
//
//   node scripts/size.mjs            checks
//   node scripts/size.mjs --write    writes the sizes as they are, for who means them to be others
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { root } from './project.mjs'

/** A size may grow by so much before somebody has to look at it. */
const GROWTH = 1.05
const file = join(root, 'scripts/sizes.json')

/**
 * Bytes after gzip of the entry and all chunks that it imports at once.
 * @param {string} input
 */
async function bytesBeforeFirstCall(input) {
  const build = await rolldown({ input, platform: 'browser', external: /^node:/, logLevel: 'silent' })
  const { output } = await build.generate({ minify: true })
  await build.close()
  const all = output.filter((part) => part.type === 'chunk')
  const chunks = new Map(all.map((chunk) => [chunk.fileName, chunk]))
  const needed = new Set(all.filter(({ isEntry }) => isEntry))
  // Grows while it is walked.
  for (const { imports } of needed)
    for (const name of imports) {
      const chunk = chunks.get(name)
      if (chunk) needed.add(chunk)
    }
  return [...needed].reduce((sum, { code }) => sum + gzipSync(code).length, 0)
}

/** @type {{ name: string, exports: Record<string, string | { default: string }> }} */
const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** @type {Record<string, number>} */
const sizes = {}
for (const [path, target] of Object.entries(exports))
  if (typeof target !== 'string') sizes[name + path.slice(1)] = await bytesBeforeFirstCall(join(root, target.default))

if (process.argv.includes('--write')) writeFileSync(file, `${JSON.stringify(sizes, null, 2)}\n`)
/** @type {Record<string, number>} */
const noted = JSON.parse(readFileSync(file, 'utf8'))
for (const [path, bytes] of Object.entries(sizes)) {
  const most = Math.round((noted[path] ?? 0) * GROWTH)
  const isTooLarge = bytes > most
  console.log(`${path}: ${bytes.toLocaleString('en')} bytes of at most ${most.toLocaleString('en')}, gzipped`)
  if (isTooLarge) process.exitCode = 1
}
if (process.exitCode) console.log('If it has to be larger: node scripts/size.mjs --write')
