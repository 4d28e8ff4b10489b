/** Before and after loading, in this order: the module's state is this file's own. */
import { describe, expect, it } from 'vitest'
import { MemlaneError } from '../../base/error.ts'
import { bytesToHex, wordToHex } from '../../base/hex.ts'
import type { Address } from '../../base/units.ts'
import { FORK_NAMES } from '../../opcodes/index.ts'
import { createEvm } from '../evm.ts'
import { loadPrecompiles } from './load.ts'
import { NotLoadedError } from './notLoaded.ts'
import { precompiles } from './table.ts'

const ON_CURVES = [1n, 6n, 7n, 8n, ...[10n, 11n, 12n, 13n, 14n, 15n, 16n, 17n], 256n]
const WITHOUT_CURVE = [2n, 3n, 4n, 5n, 9n]
const addressOf = (number: bigint): Address => `0x${wordToHex(number).slice(26)}`

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}

describe('before loading', () => {
  it('the precompiles without a curve run', () => {
    const input = new Uint8Array(213)
    for (const address of WITHOUT_CURVE)
      expect(createEvm().call({ to: addressOf(address), input }).status, `${address}`).toBe('return')
  })

  it('those on curves have their price, and calls of them throw', () => {
    for (const address of ON_CURVES) {
      expect(precompiles('osaka').get(address)!.gas(new Uint8Array(0))).toBeTypeOf('bigint')
      expect(() => createEvm().call({ to: addressOf(address) }), `${address}`).toThrow(NotLoadedError)
    }
    expect(ON_CURVES.length + WITHOUT_CURVE.length).toBe(precompiles('osaka').size)
  })

  it('the error names the precompile, its address and the remedy', () => {
    const error = thrownBy(() => createEvm().call({ to: addressOf(8n) }))
    expect(error).toBeInstanceOf(MemlaneError)
    expect(error).toMatchObject({
      name: 'NotLoadedError',
      code: 'evm.notLoaded',
      message:
        'The precompile bn254Pairing at 0x0000000000000000000000000000000000000008 is not loaded. ' +
        'Await loadPrecompiles() once before.',
      facts: {
        precompile: 'bn254Pairing',
        address: '0x0000000000000000000000000000000000000008',
        remedy: 'loadPrecompiles',
      },
    })
  })

  it('a run that reaches one throws and leaves the state as it was', () => {
    const evm = createEvm()
    const to = '0x00000000000000000000000000000000000c0de0'
    // SSTORE(0, 1), then STATICCALL(gas, 1, 0, 0, 0, 0)
    evm.state.setAccount(to, { code: '0x6001600055600060006000600060015afa00' })
    expect(() => evm.call({ to })).toThrow(NotLoadedError)
    expect(evm.state.account(to)?.storage).toEqual({})
    // SLOAD(0), returned
    const slot = evm.call({ to, code: '0x60005460005260206000f3' }).output
    expect(bytesToHex(slot)).toBe(wordToHex(0n))
  })

  it.each([
    ['osaka', '0x010031', 103n],
    ['prague', '0x010031', 2603n],
    ['prague', '0x001131', 103n],
    ['cancun', '0x001131', 2603n],
  ] as const)('an address is warm in the forks that have it: %s, PUSH2 and BALANCE %s', (fork, code, gas) => {
    expect(createEvm({ fork }).call({ code: `0x61${code.slice(2)}` }).gasUsed).toBe(gas)
  })
})

describe('loading', () => {
  it('is done once for all and gives every function of the tables', async () => {
    const first = loadPrecompiles()
    expect(loadPrecompiles()).toBe(first)
    await first
    for (const fork of FORK_NAMES)
      for (const precompile of precompiles(fork).values())
        expect(() => precompile.run(new Uint8Array(0)), precompile.name).not.toThrow()
    for (const address of ON_CURVES)
      expect(['return', 'halt']).toContain(createEvm().call({ to: addressOf(address) }).status)
  })
})
