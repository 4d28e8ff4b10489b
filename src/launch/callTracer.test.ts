import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import type { Address } from '../base/index.ts'
import { createEvm } from '../evm/index.ts'
import { CallTracer } from './callTracer.ts'

const SELF: Address = '0x5e1f000000000000000000000000000000000001'
const OTHER: Address = '0x07e4000000000000000000000000000000000002'

/** Returns 42: 16 gas, of which one word of memory 3. */
const ANSWER = 'PUSH 42 PUSH0 MSTORE PUSH 32 PUSH0 RETURN'

function traced(source: string, gas = 30_000_000n, other = ANSWER) {
  const evm = createEvm()
  evm.state.setAccount(SELF, { code: assemble(source).code })
  evm.state.setAccount(OTHER, { code: assemble(other).code })
  const tracer = new CallTracer()
  const result = evm.call({ to: SELF, gas }, { tracer })
  return { result, tracer }
}

/** Calls that one loop makes until a counter in memory is at `count`. */
const loop = (count: number, size: number) => `
  PUSH ${count}
  again: JUMPDEST
    PUSH 0 PUSH 0 PUSH ${size} PUSH 0 PUSH 0 PUSH20 ${OTHER} GAS CALL POP
    PUSH 1 SWAP1 SUB DUP1 PUSH @again JUMPI`

describe('CallTracer', () => {
  it('keeps every call with its gas, its memory and what it gave back', () => {
    const { tracer, result } = traced(`
      PUSH 32 PUSH 64 PUSH 0 PUSH 0 PUSH20 ${OTHER} GAS STATICCALL
      PUSH 0 PUSH 0 CREATE`)
    expect(result.status).toBe('stop')
    const facts = tracer.calls.map(({ id, parent, depth, kind, status, gas, gasLeft, memorySize, output }) => {
      return { id, parent, depth, kind, status, gasUsed: gas - gasLeft, memorySize, output: output?.length }
    })
    // CREATE takes its operands from what STATICCALL pushed: value 0, offset 0, length 1 of zeros, which stops.
    expect(facts).toEqual([
      {
        id: 0,
        parent: undefined,
        depth: 0,
        kind: 'call',
        status: 'stop',
        gasUsed: result.gasUsed,
        memorySize: 96,
        output: 0,
      },
      { id: 1, parent: 0, depth: 1, kind: 'staticcall', status: 'return', gasUsed: 16n, memorySize: 32, output: 32 },
      { id: 2, parent: 0, depth: 1, kind: 'create', status: 'stop', gasUsed: 0n, memorySize: 0, output: 0 },
    ])
    expect(tracer.calls[2]?.code).toEqual(new Uint8Array(1))
    expect(tracer.moreCalls).toBe(0)
  })

  it('keeps the first ten thousand and counts the rest', () => {
    const { tracer, result } = traced(loop(12_000, 0))
    expect(result.status).toBe('stop')
    expect(tracer.calls).toHaveLength(10_000)
    expect(tracer.moreCalls).toBe(2_001)
    expect(tracer.calls.every(({ status }) => status === 'stop' || status === 'return')).toBe(true)
  })

  it('keeps 16 MiB of data in all', () => {
    const { tracer, result } = traced(loop(20, 1_000_000), 30_000_000n, 'STOP')
    expect(result.status).toBe('stop')
    expect(tracer.calls.slice(1).map(({ input }) => input?.length)).toEqual([
      ...Array.from({ length: 16 }, () => 1_000_000),
      ...Array.from({ length: 4 }, () => undefined),
    ])
  })

  it('names the byte that was no opcode, and only for that', () => {
    const evm = createEvm({ fork: 'paris' })
    const call = (code: Uint8Array, gas: bigint) => {
      const tracer = new CallTracer()
      evm.call({ code, to: SELF, gas }, { tracer })
      return tracer.calls[0]
    }
    expect(call(Uint8Array.of(0x60, 0x01, 0x5f), 100n)?.invalidOpcode).toBe(0x5f)
    expect(call(Uint8Array.of(0x60, 0x01, 0x60), 3n)).toMatchObject({ halt: 'outOfGas', invalidOpcode: undefined })
  })

  it('holds nothing of a thousand calls that are inside each other but what it keeps', () => {
    const { tracer } = traced('PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 ADDRESS GAS CALL', 1n << 62n)
    expect(tracer.calls).toHaveLength(1025)
    expect(tracer.calls.map(({ depth }) => depth)).toEqual(Array.from({ length: 1025 }, (_, depth) => depth))
  })
})
