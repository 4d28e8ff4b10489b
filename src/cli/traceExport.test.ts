import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

/** MSTORE(0, 42), RETURN(0, 32) */
const CODE = '0x602a5f5260205ff3'
const folder = folderWith({})
const run = (...argv: string[]) => testRun(['trace', 'export', CODE, ...argv], { folder })

describe('memlane trace export', () => {
  it('writes EIP-3155 lines', async () => {
    const { stdout } = await run()
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(7)
    // As the proposal orders them; 3 for the opcode and 3 for a word of memory.
    expect(lines[2]).toBe(
      '{"pc":3,"op":82,"gas":"0x1c9c37b","gasCost":"0x6","memSize":0,"stack":["0x2a","0x0"],"depth":1,"returnData":"0x","refund":0,"opName":"MSTORE"}',
    )
    expect(JSON.parse(lines[6]!)).toMatchObject({ output: `0x${'2a'.padStart(64, '0')}`, gasUsed: '0x10', pass: true })
  })

  it('writes struct logs, one entry a line, to a file', async () => {
    expect((await run('--format', 'structlogs', '--memory', '-o', 'logs.json')).stdout).toBe('')
    const { structLogs, ...rest } = JSON.parse(readFileSync(join(folder, 'logs.json'), 'utf8'))
    expect(rest).toEqual({ gas: 16, failed: false, returnValue: `0x${'2a'.padStart(64, '0')}` })
    expect(structLogs[3]).toMatchObject({ op: 'PUSH1', memory: [`0x${'2a'.padStart(64, '0')}`] })
  })

  it('writes the calls, and the accounts before', async () => {
    expect(JSON.parse((await run('--format', 'calltracer')).stdout)).toMatchObject({ type: 'CALL', gasUsed: '0x10' })
    const before = JSON.parse((await run('--format', 'prestatetracer')).stdout)
    expect(Object.values(before)).toMatchObject([{ code: CODE }])
    expect(JSON.parse((await run('--format', 'prestatetracer', '--diff')).stdout)).toEqual({ pre: {}, post: {} })
  })

  it('refuses what means nothing', async () => {
    expect(await run('--format', 'xml')).toMatchObject({
      code: 2,
      stderr: 'memlane: --format cannot be "xml"; choose one of eip3155, structlogs, calltracer, prestatetracer.\n',
    })
    expect((await run('--format', 'calltracer', '--memory')).stderr).toBe(
      'memlane: --memory says nothing for the format calltracer; leave it out.\n',
    )
  })
})
