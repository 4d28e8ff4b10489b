import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeRecording } from '../trace/index.ts'
import { EXAMPLES, folderWith, testRun } from './testRun.ts'

const LANE = join(EXAMPLES, 'memorylane.evm')
const folder = folderWith({ 'other.json': '{"abi":[]}', 'bad.jsonl': '{"pc":0}\n', 'none.jsonl': '{"output":"0x"}\n' })
const run = (argv: string[], input?: string) => testRun(argv, { folder, ...(input === undefined ? {} : { input }) })

describe('memlane trace import', () => {
  it('makes recordings of both formats, as long as the run was', async () => {
    for (const [format, file] of [
      ['eip3155', 'lane.jsonl'],
      ['structlogs', 'lane.json'],
    ] as const) {
      await run(['trace', 'export', LANE, '--format', format, '-o', file])
      const { stdout } = await run(['trace', 'import', file, '-o', 'out.memlane', '--json'])
      expect(JSON.parse(stdout)).toMatchObject({ call: file, steps: 85, frames: 1 })
      const { recording } = await decodeRecording(readFileSync(join(folder, 'out.memlane')))
      expect(recording.run.from).toBe(format === 'eip3155' ? 'eip3155' : 'structLogs')
      // As the run of the mnemonics leaves it: free pointer, and 1 in b[0].
      const { memory } = recording.frames[0]!
      expect([memory.length, memory[0x5e], memory[0x5f], memory[0x13f]]).toEqual([352, 1, 0x60, 1])
    }
  })

  it('reads standard input, and needs no name for it with --format', async () => {
    const { stdout } = await run(['trace', 'export', '0x602a5f5200'])
    expect((await run(['trace', 'import', '-', '--format', 'eip3155', '-o', 'in.memlane'], stdout)).stdout).toContain(
      '4 steps',
    )
  })

  it('is what other commands do by themselves', async () => {
    await run(['trace', 'export', LANE, '-o', 'who.jsonl'])
    const { code, stdout } = await run(['who', 'who.jsonl', '0x120:32'])
    expect(code).toBe(0)
    expect(stdout).toContain('MSTORE')
  })

  it.each([
    [
      ['trace', 'import', 'other.json', '-o', 'x'],
      'other.json: This command takes .jsonl, .json, and this is .artifact.',
    ],
    [
      ['trace', 'import', 'bad.jsonl', '-o', 'x'],
      'bad.jsonl: The trace cannot be read: line 1 has no stack; let the node write it.',
    ],
    [['trace', 'import', 'none.jsonl', '-o', 'x'], 'none.jsonl: There is no step in it'],
    [['trace', 'import', LANE, '-o', 'x'], 'This command takes .jsonl, .json, and this is .evm.'],
    [
      ['trace', 'import', 'bad.jsonl', '--format', 'calltracer', '-o', 'x'],
      '--format cannot be "calltracer"; choose one of eip3155, structlogs.',
    ],
    [['trace', 'import', 'bad.jsonl'], 'There is no file to write to; add --output.'],
    [['run', 'bad.jsonl'], 'bad.jsonl: This command runs code, and .jsonl is a run that was recorded.'],
  ])('refuses: %s', async (argv, sentence) => {
    const { code, stderr } = await run(argv)
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
  })
})
