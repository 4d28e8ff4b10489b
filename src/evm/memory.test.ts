/** Memory of frames as programs see it: ranges without bytes, the host's cap, and what nobody may see. */
import { describe, expect, it } from 'vitest'
import { SILENT } from '../../test/support/evmCase.ts'
import { assemble } from '../assembly/index.ts'
import { type Address, bytesToBigint, type Hex } from '../base/index.ts'
import { type CallResult, createEvm } from './index.ts'

const SELF = '0x5e1f000000000000000000000000000000000001'

const [fast, debug] = [createEvm(), createEvm()]
const emptyWorlds = [fast.state.snapshot(), debug.state.snapshot()] as const

/** The fast variant's result, when the debug variant has the same. */
function run(source: string, gas = 1_000_000n): CallResult {
  const parameters = { code: assemble(source).code, to: SELF, gas, inspect: true } as const
  fast.state.restore(emptyWorlds[0])
  debug.state.restore(emptyWorlds[1])
  const result = fast.call(parameters)
  expect({ ...debug.call(parameters, { tracer: SILENT }) }).toEqual({ ...result })
  return result
}

describe('a range without bytes', () => {
  /** Where 31, 32, 42, 53, 64 and 256 bits end: nowhere in any memory. */
  const offsets = [31n, 32n, 41n, 42n, 53n, 63n, 64n, 128n, 255n, 256n]
    .flatMap((bits) => [(1n << bits) - 1n, (1n << bits) - 32n, 1n << bits])
    .filter((offset) => offset < 1n << 256n)

  /** Price beside that of the pushes. Sources: Yellow Paper, appendices G and H; EIP-5656, EIP-3860, EIP-1014, EIP-2929. */
  it.each([
    ['KECCAK256', (offset: bigint) => `PUSH 0 PUSH32 ${offset} KECCAK256`, 30n],
    ['CALLDATACOPY', (offset: bigint) => `PUSH 0 PUSH 0 PUSH32 ${offset} CALLDATACOPY`, 3n],
    ['CALLDATACOPY from there', (offset: bigint) => `PUSH 0 PUSH32 ${offset} PUSH 0 CALLDATACOPY`, 3n],
    ['CODECOPY', (offset: bigint) => `PUSH 0 PUSH 0 PUSH32 ${offset} CODECOPY`, 3n],
    ['EXTCODECOPY', (offset: bigint) => `PUSH 0 PUSH 0 PUSH32 ${offset} ADDRESS EXTCODECOPY`, 100n],
    ['RETURNDATACOPY', (offset: bigint) => `PUSH 0 PUSH 0 PUSH32 ${offset} RETURNDATACOPY`, 3n],
    ['MCOPY', (offset: bigint) => `PUSH 0 PUSH32 ${offset} PUSH32 ${offset} MCOPY`, 3n],
    ['LOG0', (offset: bigint) => `PUSH 0 PUSH32 ${offset} LOG0`, 375n],
    ['LOG4', (offset: bigint) => `PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH32 ${offset} LOG4`, 1875n],
    ['RETURN', (offset: bigint) => `PUSH 0 PUSH32 ${offset} RETURN`, 0n],
    ['REVERT', (offset: bigint) => `PUSH 0 PUSH32 ${offset} REVERT`, 0n],
    ['CREATE', (offset: bigint) => `PUSH 0 PUSH32 ${offset} PUSH 0 CREATE`, 32_000n],
    ['CREATE2', (offset: bigint) => `PUSH 0 PUSH 0 PUSH32 ${offset} PUSH 0 CREATE2`, 32_000n],
    [
      'CALL',
      (offset: bigint) => `PUSH 0 PUSH32 ${offset} PUSH 0 PUSH32 ${offset} PUSH 0 PUSH 4 PUSH 0 CALL`,
      100n, // The precompile is warm, and fails without gas.
    ],
    [
      'DELEGATECALL',
      (offset: bigint) => `PUSH 0 PUSH32 ${offset} PUSH 0 PUSH32 ${offset} PUSH 4 PUSH 0 DELEGATECALL`,
      100n,
    ],
  ])('may be anywhere: %s', (_, source, price) => {
    for (const offset of offsets) {
      const { code } = assemble(source(offset))
      const pushes = [...source(offset).matchAll(/PUSH32|PUSH 4|PUSH 0|ADDRESS/g)].reduce(
        (sum, [push]) => sum + (push === 'PUSH 0' || push === 'ADDRESS' ? 2n : 3n),
        0n,
      )
      const { status, gasUsed, memory } = run(source(offset))
      expect({ status, gasUsed, size: memory!.length }, `${code.length} bytes, offset ${offset}`).toEqual({
        status: expect.stringMatching(/^(stop|return|revert)$/),
        gasUsed: pushes + price,
        size: 0,
      })
    }
  })

  it('does not keep RETURNDATACOPY from halting behind the return data', () => {
    for (const offset of offsets)
      expect(run(`PUSH 0 PUSH32 ${offset} PUSH 0 RETURNDATACOPY`).halt).toBe('returnDataOutOfBounds')
  })
})

describe('the limit of memory', () => {
  const store = (offset: number) => assemble(`PUSH 1 PUSH ${offset} MSTORE`).code

  it('is 128 MiB when nobody says, as in forge', () => {
    const evm = createEvm()
    const gas = 10n ** 12n
    expect(evm.call({ code: store(128 * 1024 * 1024 - 32), gas }).status).toBe('stop')
    expect(evm.call({ code: store(128 * 1024 * 1024 - 31), gas })).toMatchObject({ halt: 'memoryLimit' })
  })

  it('halts with its own name when the gas would do, and only then', () => {
    const evm = createEvm({ memoryLimit: 1 << 20 })
    const last = store((1 << 20) - 32)
    const beyond = store((1 << 20) - 31)
    // 32,769 words cost 3 × 32,769 + ⌊32,769² / 512⌋; two pushes and the MSTORE 9.
    const price = 3n * 32_769n + (32_769n * 32_769n) / 512n + 9n
    expect(evm.call({ code: last, gas: price, inspect: true })).toMatchObject({ status: 'stop' })
    expect(evm.call({ code: beyond, gas: price })).toMatchObject({
      status: 'halt',
      halt: 'memoryLimit',
      gasUsed: price,
    })
    expect(evm.call({ code: beyond, gas: price - 1n })).toMatchObject({ status: 'halt', halt: 'outOfGas' })
    const { code } = assemble('PUSH 1 PUSH32 0x0000000000000000000000000000000000000000000000000000020000000000 MSTORE')
    // 2^41 bytes cost more than all the gas that there can be.
    expect(evm.call({ code, gas: (1n << 63n) - 1n })).toMatchObject({ halt: 'outOfGas' })
  })

  it('is the same for what the driver executes', () => {
    const evm = createEvm({ memoryLimit: 1 << 20 })
    const { code } = assemble('PUSH 1 PUSH 0 PUSH 0x100000 ADDRESS EXTCODECOPY')
    expect(evm.call({ code, gas: 1n << 40n })).toMatchObject({ halt: 'memoryLimit' })
    expect(evm.call({ code, gas: 1_000_000n })).toMatchObject({ halt: 'outOfGas' })
  })

  it('is for all live frames together, and gives back what a frame had', () => {
    const evm = createEvm({ memoryLimit: 1 << 20 })
    const inner: Address = '0x1a00000000000000000000000000000000000001'
    evm.state.setAccount(inner, { code: store(700_000) })
    const call = `PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH20 ${inner} GAS CALL`
    const { code } = assemble(`${call} PUSH 1 PUSH 400000 MSTORE ${call}`)
    // The first call has room for its memory, the second has not.
    expect(evm.call({ code, inspect: true }).stack).toEqual([1n, 0n])
  })

  it('moves up with memory while frames are live', () => {
    const evm = createEvm({ memoryLimit: 64 << 10 })
    // Thirty callees of 24 KiB, whose loaded code takes the place of memory; each uses memory of its own.
    const { code: body } = assemble('PUSH 1 PUSH 1000 MSTORE STOP')
    const addresses = Array.from(
      { length: 30 },
      (_, index): Address => `0x${(0xca000 + index).toString(16).padStart(40, '0')}`,
    )
    for (const [index, address] of addresses.entries()) {
      const code = new Uint8Array(24_576).fill(index)
      code.set(body)
      evm.state.setAccount(address, { code })
    }
    const calls = addresses.map((address) => `PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH20 ${address} GAS CALL POP`)
    const { code } = assemble(`PUSH 0xee PUSH 2000 MSTORE ${calls.join(' ')} PUSH 2000 MLOAD PUSH 60000 MLOAD`)
    expect(evm.call({ code, inspect: true })).toMatchObject({ status: 'stop', stack: [0xeen, 0n] })
  })
})

describe('bytes of another frame', () => {
  const address: Address = '0xbbbb000000000000000000000000000000000001'

  it('are not there in callees, one after another and one in another', () => {
    const evm = createEvm()
    // Returns 1 when its memory was zero, as is what a copy from behind calldata gives: the hashes must be the same.
    // Then it fills its memory, and calls itself with one byte of calldata less, until there is none.
    const probe = assemble(`
      PUSH 100000 PUSH 0 KECCAK256
      PUSH 100000 CALLDATASIZE PUSH 0 CALLDATACOPY
      PUSH 100000 PUSH 0 KECCAK256 EQ
      PUSH 0 NOT PUSH 0 MSTORE
      PUSH 99968 PUSH 0 PUSH 32 MCOPY
      CALLDATASIZE PUSH @deeper JUMPI
      PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
      deeper: JUMPDEST
      PUSH 32 PUSH 0 PUSH 1 CALLDATASIZE SUB PUSH 0 PUSH 0 ADDRESS GAS CALL POP
      PUSH 0 MLOAD AND PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
    `).code
    evm.state.setAccount(address, { code: probe })
    for (let call = 0; call < 5; call++) {
      const { output } = evm.call({ to: address, input: new Uint8Array(20), gas: 1n << 40n })
      expect(bytesToBigint(output)).toBe(1n)
    }
  })

  it('are not there in the next call of the same EVM', () => {
    const evm = createEvm()
    const fill = assemble('PUSH 0 NOT PUSH 0 MSTORE PUSH 200000 PUSH 0 PUSH 32 MCOPY').code
    const look = assemble('PUSH 150000 MLOAD POP').code
    evm.call({ code: fill })
    const { memory } = evm.call({ code: look, inspect: true })
    expect(memory).toHaveLength(150_048)
    expect(memory!.every((byte) => byte === 0)).toBe(true)
  })

  it('are not there in an output that is shorter than what was asked for', () => {
    const evm = createEvm()
    const short: Hex = '0x60aa5f5360015ff3'
    evm.state.setAccount(address, { code: short })
    // 64 bytes are asked for, one comes: the others stay as they were.
    const { code } = assemble(`
      PUSH 0 NOT PUSH 32 MSTORE
      PUSH 64 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH20 ${address} GAS CALL
      PUSH 0 MLOAD PUSH 32 MLOAD RETURNDATASIZE
    `)
    expect(evm.call({ code, inspect: true }).stack).toEqual([1n, 0xaan << 248n, (1n << 256n) - 1n, 1n])
  })
})
