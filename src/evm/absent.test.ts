import { describe, expect, it } from 'vitest'
import { createEvm, type StateSource } from './index.ts'

const CALLER = '0x00000000000000000000000000000000000ca11e'
const OUTER = '0x1000000000000000000000000000000000000001'
const INNER = '0x2000000000000000000000000000000000000002'

/** A source that counts what it is asked for. */
function source(asked: string[]): StateSource {
  return {
    async account(address) {
      asked.push(address)
      // OUTER: SSTORE(1, 7), CALL INNER, then return SLOAD(2) + what the call left at 0
      if (address === OUTER)
        return {
          balance: 5n,
          nonce: 1n,
          code: `0x6007600155${'60205f5f5f5f'}73${INNER.slice(2)}5af1505f51600254015f5260205ff3`,
        }
      // INNER: return SLOAD(3) + BALANCE(caller)
      if (address === INNER) return { code: ('0x600354333101' + '5f5260205ff3') as `0x${string}` }
      return undefined
    },
    async slot(address, slot) {
      asked.push(`${address}[${slot}]`)
      return slot === 2n ? 100n : slot === 3n ? 30n : 0n
    },
  }
}

describe('a state behind a source', () => {
  it('is fetched on the way, each account and slot once, and the run goes on', async () => {
    const asked: string[] = []
    const evm = createEvm({ source: source(asked) })
    const first = await evm.callAsync({ to: OUTER })
    expect(first.status).toBe('return')
    expect(BigInt(`0x${Buffer.from(first.output).toString('hex')}`)).toBe(100n + 30n + 5n)
    expect(asked).toEqual([CALLER, OUTER, `${OUTER}[1]`, INNER, `${INNER}[3]`, `${OUTER}[2]`])
    // What was fetched stays: the same call is synchronous now, and sees what the first one wrote.
    const second = evm.call({ to: OUTER })
    expect(second.output).toEqual(first.output)
    expect(evm.state.storageAt(OUTER, 1n)).toBe(7n)
    expect(asked).toHaveLength(6)
  })

  it('gives the same result as the same state in memory', async () => {
    const behind = await createEvm({ source: source([]) }).callAsync({ to: OUTER, inspect: true })
    const evm = createEvm()
    const { account } = source([])
    for (const address of [OUTER, INNER] as const) evm.state.setAccount(address, (await account(address))!)
    evm.state.setAccount(OUTER, { storage: { '0x2': '0x64' } })
    evm.state.setAccount(INNER, { storage: { '0x3': '0x1e' } })
    const inMemory = evm.call({ to: OUTER, inspect: true })
    expect({ ...behind }).toEqual({ ...inMemory })
  })

  it('makes a synchronous call name what is absent, and leaves no trace of it', () => {
    const evm = createEvm({ source: source([]) })
    expect(() => evm.call({ to: OUTER })).toThrowError(
      expect.objectContaining({
        name: 'NotLoadedError',
        code: 'evm.accountNotLoaded',
        message: `The account ${CALLER} was not fetched from the state's source yet. Use callAsync or transactAsync.`,
      }),
    )
    // Whatever is set whole needs no source.
    evm.state.setAccount(CALLER, { balance: 0n, nonce: 0n, code: '0x' })
    evm.state.setAccount(OUTER, { balance: 0n, nonce: 1n, code: '0x60015f5560025400', storage: {} })
    expect(evm.call({ to: OUTER }).status).toBe('stop')
  })

  it('ends the run with the error of a source that fails, and runs again when it works', async () => {
    let broken = true
    const good = source([])
    const evm = createEvm({
      source: {
        account: good.account,
        slot: async (address, slot) => (broken ? Promise.reject(new Error('node is down')) : good.slot(address, slot)),
      },
    })
    await expect(evm.callAsync({ to: OUTER })).rejects.toThrow('node is down')
    broken = false
    expect((await evm.callAsync({ to: OUTER })).status).toBe('return')
  })

  it('refuses a second run while one waits', async () => {
    const evm = createEvm({ source: source([]) })
    const waiting = evm.callAsync({ to: OUTER })
    // The first account is asked for before the run starts; the run itself holds the machine.
    await Promise.resolve()
    await Promise.resolve()
    await Promise.resolve()
    let refused: unknown
    for (let i = 0; i < 20 && refused === undefined; i++) {
      try {
        evm.call({ to: OUTER })
      } catch (error) {
        if ((error as { code: string }).code === 'evm.busy') refused = error
      }
      await Promise.resolve()
    }
    expect(refused).toMatchObject({ code: 'evm.busy' })
    expect((await waiting).status).toBe('return')
  })

  it('has no root', async () => {
    await expect(createEvm({ source: source([]) }).state.root()).rejects.toMatchObject({ code: 'evm.partialState' })
  })
})
