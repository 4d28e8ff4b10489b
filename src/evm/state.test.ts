/** The world as callers set, read and restore it. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { MemlaneError } from '../base/index.ts'
import { type CallParameters, createEvm } from './index.ts'

const ALICE = '0xa11ce00000000000000000000000000000000001'
const BOB = '0xb0b0000000000000000000000000000000000002'
const MAX_WORD = (1n << 256n) - 1n

const slot = (number: bigint) => `0x${number.toString(16).padStart(64, '0')}` as const

/** SSTORE(0, SLOAD(0) + 1) */
const { code: COUNT } = assemble('PUSH 0 SLOAD PUSH 1 ADD PUSH 0 SSTORE')
const { code: COUNT_AND_REVERT } = assemble('PUSH 0 SLOAD PUSH 1 ADD PUSH 0 SSTORE PUSH 0 PUSH 0 REVERT')

/** The code and the sentence of what is thrown. */
function problem(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof MemlaneError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'nothing was thrown'
}

describe('setAccount', () => {
  it('makes an account of the fields that are given', () => {
    const { state } = createEvm()
    expect(state.account(ALICE)).toBeUndefined()
    state.setAccount(ALICE, {})
    expect(state.account(ALICE)).toEqual({ balance: 0n, nonce: 0n, code: new Uint8Array(0), storage: {} })
    state.setAccount(BOB, { balance: 1n, nonce: 2n, code: '0x6001', storage: { '0x3': '0x04', '0x5': '0x0' } })
    expect(state.account(BOB)).toEqual({
      balance: 1n,
      nonce: 2n,
      code: Uint8Array.of(0x60, 0x01),
      storage: { [slot(3n)]: slot(4n) },
    })
    expect(state.addresses()).toEqual([ALICE, BOB])
  })

  it('leaves alone what is not given, and replaces storage as a whole', () => {
    const { state } = createEvm()
    state.setAccount(ALICE, { balance: 1n, nonce: 2n, code: '0x00', storage: { '0x1': '0x1', '0x2': '0x2' } })
    state.setAccount(ALICE, { balance: 9n })
    expect(state.account(ALICE)).toMatchObject({ balance: 9n, nonce: 2n, code: Uint8Array.of(0) })
    expect(state.storageAt(ALICE, 2n)).toBe(2n)
    state.setAccount(ALICE, { storage: { '0x1': '0x7' } })
    expect(state.account(ALICE)).toMatchObject({ balance: 9n, storage: { [slot(1n)]: slot(7n) } })
    expect(state.storageAt(ALICE, 2n)).toBe(0n)
  })

  it('knows an address in any letter case, and no slot of an account that is not there', () => {
    const { state } = createEvm()
    state.setAccount('0xA11CE00000000000000000000000000000000001', { balance: 5n })
    expect(state.account(ALICE)?.balance).toBe(5n)
    expect(state.addresses()).toEqual([ALICE])
    expect(state.storageAt(BOB, 0n)).toBe(0n)
  })

  it('gives and takes copies of code', () => {
    const evm = createEvm()
    const code = Uint8Array.of(0x60, 0x01)
    evm.state.setAccount(ALICE, { code })
    code[0] = 0xfe
    evm.state.account(ALICE)!.code[1] = 0xfe
    expect(evm.state.account(ALICE)!.code).toEqual(Uint8Array.of(0x60, 0x01))
    expect(evm.call({ to: ALICE }).status).toBe('stop')
  })

  it('says what is wrong and changes nothing', () => {
    const { state } = createEvm()
    state.setAccount(ALICE, { balance: 1n })
    const before = state.account(ALICE)
    const good = { balance: 2n, nonce: 2n, code: '0x00', storage: { '0x1': '0x1' } } as const
    const problems = [
      problem(() => state.setAccount('0x12', good)),
      problem(() => state.setAccount(`${ALICE}0`, good)),
      problem(() => state.setAccount(ALICE, { ...good, balance: -1n })),
      problem(() => state.setAccount(ALICE, { ...good, balance: MAX_WORD + 1n })),
      problem(() => state.setAccount(ALICE, { ...good, nonce: 1n << 64n })),
      problem(() => state.setAccount(ALICE, { ...good, nonce: -1n })),
      problem(() => state.setAccount(ALICE, { ...good, code: '0x123' })),
      problem(() => state.setAccount(ALICE, { ...good, storage: { '0x': '0x1' } })),
      problem(() => state.setAccount(ALICE, { ...good, storage: { '0x1': `0x1${'0'.repeat(64)}` } })),
      problem(() => state.account('0xzz00000000000000000000000000000000000000')),
    ]
    expect(problems).toMatchInlineSnapshot(`
      [
        "evm.invalidAddress: "0x12" is not an address: 0x and 40 hex digits.",
        "evm.invalidAddress: "0xa11ce000000000000000000000000000000000010" is not an address: 0x and 40 hex digits.",
        "evm.invalidAccount: The balance of 0xa11ce00000000000000000000000000000000001 is -1; it must be from 0 to 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,935.",
        "evm.invalidAccount: The balance of 0xa11ce00000000000000000000000000000000001 is 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,936; it must be from 0 to 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,935.",
        "evm.invalidAccount: The nonce of 0xa11ce00000000000000000000000000000000001 is 18,446,744,073,709,551,616; it must be from 0 to 18,446,744,073,709,551,615.",
        "evm.invalidAccount: The nonce of 0xa11ce00000000000000000000000000000000001 is -1; it must be from 0 to 18,446,744,073,709,551,615.",
        "base.invalidHex: Hex has an odd number of digits, 3; each byte needs two.",
        "evm.invalidStorage: "0x" in the storage of 0xa11ce00000000000000000000000000000000001 is not a word: 0x and 1 to 64 hex digits.",
        "evm.invalidStorage: "0x10000000000000000000000000000000000000000000000000000000000000000" in the storage of 0xa11ce00000000000000000000000000000000001 is not a word: 0x and 1 to 64 hex digits.",
        "evm.invalidAddress: "0xzz00000000000000000000000000000000000000" is not an address: 0x and 40 hex digits.",
      ]
    `)
    expect(state.account(ALICE)).toEqual(before)
    state.setAccount(ALICE, {
      balance: MAX_WORD,
      nonce: (1n << 64n) - 1n,
      storage: { [slot(MAX_WORD)]: slot(MAX_WORD) },
    })
    expect(state.storageAt(ALICE, MAX_WORD)).toBe(MAX_WORD)
  })
})

describe('what a call leaves', () => {
  it('stays when it succeeded', () => {
    const evm = createEvm()
    evm.state.setAccount(ALICE, { code: COUNT })
    for (let count = 1n; count <= 3n; count++) {
      expect(evm.call({ to: ALICE }).status).toBe('stop')
      expect(evm.state.storageAt(ALICE, 0n)).toBe(count)
    }
  })

  it.each([
    ['reverts', { code: COUNT_AND_REVERT }, 'revert'],
    ['runs out of gas', { code: COUNT, gas: 2_200n }, 'halt'],
  ] as const)('is nothing when it %s', (_, parameters, status) => {
    const evm = createEvm()
    evm.state.setAccount(ALICE, { balance: 10n })
    evm.state.setAccount(BOB, { storage: { '0x0': '0x5' } })
    const result = evm.call({ to: BOB, from: ALICE, value: 3n, ...parameters })
    expect(result.status).toBe(status)
    expect(evm.state.account(ALICE)?.balance).toBe(10n)
    expect(evm.state.account(BOB)).toMatchObject({ balance: 0n, storage: { [slot(0n)]: slot(5n) } })
  })

  it('is nothing when it threw', () => {
    const evm = createEvm()
    evm.state.setAccount(ALICE, { balance: 10n })
    const addresses = evm.state.addresses()
    expect(problem(() => evm.call({ to: BOB, from: ALICE, value: 11n }))).toMatchInlineSnapshot(
      `"evm.insufficientBalance: 0xa11ce00000000000000000000000000000000001 has 10 wei and cannot send 11."`,
    )
    expect(evm.state.addresses()).toEqual(addresses)
    expect(evm.state.account(ALICE)?.balance).toBe(10n)
    expect(evm.call({ to: BOB, from: ALICE, value: 10n }).status).toBe('stop')
    expect(evm.state.account(BOB)?.balance).toBe(10n)
  })

  it('is there also for an account that ran code that the caller handed in', () => {
    const evm = createEvm()
    evm.call({ to: BOB, code: COUNT })
    evm.call({ to: BOB, code: COUNT })
    expect(evm.state.storageAt(BOB, 0n)).toBe(2n)
    evm.call({ to: ALICE, code: Uint8Array.of(0) })
    expect(evm.state.addresses()).toEqual([BOB])
  })

  it('has no empty account that the call only reached', () => {
    const evm = createEvm()
    evm.call({ to: BOB })
    evm.call({ code: COUNT_AND_REVERT, to: BOB })
    expect(evm.state.addresses()).toEqual([])
  })
})

describe('snapshots', () => {
  it('can be gone back to as often as wanted', () => {
    const evm = createEvm()
    evm.state.setAccount(ALICE, { code: COUNT, balance: 7n })
    const snapshot = evm.state.snapshot()
    for (let time = 0; time < 3; time++) {
      evm.call({ to: ALICE })
      evm.call({ to: ALICE, code: COUNT_AND_REVERT })
      evm.state.setAccount(ALICE, { balance: 1n, nonce: 3n, code: '0x00', storage: { '0x9': '0x9' } })
      evm.state.setAccount(BOB, { balance: 1n })
      evm.state.restore(snapshot)
      expect(evm.state.account(ALICE)).toEqual({ balance: 7n, nonce: 0n, code: COUNT, storage: {} })
      expect(evm.state.addresses()).toEqual([ALICE])
    }
  })

  it('nest, and an earlier one makes later ones stale', () => {
    const { state } = createEvm()
    const first = state.snapshot()
    state.setAccount(ALICE, { balance: 1n })
    const second = state.snapshot()
    state.setAccount(ALICE, { balance: 2n })
    const third = state.snapshot()
    state.setAccount(ALICE, { balance: 3n })
    state.restore(third)
    expect(state.account(ALICE)?.balance).toBe(2n)
    state.restore(second)
    expect(state.account(ALICE)?.balance).toBe(1n)
    state.restore(first)
    expect(state.account(ALICE)).toBeUndefined()
    expect(problem(() => state.restore(second))).toMatchInlineSnapshot(
      `"evm.staleSnapshot: This snapshot is gone: it was released, or an earlier one was restored after it was taken."`,
    )
    expect(problem(() => state.restore(third))).toBe(problem(() => state.restore(second)))
    // The one that was restored is still good.
    state.setAccount(BOB, {})
    state.restore(first)
    expect(state.addresses()).toEqual([])
  })

  it('hold nothing for calls that were undone', () => {
    const evm = createEvm()
    evm.state.setAccount(ALICE, { code: COUNT, balance: 7n })
    const first = evm.state.snapshot()
    // A call of an account that is not there makes one; a creation another; and so does one that destroys itself.
    const calls: CallParameters[] = [
      { to: BOB, code: COUNT },
      { to: BOB, code: COUNT_AND_REVERT },
      { input: Uint8Array.of(0x00) },
      { input: assemble('PUSH 0 SELFDESTRUCT').code },
      { input: assemble('PUSH 0 PUSH 0 REVERT').code },
    ]
    for (let time = 0; time < 3; time++)
      for (const call of calls) {
        const snapshot = evm.state.snapshot()
        expect(snapshot).toBe(first)
        evm.call(call)
        evm.state.restore(snapshot)
      }
    // Reverted calls leave nothing even without going back.
    for (let time = 0; time < 3; time++) evm.call({ to: BOB, code: COUNT_AND_REVERT })
    expect(evm.state.snapshot()).toBe(first)
  })

  it('are gone when they were released, once by each who took them', () => {
    const { state } = createEvm()
    const first = state.snapshot()
    expect(state.snapshot()).toBe(first)
    state.release(first)
    state.setAccount(ALICE, { balance: 1n })
    const second = state.snapshot()
    state.setAccount(ALICE, { balance: 2n })
    state.release(second)
    expect(problem(() => state.restore(second))).toContain('evm.staleSnapshot')
    expect(problem(() => state.release(second))).toContain('evm.staleSnapshot')
    // An earlier one still undoes what came after the one that is gone.
    state.restore(first)
    expect(state.addresses()).toEqual([])
    state.release(first)
    expect(problem(() => state.restore(first))).toContain('evm.staleSnapshot')
  })

  it('bring back an account whose number others could have taken meanwhile', () => {
    const evm = createEvm({ fork: 'shanghai' })
    const { code } = assemble('PUSH 0 SELFDESTRUCT')
    evm.state.setAccount(ALICE, { code, balance: 7n, storage: { '0x1': '0x5' } })
    const snapshot = evm.state.snapshot()
    evm.call({ to: ALICE })
    expect(evm.state.account(ALICE)).toBeUndefined()
    for (let time = 0; time < 3; time++) evm.call({ to: BOB, code: COUNT })
    evm.state.restore(snapshot)
    evm.state.setAccount(BOB, { code: COUNT })
    evm.call({ to: BOB })
    expect(evm.state.storageAt(BOB, 0n)).toBe(1n)
    expect(evm.state.account(ALICE)).toMatchObject({ balance: 7n, storage: { [slot(1n)]: slot(5n) } })
    expect(evm.call({ to: ALICE, code: assemble('PUSH 1 SLOAD').code, inspect: true }).stack).toEqual([5n])
  })

  it('of another state are refused', () => {
    const snapshot = createEvm().state.snapshot()
    expect(problem(() => createEvm().state.restore(snapshot))).toContain('evm.staleSnapshot')
  })

  it('bring back accounts that were created and destroyed', () => {
    const evm = createEvm()
    // Deploys nothing and destroys itself, in the transaction that creates it.
    const { code } = assemble('PUSH 0 SELFDESTRUCT')
    const snapshot = evm.state.snapshot()
    const { created } = evm.call({ input: code })
    expect(evm.state.account(created!)).toBeUndefined()
    const second = evm.call({ input: Uint8Array.of(0x00) }).created!
    expect(evm.state.account(second)?.nonce).toBe(1n)
    evm.state.restore(snapshot)
    expect(evm.state.addresses()).toEqual([])
    expect(evm.call({ input: Uint8Array.of(0x00) }).created).toBe(created)
  })
})
