import { describe, expect, it } from 'vitest'
import { EXAMPLES, folderWith, testRun } from './testRun.ts'

describe('a folder as a target', () => {
  it('of a Foundry project says what can be named', async () => {
    const { code, stderr } = await testRun(['map', 'vault'], { folder: EXAMPLES })
    expect(code).toBe(3)
    expect(stderr).toBe(
      [
        'vault: This is a Foundry project; name a contract or a file of tests in it.',
        'vault/src/Vault.sol: Try `memlane map vault/src/Vault.sol --contract Vault`.',
        'vault/test/Vault.t.sol: Try `memlane test vault/test/Vault.t.sol`.',
        '',
      ].join('\n'),
    )
  })

  it('of a Hardhat project, too; what is others’ is left out, and no more are listed than one reads', async () => {
    const contract = (name: string) => `// contract Not {}\nabstract contract Base {}\ncontract ${name} {}`
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`contracts/C${i}.sol`, contract(`C${i}`)]))
    const folder = folderWith({
      'hardhat.config.ts': '',
      'node_modules/theirs/Theirs.sol': contract('Theirs'),
      ...many,
    })
    const { stderr } = await testRun(['check', '.'], { folder })
    expect(stderr).toContain('.: This is a Hardhat project; name a contract or a file of tests in it.\n')
    expect(stderr).toContain('contracts/C0.sol: Try `memlane map contracts/C0.sol --contract C0`.\n')
    expect(stderr).toContain('.: There are 6 more.\n')
    expect(stderr).not.toMatch(/Theirs|Base|Not/)
  })

  it('that has none says so', async () => {
    const folder = folderWith({ 'foundry.toml': '' })
    expect((await testRun(['map', '.'], { folder })).stderr).toBe(
      '.: This is a Foundry project without contracts of its own.\n',
    )
  })
})
