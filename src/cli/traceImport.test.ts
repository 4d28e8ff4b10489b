import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeRecording } from '../trace/index.ts'
import { EXAMPLES, folderWith, testRun } from './testRun.ts'

const LANE = join(EXAMPLES, 'memorylane.evm')
const folder = folderWith({
  'other.json': '{"abi":[]}',
  'bad.jsonl': '{"pc":0}\n',
  'none.jsonl': '{"output":"0x"}\n',
  'one.jsonl': '',
})
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

  /** The steps of the example, and what they come to. */
  const lane = async () => (await run(['trace', 'export', LANE])).stdout
  const stepsOf = async (argv: string[]) => {
    const { code, stdout, stderr } = await run(['trace', 'import', ...argv, '-o', 'x.memlane', '--json'])
    expect(code, stderr).toBe(0)
    return { steps: JSON.parse(stdout).steps, stderr }
  }

  it('passes over text between the steps, and counts it', async () => {
    const lines = (await lane()).split('\n')
    writeFileSync(join(folder, 'noise.txt'), ['WARNING: a restricted method', ...lines, 'FAIL [1/1]', ''].join('\n'))
    expect(await stepsOf(['noise.txt'])).toEqual({
      steps: 85,
      stderr: 'noise.txt: lines that are no JSON and were passed over: 2\n',
    })
  })

  it('unpacks gzip, and reads UTF-16 with its mark', async () => {
    const text = await lane()
    writeFileSync(join(folder, 'lane.jsonl.gz'), gzipSync(text))
    expect((await stepsOf(['lane.jsonl.gz'])).steps).toBe(85)
    const little = Buffer.from(`\ufeff${text}`, 'utf16le')
    writeFileSync(join(folder, 'little.jsonl'), little)
    writeFileSync(join(folder, 'big.jsonl'), Buffer.from(little).swap16())
    writeFileSync(join(folder, 'marked.jsonl'), `\ufeff${text}`)
    for (const file of ['little.jsonl', 'big.jsonl', 'marked.jsonl']) expect((await stepsOf([file])).steps).toBe(85)
    const logs = (await run(['trace', 'export', LANE, '--format', 'structlogs'])).stdout
    writeFileSync(join(folder, 'logs.json.gz'), gzipSync(Buffer.from(`\ufeff${logs}`, 'utf16le')))
    expect((await stepsOf(['logs.json.gz'])).steps).toBe(85)
    await run(['trace', 'import', 'logs.json.gz', '-o', 'packed.memlane'])
    writeFileSync(join(folder, 'packed.memlane.gz'), gzipSync(readFileSync(join(folder, 'packed.memlane'))))
    expect((await run(['who', 'packed.memlane.gz', '0x120:32'])).code).toBe(0)
  })

  it('reads steps of EIP-3155 in a list', async () => {
    const list = (await lane())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    writeFileSync(join(folder, 'list.json'), JSON.stringify(list, undefined, 2))
    expect((await stepsOf(['list.json'])).steps).toBe(85)
    writeFileSync(join(folder, 'list.jsonl'), JSON.stringify(list))
    expect((await stepsOf(['list.jsonl'])).steps).toBe(85)
  })

  it('chooses a transaction of a block', async () => {
    const logs = async (code: string) =>
      JSON.parse((await run(['trace', 'export', code, '--format', 'structlogs'])).stdout)
    const hash = (digit: string) => `0x${digit.repeat(64)}`
    const block = [
      { txHash: hash('a'), result: await logs('0x602a5f5200') },
      { txHash: hash('b'), result: await logs('0x00') },
      { txHash: hash('c'), error: 'execution timeout' },
    ]
    writeFileSync(join(folder, 'block.json'), JSON.stringify({ jsonrpc: '2.0', id: 1, result: block }))
    writeFileSync(join(folder, 'bare.json'), JSON.stringify(block))
    writeFileSync(join(folder, 'one.json'), JSON.stringify(block.slice(0, 1)))
    expect((await stepsOf(['block.json', '--tx', '0'])).steps).toBe(4)
    expect((await stepsOf(['bare.json', '--tx', hash('B')])).steps).toBe(1)
    expect((await stepsOf(['one.json'])).steps).toBe(4)
    const sentence = async (...argv: string[]) => (await run([...argv, '-o', 'x'])).stderr
    const listed = `0 (${hash('a')}), 1 (${hash('b')}), 2 (${hash('c')})`
    expect(await sentence('trace', 'import', 'block.json')).toBe(
      `block.json: The trace is of a block with 3 transactions; choose one of ${listed}. Use --tx.\n`,
    )
    expect(await sentence('trace', 'import', 'block.json', '--tx', '3')).toContain(
      `The trace has no transaction "3"; choose one of ${listed}.`,
    )
    expect(await sentence('trace', 'import', 'block.json', '--tx', '2')).toContain(
      'There is an error in it in place of a trace: execution timeout',
    )
    expect((await run(['who', 'bare.json', '0:32', '--tx', '0'])).stdout).toContain('MSTORE')
    for (const target of ['one.jsonl', 'lane.json', '0x00'])
      expect((await run(['who', target, '0:32', '--tx', '0'])).stderr).toContain('leave --tx out')
  })

  it('takes the fork that the trace names, and the one of --fork before it', async () => {
    const lines = [
      '{"pc":0,"op":0,"gas":"0x61","gasCost":"0x0","stack":[],"depth":1}',
      '{"output":"","gasUsed":"0x0","test":"lane","fork":"London","pass":true}',
    ]
    writeFileSync(join(folder, 'london.jsonl'), lines.join('\n'))
    const forkOf = async (...argv: string[]) => {
      await run(['trace', 'import', 'london.jsonl', '-o', 'fork.memlane', ...argv])
      return (await decodeRecording(readFileSync(join(folder, 'fork.memlane')))).recording.run.fork
    }
    expect([await forkOf(), await forkOf('--fork', 'berlin')]).toEqual(['london', 'berlin'])
  })

  it.each([
    ['refused.json', '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"historical state not available"}}'],
    ['refused.jsonl', '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"historical state not available"}}'],
  ])('says what a node refused: %s', async (file, text) => {
    writeFileSync(join(folder, file), text)
    const { code, stderr } = await run(['trace', 'import', file, '-o', 'x'])
    expect([code, stderr]).toEqual([
      2,
      `${file}: There is an error in it in place of a trace: historical state not available\n`,
    ])
  })

  it('refuses what cannot be unpacked', async () => {
    const packed = gzipSync(await lane())
    writeFileSync(join(folder, 'cut.jsonl.gz'), packed.subarray(0, packed.length / 2))
    const { code, stderr } = await run(['trace', 'import', 'cut.jsonl.gz', '-o', 'x'])
    expect([code, stderr]).toEqual([
      2,
      'cut.jsonl.gz: This begins as gzip and cannot be unpacked: it is damaged or cut off. Copy it again.\n',
    ])
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
    [['run', 'bad.jsonl'], 'bad.jsonl: This command runs code, and .jsonl is read as a run that was recorded.'],
  ])('refuses: %s', async (argv, sentence) => {
    const { code, stderr } = await run(argv)
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
  })
})
