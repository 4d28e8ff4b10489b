import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import type { Address } from '../base/index.ts'
import { createEvm } from '../evm/index.ts'
import { leavesOf, MemoryAccesses, type Origin, OriginFinder, type OriginLimits, record } from './index.ts'

const SELF: Address = '0x1000000000000000000000000000000000000001'
const OTHER: Address = '0x2000000000000000000000000000000000000002'
const CALLER: Address = '0xca11e40000000000000000000000000000000001'

interface Around {
  readonly input?: `0x${string}`
  readonly callee?: string
  readonly storage?: Record<`0x${string}`, `0x${string}`>
}

function run(source: string, { input = '0x', callee, storage = {} }: Around = {}, limits?: OriginLimits) {
  const evm = createEvm()
  evm.state.setAccount(SELF, { code: assemble(source).code, storage })
  if (callee !== undefined) evm.state.setAccount(OTHER, { code: assemble(callee).code })
  const { recording } = record(evm, { from: CALLER, to: SELF, input, gas: 1_000_000n })
  return { recording, finder: new OriginFinder(recording, new MemoryAccesses(recording), limits) }
}

/** The origin of the top of the stack before the last step. */
function ofTop(source: string, around?: Around, limits?: OriginLimits): Origin {
  const { recording, finder } = run(source, around, limits)
  return finder.ofItem(recording.stepCount - 1, 0)
}

/** What memory `[0, length)` came from: each run as `offset+length kind`. */
function ofMemory(source: string, length: number, around?: Around, limits?: OriginLimits): readonly string[] {
  const { finder } = run(source, around, limits)
  return finder.ofMemory({ frame: 0, offset: 0, length }).map(({ offset, length, writtenAt, origin }) => {
    const where = 'length' in origin ? ` ${origin.offset}+${origin.length}` : ''
    return `${offset}+${length} ${writtenAt ?? '-'} ${origin.kind}${where}`
  })
}

const CALL = `PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH20 ${OTHER} GAS STATICCALL`

describe('the origin of a stack item', () => {
  it('is followed through DUP, SWAP and POP', () => {
    // The 3 goes from the top to the third place, back to the top, and is copied.
    const origin = ofTop('PUSH 1 PUSH 2 PUSH 3 SWAP2 PUSH 9 POP SWAP2 DUP1 SWAP1 POP STOP')
    expect(origin).toMatchObject({ kind: 'constant', value: 3n, madeBy: { step: 2, pc: 4 } })
  })

  it('is the immediate of a PUSH, also of one that the code ends in', () => {
    expect(ofTop('PUSH2 0x0102 STOP')).toMatchObject({ kind: 'constant', value: 0x102n })
    const { recording } = record(createEvm(), { code: '0x61ff', to: SELF })
    const finder = new OriginFinder(recording, new MemoryAccesses(recording))
    expect(finder.ofItem(1, 0)).toMatchObject({ kind: 'constant', value: 0xff00n })
  })

  it('is an operation of inputs, each with an origin', () => {
    expect(ofTop('PUSH 5 CALLER SUB STOP')).toMatchObject({
      ...{ kind: 'operation', value: BigInt(CALLER) - 5n, madeBy: { step: 2, opcode: 0x03 } },
      inputs: [
        { kind: 'environment', value: BigInt(CALLER), madeBy: { step: 1, opcode: 0x33 } },
        { kind: 'constant', value: 5n },
      ],
    })
    expect(ofTop('PUSH 0 PC STOP')).toMatchObject({ kind: 'environment', value: 1n })
  })

  it('is calldata, and zero behind its end', () => {
    const input = '0x0102030405' as const
    expect(ofTop('PUSH 4 CALLDATALOAD STOP', { input })).toMatchObject({
      ...{ kind: 'calldata', offset: 4, length: 32, value: 5n << 248n },
    })
    expect(ofTop('PUSH 5 CALLDATALOAD STOP', { input })).toMatchObject({ kind: 'zero', why: 'pastEnd' })
    expect(ofTop(`PUSH32 0x${'ff'.repeat(32)} CALLDATALOAD STOP`, { input })).toMatchObject({ kind: 'zero' })
  })

  it('is a storage slot, and what this run stored there', () => {
    expect(ofTop('PUSH 3 SLOAD STOP', { storage: { '0x3': '0x7' } })).toMatchObject({
      ...{ kind: 'storage', address: SELF, slot: 3n, value: 7n, isTransient: false, storedAt: undefined, inputs: [] },
    })
    const stored = ofTop('PUSH 8 PUSH 3 SSTORE PUSH 9 PUSH 3 TSTORE PUSH 1 PUSH 4 SSTORE PUSH 3 SLOAD STOP')
    expect(stored).toMatchObject({ kind: 'storage', storedAt: 2, value: 8n, inputs: [{ kind: 'constant', value: 8n }] })
    const transient = ofTop('PUSH 8 PUSH 3 SSTORE PUSH 9 PUSH 3 TSTORE PUSH 3 TLOAD STOP')
    expect(transient).toMatchObject({ isTransient: true, storedAt: 5, inputs: [{ kind: 'constant', value: 9n }] })
  })

  it('is no store of a frame that failed, nor one of another account', () => {
    const delegate = CALL.replace('STATICCALL', 'DELEGATECALL')
    const after = `PUSH 8 PUSH 3 SSTORE ${delegate} POP PUSH 3 SLOAD STOP`
    const store = 'PUSH 9 PUSH 3 SSTORE'
    expect(ofTop(after, { callee: `${store} STOP` })).toMatchObject({ value: 9n, inputs: [{ value: 9n }] })
    expect(ofTop(after, { callee: `${store} PUSH 0 PUSH 0 REVERT` })).toMatchObject({ value: 8n, storedAt: 2 })
    const called = after.replace(delegate, `PUSH 0 ${CALL.replace('STATICCALL', 'CALL')}`)
    expect(ofTop(called, { callee: `${store} STOP` })).toMatchObject({ value: 8n, storedAt: 2 })
  })

  it('is a hash of memory, or what a call says of its end', () => {
    expect(ofTop('PUSH 7 PUSH 0 MSTORE PUSH 32 PUSH 0 KECCAK256 STOP')).toMatchObject({
      ...{ kind: 'hash', frame: 0, offset: 0, length: 32 },
      parts: [{ offset: 0, length: 32, writtenAt: 2, origin: { kind: 'constant', value: 7n } }],
    })
    expect(ofTop(`${CALL} STOP`, { callee: 'STOP' })).toMatchObject({ kind: 'callResult', callee: 1, value: 1n })
  })
})

describe('the origin of memory', () => {
  it('is told byte by byte', () => {
    // MSTORE8 into the middle of a word, and nothing behind it.
    expect(ofMemory('PUSH 7 PUSH 0 MSTORE PUSH 8 PUSH 4 MSTORE8 PUSH 64 MLOAD STOP', 40)).toEqual([
      '0+4 2 constant',
      '4+1 5 constant',
      '5+27 2 constant',
      '32+8 - zero',
    ])
  })

  it('goes through copies to the exact bytes', () => {
    const source = 'PUSH 7 PUSH 0 MSTORE PUSH 5 PUSH 1 PUSH 40 CALLDATACOPY PUSH 10 PUSH 30 PUSH 0 MCOPY STOP'
    const around = { input: '0x010203' } as const
    // Of [30, 40): two bytes of the word and eight that nobody wrote; overwriting begins at 0.
    expect(ofMemory(source, 12, around)).toEqual(['0+10 10 memory 30+10', '10+2 2 constant'])
    const { finder } = run(source, around)
    expect(finder.ofMemory({ frame: 0, offset: 1, length: 2 })).toMatchObject([
      {
        writtenAt: 10,
        origin: {
          ...{ offset: 31, length: 2 },
          parts: [
            { offset: 31, length: 1, wordBytes: { offset: 31, length: 1 }, origin: { kind: 'constant', value: 7n } },
            { offset: 32, length: 1, writtenAt: undefined, origin: { kind: 'zero', why: 'unwritten' } },
          ],
        },
      },
    ])
    expect(finder.ofMemory({ frame: 0, offset: 41, length: 4 })).toMatchObject([
      { writtenAt: 6, origin: { kind: 'calldata', offset: 2, length: 4 } },
    ])
    expect(finder.ofMemory({ frame: 0, offset: 42, length: 1 })).toMatchObject([{ origin: { kind: 'zero' } }])
  })

  it('is code, of oneself or of another', () => {
    expect(ofMemory('PUSH 4 PUSH 2 PUSH 0 CODECOPY STOP', 4)).toEqual(['0+4 3 code 2+4'])
    const { finder } = run(`PUSH 4 PUSH 1 PUSH 0 PUSH20 ${OTHER} EXTCODECOPY STOP`, { callee: 'CALLER STOP' })
    expect(finder.ofWrite(4, { offset: 1, length: 2 })).toMatchObject({
      ...{ kind: 'code', address: OTHER, offset: 2, length: 2 },
    })
  })

  const CALLEE = 'PUSH 1 CALLDATALOAD PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN'
  /** Input [0, 33), whose last byte is the lowest of 0x77, and output [0x40, 0x48). */
  const CALLING = `PUSH 0x77 PUSH 1 MSTORE PUSH 8 PUSH 0x40 PUSH 33 PUSH 0 PUSH20 ${OTHER} GAS STATICCALL`

  it('is return data of the call that was last, and the output of a call', () => {
    const source = `${CALLING} PUSH 4 PUSH 28 PUSH 0x60 RETURNDATACOPY STOP`
    const { finder } = run(source, { callee: CALLEE })
    expect(finder.ofMemory({ frame: 0, offset: 0x42, length: 2 })).toMatchObject([
      { writtenAt: 9, origin: { kind: 'returndata', callee: 1, offset: 2, length: 2, parts: [] } },
    ])
    expect(finder.ofMemory({ frame: 0, offset: 0x61, length: 3 })).toMatchObject([
      { origin: { kind: 'returndata', callee: 1, offset: 29, length: 3, parts: [] } },
    ])
  })

  it('goes across calls when asked to', () => {
    const source = `${CALLING} PUSH 4 PUSH 28 PUSH 0x60 RETURNDATACOPY STOP`
    const { finder } = run(source, { callee: CALLEE }, { acrossCalls: true })
    const [part] = finder.ofMemory({ frame: 0, offset: 0x63, length: 1 })
    expect(leavesOf(part!.origin)).toMatchObject([{ kind: 'constant', value: 0x77n, madeBy: { frame: 0, step: 0 } }])
    expect(part!.origin).toMatchObject({ parts: [{ offset: 31, length: 1, origin: { kind: 'calldata', offset: 1 } }] })
  })

  it('ends at a precompile', () => {
    const source = `${CALLING.replace(OTHER, '0x0000000000000000000000000000000000000004')} STOP`
    const { finder } = run(source, {}, { acrossCalls: true })
    expect(finder.ofMemory({ frame: 0, offset: 0x40, length: 1 })).toMatchObject([
      { origin: { kind: 'returndata', callee: 1, parts: [] } },
    ])
  })
})

describe('what a hostile run can make large', () => {
  it('is cut: depth, size, and the steps walked back', () => {
    // DUP1 ADD doubles the number of paths to the first item with each round.
    const doubling = `PUSH 1 ${'DUP1 ADD '.repeat(60)} STOP`
    const count = (origin: Origin) => leavesOf(origin).length
    expect(count(ofTop(doubling, {}, { depth: 5 }))).toBeLessThanOrEqual(2 ** 5)
    const origin = ofTop(doubling, {}, { depth: 1000, nodes: 50 })
    expect(JSON.stringify(origin, (_, value) => (typeof value === 'bigint' ? `${value}` : value)).length).toBeLessThan(
      20_000,
    )
    expect(JSON.stringify(leavesOf(origin), (_, value) => (typeof value === 'bigint' ? `${value}` : value))).toContain(
      'cut',
    )
    expect(ofTop(`PUSH 1 ${'DUP1 POP '.repeat(100)} STOP`, {}, { steps: 50 })).toEqual({ kind: 'cut' })
    expect(ofTop(`PUSH 1 ${'DUP1 POP '.repeat(100)} STOP`)).toMatchObject({ kind: 'constant' })
  })

  it('is cut in memory that thousands of steps wrote', () => {
    const writes = Array.from({ length: 200 }, (_, n) => `PUSH 1 PUSH ${n} MSTORE8`).join(' ')
    const { finder } = run(`${writes} STOP`)
    const parts = finder.ofMemory({ frame: 0, offset: 0, length: 200 })
    expect(parts.length).toBeLessThan(50)
    expect(parts.length).toBeGreaterThan(10)
  })

  it('does not nest calls of this program', () => {
    // A chain of 2,000 operations.
    const { finder, recording } = run(`PUSH 1 ${'NOT '.repeat(2000)} STOP`, {}, { depth: 10_000, nodes: 10_000 })
    expect(leavesOf(finder.ofItem(recording.stepCount - 1, 0))).toMatchObject([{ kind: 'constant', value: 1n }])
  })
})
