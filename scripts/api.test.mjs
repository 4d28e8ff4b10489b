import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Api, checkApi, FOLDER, pagesOf, readComment } from './api.mjs'

const folders = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

// A package of two paths, as tsc leaves it.
const PACKAGE = {
  'package.json': JSON.stringify({
    name: 'clock',
    exports: {
      '.': { types: './dist/index.d.ts' },
      './hands': { types: './dist/hands/index.d.ts' },
      './package.json': './package.json',
    },
  }),
  'src/index.ts': '/** A clock. @module */',
  'src/hands/index.ts': '/** What moves. @module */',
  'dist/index.d.ts': `export { type Hand, turn } from './hands/index.ts';\nexport type { Minute } from './minute.ts';\n`,
  'dist/minute.d.ts': '/** From 0 to 59. */\nexport type Minute = number;\n',
  'dist/hands/index.d.ts': `export { type Hand, Motor, type Position, turn } from './hand.ts';\n`,
  'dist/hands/hand.d.ts': `
import type { Minute } from '../minute.ts';
import { type Cog } from './cog.ts';
declare const SPIN: unique symbol;
/** Where hands stand. */
export interface Position {
    /** Of the long one. */
    readonly minute: Minute;
}
/** One hand. */
export interface Hand extends Position {
    readonly length: number;
    readonly cog: Cog;
}
/**
 * Turns it. And stops.
 * @param by may be negative
 * @returns the same hand
 * @throws {RangeError} beyond a day
 * @example
 * console.log(60) // 60
 */
export declare function turn(hand: Hand, by: Minute): Hand;
export declare class Motor implements Position {
    #private;
    private wire;
    [SPIN](times: number): void;
    /** @internal */
    oil(): Cog;
    readonly minute: Minute;
    constructor();
}
`,
  'dist/hands/cog.d.ts': 'export type Cog = 1;\n',
}

function project(changes = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'memlane api '))
  folders.push(folder)
  for (const [name, text] of Object.entries({ ...PACKAGE, ...changes })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

describe('readComment', () => {
  it('separates text and tags', () => {
    expect(readComment('*\n * One.\n *\n * Two.\n * @throws {A} x\n * @throws {B} y\n ')).toEqual({
      text: 'One.\n\nTwo.',
      params: [],
      returns: '',
      throws: ['`A` x', '`B` y'],
      examples: [],
      isInternal: false,
    })
  })
  it('refuses a tag that no page shows', () => expect(() => readComment('* @todo x')).toThrow('@todo'))
})

describe('the pages', () => {
  it('tell of a name on the page of its folder, and link to it from others', () => {
    const pages = pagesOf(new Api(project()))
    expect([...pages.keys()]).toEqual(['README.md', 'clock.md', 'hands.md'])
    const [root, hands] = [pages.get('clock.md'), pages.get('hands.md')]
    expect(root).toContain('- [`turn`](hands.md#turn): Turns it.')
    expect(root).not.toContain('### turn')
    expect(root).toContain('### Minute\n\n```typescript\ntype Minute = number\n```\n\nFrom 0 to 59.')
    expect(hands).toContain(
      '### turn\n\n```typescript\nfunction turn(hand: Hand, by: Minute): Hand\n```\n\nTurns it. And',
    )
    expect(hands).toContain('- `by`: may be negative\n\nReturns the same hand\n\nThrows `RangeError` beyond a day')
    expect(hands).toContain('```ts\nconsole.log(60) // 60\n```\n\nTypes: [`Hand`](#hand), [`Minute`](clock.md#minute)')
  })
  it('list what a path exports under the name that it exports', () => {
    const pages = pagesOf(
      new Api(
        project({
          'dist/index.d.ts': `export { turn as rotate } from './hands/index.ts';\n`,
          'dist/hands/index.d.ts': `export { Motor as Drive, turn } from './hand.ts';\n`,
        }),
      ),
    )
    expect(pages.get('clock.md')).toContain('- [`rotate`](hands.md#turn): `turn` of `clock/hands`. Turns it.')
    expect(pages.get('hands.md')).toContain('### Drive\n\n```typescript\nclass Drive implements Position {')
  })
  it('tell a class of which only the type is exported among types, without what the class itself has', () => {
    for (const index of [
      `export type { Motor } from './hand.ts';`,
      `export { type Motor } from './hand.ts';`,
      `export { Motor } from './between.ts';`,
    ]) {
      const between = `import type { Motor } from './hand.ts';\nexport { Motor };\n`
      const hands = pagesOf(
        new Api(
          project({
            'dist/index.d.ts': 'export {};\n',
            'dist/hands/index.d.ts': `${index}\n`,
            'dist/hands/between.d.ts': between,
          }),
        ),
      ).get('hands.md')
      expect(hands).not.toContain('Classes')
      expect(hands).toContain('## Types\n\n### Motor')
      expect(hands).toContain('class Motor implements Position {\n  readonly minute: Minute\n}')
      expect(hands).toContain('Of this class, only the type is exported.')
    }
  })
  it('print the members of a union that a table or a list has, and the sentences of errors', () => {
    const hand = `
export declare const clockErrors: {
    readonly 'clock.late': 'It is {minutes:count} {minutes:minute|minutes} late.';
    readonly 'clock.lost': ({ hand }: Facts) => "It has no {hand:quoted}." | "It has no hands|face.";
};
/** Codes. */
export type ClockErrorCode = keyof typeof clockErrors | \`clock.broken.\${Part}\`;
export declare const parts: {
    readonly cog: 'A cog is broken.';
};
/** Parts. */
export type Part = keyof typeof parts;
export declare const SIDES: readonly ['am', 'pm'];
/** Halves of a day. */
export type Side = (typeof SIDES)[number];
`
    const hands = pagesOf(
      new Api(
        project({
          'dist/index.d.ts': 'export {};\n',
          'dist/hands/index.d.ts': `export type { ClockErrorCode, Part, Side } from './hand.ts';\n`,
          'dist/hands/hand.d.ts': hand,
        }),
      ),
    ).get('hands.md')
    expect(hands).toContain('Parts.\n\nOne of `cog`.')
    expect(hands).toContain('| `clock.broken.cog` | A cog is broken. |')
    expect(hands).toContain('Halves of a day.\n\nOne of `am`, `pm`.')
    expect(hands).toContain('Codes.\n\nThe codes, with what each says: [Errors](#errors).')
    expect(hands).toMatch(/## Errors\n\n.*\n\n\| code \| message \|/)
    expect(hands).toContain('| `clock.late` | It is {minutes} minutes late. |')
    expect(hands).toContain('| `clock.lost` | It has no {hand}.<br>It has no hands\\|face. |')
  })
  it('show what is public, and comments of parents', () => {
    const hands = pagesOf(new Api(project())).get('hands.md')
    expect(hands).toContain('class Motor implements Position {\n  readonly minute: Minute\n  constructor()\n}')
    expect(hands).toMatch(/### Motor[^#]*- \*\*minute\*\*: Of the long one\./)
  })
})

describe('the check', () => {
  it('names what has no comment: exports and public members', () =>
    expect(new Api(project()).undocumented()).toEqual([
      'src/hands/hand.ts: Hand.length',
      'src/hands/hand.ts: Hand.cog',
      'src/hands/hand.ts: Motor',
    ]))
  it('names types in signatures that no path exports', () => {
    const api = new Api(project())
    expect(api.entries().flatMap((entry) => api.typesOf(entry).unpublished)).toEqual(['Cog'])
    expect(api.untold().map(({ path, names }) => [path.name, names])).toEqual([['clock/hands', ['Cog']]])
  })
  it('names the values that a page lists and the program lacks, and the other way round', async () => {
    const exports = { './hands': { types: './dist/hands/index.d.ts', default: './dist/hands/index.js' } }
    const folder = project({
      'package.json': JSON.stringify({ name: 'clock', type: 'module', exports }),
      'dist/hands/index.js': 'export const turn = 1, wind = 2',
    })
    expect(await checkApi(folder)).toEqual(
      expect.arrayContaining([
        `${FOLDER}/hands.md does not list wind, which clock/hands exports.`,
        `${FOLDER}/hands.md lists the value Motor, which clock/hands does not export.`,
      ]),
    )
  })
  it('names the source file that a comment names', async () =>
    expect(await checkApi(project({ 'src/index.ts': '/** A clock, see `hand.ts`. @module */' }))).toContain(
      `${FOLDER}/clock.md names hand.ts, a file of the sources.`,
    ))
  it('names the page that is stale, and the one of no path', async () => {
    const folder = project()
    const stale = (page) => `${FOLDER}/${page} is stale: npm run api writes it.`
    expect(await checkApi(folder)).toEqual(expect.arrayContaining(['README.md', 'clock.md', 'hands.md'].map(stale)))
    mkdirSync(join(folder, FOLDER), { recursive: true })
    for (const [page, text] of pagesOf(new Api(folder))) writeFileSync(join(folder, FOLDER, page), text)
    writeFileSync(join(folder, FOLDER, 'gears.md'), '')
    writeFileSync(join(folder, FOLDER, 'hands.md'), '')
    expect(await checkApi(folder)).toEqual(
      expect.arrayContaining([
        'src/hands/hand.ts: Motor has no doc comment.',
        stale('hands.md'),
        `${FOLDER}/gears.md is the page of no published path: npm run api removes it.`,
      ]),
    )
    expect(await checkApi(folder)).not.toContain(stale('clock.md'))
  })
})
