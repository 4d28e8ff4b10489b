import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { decodeRecording } from '../trace/index.ts'
import { EXAMPLES, folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

const folder = folderWith({ 'loop.evm': 'again: JUMPDEST\nPUSH 1\nPOP\nSTOP\n' })
const inFolder = (...argv: string[]) => testRun(argv, { folder })

describe('memlane trace record', () => {
  it('writes every step to a file, and opens what it wrote', async () => {
    const first = await inFolder('trace', 'record', 'loop.evm', '-o', 'a.memlane', '--json')
    const { bytes, ...facts } = JSON.parse(first.stdout)
    expect(facts).toEqual({ version: 1, file: 'a.memlane', call: 'loop.evm', steps: 4, frames: 1 })
    expect(bytes).toBe(readFileSync(join(folder, 'a.memlane')).length)
    const { recording, sources } = await decodeRecording(readFileSync(join(folder, 'a.memlane')))
    expect(recording.stepCount).toBe(4)
    expect(sources).toMatchObject({ kind: 'mnemonics', name: 'loop.evm' })

    const again = await inFolder('trace', 'record', 'a.memlane', '-o', 'b.memlane')
    expect(again.stdout).toMatch(/^b\.memlane {3}loop\.evm {3}4 steps {3}1 frame {3}[\d,]+ B\n$/)
    expect(readFileSync(join(folder, 'b.memlane'))).toEqual(readFileSync(join(folder, 'a.memlane')))
  })

  it('keeps the build of a contract', async () => {
    const target = join(EXAMPLES, 'MemoryLane.sol')
    expect((await inFolder('trace', 'record', target, '-o', 'lane.memlane')).code).toBe(0)
    const { call, sources } = await decodeRecording(readFileSync(join(folder, 'lane.memlane')))
    expect(call).toBe('MemoryLane.memoryLane()')
    expect(sources).toMatchObject({ kind: 'build', contract: 'MemoryLane.sol:MemoryLane', selector: '0xd275ca72' })
    expect((await inFolder('trace', 'record', 'lane.memlane', '-o', 'copy.memlane')).stdout).toContain('memoryLane()')
  })

  it('knows a recording by its first bytes', async () => {
    await inFolder('trace', 'record', '0x00', '-o', 'short.memlane')
    writeFileSync(join(folder, 'nameless'), readFileSync(join(folder, 'short.memlane')))
    expect((await inFolder('trace', 'record', 'nameless', '-o', 'c.memlane')).code).toBe(0)
  })

  it('needs a file that can be written, and options that mean something', async () => {
    await inFolder('trace', 'record', '0x00', '-o', 'd.memlane')
    const said = async (...argv: string[]) => {
      const { code, stderr } = await inFolder('trace', ...argv)
      return [code, stderr.trim()]
    }
    expect(await said('record', '0x00')).toEqual([2, 'memlane: There is no file to write to; add --output.'])
    expect(await said('record', '0x00', '-o', 'no/such/folder')).toEqual([
      3,
      'no/such/folder: The file cannot be written: ENOENT.',
    ])
    expect(await said('record', 'd.memlane', '-o', 'e', '--gas-limit', '5')).toEqual([
      2,
      'd.memlane: The run was recorded already, so --gas-limit changes nothing; leave it out.',
    ])
    writeFileSync(join(folder, 'cut.memlane'), readFileSync(join(folder, 'd.memlane')).subarray(0, 99))
    expect(await said('record', 'cut.memlane', '-o', 'e')).toEqual([
      2,
      'cut.memlane: The recording is cut off: it has 99 bytes and no end. Copy or record it again.',
    ])
  })

  it('lists its actions in both languages', async () => {
    expect((await inFolder('trace', '--help')).stdout).toContain('record [options] <target> [arguments...]')
    expect((await inFolder('trace', '--help', '--lang', 'zh')).stdout).toContain('运行，并把每一步存入文件')
    expect((await inFolder('trace')).code).toBe(2)
  })
})
