import { describe, expect, it } from 'vitest'
import type { CallFacts } from '../launch/facts.ts'
import type { FrameContent, Value } from '../solidity/index.ts'
import { callLines } from './calls.ts'
import { messagesIn } from './messages/index.ts'
import { lineWidth, plain } from './span.ts'

const BANK = '0x1111111111111111111111111111111111111111'
const OTHER = '0x2222222222222222222222222222222222222222'

const CALL: CallFacts = {
  id: 0,
  parent: undefined,
  depth: 0,
  kind: 'call',
  caller: OTHER,
  address: BANK,
  codeAddress: BANK,
  contract: undefined,
  content: undefined,
  value: 0n,
  gas: 30_000n,
  gasUsed: 1_234n,
  memorySize: 96,
  memoryGas: 9n,
  status: 'stop',
  halt: undefined,
  laterOpcode: undefined,
  revert: undefined,
  input: new Uint8Array(0),
  output: new Uint8Array(0),
}

const number = (value: bigint): Value => ({ kind: 'number', value })
const content = (facts: Partial<FrameContent>): FrameContent => ({
  function: 'f',
  signature: 'f()',
  arguments: [],
  outputs: undefined,
  ...facts,
})

/** The lines without titles and figures, on no terminal. */
function shown(calls: readonly Partial<CallFacts>[], language: 'en' | 'zh' = 'en', more = 0): string[] {
  const tree = { calls: calls.map((call, id) => ({ ...CALL, id, ...call })), more }
  const lines = callLines(tree, messagesIn(language)).map(plain)
  return lines.slice(1).map((line) => line.replace(/^ +1,234 +96 B +9 {2}/, ''))
}

const one = (call: Partial<CallFacts>, language: 'en' | 'zh' = 'en') => shown([call], language)[0]

describe('callLines', () => {
  it('has figures in columns, and a tree of calls', () => {
    const calls = [
      {},
      { parent: 0, depth: 1, gasUsed: 16n },
      { parent: 1, depth: 2 },
      { parent: 0, depth: 1, memorySize: 1_000_000, memoryGas: 2_001_098n },
    ]
    const tree = { calls: calls.map((call, id) => ({ ...CALL, id, contract: 'A', ...call })), more: 0 }
    expect(callLines(tree, messagesIn('en')).map(plain)).toEqual([
      '    gas       memory  memory gas  call',
      '  1,234         96 B           9  call A()   stopped',
      '     16         96 B           9  ├ call A()   stopped',
      '  1,234         96 B           9  │ └ call A()   stopped',
      '  1,234  1,000,000 B   2,001,098  └ call A()   stopped',
    ])
  })
  it('names what was called as Solidity does', () => {
    const pay = content({ function: 'pay', arguments: [{ type: 'uint256', name: 'x', value: number(5n) }] })
    expect(one({ contract: 'Bank', content: pay })).toBe('call Bank.pay(x: 5)   stopped')
    expect(one({ content: pay, kind: 'staticcall' })).toBe(`staticcall ${BANK}.pay(x: 5)   stopped`)
    expect(one({ contract: 'Bank', content: pay, value: 10n ** 18n })).toContain('Bank.pay{value: 1 ether}(x: 5)')
    expect(one({ contract: 'Bank', content: pay, value: 25n * 10n ** 8n })).toContain('{value: 2500000000}')
    expect(one({ contract: 'Bank', content: pay, value: 25n * 10n ** 9n })).toContain('{value: 25 gwei}')
    // It sends none: it sees what its caller was sent.
    expect(one({ contract: 'Bank', content: pay, kind: 'delegatecall', value: 5n })).toBe(
      'delegatecall Bank.pay(x: 5)   stopped',
    )
  })
  it('shows input that nobody knows by its beginning', () => {
    expect(one({})).toBe(`call ${BANK}()   stopped`)
    expect(one({ contract: 'sha256', input: Uint8Array.of(1, 2, 3) })).toBe('call sha256(0x010203)   stopped')
    expect(one({ input: new Uint8Array(36).fill(0xab), value: 1n })).toBe(
      `call ${BANK}{value: 1}(0xabababab… 36 B)   stopped`,
    )
    expect(one({ input: undefined })).toBe(`call ${BANK}(…)   stopped`)
    const fallback = content({ function: 'fallback' })
    expect(one({ contract: 'Bank', content: fallback, input: Uint8Array.of(1) })).toContain('Bank.fallback(0x01)')
  })
  it('tells what came back', () => {
    const outputs = [
      { type: 'uint256', name: 'sum', value: number(7n) },
      { type: 'uint256', name: '', value: number(8n) },
    ]
    const returned = (facts: Partial<CallFacts>) =>
      one({ contract: 'A', status: 'return', ...facts })?.replace(/^.* {3}/, '')
    expect(returned({ content: content({ outputs: outputs.slice(0, 1) }) })).toBe('returned 7')
    expect(returned({ content: content({ outputs }) })).toBe('returned (sum: 7, 8)')
    expect(returned({ content: content({ outputs: [] }) })).toBe('returned')
    expect(returned({ output: Uint8Array.of(...new Uint8Array(31), 9) })).toBe('returned 0x9 (32 B)')
    expect(returned({ output: new Uint8Array(32).fill(0xee) })).toBe('returned 0xeeeeeeee… 32 B')
    expect(returned({ output: undefined })).toBe('returned')
  })
  it('tells why a call failed', () => {
    const failed = (facts: Partial<CallFacts>, language: 'en' | 'zh' = 'en') =>
      one({ contract: 'A', ...facts }, language)?.replace(/^.* {3}/, '')
    expect(failed({ status: 'halt', halt: 'outOfGas' })).toBe('halted: out of gas')
    expect(failed({ status: 'halt', halt: 'outOfGas' }, 'zh')).toBe('异常中止：gas 耗尽')
    const laterOpcode = { name: 'PUSH0', since: 'shanghai' }
    expect(failed({ status: 'halt', halt: 'invalidOpcode', laterOpcode })).toBe(
      'halted: PUSH0, an opcode that came with shanghai',
    )
    const message = { kind: 'string', text: 'no\u001b[2J', length: 6, isCut: false } as const
    const revert = { reason: { kind: 'error', message }, data: new Uint8Array(0) } as const
    expect(failed({ status: 'revert', revert })).toBe('reverted: "no\\u001b[2J"')
    const unknown = { reason: { kind: 'unknown', data: `0x${'ab'.repeat(5000)}` }, data: new Uint8Array(5000) } as const
    expect(failed({ status: 'revert', revert: unknown })).toHaveLength('reverted: '.length + 200)
    expect(failed({ status: 'revert' })).toBe('reverted')
  })
  it('tells what a creation made', () => {
    const make = content({
      function: 'constructor',
      arguments: [{ type: 'bool', name: '', value: { kind: 'bool', value: true } }],
    })
    const made = {
      kind: 'create',
      status: 'return',
      output: new Uint8Array(1_500),
      input: new Uint8Array(2_000),
    } as const
    expect(one({ ...made, contract: 'Token', content: make, value: 5n })).toBe(
      `create Token{value: 5}(true)   created ${BANK} (1,500 B)`,
    )
    expect(one({ ...made, kind: 'create2', value: 5n })).toBe(
      `create2{value: 5} 2,000 B of creation code   created ${BANK} (1,500 B)`,
    )
    expect(one(made, 'zh')).toBe(`create 创建代码 2,000 B   已创建 ${BANK}（1,500 B）`)
  })
  it('says how many calls it does not show', () => {
    const calls = Array.from({ length: 150 }, (_, id) => (id === 0 ? {} : { parent: 0, depth: 1 }))
    expect(shown(calls)).toHaveLength(101)
    expect(shown(calls).at(-1)).toBe('  50 more calls; --json prints all')
    expect(shown(calls, 'en', 1_000).at(-1)).toBe('  1,050 more calls; --json prints the first 150')
    expect(shown(calls, 'zh', 1_000).at(-1)).toBe('  还有 1,050 次调用；--json 输出前 150 次')
  })
  it('keeps to the width: short addresses, the result on a line of its own, cut at last', () => {
    const calls = [
      { id: 0, kind: 'staticcall' },
      { id: 1, parent: 0, depth: 1, kind: 'create', status: 'return' },
      { id: 2, parent: 0, depth: 1, contract: 'Name'.repeat(20) },
    ] as const
    const lines = (width: number) =>
      callLines({ calls: calls.map((call) => ({ ...CALL, ...call })), more: 0 }, messagesIn('en'), width)
    expect(lines(200).slice(1).map(plain)).toEqual([
      `  1,234    96 B           9  staticcall ${BANK}()   stopped`,
      `  1,234    96 B           9  ├ create 0 B of creation code   created ${BANK} (0 B)`,
      `  1,234    96 B           9  └ call ${'Name'.repeat(20)}()   stopped`,
    ])
    expect(lines(75).slice(1).map(plain)).toEqual([
      '  1,234    96 B           9  staticcall 0x111111…111111()   stopped',
      '  1,234    96 B           9  ├ create 0 B of creation code',
      '                             │    created 0x111111…111111 (0 B)',
      `  1,234    96 B           9  └ call ${'Name'.repeat(9)}Na…`,
      '                                  stopped',
    ])
    for (let width = 40; width < 140; width++)
      expect(lines(width).filter((line) => lineWidth(line) > width)).toEqual([])
  })
})
