/** Settings of projects that sources lie in. What forge and Hardhat take is in their own documentation. */
import { describe, expect, it, vi } from 'vitest'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Vault {
  enum Side { Buy, Sell }
  mapping(uint256 => Side) by; Side last;
  function f() external pure returns (uint256) { uint256[] memory a = new uint256[](2); return a.length; }
  function keep(Side side) external returns (Side) { by[7] = side; last = side; return side; }
}`

function foundry(toml: string): string {
  return folderWith({ 'foundry.toml': toml, 'src/Vault.sol': SOURCE })
}

/** What is said on stderr, and how the map knows types. */
async function mapped(folder: string, argv: readonly string[] = [], environment: Record<string, string> = {}) {
  const run = await testRun(['map', `${folder}/src/Vault.sol`, '--call', 'f', '--json', ...argv], { environment })
  return { ...run, document: run.code === 0 ? JSON.parse(run.stdout) : undefined }
}

describe('foundry.toml', () => {
  const toml = `[profile.default]
optimizer = true
optimizer_runs = 999
evm_version = "Cancun"
[profile.lite]
optimizer = false
via_ir = true
`
  it('says how to compile; what was taken is printed', async () => {
    const { stderr, document } = await mapped(foundry(toml))
    expect(stderr).toContain('foundry.toml [profile.default]: --optimizer-runs 999, --evm-version cancun\n')
    expect(document.twin).toMatchObject({ status: 'used' })
  })
  it('by the profile that is in use', async () => {
    const { stderr, document } = await mapped(foundry(toml), [], { FOUNDRY_PROFILE: 'lite' })
    expect(stderr).toContain('foundry.toml [profile.lite]: --via-ir, --evm-version cancun\n')
    expect(document.twin).toBeNull()
  })
  it('what is given wins', async () => {
    const { stderr, document } = await mapped(foundry(toml), ['--no-optimize', '--evm-version', 'prague'])
    expect(stderr).not.toContain('foundry.toml')
    expect(document.twin).toBeNull()
    expect((await mapped(foundry(toml), ['--optimizer-runs', '1'])).stderr).toContain(': --evm-version cancun\n')
  })
  it('runs alone turn the optimizer on, and 0 runs do not', async () => {
    expect((await mapped(foundry('[profile.default]\noptimizer_runs = 5'))).stderr).toContain(': --optimizer-runs 5\n')
    expect((await mapped(foundry('[profile.default]\noptimizer_runs = 0'))).stderr).not.toContain('[profile')
  })
  it('a compiler that is not here is named, and another taken', async () => {
    const { stderr, code } = await mapped(foundry('[profile.default]\nsolc = "0.4.99"'))
    expect(code).toBe(0)
    expect(stderr).toMatch(/foundry\.toml \[profile\.default\] asks for solc 0\.4\.99, which is not on this machine/)
  })
  it.each([
    ['via_ir = "yes"', /foundry\.toml: via_ir must be a boolean\./],
    ['optimizer_runs = -1', /foundry\.toml: optimizer_runs must be a number\./],
    ['evm_version = "moon"', /foundry\.toml: There is no fork "moon"/],
    ['solc = 8', /foundry\.toml: solc must be a string\./],
  ])('%s is refused', async (line, reason) => {
    const { stderr, code } = await mapped(foundry(`[profile.default]\n${line}`))
    expect(code).toBe(2)
    expect(stderr).toMatch(reason)
  })
})

describe('Hardhat', () => {
  const info = (optimizer: object) =>
    JSON.stringify({
      _format: 'hh-sol-build-info-1',
      id: 'x',
      solcVersion: '0.8.37',
      input: {
        language: 'Solidity',
        sources: { 'src/Vault.sol': { content: SOURCE } },
        settings: { optimizer, evmVersion: 'cancun', outputSelection: {} },
      },
      output: { contracts: {}, sources: {} },
    })
  it('the newest build of the file says how it was compiled', async () => {
    const folder = folderWith({
      'hardhat.config.ts': 'export default {}',
      'src/Vault.sol': SOURCE,
      'artifacts/build-info/x.json': info({ enabled: true, runs: 77 }),
    })
    const { stderr, document } = await mapped(folder)
    expect(stderr).toContain('x.json: --optimizer-runs 77, --evm-version cancun, --solc 0.8.37\n')
    expect(document.twin).toMatchObject({ status: 'used' })
  })
  it('without one, it is said that the settings are not read', async () => {
    const folder = folderWith({ 'hardhat.config.ts': 'export default {}', 'src/Vault.sol': SOURCE })
    expect((await mapped(folder)).stderr).toMatch(/hardhat\.config\.ts is a program and is not read/)
  })
})

describe('enums and storage of optimized code', () => {
  it('by name in arguments, results and storage; a key that the optimizer hashed is known by the twin', async () => {
    const folder = folderWith({ 'Vault.sol': SOURCE })
    const file = `${folder}/Vault.sol`
    for (const mode of [['--optimize'], ['--via-ir', '--optimize']]) {
      const { stdout } = await testRun(['map', file, '--call', 'keep', 'Sell', '--storage', ...mode])
      expect(stdout).toMatch(/ by\[7\] +enum Vault\.Side +Side\.Buy +Side\.Sell\n/)
      expect(stdout).toMatch(/ last +enum Vault\.Side +Side\.Buy +Side\.Sell\n/)
      expect(stdout).toMatch(/return data +\(Side\.Sell\)/)
    }
    const { stderr } = await testRun(['map', file, '--call', 'keep', 'Hold'])
    expect(stderr).toContain('Argument 1 (side): Hold is not a Side; it needs one of Buy, Sell.')
  })
})
