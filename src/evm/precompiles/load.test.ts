/** Before and after loading, in this order: the module's state is this file's own. */
import { describe, expect, it } from 'vitest'
import { MemlaneError } from '../../base/error.ts'
import { FORK_NAMES } from '../../opcodes/index.ts'
import { createEvm } from '../evm.ts'
import { loadPrecompiles } from './load.ts'
import { NotLoadedError } from './notLoaded.ts'
import { precompiles } from './table.ts'

const ON_CURVES = [1n, 6n, 7n, 8n, ...[10n, 11n, 12n, 13n, 14n, 15n, 16n, 17n], 256n]
const run = (address: bigint) => precompiles('osaka').get(address)!.run(new Uint8Array(213))

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
    for (const address of [2n, 3n, 4n, 5n, 9n]) expect(run(address)).toBeInstanceOf(Uint8Array)
  })

  it('those on curves have their price and throw', () => {
    for (const address of ON_CURVES) {
      expect(precompiles('osaka').get(address)!.gas(new Uint8Array(0))).toBeTypeOf('bigint')
      expect(() => run(address)).toThrow(NotLoadedError)
    }
    expect(ON_CURVES.length + 5).toBe(precompiles('osaka').size)
  })

  it('the error names the precompile, its address and the remedy', () => {
    const error = thrownBy(() => run(8n))
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

  it('a call that reaches one throws and leaves the state as it was', () => {
    const evm = createEvm()
    // SSTORE(0, 1), then STATICCALL(gas, 1, 0, 0, 0, 0)
    const code = '0x6001600055600060006000600060015afa00'
    const to = '0x00000000000000000000000000000000000c0de0'
    evm.state.setAccount(to, { code })
    expect(() => evm.call({ to })).toThrow(NotLoadedError)
    expect(evm.state.account(to)?.storage ?? {}).toEqual({})
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
  })
})
