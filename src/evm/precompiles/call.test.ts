/** Precompiles as contracts meet them: gas, success flag and return data of a call. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Hex } from '../../base/units.ts'
import type { ForkName } from '../../opcodes/index.ts'
import { createEvm } from '../evm.ts'
import { loadPrecompiles } from './load.ts'

beforeAll(() => loadPrecompiles())

const hex = (value: number, bytes: number) => value.toString(16).padStart(2 * bytes, '0')

/** Calls with `gas` and `inputLength` zero bytes; returns the success flag and RETURNDATASIZE, a word each. */
function caller(address: number, gas: number, inputLength: number): Hex {
  const operands = `6000600061${hex(inputLength, 2)}600061${hex(address, 2)}62${hex(gas, 3)}`
  return `0x${operands}fa6000523d60205260406000f3`
}

/** Six operands, STATICCALL of a warm address, and the twelve bytes behind it with two words of memory. */
const AROUND = 6n * 3n + 100n + (3n + 3n + 3n) + (2n + 3n + 3n + 3n) + 3n + 3n

function call(fork: ForkName, address: number, gas: number, inputLength: number) {
  const result = createEvm({ fork }).call({ code: caller(address, gas, inputLength), gas: 10_000_000n })
  expect(result.status).toBe('return')
  return { success: result.output[31], size: result.output[63], gas: result.gasUsed - AROUND }
}

describe('a call', () => {
  it('takes the price, and fails with all of its gas for one less', () => {
    expect(call('osaka', 0x01, 3000, 0)).toEqual({ success: 1, size: 0, gas: 3000n })
    expect(call('osaka', 0x01, 5000, 0)).toEqual({ success: 1, size: 0, gas: 3000n })
    expect(call('osaka', 0x01, 2999, 0)).toEqual({ success: 0, size: 0, gas: 2999n })
  })

  it('loses all of its gas when the precompile fails', () => {
    expect(call('osaka', 0x09, 5000, 0)).toEqual({ success: 0, size: 0, gas: 5000n })
    expect(call('osaka', 0x0b, 5000, 0)).toEqual({ success: 0, size: 0, gas: 5000n })
    expect(call('osaka', 0x08, 100_000, 32)).toEqual({ success: 0, size: 0, gas: 100_000n })
  })

  it('gives the output as return data', () => {
    expect(call('osaka', 0x02, 5000, 0)).toEqual({ success: 1, size: 32, gas: 60n })
    expect(call('osaka', 0x04, 5000, 40)).toEqual({ success: 1, size: 40, gas: 21n })
    expect(call('osaka', 0x08, 50_000, 0)).toEqual({ success: 1, size: 32, gas: 45_000n })
  })

  it('never fails for a signature that is not valid', () => {
    expect(call('osaka', 0x100, 7000, 0)).toEqual({ success: 1, size: 0, gas: 6900n })
  })

  it('finds nothing at an address that a later fork takes: a cold account without code', () => {
    expect(call('prague', 0x100, 7000, 0)).toEqual({ success: 1, size: 0, gas: 2500n })
    expect(call('cancun', 0x0b, 7000, 0)).toEqual({ success: 1, size: 0, gas: 2500n })
  })
})

describe('a call from outside', () => {
  const to = '0x0000000000000000000000000000000000000009'

  it('runs the precompile, and halts with all gas gone when it fails', () => {
    const evm = createEvm()
    const input = new Uint8Array(213)
    expect(evm.call({ to, input, gas: 100n })).toMatchObject({ status: 'return', gasUsed: 0n })
    expect(evm.call({ to, input: input.subarray(1), gas: 100n })).toMatchObject({ status: 'halt', gasUsed: 100n })
  })
})
