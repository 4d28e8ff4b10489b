/** What a run takes beside its parameters: overrides as in `eth_call`, by go-ethereum's rules, and runs that keep nothing. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { type Address, bytesToBigint, bytesToHex } from '../base/index.ts'
import { createEvm, type StateOverrides, type StateSource, type Tracer } from './index.ts'

const SENDER: Address = '0x5e00000000000000000000000000000000000001'
const TOKEN: Address = '0x7000000000000000000000000000000000000001'
const OTHER: Address = '0x3000000000000000000000000000000000000003'
const SHA256: Address = '0x0000000000000000000000000000000000000002'
const IDENTITY: Address = '0x0000000000000000000000000000000000000004'

/** Returns SLOAD(1), SLOAD(2), BALANCE(self), and stores 9 in slot 3. */
const { code: LOOK } = assemble(`
  PUSH 1 SLOAD PUSH 0 MSTORE PUSH 2 SLOAD PUSH 32 MSTORE SELFBALANCE PUSH 64 MSTORE
  PUSH 9 PUSH 3 SSTORE PUSH 96 PUSH 0 RETURN
`)
const words = (output: Uint8Array) => [0, 32, 64].map((at) => bytesToBigint(output.subarray(at, at + 32)))

function world() {
  const evm = createEvm()
  evm.state.setAccount(TOKEN, { balance: 5n, nonce: 9n, code: LOOK, storage: { '0x1': '0x64', '0x2': '0xc8' } })
  return evm
}

const code = (act: () => unknown) => {
  try {
    act()
    return 'nothing was thrown'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

describe('overrides', () => {
  it.each<[string, StateOverrides, bigint[]]>([
    ['balance', { [TOKEN]: { balance: 77 } }, [100n, 200n, 77n]],
    // All other slots are empty.
    ['state', { [TOKEN]: { state: { '0x1': '0x7' } } }, [7n, 0n, 5n]],
    // All other slots stay.
    ['stateDiff', { [TOKEN]: { stateDiff: { '0x1': '0x7' } } }, [7n, 200n, 5n]],
    ['nonce and another account', { [TOKEN]: { nonce: 1 }, [OTHER]: { balance: 3n } }, [100n, 200n, 5n]],
    ['nothing', {}, [100n, 200n, 5n]],
  ])('of %s hold for one call, which keeps nothing', (_, overrides, wanted) => {
    const evm = world()
    const before = evm.state.account(TOKEN)
    expect(words(evm.call({ to: TOKEN }, { overrides }).output)).toEqual(wanted)
    expect(evm.state.account(TOKEN)).toEqual(before)
    expect(evm.state.addresses()).toEqual([TOKEN])
    expect(words(evm.call({ to: TOKEN }).output)).toEqual([100n, 200n, 5n])
  })

  it('of code run it, at an address that has none and at one that has', () => {
    const evm = world()
    const answer = assemble('PUSH 42 PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN').code
    for (const to of [TOKEN, OTHER])
      expect(bytesToBigint(evm.call({ to }, { overrides: { [to]: { code: answer } } }).output)).toBe(42n)
    expect(evm.call({ to: OTHER }).output).toEqual(new Uint8Array(0))
  })

  it('give the sender what it needs, in a call and in a transaction', () => {
    const evm = world()
    const call = { to: TOKEN, from: SENDER, value: 100n }
    expect(code(() => evm.call(call))).toBe('evm.insufficientBalance')
    const overrides = { [SENDER]: { balance: 10n ** 18n } }
    expect(words(evm.call(call, { overrides }).output)).toEqual([100n, 200n, 105n])
    const transaction = { ...call, gasLimit: 200_000n, gasPrice: 10n }
    expect(evm.transact(transaction, {}, { overrides }).status).toBe('return')
    expect(evm.state.account(SENDER)).toBeUndefined()
    expect(evm.state.account(TOKEN)?.balance).toBe(5n)
  })

  it('stand over what a source has, and leave it as it is there', async () => {
    const source: StateSource = {
      account: async (address) => (address === TOKEN ? { balance: 5n, nonce: 9n, code: LOOK } : undefined),
      slot: async (_, slot) => slot * 100n,
    }
    const evm = createEvm({ source })
    const look = async (overrides?: StateOverrides) =>
      words((await evm.callAsync({ to: TOKEN }, overrides && { overrides })).output)
    expect(await look({ [TOKEN]: { balance: 1n, stateDiff: { '0x2': '0x3' } } })).toEqual([100n, 3n, 1n])
    expect(await look({ [TOKEN]: { state: {} } })).toEqual([0n, 0n, 5n])
    expect(await look()).toEqual([100n, 200n, 5n])
  })

  it('are undone when the call fails or throws', () => {
    const evm = world()
    const overrides = { [OTHER]: { code: '0xfe', balance: 3n } } as const
    expect(evm.call({ to: OTHER }, { overrides }).halt).toBe('invalidOpcode')
    const tracer: Tracer = {
      frameStart() {
        throw new Error('mine')
      },
      frameEnd() {},
      copiedCode() {},
      steps() {},
      runEnd() {},
    }
    expect(code(() => evm.call({ to: OTHER }, { overrides, tracer }))).toBe('Error: mine')
    expect(evm.state.addresses()).toEqual([TOKEN])
  })

  it('are checked before anything runs', () => {
    const evm = world()
    const refused = (overrides: unknown) => code(() => evm.call({ to: TOKEN }, { overrides: overrides as never }))
    expect([
      refused({ '0x1': { balance: 1n } }),
      refused({ [TOKEN]: { balance: -1n } }),
      refused({ [TOKEN]: { storageDiff: {} } }),
      refused({ [TOKEN]: { state: {}, stateDiff: {} } }),
      refused({ [TOKEN]: { state: { x: '0x1' } } }),
      refused({ '0xAb00000000000000000000000000000000000001': {}, '0xab00000000000000000000000000000000000001': {} }),
      code(() => evm.call({ to: TOKEN }, { overrides: {}, commit: true })),
    ]).toEqual([
      'evm.invalidAddress',
      'evm.invalidAccount',
      'evm.unknownField',
      'evm.storageTwice',
      'evm.invalidStorage',
      'evm.overriddenTwice',
      'evm.overridesCommit',
    ])
    expect(words(evm.call({ to: TOKEN }).output)).toEqual([100n, 200n, 5n])
  })
})

// go-ethereum, internal/ethapi/override: what moved away is gone there, and its account's code runs.
describe('movePrecompileToAddress', () => {
  const evm = createEvm()
  const input = '0x616263'
  // FIPS 180-2, appendix B.1: "abc".
  const HASH = '0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  const run = (to: Address, overrides: StateOverrides) => bytesToHex(evm.call({ to, input }, { overrides }).output)

  it('moves it, for one call', () => {
    const overrides = { [SHA256]: { movePrecompileToAddress: OTHER } }
    expect(run(OTHER, overrides)).toBe(HASH)
    expect(run(SHA256, overrides)).toBe('0x')
    expect(run(SHA256, {})).toBe(HASH)
    expect(run(OTHER, {})).toBe('0x')
  })

  it('leaves its address to code', () => {
    const { code } = assemble('PUSH 7 PUSH 0 MSTORE8 PUSH 1 PUSH 0 RETURN')
    const overrides = { [SHA256]: { movePrecompileToAddress: OTHER, code } }
    expect(run(SHA256, overrides)).toBe('0x07')
    expect(run(OTHER, overrides)).toBe(HASH)
    // Whatever is overridden of it, the precompile is not there.
    expect(run(SHA256, { [SHA256]: { code } })).toBe('0x07')
    expect(run(SHA256, { [SHA256]: { balance: 1n } })).toBe('0x')
  })

  it('may put it in the place of another', () => {
    expect(run(IDENTITY, { [SHA256]: { movePrecompileToAddress: IDENTITY } })).toBe(HASH)
  })

  it('is refused where there is none, and onto what is overridden', () => {
    expect(code(() => run(OTHER, { [OTHER]: { movePrecompileToAddress: TOKEN } }))).toBe('evm.noSuchPrecompile')
    expect(code(() => run(OTHER, { [SHA256]: { movePrecompileToAddress: OTHER }, [OTHER]: { balance: 1n } }))).toBe(
      'evm.overriddenTwice',
    )
    expect(code(() => run(OTHER, { [SHA256]: { movePrecompileToAddress: '0x1' } }))).toBe('evm.invalidAddress')
  })
})

describe('a run that does not commit', () => {
  it('gives its result and leaves nothing', () => {
    const evm = world()
    evm.state.setAccount(SENDER, { balance: 10n ** 18n })
    const before = [TOKEN, SENDER].map((address) => evm.state.account(address))
    const call = { to: TOKEN, from: SENDER, value: 3n }
    const tried = evm.call(call, { commit: false })
    const creation = evm.call({ input: '0x00' }, { commit: false })
    expect(evm.state.account(creation.created!)).toBeUndefined()
    expect(evm.transact({ ...call, gasLimit: 200_000n, gasPrice: 10n }, {}, { commit: false }).status).toBe('return')
    expect([TOKEN, SENDER].map((address) => evm.state.account(address))).toEqual(before)
    expect({ ...evm.call(call) }).toEqual({ ...tried })
    expect(evm.state.account(TOKEN)?.balance).toBe(8n)
  })

  it('can be inspected, and its logs read', () => {
    const { code: logs } = assemble('PUSH 7 PUSH 0 MSTORE PUSH 32 PUSH 0 LOG0 PUSH 5')
    const result = createEvm().call({ code: logs, inspect: true }, { commit: false })
    expect(result.stack).toEqual([5n])
    expect(result.memory).toHaveLength(32)
    expect(bytesToBigint(result.logs[0]!.data)).toBe(7n)
  })
})

describe('options', () => {
  it('are refused by the right name', () => {
    const evm = world()
    const message = (options: unknown) => {
      try {
        evm.call({ to: TOKEN }, options as never)
        return 'nothing was thrown'
      } catch (error) {
        return (error as Error).message
      }
    }
    class Watching {
      frameStart() {}
    }
    expect(message({ stateOverrides: {} })).toBe('A run has no field "stateOverrides": call it overrides.')
    // A tracer alone, as it was handed over once.
    expect(message(new Watching())).toBe('A run has no field "frameStart": call it tracer.')
    expect(message({ commits: true })).toContain('its fields are tracer, hooks, commit, overrides, brutalize, signal')
  })

  it('that are wrong reject where a promise is given', async () => {
    const evm = world()
    await expect(evm.callAsync({ to: TOKEN }, { nothing: 1 } as never)).rejects.toMatchObject({
      code: 'evm.unknownField',
    })
    await expect(evm.callAsync({ to: '0x1' })).rejects.toMatchObject({ code: 'evm.invalidAddress' })
  })
})
