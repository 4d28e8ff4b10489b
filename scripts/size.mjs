// How much of each published path, and of single names of it, a browser loads before its first call: bundled and
// minified, without what is imported later (precompiles on curves, the trie). None may be more than 5 % larger, gzipped,
// than what sizes.json has; docs/sizes.md shows what stands there.
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
const page = 'docs/sizes.md'

/** What a program that imports nothing else has: single names, which show that the rest falls away. */
const SINGLE = [
  ['memlane/memory', 'memoryCost'],
  ['memlane', 'memoryCost'],
  ['memlane', 'bytesToHex'],
  ['memlane', 'createEvm'],
  ['memlane/memory', 'Memory'],
  ['memlane/opcodes', 'opcodeNamed'],
  ['memlane/assembly', 'disassemble'],
  ['memlane/trace', 'decodeRecording'],
  ['memlane/solidity', 'decodeRevert'],
  ['memlane/view', 'priceOfSize'],
]
/** `memoryCost` is a formula: bytes that a program which wants no more may take, minified. */
const FORMULA = 1000

/** @typedef {{ minified: number, gzipped: number }} Size */

/**
 * The entry and all chunks that it imports at once.
 * @param {string} text of the entry
 * @returns {Promise<Size>}
 */
async function sizeBeforeFirstCall(text) {
  const entry = join(root, 'entry.js')
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    external: /^node:/,
    logLevel: 'silent',
    plugins: [
      { name: 'entry', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? text : null) },
    ],
  })
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
  const size = { minified: 0, gzipped: 0 }
  for (const { code } of needed) {
    size.minified += Buffer.byteLength(code)
    size.gzipped += gzipSync(code).length
  }
  return size
}

/** @param {Record<string, Size>} sizes */
function table(sizes) {
  const rows = Object.entries(sizes).map(
    ([what, { minified, gzipped }]) =>
      `| ${what.replace(/\S+/g, '`$&`').replace(' ', ': ')} | ${minified.toLocaleString('en')} | ${gzipped.toLocaleString('en')} |`,
  )
  return `# Sizes

<!-- Made by scripts/size.mjs --write. Do not edit. -->

Bytes that a browser loads before the first call of a program that uses all of a path, or one name of it: bundled by
rolldown, without what is imported later (precompiles on curves, the trie for state roots). \`npm test\` fails when one of
them has grown by 5 %.

| what | minified | gzipped |
| --- | ---: | ---: |
${rows.join('\n')}
`
}

/** @type {{ name: string, exports: Record<string, string | { default: string }> }} */
const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** @type {Record<string, string>} */
const files = {}
for (const [path, target] of Object.entries(exports))
  if (typeof target !== 'string') files[name + path.slice(1)] = join(root, target.default)
/** @type {Record<string, Size>} */
const sizes = {}
for (const [path, target] of Object.entries(files))
  sizes[path] = await sizeBeforeFirstCall(`export * from ${JSON.stringify(target)}`)
for (const [path = '', single = ''] of SINGLE)
  sizes[`${path} ${single}`] = await sizeBeforeFirstCall(`export { ${single} } from ${JSON.stringify(files[path])}`)

if (process.argv.includes('--write')) {
  writeFileSync(file, `${JSON.stringify(sizes, null, 2)}\n`)
  writeFileSync(join(root, page), table(sizes))
}
/** @type {Record<string, Size>} */
const noted = JSON.parse(readFileSync(file, 'utf8'))
for (const [what, { gzipped }] of Object.entries(sizes)) {
  const most = Math.round((noted[what]?.gzipped ?? 0) * GROWTH)
  console.log(`${what}: ${gzipped.toLocaleString('en')} bytes of at most ${most.toLocaleString('en')}, gzipped`)
  if (gzipped > most) process.exitCode = 1
}
if (process.exitCode) console.log('If it has to be larger: node scripts/size.mjs --write')
for (const what of ['memlane/memory memoryCost', 'memlane memoryCost'])
  if ((sizes[what]?.minified ?? 0) > FORMULA) {
    console.log(`${what}: ${sizes[what]?.minified} bytes, minified; a formula takes no more than ${FORMULA}`)
    process.exitCode = 1
  }
if (readFileSync(join(root, page), 'utf8') !== table(noted)) {
  console.log(`${page} does not show what scripts/sizes.json has: node scripts/size.mjs --write`)
  process.exitCode = 1
}
