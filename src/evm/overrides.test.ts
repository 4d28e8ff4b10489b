/** Accounts that a caller sets and a source has: what was set stands, all else is as it is there, in any order. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { type Address, bytesToBigint, wordToHex } from '../base/index.ts'
import { createEvm, type Evm, type StateSource } from './index.ts'

const TOKEN: Address = '0x7000000000000000000000000000000000000001'
const NOBODY: Address = '0xee00000000000000000000000000000000000002'

/** Returns SLOAD(1), SLOAD(2), BALANCE(self), EXTCODESIZE(self). */
const { code: LOOK } = assemble(`
  PUSH 1 SLOAD PUSH 0 MSTORE PUSH 2 SLOAD PUSH 32 MSTORE
  ADDRESS BALANCE PUSH 64 MSTORE ADDRESS EXTCODESIZE PUSH 96 MSTORE
  PUSH 128 PUSH 0 RETURN
`)
/** The same and one byte more. */
const { code: LONGER } = assemble(`
  PUSH 1 SLOAD PUSH 0 MSTORE PUSH 2 SLOAD PUSH 32 MSTORE
  ADDRESS BALANCE PUSH 64 MSTORE ADDRESS EXTCODESIZE PUSH 96 MSTORE
  PUSH 128 PUSH 0 RETURN STOP
`)
const SIZE = BigInt(LOOK.length)

/** TOKEN has 5 wei, nonce 9, LOOK, and slots 1 and 2 with 100 and 200. */
const source: StateSource = {
  account: async (address) => (address === TOKEN ? { balance: 5n, nonce: 9n, code: LOOK } : undefined),
  slot: async (address, slot) => (address === TOKEN ? slot * 100n : 0n),
}

const forked = () => createEvm({ source })

/** Slots 1 and 2, balance, and size of the code, as a call sees them. */
async function look(evm: Evm): Promise<bigint[]> {
  const { output } = await evm.callAsync({ to: TOKEN })
  return [0, 32, 64, 96].map((at) => bytesToBigint(output.subarray(at, at + 32)))
}

type Fields = Parameters<Evm['state']['setAccount']>[1]

const CASES: readonly (readonly [string, Fields, readonly bigint[]])[] = [
  ['nothing', {}, [100n, 200n, 5n, SIZE]],
  ['balance', { balance: 7n }, [100n, 200n, 7n, SIZE]],
  ['nonce', { nonce: 1n }, [100n, 200n, 5n, SIZE]],
  ['code', { code: LONGER }, [100n, 200n, 5n, SIZE + 1n]],
  ['state', { state: { '0x1': '0x2a' } }, [42n, 0n, 5n, SIZE]],
  ['storage', { storage: { '0x1': '0x2a' } }, [42n, 0n, 5n, SIZE]],
  ['stateDiff', { stateDiff: { '0x1': '0x2a' } }, [42n, 200n, 5n, SIZE]],
  ['stateDiff with a zero', { stateDiff: { '0x1': '0x0' } }, [0n, 200n, 5n, SIZE]],
  ['balance, code and stateDiff', { balance: 1, code: LONGER, stateDiff: { '0x2': '0x3' } }, [100n, 3n, 1n, SIZE + 1n]],
]

describe.each(CASES)('setting %s', (_, fields, wanted) => {
  it('before the account was fetched', async () => {
    const evm = forked()
    evm.state.setAccount(TOKEN, fields)
    expect(await look(evm)).toEqual(wanted)
  })

  it('after it was fetched', async () => {
    const evm = forked()
    expect(await look(evm)).toEqual([100n, 200n, 5n, SIZE])
    evm.state.setAccount(TOKEN, fields)
    expect(await look(evm)).toEqual(wanted)
  })

  it('one field after the other, in either order', async () => {
    const parts = Object.entries(fields).map(([name, value]) => ({ [name]: value }) as Fields)
    for (const order of [parts, [...parts].reverse()]) {
      const evm = forked()
      for (const part of order) evm.state.setAccount(TOKEN, part)
      expect(await look(evm)).toEqual(wanted)
    }
  })

  it('and going back to the snapshot before, fetched meanwhile or not', async () => {
    const evm = forked()
    const snapshot = evm.state.snapshot()
    evm.state.setAccount(TOKEN, fields)
    evm.state.restore(snapshot)
    evm.state.setAccount(TOKEN, fields)
    expect(await look(evm)).toEqual(wanted)
    evm.state.restore(snapshot)
    expect(await look(evm)).toEqual([100n, 200n, 5n, SIZE])
    expect(evm.state.account(TOKEN)).toMatchObject({ balance: 5n, nonce: 9n, code: LOOK })
  })
})

describe('an account that is set before it is fetched', () => {
  it('has its nonce when it creates: the address is that of the source’s nonce', async () => {
    const input = '0x'
    // The address of a contract is keccak256(rlp([sender, nonce])), so it shows the nonce.
    const plain = (await forked().callAsync({ from: TOKEN, input })).created
    const evm = forked()
    evm.state.setAccount(TOKEN, { balance: 1n })
    expect((await evm.callAsync({ from: TOKEN, input })).created).toBe(plain)
  })

  it('is not asked for when all of it was set, and is again when that is undone', async () => {
    const asked: string[] = []
    const evm = createEvm({
      source: {
        account: (address) => {
          asked.push(address)
          return source.account(address)
        },
        slot: source.slot,
      },
    })
    const snapshot = evm.state.snapshot()
    evm.state.setAccount(TOKEN, { balance: 1n, nonce: 1n })
    evm.state.setAccount(TOKEN, { code: LONGER })
    expect(await look(evm)).toEqual([100n, 200n, 1n, SIZE + 1n])
    expect(asked).not.toContain(TOKEN)
    evm.state.restore(snapshot)
    expect(await look(evm)).toEqual([100n, 200n, 5n, SIZE])
    expect(asked.filter((address) => address === TOKEN)).toHaveLength(1)
  })

  it('is there, though the source has none', async () => {
    const evm = forked()
    const snapshot = evm.state.snapshot()
    evm.state.setAccount(NOBODY, { balance: 3n })
    expect((await evm.callAsync({ to: NOBODY })).status).toBe('stop')
    expect(evm.state.account(NOBODY)).toMatchObject({ balance: 3n, nonce: 0n })
    evm.state.restore(snapshot)
    expect(evm.state.account(NOBODY)).toBeUndefined()
  })

  it('is not told with fields that nobody knows', async () => {
    const evm = forked()
    evm.state.setAccount(TOKEN, { balance: 7n })
    for (const ask of [
      () => evm.state.account(TOKEN),
      () => evm.state.account(NOBODY),
      () => evm.state.storageAt(NOBODY, 1n),
    ])
      expect(ask).toThrow(expect.objectContaining({ code: 'evm.accountNotLoaded' }))
    expect(() => evm.state.storageAt(TOKEN, 1n)).toThrow(expect.objectContaining({ code: 'evm.slotNotLoaded' }))
    await look(evm)
    expect(evm.state.account(TOKEN)).toMatchObject({
      balance: 7n,
      nonce: 9n,
      storage: { [wordToHex(1n)]: wordToHex(100n) },
    })
    expect(evm.state.storageAt(TOKEN, 1)).toBe(100n)
  })

  it('refuses storage that is given twice', () => {
    const twice = { state: {}, stateDiff: { '0x1': '0x1' } } as const
    expect(() => forked().state.setAccount(TOKEN, twice)).toThrow(
      `The storage of ${TOKEN} is given twice; give one of storage, state (the same) and stateDiff.`,
    )
  })
})

describe('what a source tells', () => {
  it('may be numbers, and is checked', async () => {
    const evm = createEvm({ source: { account: async () => ({ balance: 5, nonce: 1 }), slot: async () => 7 } })
    const { code } = assemble('PUSH 1 SLOAD ADDRESS BALANCE')
    expect((await evm.callAsync({ code, to: TOKEN, inspect: true })).stack).toEqual([7n, 5n])
    const wrong = createEvm({ source: { account: async () => ({ balance: -1n }), slot: async () => 1n << 256n } })
    await expect(wrong.callAsync({ to: TOKEN })).rejects.toMatchObject({ code: 'evm.invalidAccount' })
  })

  it('when it comes too late changes nothing that was set meanwhile', async () => {
    let answer = (): void => {}
    const slow = new Promise<void>((resolve) => (answer = resolve))
    const evm = createEvm({
      source: {
        account: async () => {
          await slow
          return { balance: 5n, nonce: 9n, code: LOOK }
        },
        slot: source.slot,
      },
    })
    const abort = new AbortController()
    const waiting = evm.callAsync({ to: TOKEN, from: TOKEN }, { signal: abort.signal })
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    evm.state.setAccount(TOKEN, { balance: 1n, nonce: 1n, code: LONGER, storage: {} })
    answer()
    await new Promise((resolve) => setTimeout(resolve))
    expect(evm.state.account(TOKEN)).toMatchObject({ balance: 1n, nonce: 1n, code: LONGER })
    expect(evm.call({ to: TOKEN, from: TOKEN }).status).toBe('return')
  })
})
