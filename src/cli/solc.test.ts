import { describe, expect, it } from 'vitest'
import { DEFAULT_VERSION } from './defaultSolc.ts'
import { SoljsonCompiler } from './solc.ts'

const INPUT = {
  language: 'Solidity',
  sources: { 'A.sol': { content: 'pragma solidity ^0.8.0; contract A {}' } },
  settings: {
    optimizer: { enabled: false },
    viaIR: false,
    remappings: [],
    outputSelection: { '*': { '*': ['evm.bytecode.object'] } },
  },
} as const

describe('SoljsonCompiler', () => {
  it('compiles in its worker, as often as wanted', async () => {
    const compiler = await SoljsonCompiler.start()
    expect(compiler.version.startsWith(`${DEFAULT_VERSION}+commit.`)).toBe(true)
    for (const _ of [1, 2]) {
      const output = await compiler.compile(INPUT)
      expect(output.contracts?.['A.sol']?.A?.evm?.bytecode?.object).toMatch(/^6080/)
    }
    await compiler.close()
  })
  it('says that it ended without an answer', async () => {
    const compiler = await SoljsonCompiler.start()
    const answer = compiler.compile(INPUT)
    await Promise.all([
      expect(answer).rejects.toThrow('The compiler ended without an answer: exit code 1.'),
      compiler.close(),
    ])
  })
})
