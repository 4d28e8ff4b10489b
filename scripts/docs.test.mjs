import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksOf, checkDocs, commandsOf, promisedOutput } from './docs.mjs'
import { root } from './project.mjs'

const PAGE = `Text.

\`\`\`ts
console.log(1 + 1) // 2
const x: number = 'no'
\`\`\`

\`\`\`console
$ npm install memlane
$ memlane cost 0x20
1 word
$ memlane asm x.evm
\`\`\`
`

describe('blocksOf', () => {
  it('finds blocks with language and line', () =>
    expect(blocksOf(PAGE).map(({ language, line }) => [language, line])).toEqual([
      ['ts', 4],
      ['console', 9],
    ]))
})

describe('commandsOf', () => {
  it('pairs each memlane command with the output below it', () =>
    expect(commandsOf(blocksOf(PAGE)[1])).toEqual([
      { command: 'memlane cost 0x20', line: 10, shown: ['1 word'] },
      { command: 'memlane asm x.evm', line: 12, shown: [] },
    ]))
})

describe('promisedOutput', () => {
  it('takes the comments behind console.log', () =>
    expect(promisedOutput(['console.log(f(x)) // a, b', 'g() // no', 'console.log(y)'])).toEqual(['a, b']))
})

describe('checkDocs', () => {
  // A project of its own, whose program prints its arguments.
  const project = mkdtempSync(join(tmpdir(), 'memlane docs '))
  beforeAll(() => {
    for (const folder of ['docs', 'bench', 'src', 'dist/cli']) mkdirSync(join(project, folder), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction')
    writeFileSync(join(project, 'package.json'), '{ "name": "memlane" }')
    writeFileSync(join(project, 'dist/cli/main.js'), 'console.log(process.argv.slice(2).join(" "))')
  })
  afterAll(() => rmSync(project, { recursive: true }))

  const check = (text) => {
    writeFileSync(join(project, 'docs/page.md'), text)
    return checkDocs(project)
  }
  const ts = (program) => `\`\`\`ts\n${program}\n\`\`\`\n`

  it('passes examples that tell the truth', () =>
    expect(check(`${ts('console.log(1 + 1) // 2')}\`\`\`console\n$ memlane a 'b c'\na b c\n\`\`\``)).toEqual({
      passed: 2,
      failures: [],
    }))
  it('reports a type error at its line of the page', () =>
    expect(check(ts(`const one = 1\nconst two: string = one\nconsole.log(two)`)).failures[0]).toMatch(
      /^docs\/page.md:3: error TS2322/,
    ))
  it('reports a program that prints something else', () =>
    expect(check(ts('console.log(1 + 1) // 3')).failures[0]).toBe(
      'docs/page.md:2: the page shows\n3\nbut the example prints\n2',
    ))
  it('reports a program that throws', () =>
    expect(check(ts(`throw new Error('gone')`)).failures[0]).toContain('docs/page.md:2: the program failed'))
  it('leaves the project alone when a command writes a file', () => {
    writeFileSync(
      join(project, 'dist/cli/main.js'),
      'require("node:fs").writeFileSync(process.argv[2], ""); console.log("written")',
    )
    expect(check('```console\n$ memlane run.memlane\nwritten\n```').failures).toEqual([])
    expect(readdirSync(project).sort()).toEqual(['bench', 'dist', 'docs', 'node_modules', 'package.json', 'src'])
  })
  it('reports a command that prints something else', () =>
    expect(check('```console\n$ memlane a\nb\n```').failures[0]).toContain('docs/page.md:2: the page shows\nb'))
})
