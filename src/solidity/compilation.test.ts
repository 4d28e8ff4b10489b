import { describe, expect, it } from 'vitest'
import { compiler, compileText } from '../../test/support/solc.ts'
import type { MemlaneError } from '../base/index.ts'
import { type Compilation, compileSolidity } from './compilation.ts'
import { CompileError, diagnosticText } from './diagnostics.ts'

const HEAD = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.24;\n'

async function failure(text: string): Promise<CompileError> {
  try {
    await compileText(text, 'Bad.sol')
  } catch (error) {
    if (error instanceof CompileError) return error
    throw error
  }
  throw new Error('it compiled')
}

function refusal(build: Compilation, wanted?: string): MemlaneError {
  try {
    build.contract(wanted)
  } catch (error) {
    return error as MemlaneError
  }
  throw new Error(`${wanted} was found`)
}

describe('sources that do not compile', () => {
  it('are refused with what solc says, its file and its line', async () => {
    const error = await failure(`${HEAD}contract 内存 {\n}`)
    expect(error.code).toBe('solidity.compileFailed')
    expect(error.message).toMatch(/^Bad\.sol:3:10: ParserError: /)
  })
  it('count bytes, not characters, as solc does', async () => {
    const error = await failure(`${HEAD}contract C { string s = unicode"内存"; uint x = y; }`)
    // `y` stands behind 46 characters, of which two have three bytes.
    const found = error.diagnostics.find(({ severity }) => severity === 'error')
    expect(found?.position).toMatchObject({ file: 'Bad.sol', line: 3, column: 47 })
  })
  it('say how many errors there are more', async () => {
    const error = await failure(`${HEAD}contract C { uint x = y; uint z = w; }`)
    expect(error.message).toMatch(/ \(and 1 more\)$/)
    expect(error.facts.count).toBe(2)
  })
  it('without a pragma or a contract are only warned about, and have no contract', async () => {
    const build = await compileText('uint constant x = 1;', 'Free.sol')
    expect(build.diagnostics.map(({ severity }) => severity)).toEqual(['warning', 'warning'])
    expect(diagnosticText(build.diagnostics[0]!)).toMatch(/^Free\.sol:1:1: Warning: SPDX license identifier/)
    expect(refusal(build).message).toBe('No contract that can be deployed was found. The sources define none.')
  })
  it('with a missing import name it', async () => {
    const error = await failure(`${HEAD}import "./Nowhere.sol"; contract C {}`)
    expect(error.message).toContain('Nowhere.sol')
  })
})

describe('contract', () => {
  const sources = {
    'a.sol': `${HEAD}contract A {} interface I { function f() external; } abstract contract X { function g() external virtual; }`,
    'b.sol': `${HEAD}contract A {} contract B {}`,
  }
  it('finds by name, or by file and name', async () => {
    const build = await compileSolidity(compiler, { sources })
    expect(build.contract('B')).toMatchObject({ file: 'b.sol', name: 'B' })
    expect(build.contract('a.sol:A')).toMatchObject({ file: 'a.sol', name: 'A' })
  })
  it('takes the only one that can be deployed when none is named', async () => {
    const one = await compileText(`${HEAD}interface I { function f() external; } contract C {}`)
    expect(one.contract().name).toBe('C')
  })
  it('takes the only one of a file, and libraries only where nothing else is', async () => {
    const build = await compileSolidity(compiler, {
      sources: {
        'main.sol': `${HEAD}import "./b.sol"; library L { function f() external {} } contract C {}`,
        'library.sol': `${HEAD}library M { function f() external {} } abstract contract X { function g() external virtual; }`,
        'b.sol': `${HEAD}contract A {} contract B {}`,
        'none.sol': `${HEAD}import "./main.sol"; interface I {}`,
      },
    })
    expect(build.contract(undefined, 'main.sol').name).toBe('C')
    expect(build.contract(undefined, 'library.sol').name).toBe('M')
    for (const [file, names] of [
      ['b.sol', ['A', 'B']],
      ['none.sol', ['A', 'B', 'C']],
    ] as const)
      expect(() => build.contract(undefined, file)).toThrow(
        expect.objectContaining({ facts: { count: names.length, existing: names } }),
      )
    expect(build.contract('A', 'main.sol').file).toBe('b.sol')
  })
  it('lists what there is when it cannot choose', async () => {
    const build = await compileSolidity(compiler, { sources })
    const any = refusal(build)
    expect(any.code).toBe('solidity.whichContract')
    expect(any.message).toBe('3 contracts come into question: a.sol:A, b.sol:A, B. Choose one by name.')
    expect(refusal(build, 'A').facts.existing).toEqual(['a.sol:A', 'b.sol:A'])
    const none = refusal(build, 'Nope')
    expect(none.code).toBe('solidity.noContract')
    expect(none.message).toBe('No contract Nope was found. Those that exist: a.sol:A, b.sol:A, B.')
  })
  it('refuses an interface and an abstract contract', async () => {
    const build = await compileSolidity(compiler, { sources })
    for (const name of ['I', 'X']) {
      expect(refusal(build, name)).toMatchObject({
        code: 'solidity.notDeployable',
        message: `${name} is an interface or abstract and cannot be deployed.`,
      })
    }
  })
})

it('knows a contract by the code that a frame runs', async () => {
  const build = await compileText(
    `${HEAD}contract A { uint immutable x; constructor(uint y) { x = y; } function f() public view returns (uint) { return x; } } contract B { uint b; }`,
  )
  const { creation, runtime } = build.contract('A')
  const withArgument = new Uint8Array([...creation.bytes, ...new Uint8Array(32).fill(7)])
  expect(build.contractOf({ kind: 'create', code: withArgument })?.name).toBe('A')
  const start = runtime.bytes.indexOf(0x7f) // PUSH32, and the immutable behind it
  const deployed = runtime.bytes.slice()
  deployed.fill(7, start + 1, start + 33)
  expect(build.contractOf({ kind: 'call', code: deployed })?.name).toBe('A')
  expect(build.contractOf({ kind: 'call', code: withArgument })).toBeUndefined()
  expect(build.contractOf({ kind: 'call', code: new Uint8Array(0) })).toBeUndefined()
})
