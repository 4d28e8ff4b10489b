import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseYul, type YulProgram } from './parse.ts'

function parsed(text: string): YulProgram {
  const program = parseYul(text)
  if ('reason' in program) throw new Error(program.reason)
  return program
}

function reason(text: string): string | undefined {
  const program = parseYul(text)
  return 'reason' in program ? program.reason : undefined
}

const PROGRAM = `/// @use-src 0:"a.sol"
object "A" {
    code {
        {
            /// @src 0:10:90  "contract A { ..."
            let _1 := memoryguard(0x80)
            for { let i := 0 } lt(i, 2) { i := add(i, 1) } { if i { continue } }
            switch calldatasize() case 0 { mstore(/** @src 0:20:30 "x" */ 0, "a\\"b}") } default { leave }
        }
        /// @ast-id 7 @src 0:40:50  "function f"
        function fun_f(var_x, y) -> a, b { a, b := fun_f(y, hex"00ff") }
    }
    object "A_deployed" { code { } data ".metadata" hex"a2" }
}
`

describe('reads', () => {
  it('objects with their places', () => {
    const { objects } = parsed(PROGRAM)
    expect(objects.map(({ name, depth }) => [name, depth])).toEqual([
      ['A', 0],
      ['A_deployed', 1],
    ])
    expect(PROGRAM.slice(objects[1]!.start, objects[1]!.end)).toBe(
      'object "A_deployed" { code { } data ".metadata" hex"a2" }',
    )
  })
  it('nodes, children before their parents, with their text', () => {
    const { nodes } = parsed(PROGRAM)
    const texts = nodes.filter(({ kind }) => kind !== 'block').map(({ start, end }) => PROGRAM.slice(start, end))
    expect(texts.slice(0, 3)).toEqual(['0x80', 'memoryguard(0x80)', 'let _1 := memoryguard(0x80)'])
    expect(texts).toContain('mstore(/** @src 0:20:30 "x" */ 0, "a\\"b}")')
    expect(texts.at(-1)).toMatch(/^function fun_f\(var_x, y\) -> a, b {.*}$/)
  })
  it('functions, variables and sources', () => {
    const { nodes } = parsed(PROGRAM)
    const f = nodes.find(({ kind }) => kind === 'function')!
    expect([f.name, f.astId, f.variables, f.returns, f.source]).toEqual([
      'fun_f',
      7,
      ['var_x', 'y'],
      ['a', 'b'],
      { file: 0, start: 40, end: 50 },
    ])
    const call = nodes.find(({ kind, name }) => kind === 'call' && name === 'fun_f')!
    expect(call.function).toBe(f)
    expect(call.parent?.variables).toEqual(['a', 'b'])
    expect(call.arguments.map(({ name }) => name)).toEqual(['y', 'hex"00ff"'])
    const store = nodes.find(({ name }) => name === 'mstore')!
    expect(store.source).toEqual({ file: 0, start: 10, end: 90 })
    expect(store.arguments[0]!.source).toEqual({ file: 0, start: 20, end: 30 })
  })
})

describe('what is no program', () => {
  it.each([
    ['', 'At character 0, object was expected, not "".'],
    ['object "A" {', 'At character 12, object was expected, not "".'],
    ['object "A" { code { let x := } }', 'At character 29, a name was expected, not "} }".'],
    ['object "A" { code { f(1, } }', 'At character 25, a name was expected, not "} }".'],
    ['object "A" { code { f(1 } }', 'At character 24, ) was expected, not "} }".'],
    ['object "A" { code { } } more', 'At character 24, the end was expected, not "more".'],
    ['object "A" { code { /* never closed', 'At character 35, a name was expected, not "".'],
    ['object "A" { data "x" hex"0', 'At character 22, a string was expected, not "hex\\"0".'],
  ])('%j', (text, expected) => {
    expect(reason(text)).toBe(expected)
  })
  it('a hundred thousand open calls, blocks, loops and objects', () => {
    const deep = 100_000
    expect(reason(`object "A" { code { ${'f('.repeat(deep)}`)).toMatch(/a name was expected/)
    expect(reason(`object "A" { code { ${'{'.repeat(deep)}`)).toMatch(/a name was expected/)
    expect(reason(`object "A" { code { ${'for {'.repeat(deep)}`)).toMatch(/a name was expected/)
    expect(reason(`object "A" { ${'object "B" {'.repeat(deep)}`)).toMatch(/object was expected/)
  })
  it('is answered in time proportional to its length', () => {
    const { nodes } = parsed(`object "A" { code { ${'f('.repeat(300_000)}1${')'.repeat(300_000)} } }`)
    expect(nodes.length).toBe(300_002)
  })
  it('programs with parts cut out, doubled and swapped', () => {
    let programs = 0
    fc.assert(
      fc.property(fc.nat(PROGRAM.length), fc.nat(PROGRAM.length), fc.nat(PROGRAM.length), (a, b, c) => {
        const mutated = PROGRAM.slice(0, a) + PROGRAM.slice(b, c) + PROGRAM.slice(a)
        const program = parseYul(mutated)
        if ('reason' in program) expect(program.reason).toMatch(/^At character \d+, .* was expected, not ".*"\.$/)
        else programs++
      }),
      { numRuns: 2_000 },
    )
    expect(programs).toBeGreaterThan(0)
  })
})
