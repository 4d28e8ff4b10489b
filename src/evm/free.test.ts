/** However a run ends, the EVM is free afterwards and the state as it was; and what a tracer may do to it meanwhile. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import type { Address } from '../base/index.ts'
import { createEvm, type Evm, type StateSource, type Tracer } from './index.ts'

const SENDER: Address = '0x5e00000000000000000000000000000000000001'
const OUTER: Address = '0x1000000000000000000000000000000000000001'
const INNER: Address = '0x2000000000000000000000000000000000000002'
const OTHER: Address = '0x3000000000000000000000000000000000000003'

const QUIET: Tracer = { frameStart() {}, frameEnd() {}, copiedCode() {}, steps() {}, runEnd() {} }

/** OUTER: SSTORE(1, 1), EXTCODECOPY of itself, CALL(INNER, 7 wei). INNER: REVERT. */
function world(options: Parameters<typeof createEvm>[0] = {}): Evm {
  const evm = createEvm(options)
  evm.state.setAccount(SENDER, { balance: 10n ** 18n, nonce: 0n, code: '0x' })
  const { code } = assemble(`
    PUSH 1 PUSH 1 SSTORE PUSH 1 PUSH 0 PUSH 0 ADDRESS EXTCODECOPY
    PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 7 PUSH ${INNER} PUSH 100000 CALL
  `)
  evm.state.setAccount(OUTER, { balance: 20n, nonce: 1n, code, storage: {} })
  evm.state.setAccount(INNER, { balance: 0n, nonce: 1n, code: assemble('PUSH 0 PUSH 0 REVERT').code, storage: {} })
  evm.state.setAccount('0x0000000000000000000000000000000000000000', { balance: 0n, nonce: 0n, code: '0x' })
  return evm
}

/** Everything that a run could have left. */
const left = ({ state }: Evm) => [SENDER, OUTER, INNER].map((address) => state.account(address))

function expectFree(evm: Evm, before: unknown): void {
  expect(left(evm)).toEqual(before)
  expect(() => evm.memoryAt(0)).toThrow(expect.objectContaining({ code: 'evm.noSuchFrame' }))
  expect(evm.call({ to: OUTER, from: SENDER, value: 1n }).status).toBe('stop')
  expect(evm.state.storageAt(OUTER, 1n)).toBe(1n)
}

const transaction = { from: SENDER, to: OUTER, gasLimit: 200_000n, value: 3n }

describe('after an error', () => {
  const callbacks = Object.keys(QUIET) as (keyof Tracer)[]

  it.each(callbacks)('of a tracer in %s, a call and a transaction leave the EVM free', async (name) => {
    const broken = {
      ...QUIET,
      [name]: () => {
        throw new Error('tracer')
      },
    }
    for (const run of [
      async (evm: Evm) => evm.call({ to: OUTER, from: SENDER, value: 3n }, { tracer: broken }),
      async (evm: Evm) => evm.transact(transaction, {}, { tracer: broken }),
      (evm: Evm) => evm.callAsync({ to: OUTER, from: SENDER, value: 3n }, { tracer: broken }),
      (evm: Evm) => evm.transactAsync(transaction, {}, { tracer: broken }),
    ]) {
      const evm = world()
      const before = left(evm)
      await expect(run(evm)).rejects.toThrow('tracer')
      expectFree(evm, before)
    }
  })

  it('of the function that knows block hashes', () => {
    const evm = world({
      blockHash: () => {
        throw new Error('no hash')
      },
    })
    const before = left(evm)
    const { code } = assemble('PUSH 1 PUSH 1 SSTORE PUSH 9 BLOCKHASH')
    expect(() => evm.call({ to: OUTER, code, number: 10 })).toThrow('no hash')
    expectFree(evm, before)
  })

  it('of a source, in the middle of a run', async () => {
    const source: StateSource = {
      account: () => Promise.reject(new Error('down')),
      slot: () => {
        throw new Error('down')
      },
    }
    const evm = world({ source })
    const before = left(evm)
    const { code } = assemble(`PUSH 1 PUSH 1 SSTORE PUSH ${OTHER} BALANCE`)
    await expect(evm.callAsync({ to: OUTER, from: SENDER, code })).rejects.toThrow('down')
    expectFree(evm, before)
  })

  it('in a run inside of a run, the outer one goes on', () => {
    const evm = world()
    const refused: unknown[] = []
    const tracer = {
      ...QUIET,
      frameStart: () => {
        for (const run of [() => evm.call({ to: INNER }), () => evm.transact(transaction)])
          try {
            run()
          } catch (error) {
            refused.push((error as { code: string }).code)
          }
      },
    }
    expect(evm.call({ to: OUTER, from: SENDER, value: 3n }, { tracer }).status).toBe('stop')
    expect(refused).toEqual(Array(4).fill('evm.busy'))
    expect(evm.state.account(OUTER)?.balance).toBe(23n)
  })
})

describe('a source that never answers', () => {
  const silent: StateSource = { account: () => new Promise(() => {}), slot: () => new Promise(() => {}) }

  it.each([
    ['callAsync', (evm: Evm, signal: AbortSignal) => evm.callAsync({ to: OTHER, from: SENDER }, { signal })],
    [
      'transactAsync',
      (evm: Evm, signal: AbortSignal) =>
        evm.transactAsync({ ...transaction, to: OTHER }, {}, { tracer: QUIET, signal }),
    ],
  ] as const)('is given up with a signal: %s', async (_, run) => {
    const evm = world({ source: silent })
    const before = left(evm)
    const abort = new AbortController()
    const waiting = run(evm, abort.signal)
    expect(() => evm.call({ to: OUTER })).toThrow(expect.objectContaining({ code: 'evm.busy' }))
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expectFree(evm, before)
    await expect(run(evm, abort.signal)).rejects.toThrow('enough')
    expect(evm.call({ to: OUTER, from: SENDER }).status).toBe('stop')
  })
})

describe('from a tracer, in the middle of a run', () => {
  /** Acts when the frame of INNER starts. */
  const whenInnerStarts = (act: () => void): Tracer => ({
    ...QUIET,
    frameStart: ({ depth }) => {
      if (depth === 1) act()
    },
  })

  it('nothing of the state may be changed, and nothing is left of a call that reverts', () => {
    const evm = world()
    const snapshot = evm.state.snapshot()
    const { state } = evm
    const problems: string[] = []
    const tracer = whenInnerStarts(() => {
      for (const act of [
        () => state.setAccount(OTHER, { balance: 5n }),
        () => state.snapshot(),
        () => state.restore(snapshot),
        () => state.release(snapshot),
        () => state.clear(),
      ])
        try {
          act()
          problems.push('nothing was thrown')
        } catch (error) {
          problems.push((error as Error).message)
        }
    })
    expect(evm.call({ to: OUTER, from: SENDER, value: 3n }, { tracer }).status).toBe('stop')
    expect(problems).toEqual(
      ['state.setAccount', 'state.snapshot', 'state.restore', 'state.release', 'state.clear'].map(
        (what) => `${what} is not possible in the middle of a run. Do it before the run or after it.`,
      ),
    )
    // INNER reverted: its 7 wei went back.
    expect(state.account(OUTER)?.balance).toBe(23n)
    expect(state.account(INNER)?.balance).toBe(0n)
    expect(state.account(OTHER)).toBeUndefined()
    state.restore(snapshot)
    expect(state.account(OUTER)?.balance).toBe(20n)
  })
})
