/** A second EVM on the same state: from the moment of the copy on, neither sees what the other does. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { type Address, bytesToBigint } from '../base/index.ts'
import { createEvm, type StateSource } from './index.ts'

const COUNTER: Address = '0x1000000000000000000000000000000000000001'
const OTHER: Address = '0x3000000000000000000000000000000000000003'

/** Adds 1 to slot 0 and returns it. */
const { code } = assemble('PUSH 1 PUSH 0 SLOAD ADD DUP1 PUSH 0 SSTORE PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN')
const count = (evm: ReturnType<typeof createEvm>) => bytesToBigint(evm.call({ to: COUNTER }).output)

function world() {
  const evm = createEvm()
  evm.state.setAccount(COUNTER, { code, balance: 5n, storage: { '0x0': '0x9', '0x7': '0x8' } })
  return evm
}

describe('a clone', () => {
  it('begins where the first one stands, and both go their own ways', () => {
    const first = world()
    count(first)
    const second = first.clone()
    expect(second.state.account(COUNTER)).toEqual(first.state.account(COUNTER))
    expect([count(second), count(second), count(first)]).toEqual([11n, 12n, 11n])
    second.state.setAccount(OTHER, { balance: 1n })
    second.state.setAccount(COUNTER, { balance: 6n, storage: {} })
    expect(first.state.addresses()).toEqual([COUNTER])
    expect(first.state.account(COUNTER)?.balance).toBe(5n)
    expect(first.state.storageAt(COUNTER, 7)).toBe(8n)
    first.state.clear()
    expect(count(second)).toBe(1n)
  })

  it('of a clone is a third one', () => {
    const evms = [world()]
    for (let i = 0; i < 5; i++) evms.push(evms.at(-1)!.clone())
    for (const [index, evm] of evms.entries()) for (let i = 0; i < index; i++) count(evm)
    expect(evms.map(count)).toEqual([10n, 11n, 12n, 13n, 14n, 15n])
  })

  it('leaves snapshots to the first, which goes back on its own', () => {
    const first = world()
    const snapshot = first.state.snapshot()
    count(first)
    const second = first.clone()
    expect(() => second.state.restore(snapshot)).toThrow(expect.objectContaining({ code: 'evm.staleSnapshot' }))
    // What is undone here was shared with the clone.
    first.state.restore(snapshot)
    expect([count(first), count(second)]).toEqual([10n, 11n])
    first.state.restore(snapshot)
    first.state.setAccount(COUNTER, { storage: { '0x0': '0x63' } })
    const third = first.clone()
    first.state.restore(snapshot)
    expect([count(first), count(second), count(third)]).toEqual([10n, 12n, 100n])
  })

  it('has the options of the first', () => {
    const evm = createEvm({
      fork: 'london',
      blockHash: () => '0x5',
      precompiles: { [OTHER]: () => ({ output: '0x01' }) },
      hooks: { result: (_, result) => void (result.gasLeft = 0n) },
    }).clone()
    expect(evm.fork.name).toBe('london')
    expect(evm.call({ to: OTHER, gas: 7 })).toMatchObject({ output: Uint8Array.of(1), gasUsed: 7n })
    const hash = evm.call({ code: assemble('PUSH 1 BLOCKHASH').code, number: 2, inspect: true })
    expect(hash.stack).toEqual([5n])
  })

  it('asks the source by itself, so that calls at the same time need no queue', async () => {
    const asked: string[] = []
    const source: StateSource = {
      account: async (address) => {
        asked.push(address)
        await new Promise((resolve) => setTimeout(resolve, 1))
        return address === COUNTER ? { code } : undefined
      },
      slot: async () => 41n,
    }
    const evm = createEvm({ source })
    await evm.callAsync({ to: COUNTER }, { commit: false })
    const before = asked.length
    const outputs = await Promise.all(
      [evm.clone(), evm.clone(), evm.clone()].map(async (clone, index) => {
        clone.state.setAccount(COUNTER, { stateDiff: { '0x0': `0x${index}` } })
        return bytesToBigint((await clone.callAsync({ to: COUNTER })).output)
      }),
    )
    expect(outputs).toEqual([1n, 2n, 3n])
    // What the first one knows is not asked for again.
    expect(asked).toHaveLength(before)
    expect(bytesToBigint((await evm.callAsync({ to: COUNTER })).output)).toBe(42n)
  })

  it('is not made in the middle of a run', async () => {
    const source: StateSource = { account: async () => undefined, slot: async () => 0n }
    const evm = createEvm({ source })
    const waiting = evm.callAsync({ to: COUNTER })
    expect(() => evm.clone()).toThrow(expect.objectContaining({ code: 'evm.midRun' }))
    await waiting
    expect(evm.clone().state.addresses()).toEqual([])
  })
})
