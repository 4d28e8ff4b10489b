/** The cache of slots: what it finds when it has outgrown its first room, and what a failure takes back. */
import { describe, expect, it } from 'vitest'
import { newMachine } from '../../test/support/evmMachine.ts'
import { Random } from '../../test/support/evmRandom.ts'
import type { Word } from '../base/index.ts'
import { SLOT_CURRENT, SLOT_FLAGS, SLOT_ORIGINAL, SLOT_WARM, TRANSIENT } from './layout.ts'
import type { Machine } from './machine.ts'

/** Ten times the first room. */
const MANY = 5120

class Slots {
  readonly machine: Machine
  readonly #key: number

  constructor(machine: Machine) {
    this.machine = machine
    this.#key = machine.heap.allocate(32)
  }

  insert(account: number, key: Word, value: Word): void {
    this.machine.memory.setWord(this.#key, key)
    this.machine.storage.insert(account, this.#key, value)
  }

  /** Address of the entry, or 0. */
  find(account: number, key: Word): number {
    this.machine.memory.setWord(this.#key, key)
    return this.machine.storage.find(account, this.#key)
  }

  value(account: number, key: Word): Word | undefined {
    const entry = this.find(account, key)
    return entry === 0 ? undefined : this.machine.memory.word(entry + SLOT_CURRENT)
  }

  isWarm(account: number, key: Word): boolean {
    return (this.machine.memory.u32(this.find(account, key) + SLOT_FLAGS) & SLOT_WARM) !== 0
  }

  warm(account: number, key: Word): void {
    this.machine.storage.warm(this.find(account, key))
  }
}

/** Keys as contracts have them: small numbers, hashes, and numbers that differ in one limb. */
function someKeys(random: Random, count: number): Word[] {
  const keys = new Set<Word>()
  while (keys.size < count) {
    const shift = BigInt(64 * random.below(4))
    keys.add(random.pick([BigInt(keys.size), random.bits(256), BigInt(random.below(5000)) << shift]))
  }
  return [...keys]
}

describe('the storage cache', () => {
  const random = new Random(2929)
  const keys = someKeys(random, MANY)
  const accounts = [0, 1, 77, TRANSIENT, TRANSIENT + 1]
  const accountOf = (index: number) => accounts[index % accounts.length]!

  it('finds every slot of every account when it has grown, and no other', () => {
    const slots = new Slots(newMachine())
    for (const [index, key] of keys.entries()) {
      slots.insert(accountOf(index), key, BigInt(index))
      if (index % 500 === 0) expect(slots.value(accountOf(0), keys[0]!)).toBe(0n)
    }
    for (const [index, key] of keys.entries())
      for (const account of accounts)
        expect(slots.value(account, key)).toBe(account === accountOf(index) ? BigInt(index) : undefined)
  })

  it('forgets all of them at once', () => {
    const slots = new Slots(newMachine())
    for (const key of keys) slots.insert(1, key, 5n)
    for (let run = 0; run < 3; run++) {
      slots.machine.reset()
      expect(keys.some((key) => slots.find(1, key) !== 0)).toBe(false)
      for (const key of keys.slice(run, 700)) slots.insert(1, key, BigInt(run))
      expect(slots.find(1, keys[run - 1] ?? 12345n << 200n)).toBe(0)
      expect(slots.value(1, keys[600]!)).toBe(BigInt(run))
    }
  })

  it('takes back what became warm since a checkpoint, also when the journal moved meanwhile', () => {
    const slots = new Slots(newMachine())
    for (const key of keys) slots.insert(1, key, 1n)
    const { storage } = slots.machine
    const checkpoints: [warm: number, journal: number][] = []
    for (const [index, key] of keys.entries()) {
      if (index % 1000 === 0) checkpoints.push([index, storage.journalLength])
      slots.warm(1, key)
    }
    expect(keys.every((key) => slots.isWarm(1, key))).toBe(true)
    for (const [warm, journal] of checkpoints.reverse()) {
      storage.revert(journal)
      expect(keys.filter((key) => slots.isWarm(1, key))).toHaveLength(warm)
      expect(keys.slice(0, warm).every((key) => slots.isWarm(1, key))).toBe(true)
    }
  })

  it('tells which slots differ from what they were before, transient ones never', () => {
    const machine = newMachine()
    const slots = new Slots(machine)
    for (const [index, key] of keys.entries()) slots.insert(accountOf(index), key, BigInt(index))
    const changed = keys.filter((_, index) => index % 3 === 0)
    for (const [index, key] of keys.entries())
      if (index % 3 === 0) machine.memory.setWord(slots.find(accountOf(index), key) + SLOT_CURRENT, 1n << 255n)
    const told = [...machine.storage.changed()]
    const persistent = changed.filter((key) => accountOf(keys.indexOf(key)) < TRANSIENT)
    expect(told.map(({ key }) => key)).toEqual(persistent)
    expect(told.every(({ account, key }) => account === accountOf(keys.indexOf(key)))).toBe(true)
    expect(told.every(({ value }) => value === 1n << 255n)).toBe(true)
    expect(machine.memory.word(slots.find(accountOf(9), keys[9]!) + SLOT_ORIGINAL)).toBe(9n)
  })
})
