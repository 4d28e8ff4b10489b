import { describe, expect, it, vi } from 'vitest'
import { displayWidth } from '../view/index.ts'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

async function document(argv: readonly string[], code = 0) {
  const run = await testRun([...argv, '--json'])
  expect(run.code).toBe(code)
  return JSON.parse(run.stdout)
}

describe('memlane who', () => {
  // The sources run straight on: the step is the number of instructions above the line.
  it('tells writer, line and origin in memorylane.evm', async () => {
    const { writers, range, call } = await document(['who', 'memorylane.evm', '0x120:32'])
    expect([call, range]).toEqual(['memorylane.evm', { offset: 0x120, size: 32 }])
    expect(
      writers.map(({ step, op, shadowed, source }: Record<string, unknown>) => [step, op, shadowed, source]),
    ).toEqual([
      [79, 'MSTORE', false, expect.objectContaining({ file: 'memorylane.evm', line: 89, function: '6 b[0] = 1' })],
      [51, 'CALLDATACOPY', true, expect.objectContaining({ line: 60 })],
    ])
    expect(writers[0].origin).toMatchObject({
      ...{ kind: 'operation', op: 'SHL', value: '0x1' },
      inputs: [
        { kind: 'constant', value: '0x0', source: { line: 74 } },
        { kind: 'constant', value: '0x1', source: { line: 73 } },
      ],
    })
  })

  it('answers for a moment', async () => {
    const at = async (moment: string) => {
      const { writers, bytes } = await document(['who', 'memorylane.evm', '0x5f', '--at', moment])
      return [bytes, writers[0]?.step]
    }
    expect(await at('end')).toEqual(['0x60', 41])
    expect(await at('41')).toEqual(['0x20', 10])
    expect(await at('line:49')).toEqual(['0x20', 10])
    expect(await at('op:CALLDATACOPY')).toEqual(['0x20', 10])
    expect(await at('step:2')).toEqual(['0x', undefined])
  })

  it('takes all writers, and none from elsewhere', async () => {
    const { writers } = await document(['who', 'memorylane.evm', '0x40-0x60', '--all'])
    expect(writers.map(({ step }: { step: number }) => step)).toEqual([41, 10, 2])
  })

  it('answers for a run that reverted, and says so', async () => {
    // MSTORE(0, 7) REVERT(0, 32)
    const { status, writers } = await document(['who', '0x60075f5260205ffd', '0:32'], 3)
    expect([status, writers[0].step]).toEqual(['revert', 2])
  })

  it('fits 80 columns in both languages', async () => {
    for (const language of ['en', 'zh']) {
      const argv = ['who', 'memorylane.evm', '0x40:0x120', '--all', '--lang', language]
      const { stdout, code } = await testRun([...argv, '--no-color'], { terminal: 80 })
      const lines = stdout.split('\n')
      expect([code, lines.length > 20]).toEqual([0, true])
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80)
    }
  })

  it.each([
    [['0xzz'], 2, '<range>: "0xzz" is no range of memory'],
    [[], 2, 'The argument <range> is missing'],
    [['0:32', '--at', 'soon'], 2, '--at: "soon" is no condition to stop at'],
    [['0:32', '--at', 'op:CREATE'], 2, '--at: The run never comes to op:CREATE; it has 85 steps.'],
    [['0:32', '--at', '86'], 2, '--at: There is no step 86'],
    [['0:32', '--frame', '1'], 2, '--frame: There is no frame 1'],
    [['0:32', '--frame', 'x'], 2, '--frame: "x" is not a whole number'],
    [['0:32', '7'], 2, 'need --call'],
  ])('refuses %j', async (rest, code, message) => {
    const run = await testRun(['who', 'memorylane.evm', ...rest])
    expect([run.code, run.stdout]).toEqual([code, ''])
    expect(run.stderr).toContain(message)
  })

  it('has no line for code without sources', async () => {
    const { code, stderr } = await testRun(['who', '0x60075f5260205ffd', '0:32', '--at', 'line:3'])
    expect([code, stderr]).toEqual([2, '--at: There are no sources, so no step has a line; use pc: or step:.\n'])
  })

  it('takes code that runs nothing', async () => {
    const folder = folderWith({ 'stop.evm': 'STOP' })
    const { code, stdout } = await testRun(['who', 'stop.evm', '0'], { folder })
    expect([code, stdout]).toEqual([0, expect.stringContaining('0x00 never written: zero')])
  })
})

describe('memlane watch', () => {
  it('lists what touches the free memory pointer of memorylane.evm', async () => {
    const { accesses, count } = await document(['watch', 'memorylane.evm', '0x40:32'])
    const rows = accesses.map(({ step, kind, source }: Record<string, unknown> & { source: { line: number } }) => [
      step,
      kind,
      source.line,
    ])
    expect(rows).toEqual([
      [2, 'write', 7],
      [5, 'read', 11],
      [10, 'write', 16],
      [36, 'read', 44],
      [41, 'write', 49],
    ])
    expect(count).toBe(5)
  })

  it('takes conditions and limits', async () => {
    const steps = async (...options: string[]) => {
      const { accesses, count } = await document(['watch', 'memorylane.evm', '0x40:32', ...options])
      return [accesses.map(({ step }: { step: number }) => step), count]
    }
    expect(await steps('--on', 'read')).toEqual([[5, 36], 2])
    expect(await steps('--when', 'value > 0x80', '--on', 'write')).toEqual([[10, 41], 2])
    expect(await steps('--limit', '2')).toEqual([[2, 5], 5])
    expect(await steps('--frame', '0', '--when', 'value == 0')).toEqual([[], 0])
  })

  it.each([
    [['0x40:32', '--when', 'value'], '--when: "value" is no condition'],
    [['0x40:33', '--when', 'value < 5'], 'The range has 33 bytes, more than the 32'],
    [['0x40:32', '--on', 'both', '--limit', '-1'], '--limit: "-1" is not a whole number'],
    [['0x40:32', '--on', 'sometimes'], 'choose one of write, read, both'],
    [['0x40:32', '--frame', '9'], 'There is no frame 9'],
  ])('refuses %j', async (rest, message) => {
    const run = await testRun(['watch', 'memorylane.evm', ...rest])
    expect([run.code, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toContain(message)
  })
})
