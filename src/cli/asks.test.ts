import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { displayWidth } from '../view/index.ts'
import { EXAMPLES, folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

const LANE = join(EXAMPLES, 'MemoryLane.sol')
const MNEMONICS = join(EXAMPLES, 'memorylane.evm')
const folder = folderWith({})
const run = (...argv: string[]) => testRun(argv, { folder })

describe('memlane gas', () => {
  it('sums up by line where there are sources', async () => {
    const { rows, total, by } = JSON.parse((await run('gas', LANE, '--json')).stdout)
    expect(by).toBe('line')
    // 11 words of memory: 3·11 + ⌊11²/512⌋.
    expect(total).toMatchObject({ gas: '434', memoryGas: '33' })
    const sum = (field: 'gas' | 'memoryGas') =>
      rows.reduce((sum: number, row: Record<string, string>) => sum + Number(row[field]), 0)
    expect([sum('gas'), sum('memoryGas')]).toEqual([434, 33])
    expect(rows.map(({ source }: { source: { line: number } }) => source.line).sort()).toEqual([5, 6, 7, 8, 9])
  })

  it('shows what memory cost alone, by opcode', async () => {
    const { stdout } = await run('gas', MNEMONICS, '--by', 'opcode', '--memory-only')
    expect(stdout).toContain('gas 293, of which memory 33 (11.3 %)')
    expect(
      stdout
        .split('\n')
        .slice(3, 5)
        .map((line) => line.trim().split(/\s+/)),
    ).toEqual([
      ['51', '72.7', '24', '2', '2', 'CALLDATACOPY'],
      ['21', '27.3', '9', '1', '4', 'MSTORE'],
    ])
  })

  it('draws a tree, and writes a profile for others', async () => {
    const { stdout } = await run('gas', LANE, '--flame', '--speedscope', 'lane.json')
    expect(stdout).toMatch(/100\.0 {2}█{20} {2}MemoryLane {2}434/)
    expect(stdout).toContain('MemoryLane.memoryLane')
    expect(JSON.parse(readFileSync(join(folder, 'lane.json'), 'utf8')).profiles[0].endValue).toBe(434)
  })

  it('needs sources for lines', async () => {
    expect(await run('gas', '0x00', '--by', 'line')).toMatchObject({
      code: 2,
      stderr: 'memlane: There are no sources, so there are no lines and functions; leave --by line out.\n',
    })
  })
})

describe('memlane find', () => {
  it('tells where and when', async () => {
    const { count, findings } = JSON.parse((await run('find', MNEMONICS, '0x0160', '--json')).stdout)
    // The free pointer after both arrays.
    expect(count).toBe(1)
    expect(findings[0]).toMatchObject({ where: 'memory', frame: 0, offset: 0x5e, until: null })
  })

  it('says what it cannot look for', async () => {
    expect((await run('find', '0x00', 'what')).stderr).toContain('"what" is nothing to look for')
    expect((await run('find', '0x00', '0x00')).stderr).toContain('Zeros stand everywhere in memory')
  })
})

describe('memlane diff', () => {
  it('compares two moments', async () => {
    const { frames } = JSON.parse((await run('diff', LANE, '--at', 'step:5', '--json')).stdout)
    expect(frames[0]).toMatchObject({
      memorySize: { before: 96, after: 352 },
      memory: [
        { offset: 0x5e, before: '0x0080', after: '0x0160' },
        { offset: 0x13f, before: '0x00', after: '0x01' },
      ],
    })
    expect((await run('diff', LANE, '--at', 'step:5', '--to', 'step:5')).stdout).toContain('no difference')
  })

  it('compares builds by what they do, and recordings', async () => {
    const { stdout } = await run('diff', LANE, '--against', '--optimize')
    expect(stdout).toContain('Both do the same: 2 calls, results, stores and logs.')
    expect(stdout).toMatch(/gas +434 +\d+ +-\d+/)
    await run('trace', 'record', '0x60075f5500', '-o', 'a.memlane')
    await run('trace', 'record', '0x60085f5500', '-o', 'b.memlane')
    const other = JSON.parse((await run('diff', 'a.memlane', 'b.memlane', '--json')).stdout)
    expect(other).toMatchObject({
      same: 1,
      parts: { first: { what: 'SSTORE 0x0 0x7' }, second: { what: 'SSTORE 0x0 0x8' } },
    })
  })

  it('needs something to compare with', async () => {
    expect(await run('diff', LANE)).toMatchObject({ code: 2 })
    expect((await run('diff', LANE, '--against', '--nonsense')).stderr).toBe("--against: unknown option '--nonsense'\n")
    expect((await run('diff', LANE, '--at', 'step:9999')).stderr).toContain('--at: ')
  })
})

describe('the answers', () => {
  it.each([
    ['gas', LANE],
    ['gas', LANE, '--flame'],
    ['find', LANE, '1'],
    ['diff', LANE, '--at', 'step:3'],
    ['diff', LANE, '--against', '--via-ir'],
  ])('fit a terminal of 80 columns in both languages: %s %s %s', async (...argv) => {
    for (const language of ['en', 'zh']) {
      const { stdout } = await testRun([...argv, '--lang', language, '--no-color'], { folder, terminal: 80 })
      expect(stdout.split('\n').length).toBeGreaterThan(3)
      for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80)
    }
  })
})
