import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkRooms, importsOf } from './rooms.mjs'

// A small project in order: three rooms under a table, a program, and a playground beside them.
const IN_ORDER = {
  'docs/architecture.md': [
    '| room | owns | may import |',
    '| --- | --- | --- |',
    '| `base` | units | nothing |',
    '| `memory` | bytes | base |',
    '| `evm` | frames | base, memory |',
    '| `cli` | the program | every room |',
    '| `web` | the playground | published paths |',
  ].join('\n'),
  'package.json':
    '{ "dependencies": { "@noble/hashes": "2", "@noble/curves": "2" }, "exports": { ".": "", "./evm": "" } }',
  'src/index.ts': `export * from './evm/index.ts'`,
  'src/base/index.ts': 'export type Hex = string',
  'src/base/README.md': '',
  'src/memory/index.ts': `import type { Hex } from '../base/index.ts'\nexport type Bytes = Hex`,
  'src/memory/README.md': '',
  'src/memory/index.test.ts': `import 'node:fs'\nimport 'vitest'\nimport '../evm/index.ts'`,
  'src/evm/index.ts': `import { keccak_256 } from '@noble/hashes/sha3.js'\nexport * from '../memory/index.ts'`,
  'src/evm/README.md': '',
  'src/cli/main.ts': `import 'node:fs'\nimport '../evm/index.ts'`,
  'src/cli/README.md': '',
  'web/src/app.tsx': `import { createEvm } from 'memlane/evm'\nimport './parts/memory.tsx'\nimport 'solid-js'`,
}

const folders = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function check(changes) {
  const folder = mkdtempSync(join(tmpdir(), 'memlane rooms '))
  folders.push(folder)
  for (const [name, text] of Object.entries({ ...IN_ORDER, ...changes })) {
    if (text === undefined) continue
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return checkRooms(folder)
}

describe('checkRooms', () => {
  it('finds nothing wrong in a project in order', () => expect(check({})).toEqual([]))

  const PLANTED = [
    [
      'an import against the arrows',
      { 'src/memory/index.ts': `import '../evm/index.ts'` },
      'src/memory/index.ts:1: memory may not import evm',
    ],
    [
      'a type import against the arrows',
      { 'src/base/index.ts': `\nexport type M = import('../memory/index.ts').M` },
      'src/base/index.ts:2: base may not import memory',
    ],
    [
      'a re-exported type',
      { 'src/base/index.ts': `export type { M } from '../memory/index.ts'` },
      'src/base/index.ts:1: base may not import memory',
    ],
    [
      'a dynamic import',
      { 'src/base/index.ts': `export const m = () => import('../memory/index.ts')` },
      'src/base/index.ts:1: base may not import memory',
    ],
    [
      'an import of the root',
      { 'src/evm/index.ts': `import '../index.ts'` },
      `src/evm/index.ts:1: evm may not import the package's root`,
    ],
    [
      'a file outside src',
      { 'src/evm/index.ts': `import '../../scripts/x.ts'` },
      `src/evm/index.ts:1: '../../scripts/x.ts' leaves src/`,
    ],
    [
      'a relative import of .js',
      { 'src/evm/index.test.ts': `import './index.js'` },
      `src/evm/index.test.ts:1: './index.js' must name the .ts file`,
    ],
    [
      'Node below cli',
      { 'src/evm/call.ts': `import 'node:fs'` },
      `src/evm/call.ts:1: only cli and tests may import 'node:fs'`,
    ],
    [
      'Node without its prefix',
      { 'src/cli/main.ts': `import 'fs'` },
      `src/cli/main.ts:1: 'fs' must be written 'node:fs'`,
    ],
    [
      'a package of tests',
      { 'src/evm/call.ts': `import 'vitest'` },
      `src/evm/call.ts:1: 'vitest' is not among the dependencies`,
    ],
    [
      'the program shown by the root',
      { 'src/index.ts': `export * from './cli/main.ts'` },
      'src/index.ts:1: index may not import cli',
    ],
    [
      'an import in the engine',
      {
        'src/machine/engine/index.ts': `import { A } from '../layout.ts'\n@inline\nexport function f(): void {}\nexport { run } from '../../evm/run.ts'`,
        'src/machine/index.ts': '',
        'src/machine/README.md': '',
        'docs/architecture.md': `${IN_ORDER['docs/architecture.md']}\n| \`machine\` | engine | base |`,
      },
      'src/machine/engine/index.ts:4: machine may not import evm',
    ],
    ['a folder that is no room', { 'src/utils/index.ts': '' }, 'src/utils is no room'],
    ['a room without its page', { 'src/evm/README.md': undefined }, 'src/evm/README.md is missing'],
    [
      'a row with an unknown name',
      { 'docs/architecture.md': IN_ORDER['docs/architecture.md'].replace('base, memory', 'base, memory, pool') },
      'docs/architecture.md: evm may import pool',
    ],
    [
      'a heavy package behind memlane/evm',
      { 'src/memory/index.ts': `import { secp256k1 } from '@noble/curves'` },
      `src/memory/index.ts:1: '@noble/curves' would load with memlane/evm`,
    ],
    [
      'a circle of types',
      {
        'src/memory/index.ts': `import type { Growth } from './growth.ts'\nexport type Bytes = Growth`,
        'src/memory/growth.ts': `\nimport type { Price } from './price.ts'\nexport type Growth = Price`,
        'src/memory/price.ts': `export type Price = import('./growth.ts').Growth`,
      },
      'src/memory/growth.ts:2: files import each other in a circle: src/memory/growth.ts → src/memory/price.ts → src/memory/growth.ts.',
    ],
    [
      'a file that imports itself',
      { 'src/memory/index.ts': `export type { Bytes } from './index.ts'` },
      'src/memory/index.ts:1: files import each other in a circle: src/memory/index.ts → src/memory/index.ts.',
    ],
    [
      'a circle in the playground',
      {
        'web/src/app.tsx': `import './parts/memory.tsx'`,
        'web/src/parts/memory.tsx': `import type { App } from '../app.tsx'`,
      },
      'web/src/app.tsx:1: files import each other in a circle: web/src/app.tsx → web/src/parts/memory.tsx → web/src/app.tsx.',
    ],
    [
      'a private file in the playground',
      { 'web/src/app.tsx': `import '../../src/evm/index.ts'` },
      `web/src/app.tsx:1: '../../src/evm/index.ts' leaves web/`,
    ],
    [
      'an unpublished path in the playground',
      { 'web/src/app.tsx': `import 'memlane/memory'` },
      `web/src/app.tsx:1: 'memlane/memory' is not published`,
    ],
  ]
  for (const [what, changes, sentence] of PLANTED)
    it(`reports ${what}`, () => {
      const wrong = check(changes)
      expect(wrong).toHaveLength(1)
      expect(wrong[0]).toContain(sentence)
    })
})

describe('importsOf', () => {
  it('tells what loads with the module from types and later imports', () => {
    const text = `import a from 'a'\nimport type { B } from 'b'\nexport * from 'c'\nexport type { D } from 'd'\nawait import('e')`
    const loaded = importsOf('x.ts', text).filter(({ isStatic }) => isStatic)
    expect(loaded.map(({ specifier }) => specifier)).toEqual(['a', 'c'])
  })
  it('refuses a source that does not parse', () =>
    expect(() => importsOf('x.ts', 'import {')).toThrow('x.ts cannot be parsed'))
})
