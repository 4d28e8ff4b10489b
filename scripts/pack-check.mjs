// The package as a user gets it: packs it, installs the tarball into an empty folder, and uses every part there.
//
//   --report FILE   also writes what passed and failed as JSON
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { runChecks } from './checks.mjs'
import { consumerChecks } from './consumers.mjs'
import { root } from './project.mjs'
import { attempt, succeed } from './userProcess.mjs'

// A space in the path, because users have them.
const temporary = mkdtempSync(join(tmpdir(), 'memlane package '))
const user = join(temporary, 'user')
mkdirSync(user)
// What a user has compiled or fetched before is not there yet.
process.env.XDG_CACHE_HOME = join(temporary, 'cache')

const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const paths = Object.keys(exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => name + path.slice(1))
const tarball = join(temporary, `${name}.tgz`)
let packed

const typescript = (...args) => succeed(user, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), ...args)

const megabytes = () => Number(succeed(user, 'du', '-sm', 'node_modules').split('\t')[0])

const CHECKS = {
  'npm pack': () => {
    const output = succeed(root, 'npm', 'pack', '--json', '--pack-destination', temporary)
    ;[packed] = JSON.parse(output.slice(output.lastIndexOf('\n[') + 1))
    succeed(temporary, 'mv', packed.filename, tarball)
    const kilobytes = (bytes) => `${Math.round(bytes / 1000).toLocaleString('en')} kB`
    return `${packed.files.length} files, ${kilobytes(packed.size)} packed, ${kilobytes(packed.unpackedSize)} unpacked`
  },
  'only what users need': () => {
    const names = packed.files.map(({ path }) => path)
    const needed = [
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'package.json',
      'dist/cli/main.js',
      'dist/web/NOTICES.txt',
      'examples/MemoryLane.sol',
    ]
    assert.deepEqual(
      needed.filter((path) => !names.includes(path)),
      [],
      'missing',
    )
    const notices = readFileSync(join(root, 'dist/web/NOTICES.txt'), 'utf8')
    const bundled = ['solid-js', '@codemirror/view', '@noble/curves', 'noble-hashes', 'style-mod']
    assert.deepEqual(
      bundled.filter((name) => !new RegExp(`^${name}( [\\d.]+ \\(MIT\\))?$`, 'm').test(notices)),
      [],
      'no notice',
    )
    // An example is a project with folders of its own.
    const junk = names.filter(
      (path) =>
        !path.startsWith('examples/vault/') &&
        /\.test\.|\.tsbuildinfo$|\.wasm$|\.map$|(^|\/)(src|test|bench|scripts)\/(?!README\.md$)/.test(path),
    )
    assert.deepEqual(junk, [], 'not for users')
    // What a deleted source left in dist/ would be published.
    const orphans = names.filter((path) => /^dist\/.*\.d\.ts$/.test(path) && !hasSource(path))
    assert.deepEqual(orphans, [], 'no source')
  },
  'links and pictures': () => {
    const names = new Set(packed.files.map(({ path }) => path))
    const pages = [...names].filter((path) => path.endsWith('.md'))
    const links = pages.flatMap((page) => {
      const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '')
      return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => ({ page, target }))
    })
    const dead = links.filter(
      ({ page, target }) => !/^https:/.test(target) && !names.has(posix.join(posix.dirname(page), target)),
    )
    assert.deepEqual(dead, [], 'lead to what is not in the package')
    assert.ok(links.length > 10, 'none were found')
    return `${links.length} in ${pages.length} pages`
  },
  publint: () =>
    succeed(root, process.execPath, 'node_modules/publint/src/cli.js', 'run', '--strict', tarball) && undefined,
  'npm install': () => {
    writeFileSync(join(user, 'package.json'), '{ "name": "user", "private": true, "type": "module" }')
    succeed(user, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball)
    assert.ok(!existsSync(join(user, 'node_modules/solc')), 'a library has no use for solc')
    return `${megabytes()} MB`
  },
  'the size that READMEs state': () => {
    for (const page of ['README.md', 'README.zh.md']) {
      const stated = Number(readFileSync(join(root, page), 'utf8').match(/(\d+) MB/)?.[1])
      assert.ok(Math.abs(stated - megabytes()) <= 1, `${page} says ${stated} MB; an install takes ${megabytes()} MB`)
    }
  },
  'npx memlane map': () => {
    copyFileSync(join(root, 'test/package/Ledger.sol'), join(user, 'Ledger.sol'))
    const map = () => attempt(user, 'npx', '--no-install', 'memlane', 'map', 'Ledger.sol')
    const first = map()
    for (const part of ['Ledger.settle()', 'entries', 'note', '"settled"', 'Ledger.sol:12'])
      assert.ok(first.stdout.includes(part), `the map does not show ${part}:\n${first.stdout}${first.stderr}`)
    assert.match(first.stderr, /^fetching solc .*\nsolc \S+ \(default\)\n$/, 'a compiler is fetched')
    assert.match(map().stderr, /^solc \S+ \(default\), compiled before\n$/)
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    assert.equal(succeed(user, 'npx', '--no-install', 'memlane', '--version').trim(), version)
  },
  ...Object.fromEntries(
    paths.map((path) => [
      `import '${path}'`,
      () => {
        const program = `const names = Object.keys(await import('${path}')); console.log(names.length)`
        const count = Number(succeed(user, process.execPath, '--input-type=module', '--eval', program))
        assert.ok(count > 0, 'it exports nothing')
        return `${count} names`
      },
    ]),
  ),
  ...Object.fromEntries(
    [
      ['nodenext', 'nodenext'],
      ['preserve', 'bundler'],
    ].map(([module, moduleResolution]) => [
      `types, ${moduleResolution}`,
      () => {
        const uses = paths.map((path, index) => `import * as room${index} from '${path}'\nexport { room${index} }\n`)
        writeFileSync(join(user, 'every-path.ts'), uses.join(''))
        copyFileSync(join(root, 'test/package/consumer.ts'), join(user, 'consumer.ts'))
        // Neither DOM nor Node types, and with library checks: the declarations must stand on their own.
        const compilerOptions = {
          strict: true,
          noEmit: true,
          target: 'es2023',
          lib: ['es2023'],
          types: [],
          module,
          moduleResolution,
        }
        writeFileSync(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
        typescript('-p', '.')
      },
    ]),
  ),
  ...consumerChecks(join(temporary, 'programs'), tarball),
}

function hasSource(path) {
  const source = path.replace(/^dist/, 'src').replace(/\.d\.ts$/, '.ts')
  return spawnSync('test', ['-f', join(root, source)]).status === 0
}

try {
  runChecks(CHECKS)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
