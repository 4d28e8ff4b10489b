import { describe, expect, it } from 'vitest'
import type { Address } from '../base/index.ts'
import { createEvm, type Tracer, type WorldTouched } from './index.ts'

const SENDER: Address = '0x5e00000000000000000000000000000000000001'
const SELF: Address = '0x1000000000000000000000000000000000000001'
const OTHER: Address = '0x2000000000000000000000000000000000000002'
const COINBASE: Address = '0xc000000000000000000000000000000000000000'

/** What a run touched, by address. */
function worldOf(run: (tracer: Tracer) => void) {
  let world: WorldTouched | undefined
  run({ frameStart() {}, frameEnd() {}, copiedCode() {}, steps() {}, runEnd: (touched) => (world = touched) })
  const { accounts, slots } = world!
  return { accounts: new Map(accounts.map((account) => [account.address, account])), slots }
}

function evmWith(code: `0x${string}`) {
  const evm = createEvm()
  evm.state.setAccount(SENDER, { balance: 10n ** 18n, nonce: 3n })
  evm.state.setAccount(SELF, { code, storage: { '0x1': '0x5', '0x2': '0x6' } })
  evm.state.setAccount(OTHER, { balance: 7n })
  return evm
}

/** Sends a transaction of 1 wei to SELF. */
function send(evm: ReturnType<typeof evmWith>) {
  return worldOf((tracer) =>
    evm.transact(
      { from: SENDER, to: SELF, value: 1n, gasLimit: 200_000n, gasPrice: 10n },
      { coinbase: COINBASE, baseFee: 10n },
      { tracer },
    ),
  )
}

describe('what a run touched', () => {
  it('has every account and slot before and after', () => {
    // SSTORE(1, 9), SLOAD(2), SLOAD(3), BALANCE(OTHER)
    const { accounts, slots } = send(evmWith(`0x6009600155600254600354${'73'}${OTHER.slice(2)}3100`))
    expect([...accounts.keys()].sort()).toEqual([SELF, OTHER, SENDER, COINBASE].sort())
    expect(accounts.get(SENDER)!.before).toMatchObject({ balance: 10n ** 18n, nonce: 3n })
    expect(accounts.get(SENDER)!.after!.nonce).toBe(4n)
    expect(accounts.get(SELF)!.before!.balance).toBe(0n)
    expect(accounts.get(SELF)!.after!.balance).toBe(1n)
    expect(accounts.get(OTHER)).toMatchObject({ before: { balance: 7n }, after: { balance: 7n } })
    expect(accounts.get(COINBASE)).toMatchObject({ before: undefined })
    expect(slots).toEqual([
      { address: SELF, slot: 1n, before: 5n, after: 9n },
      { address: SELF, slot: 2n, before: 6n, after: 6n },
      { address: SELF, slot: 3n, before: 0n, after: 0n },
    ])
  })

  it('is unchanged where the run reverted, but for fees and nonce', () => {
    // SSTORE(1, 9), REVERT(0, 0)
    const { accounts, slots } = send(evmWith('0x60096001555f5ffd'))
    expect(slots).toEqual([{ address: SELF, slot: 1n, before: 5n, after: 5n }])
    expect(accounts.get(SELF)!.after!.balance).toBe(0n)
    expect(accounts.get(SENDER)!.after!.nonce).toBe(4n)
  })

  it('begins anew with every run', () => {
    const evm = evmWith('0x60096001555f5ffd')
    send(evm)
    const { accounts } = worldOf((tracer) => evm.call({ to: OTHER, from: OTHER }, { tracer }))
    expect([...accounts.keys()].sort()).toEqual([OTHER])
  })
})
