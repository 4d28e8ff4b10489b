import { describe, expect, it } from 'vitest'
import type { CallFacts, Outcome, RunFacts } from '../launch/facts.ts'
import type { MapObject, MemoryMap, Value } from '../solidity/index.ts'
import { mapDocument, runDocument } from './documents.ts'

const OUTCOME: Outcome = {
  call: 'A.f()',
  status: 'stop',
  gasUsed: 21n,
  gasRefund: 4_800n,
  memoryGas: 3n,
  memorySize: 32,
  freePointer: { first: 0x80, last: 0xc0 },
}

const FACTS: RunFacts = {
  outcome: OUTCOME,
  memory: Uint8Array.of(...new Uint8Array(31), 0x80),
  stack: [0x80n, 2n ** 256n - 1n],
  output: Uint8Array.of(1, 2),
  outputs: undefined,
  calls: { calls: [], more: 0 },
  logs: [
    {
      address: '0x000000000000000000000000000000000c0de000',
      topics: ['0x01'],
      data: Uint8Array.of(0xff),
      contract: undefined,
      event: undefined,
    },
  ],
  created: undefined,
  sections: [],
  isSolidity: false,
}

/** As it arrives: without what JSON cannot say. */
const written = (document: object) => JSON.parse(JSON.stringify(document))

describe('runDocument', () => {
  it('has the fields that are promised', () =>
    expect(written(runDocument(FACTS))).toEqual({
      version: 1,
      call: 'A.f()',
      status: 'stop',
      halt: null,
      revert: null,
      gasUsed: '21',
      memoryGas: '3',
      memorySize: 32,
      gasRefund: '4800',
      memory: `0x${'00'.repeat(31)}80`,
      stack: ['0x80', `0x${'ff'.repeat(32)}`],
      output: '0x0102',
      calls: [],
      moreCalls: 0,
      logs: [
        {
          address: '0x000000000000000000000000000000000c0de000',
          topics: ['0x01'],
          data: '0xff',
          contract: null,
          event: null,
          arguments: null,
        },
      ],
      created: null,
    }))
  it('has a list of calls, each with what is known of it', () => {
    const address = '0x000000000000000000000000000000000c0de000'
    const number = (name: string, value: bigint) =>
      ({ type: 'uint256', name, value: { kind: 'number', value } }) as const
    const call: CallFacts = {
      id: 0,
      parent: undefined,
      depth: 0,
      kind: 'call',
      caller: '0x00000000000000000000000000000000000ca11e',
      address,
      codeAddress: address,
      contract: 'A',
      content: { function: 'f', signature: 'f(uint256)', arguments: [number('x', 1n)], outputs: [number('', 2n)] },
      value: 10n ** 18n,
      gas: 30_000_000n,
      gasUsed: 21n,
      memorySize: 32,
      memoryGas: 3n,
      status: 'return',
      halt: undefined,
      laterOpcode: undefined,
      revert: undefined,
      input: Uint8Array.of(1),
      output: Uint8Array.of(2),
    }
    const message = { kind: 'string', text: 'no', length: 2, isCut: false } as const
    const inner: CallFacts = {
      ...call,
      ...{ id: 1, parent: 0, depth: 1, contract: undefined, content: undefined, input: undefined, output: undefined },
      ...{ status: 'revert', revert: { reason: { kind: 'error', message }, data: Uint8Array.of(8) } },
    }
    const { calls, moreCalls } = written(runDocument({ ...FACTS, calls: { calls: [call, inner], more: 7 } }))
    expect(moreCalls).toBe(7)
    expect(calls[0]).toEqual({
      id: 0,
      parent: null,
      depth: 0,
      kind: 'call',
      caller: '0x00000000000000000000000000000000000ca11e',
      address,
      codeAddress: address,
      contract: 'A',
      function: 'f(uint256)',
      arguments: [{ type: 'uint256', name: 'x', value: '1' }],
      value: '1000000000000000000',
      gas: '30000000',
      gasUsed: '21',
      memoryGas: '3',
      memorySize: 32,
      status: 'return',
      halt: null,
      revert: null,
      input: '0x01',
      output: '0x02',
      outputs: [{ type: 'uint256', name: '', value: '2' }],
    })
    expect(calls[1]).toMatchObject({
      parent: 0,
      contract: null,
      function: null,
      arguments: null,
      revert: { kind: 'error', reason: '"no"', data: '0x08' },
      input: null,
      output: null,
      outputs: null,
    })
  })
  it('adds what a log says', () => {
    const event = {
      name: 'E',
      signature: 'E(string,int8)',
      arguments: [
        { type: 'string', name: 's', isIndexed: true, value: undefined, hash: '0x02' },
        { type: 'int8', name: 'n', isIndexed: false, value: { kind: 'number', value: -1n }, hash: undefined },
      ],
    } as const
    const [log] = written(runDocument({ ...FACTS, logs: [{ ...FACTS.logs[0]!, contract: 'A', event }] })).logs
    expect(log).toMatchObject({
      topics: ['0x01'],
      contract: 'A',
      event: 'E(string,int8)',
      arguments: [
        { type: 'string', name: 's', indexed: true, value: { hash: '0x02' } },
        { type: 'int8', name: 'n', indexed: false, value: '-1' },
      ],
    })
  })
  it('adds values, sections and reasons where there are some', () => {
    const revert = { reason: { kind: 'panic', code: 0x11n, meaning: undefined }, data: Uint8Array.of(0x4e) } as const
    const document = written(
      runDocument({
        ...FACTS,
        outcome: { ...OUTCOME, status: 'revert', revert },
        outputs: [{ type: 'uint256', name: 'x', value: { kind: 'number', value: 2n ** 64n } }],
        sections: [
          { name: 'one', memory: new Uint8Array(0), stack: [1n], gasUsed: 3n, memorySize: 0 },
          { name: 'two', notReached: true },
        ],
      }),
    )
    expect(document).toMatchObject({
      status: 'revert',
      revert: { kind: 'panic', reason: 'Panic(0x11): arithmetic overflow or underflow', data: '0x4e' },
      outputs: [{ type: 'uint256', name: 'x', value: '18446744073709551616' }],
      sections: [
        { name: 'one', reached: true, gasUsed: '3', memorySize: 0, memory: '0x', stack: ['0x1'] },
        { name: 'two', reached: false },
      ],
    })
  })
})

describe('mapDocument', () => {
  const object = (value: Value | undefined): MapObject => ({
    offset: 0x80,
    size: 64,
    type: 'Point',
    name: 'p',
    path: 'p',
    aliases: [],
    shape: undefined,
    formerly: [],
    value,
    overrun: 0,
    known: 'declared',
    allocatedBy: undefined,
    isPlaceInferred: false,
    step: 7,
    overwrittenAt: undefined,
  })
  const map = (value: Value | undefined): MemoryMap => ({
    step: undefined,
    size: 0xc0,
    freePointer: { first: 0x80, last: 0xc0, moves: [] },
    history: [],
    reserved: [{ offset: 0x40, size: 32, use: 'freePointer', value: 0xc0n, name: undefined, overwrittenAt: undefined }],
    objects: [object(value)],
    buffers: [],
    twin: undefined,
  })
  const decoded = (value: Value) => written(mapDocument(OUTCOME, map(value))).objects[0].value

  it('has the fields that are promised', () =>
    expect(written(mapDocument(OUTCOME, map(undefined)))).toEqual({
      version: 1,
      call: 'A.f()',
      status: 'stop',
      halt: null,
      revert: null,
      gasUsed: '21',
      memoryGas: '3',
      memorySize: 32,
      endedAt: null,
      freePointer: { first: 128, last: 192 },
      reserved: [{ offset: 64, size: 32, use: 'freePointer', value: '0xc0', name: null, overwrittenAt: null }],
      objects: [
        {
          offset: 128,
          size: 64,
          type: 'Point',
          name: 'p',
          path: 'p',
          aliases: [],
          shape: undefined,
          formerly: [],
          value: null,
          overrun: 0,
          known: 'declared',
          allocatedBy: null,
          isPlaceInferred: false,
          step: 7,
          overwrittenAt: null,
        },
      ],
      buffers: [],
      twin: null,
      noYul: null,
      frame: 0,
      at: null,
      frames: [],
    }))
  it('says what became of the twin', () =>
    expect(
      written(mapDocument(OUTCOME, map(undefined), { twin: { status: 'used', allocations: 3, aligned: 2 } })).twin,
    ).toEqual({
      status: 'used',
      allocations: 3,
      aligned: 2,
    }))
  it('writes numbers as decimal strings and keeps the tree', () => {
    const one: Value = { kind: 'number', value: 1n }
    const members = [
      { name: 'x', value: one },
      {
        name: 'list',
        value: { kind: 'pointer', to: 0xc0, target: { kind: 'array', elements: [one, one], length: 2 } },
      },
      { name: 'on', value: { kind: 'bool', value: true } },
      { name: 'colour', value: { kind: 'enum', name: 'Color.Red', value: 0n } },
      { name: '', value: { kind: 'bytes', value: '0xaabb', length: 2 } },
    ] as const
    expect(decoded({ kind: 'struct', members })).toEqual({
      x: '1',
      list: ['1', '1'],
      on: true,
      colour: 'Color.Red',
      4: '0xaabb',
    })
  })
  it('says what was cut and what cannot be read', () => {
    expect(decoded({ kind: 'bytes', value: '0xaa', length: 70_000 })).toEqual({ shown: '0xaa', length: 70_000 })
    expect(decoded({ kind: 'array', elements: [], length: 9 })).toEqual({ shown: [], length: 9 })
    expect(decoded({ kind: 'string', text: 'a', length: 9, isCut: true })).toEqual({ shown: 'a', length: 9 })
    expect(decoded({ kind: 'unreadable', code: 'cycle', reason: 'cycle at 0x80', facts: {} })).toEqual({
      unreadable: 'cycle',
      reason: 'cycle at 0x80',
    })
  })
})
