import { describe, expect, it } from 'vitest'
import type { CallFacts, RunFacts } from '../launch/facts.ts'
import type { EventContent } from '../solidity/index.ts'
import { messagesIn } from './messages/index.ts'
import { runScreen } from './run.ts'
import { plain } from './span.ts'

const FACTS: RunFacts = {
  outcome: { call: 'A.f()', status: 'return', gasUsed: 21n, gasRefund: 0n, memoryGas: 3n, memorySize: 32 },
  memory: Uint8Array.of(...new Uint8Array(31), 0x80),
  stack: [0xffffn, 0x80n],
  output: new Uint8Array(0),
  outputs: undefined,
  calls: { calls: [], more: 0 },
  logs: [],
  created: undefined,
  sections: [],
  isSolidity: false,
}

const text = (facts: Partial<RunFacts>) =>
  runScreen({ ...FACTS, ...facts }, messagesIn('en'))
    .map(plain)
    .join('\n')

describe('runScreen', () => {
  it('shows output, memory and stack', () =>
    expect(text({})).toMatchInlineSnapshot(`
    "A.f()   returned   gas 21, of which memory 3   size 32 B

     output   none

     memory
     0x000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  ················
     0x010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 80  ················

     stack, top first
       0  0x80
       1  0xffff"
  `))
  it('shows output as values where an ABI tells them, and else as bytes', () => {
    const outputs = [
      { type: 'uint256', name: 'x', value: { kind: 'number', value: 7n } },
      { type: 'bytes1', name: '', value: { kind: 'fixedBytes', value: '0xaa' } },
    ] as const
    expect(text({ outputs })).toContain(' output\n  uint256 x  7\n  bytes1     0xaa\n')
    expect(text({ output: Uint8Array.of(1, 2) })).toContain(' output\n  0x0102\n')
  })
  it('shows logs with address, topics and data', () => {
    const address = '0x000000000000000000000000000000000c0de000'
    const raw = { contract: undefined, event: undefined }
    const logs = [{ address, topics: ['0x01', '0x02'], data: Uint8Array.of(0xff), ...raw }] as const
    expect(text({ logs })).toContain(
      ` logs\n  address  ${address}\n  topic 0  0x01\n  topic 1  0x02\n  data     0xff\n`,
    )
  })
  it('shows the arguments of an event that is known, and the hash of one that no log holds', () => {
    const address = '0x000000000000000000000000000000000c0de000'
    const event: EventContent = {
      name: 'Paid',
      signature: 'Paid(string,uint256)',
      arguments: [
        { type: 'string', name: 'why', isIndexed: true, value: undefined, hash: '0x1234' },
        { type: 'uint256', name: '', isIndexed: false, value: { kind: 'number', value: 5n }, hash: undefined },
      ],
    }
    const log = { address, topics: ['0x01', '0x1234'], data: new Uint8Array(32), event } as const
    const lines = `   ${address}\n    string indexed why  hash 0x1234\n    uint256             5\n`
    expect(text({ logs: [{ ...log, contract: 'Shop' }] })).toContain(` logs\n  Shop.Paid${lines}`)
    expect(text({ logs: [{ ...log, contract: undefined }] })).toContain(` logs\n  Paid${lines}`)
  })
  it('shows a hundred logs, and says how many there are more', () => {
    const raw = { contract: undefined, event: undefined, topics: [], data: new Uint8Array(0) }
    const logs = Array.from({ length: 1_200 }, () => ({ address: '0x0a', ...raw }) as const)
    const shown = text({ logs })
    expect(shown.match(/ {2}address {2}0x0a\n/g)).toHaveLength(100)
    expect(shown).toContain('\n  1,100 more logs; --json prints all\n')
  })
  it('shows calls when there is more than one', () => {
    const call: CallFacts = {
      id: 0,
      parent: undefined,
      depth: 0,
      kind: 'call',
      caller: '0x0c',
      address: '0x0a',
      codeAddress: '0x0a',
      contract: 'A',
      content: undefined,
      value: 0n,
      gas: 9n,
      gasUsed: 5n,
      memorySize: 0,
      memoryGas: 0n,
      status: 'stop',
      halt: undefined,
      laterOpcode: undefined,
      revert: undefined,
      input: new Uint8Array(0),
      output: new Uint8Array(0),
    }
    expect(text({ calls: { calls: [call], more: 0 } })).not.toContain('calls')
    expect(text({ calls: { calls: [call, { ...call, id: 1, parent: 0, depth: 1 }], more: 0 } })).toContain(
      '\n calls\n  gas  memory  memory gas  call\n    5     0 B           0  call A()   stopped\n    5     0 B           0  └ call A()   stopped\n',
    )
  })
  it('shows the beginning of a long output', () =>
    expect(text({ output: new Uint8Array(2_000) })).toContain('00… 976 more bytes; --json prints all\n'))
  it('shows the state after each section instead of that at the end', () => {
    const section = { name: '1 begin', memory: FACTS.memory, stack: [5n], gasUsed: 1_021n, memorySize: 32 }
    const shown = text({ sections: [section, { name: '2 end', notReached: true }] })
    expect(shown).toContain('\n§ 1 begin   gas so far 1,021   size 32 B\n')
    expect(shown).toContain('\n   0  0x5\n')
    expect(shown).toMatch(/\n§ 2 end {3}not reached$/)
    expect(shown).not.toContain('0xffff')
  })
  it('says when there is no memory and no stack', () => {
    const shown = text({ memory: new Uint8Array(0), stack: [] })
    expect(shown).toContain('\n memory   none\n')
    expect(shown).toMatch(/\n stack, top first {3}none$/)
  })
  it('cannot be painted by a contract', () => {
    const value = { kind: 'string', text: 'a\u202eb', length: 5, isCut: false } as const
    expect(text({ outputs: [{ type: 'string', name: '', value }] })).toContain('"a\\u{202e}b"')
    const section = { name: '\u001b[2J', notReached: true } as const
    expect(text({ sections: [section] })).toContain('§ \\u{1b}[2J')
  })
})
