/** Projects as Foundry and Hardhat leave them: their artifacts alone are targets. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { testRun } from '../../src/cli/testRun.ts'

vi.mock('../../src/cli/solc.ts', async (original) =>
  (await import('../support/sharedSolc.ts')).shared(await original()),
)

const projects = fileURLToPath(new URL('.', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'memlane-projects-'))
cpSync(projects, folder, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true }))

const CALL = ['--constructor-args', '5', '--call', 'open(string,uint96[])', 'gold', '[1,2,3]']

async function map(target: string, ...options: string[]) {
  const { stdout, stderr } = await testRun(['map', join(folder, target), ...options, ...CALL, '--json'])
  if (stdout === '') throw new Error(stderr)
  const { objects, status, freePointer } = JSON.parse(stdout)
  return {
    status,
    freePointer,
    objects: objects.map(({ offset, type, path }: { offset: number; type: string; path: string }) =>
      [offset, type, path].join(' '),
    ),
  }
}

/** By hand: three words of the struct, the parameter's two, "<gold>" behind its length, then 160 bytes behind theirs. */
const EXPECTED = {
  status: 'return',
  freePointer: { first: 0x80, last: 0x1e6 },
  objects: ['128 Entry entry', '224 string name', '288 string entry.label', '326 bytes note'],
}
const HARDHAT2 = 'hardhat2/artifacts/contracts/Ledger.sol/Ledger.json'
const HARDHAT3 = 'hardhat3/artifacts/contracts/Ledger.sol/Ledger.json'
const FOUNDRY = 'foundry/out/Ledger.sol/Ledger.json'

describe('an artifact', () => {
  it.each([
    ['Foundry, sources beside it', FOUNDRY],
    ['Foundry, with build_info', 'foundry-build-info/out/Ledger.sol/Ledger.json'],
    ['Hardhat 2, optimized', HARDHAT2],
    ['Hardhat 3, optimized', HARDHAT3],
  ])('of %s is a target', async (_, target) => {
    expect(await map(target)).toEqual(EXPECTED)
  })

  it.each([
    ['build-info of Foundry', 'foundry-build-info/out/build-info/1b71045c6ef8bcaa.json'],
    ['build-info of Hardhat 2', 'hardhat2/artifacts/build-info/d4e5f60718293a4b5c6d7e8f90a1b2c3.json'],
    ['input of solc', 'standard/input.json'],
  ])('that is the %s is a target, with the contract’s name', async (_, target) => {
    expect(await map(target, '--contract', 'Ledger')).toEqual(EXPECTED)
  })

  it('is a target of every command that runs', async () => {
    for (const command of [['run'], ['gas'], ['who', '0x80:32'], ['find', '0x676f6c64']]) {
      const [name = '', ...words] = command
      const { code, stdout } = await testRun([name, join(folder, HARDHAT2), ...words, ...CALL])
      expect(code, name).toBe(0)
      expect(stdout, name).toContain('Ledger')
    }
  })

  it('works from what the tool kept when its compiler is not here', async () => {
    const path = join(folder, HARDHAT2, '../../../build-info/d4e5f60718293a4b5c6d7e8f90a1b2c3.json')
    const build = JSON.parse(readFileSync(path, 'utf8'))
    const other = { ...build, solcVersion: '0.8.99', solcLongVersion: '0.8.99+commit.00000000' }
    writeFileSync(path, JSON.stringify(other))
    const { stdout, stderr } = await testRun(['map', join(folder, HARDHAT2), ...CALL])
    expect(stdout).toContain('Ledger.open(gold, [1,2,3])   returned')
    expect(stderr).toContain('as the artifact kept it')
    delete other.output.sources['contracts/Ledger.sol'].ast
    writeFileSync(path, JSON.stringify(other))
    const lacking = await testRun(['map', join(folder, HARDHAT2), ...CALL])
    expect(lacking.code).toBe(2)
    expect(lacking.stderr).toContain('The build lacks ast, and solc 0.8.99+commit.00000000 is not here')
    writeFileSync(path, JSON.stringify(build))
  })

  it('says what is missing, and what to do', async () => {
    const told = async (target: string, ...options: string[]) =>
      (await testRun(['map', join(folder, target), ...options])).stderr
    expect(await told(FOUNDRY, '--optimize')).toContain('--optimize is not for artifacts')
    expect(await told('foundry/out/build-info/0a60f34f5be7ab99.json')).toContain('build_info = true')
    expect(await told('standard/output.json')).toContain('output without its input')
    writeFileSync(join(folder, 'foundry/src/Labels.sol'), '// changed')
    expect(await told(FOUNDRY)).toContain('src/Labels.sol has changed since it was compiled')
    rmSync(join(folder, 'foundry/src/Labels.sol'))
    expect(await told(FOUNDRY)).toContain('The source src/Labels.sol is not in')
    rmSync(join(folder, 'hardhat3/artifacts/build-info'), { recursive: true })
    expect(await told(HARDHAT3)).toContain('npx hardhat compile --force')
    expect(readdirSync(folder)).toContain('hardhat2')
  })
})
