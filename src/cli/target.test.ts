import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Reading, readTarget } from './target.ts'
import { folderWith, testRun } from './testRun.ts'

const folder = folderWith({
  'A.SOL': 'contract A {}',
  'a.evm': 'STOP',
  '6001': 'STOP',
  'bom.sol': '\ufeffpragma solidity ^0.8.0;',
  'contract.txt': '// SPDX\n/* a\n contract */ pragma solidity ^0.8.0;',
  'abstract.txt': 'abstract contract A {}',
  'yul.txt': 'object "A" { code {} }',
  'block.txt': '{ mstore(0, 1) }',
  'json.txt': '{ "a": 1 }',
  'mnemonics.txt': '; a comment\nloop: JUMPDEST',
  'add.txt': 'ADD',
  'hex.txt': '60 01\n60 02',
  'prefixed.txt': '0xfe',
})

async function formatOf(word: string, reading: Reading = {}): Promise<string> {
  const output = { write: () => {}, writeAll: async () => {}, isTerminal: false, columns: undefined }
  const readInput = async () => new TextEncoder().encode('0x00')
  return (await readTarget(word, reading, { stdout: output, stderr: output, readInput, environment: {}, folder }))
    .format
}

describe('readTarget', () => {
  for (const [word, format] of [
    ['A.SOL', 'sol'],
    ['a.evm', 'evm'],
    ['bom.sol', 'sol'],
    ['contract.txt', 'sol'],
    ['abstract.txt', 'sol'],
    ['yul.txt', 'yul'],
    ['block.txt', 'yul'],
    ['mnemonics.txt', 'evm'],
    ['add.txt', 'evm'],
    ['hex.txt', 'hex'],
    ['prefixed.txt', 'hex'],
    ['0x6001', 'hex'],
    ['6002', 'hex'],
  ] as const)
    it(`takes ${word} for ${format}`, async () => expect(await formatOf(word)).toBe(format))
  it('prefers a file to hex', async () => expect(await formatOf('6001')).toBe('evm'))
  it('reads a file as it is told', async () => {
    expect(await formatOf('hex.txt', { as: 'evm' })).toBe('evm')
    expect(await formatOf('a.evm', { otherwise: 'hex' })).toBe('evm')
    expect(await formatOf('contract.txt', { otherwise: 'evm' })).toBe('evm')
    expect(await formatOf('-', { otherwise: 'hex' })).toBe('hex')
  })
  it('does not take JSON for Yul', async () => expect(await formatOf('json.txt')).toBe('json'))
  it('says that a file cannot be read', async () => {
    symlinkSync('circle.sol', join(folder, 'circle.sol'))
    await expect(formatOf('circle.sol')).rejects.toThrow('circle.sol: The file cannot be read: ELOOP.')
  })
  it('says that a path leads through a file', async () =>
    await expect(formatOf('a.evm/b.sol')).rejects.toThrow('a.evm/b.sol: There is no such file.'))
  it('shows the beginning of long bytecode in messages', async () =>
    expect((await testRun(['run', `0x${'60'.repeat(50)}z`])).stderr).toMatch(/^0x6060606060606060…:1:103: "z" is not/))
})
