/**
 * The driver's side of the storage cache: room for it, slots put into it, and what changed when a run is over.
 * The rules of SLOAD and SSTORE are the engine's.
 * @module
 */
import type { Word } from '../base/units.ts'
import type { Engine } from './engine.ts'
import type { Heap } from './heap.ts'
import {
  JOURNAL,
  JOURNAL_END,
  JOURNAL_LIMIT,
  JOURNAL_RECORD_BYTES,
  SLOT_ACCOUNT,
  SLOT_CAPACITY,
  SLOT_COUNT,
  SLOT_CURRENT,
  SLOT_ENTRY_BYTES,
  SLOT_FLAGS,
  SLOT_INDEX,
  SLOT_INDEX_MASK,
  SLOT_KEY,
  SLOT_ORIGINAL,
  SLOT_WARM,
  SLOTS,
  TRANSIENT,
} from './layout.ts'
import type { LinearAddress, LinearMemory } from './linearMemory.ts'

const INITIAL_SLOTS = 512
const INITIAL_JOURNAL_RECORDS = 512
/** Index places for each entry that fits: at most half of them are taken. */
const PLACES_PER_SLOT = 2

/** A slot whose value differs from the one it had before the run. */
export interface ChangedSlot {
  readonly account: number
  readonly key: Word
  readonly value: Word
}

export class StorageCache {
  readonly #memory: LinearMemory
  readonly #heap: Heap
  readonly #engine: Engine

  constructor(memory: LinearMemory, heap: Heap, engine: Engine) {
    this.#memory = memory
    this.#heap = heap
    this.#engine = engine
  }

  /** Takes first room from the heap, which was just cleared. */
  place(): void {
    const memory = this.#memory
    const journalBytes = INITIAL_JOURNAL_RECORDS * JOURNAL_RECORD_BYTES
    const journal = this.#heap.allocate(journalBytes)
    memory.setU32(JOURNAL, journal)
    memory.setU32(JOURNAL_END, journal)
    memory.setU32(JOURNAL_LIMIT, journal + journalBytes)
    memory.setU32(SLOT_COUNT, 0)
    memory.setU32(SLOT_CAPACITY, 0)
    this.#growSlots(INITIAL_SLOTS)
  }

  /** Forgets all slots and changes. */
  clear(): void {
    this.#memory.setU32(SLOT_COUNT, 0)
    this.#memory.setU32(JOURNAL_END, this.#memory.u32(JOURNAL))
  }

  /** Puts in a slot that the cache lacks, with the value it has before the run; `warm` for the whole run or not yet. */
  insert(account: number, keyAddress: LinearAddress, value: Word, warm = false): void {
    const memory = this.#memory
    if (memory.u32(SLOT_COUNT) >= memory.u32(SLOT_CAPACITY)) this.#growSlots(memory.u32(SLOT_CAPACITY) * 2)
    const entry = this.#engine.insert(account, keyAddress) >>> 0
    if (warm) memory.setU32(entry + SLOT_FLAGS, SLOT_WARM)
    if (value === 0n) return
    memory.setWord(entry + SLOT_CURRENT, value)
    memory.setWord(entry + SLOT_ORIGINAL, value)
  }

  /** Address of a slot's entry, or 0. */
  find(account: number, keyAddress: LinearAddress): LinearAddress {
    return this.#engine.find(account, keyAddress) >>> 0
  }

  warm(entry: LinearAddress): void {
    this.#makeRoom()
    this.#engine.warm(entry)
  }

  /** The value in an entry. */
  value(entry: LinearAddress): Word {
    return this.#memory.word(entry + SLOT_CURRENT)
  }

  /** Stores the word at an address, which a revert undoes: no price, no refund, and the slot is as warm as it was. */
  store(entry: LinearAddress, valueAddress: LinearAddress): void {
    this.#makeRoom()
    this.#engine.storeTransient(entry, valueAddress)
  }

  #makeRoom(): void {
    if (this.#memory.u32(JOURNAL_END) + JOURNAL_RECORD_BYTES > this.#memory.u32(JOURNAL_LIMIT)) this.growJournal()
  }

  growJournal(): void {
    const memory = this.#memory
    const journal = memory.u32(JOURNAL)
    const used = memory.u32(JOURNAL_END) - journal
    const length = (memory.u32(JOURNAL_LIMIT) - journal) * 2
    const grown = this.#heap.allocate(length)
    memory.copyWithin(grown, journal, used)
    memory.setU32(JOURNAL, grown)
    memory.setU32(JOURNAL_END, grown + used)
    memory.setU32(JOURNAL_LIMIT, grown + length)
  }

  /** The length of the journal: a checkpoint for `revert`, valid also when the journal moves. */
  get journalLength(): number {
    return this.#memory.u32(JOURNAL_END) - this.#memory.u32(JOURNAL)
  }

  /** Undoes what changed since the journal had that length. */
  revert(journalLength: number): void {
    this.#engine.revertSlots(this.#memory.u32(JOURNAL) + journalLength)
  }

  /** Every persistent slot that the run looked at. The key may stand there twice, for two accounts at one address. */
  *touched(): Generator<ChangedSlot & { readonly original: Word }> {
    const memory = this.#memory
    const slots = memory.u32(SLOTS)
    const end = slots + memory.u32(SLOT_COUNT) * SLOT_ENTRY_BYTES
    for (let entry = slots; entry < end; entry += SLOT_ENTRY_BYTES) {
      const account = memory.u32(entry + SLOT_ACCOUNT)
      if (account >= TRANSIENT) continue
      yield {
        account,
        key: memory.word(entry + SLOT_KEY),
        value: memory.word(entry + SLOT_CURRENT),
        original: memory.word(entry + SLOT_ORIGINAL),
      }
    }
  }

  /** Persistent slots whose value the run changed. */
  *changed(): Generator<ChangedSlot> {
    const memory = this.#memory
    const slots = memory.u32(SLOTS)
    const end = slots + memory.u32(SLOT_COUNT) * SLOT_ENTRY_BYTES
    for (let entry = slots; entry < end; entry += SLOT_ENTRY_BYTES) {
      const account = memory.u32(entry + SLOT_ACCOUNT)
      if (account >= TRANSIENT || this.#isUnchanged(entry)) continue
      yield { account, key: memory.word(entry + SLOT_KEY), value: memory.word(entry + SLOT_CURRENT) }
    }
  }

  #isUnchanged(entry: LinearAddress): boolean {
    for (let at = 0; at < 32; at += 4) {
      if (this.#memory.u32(entry + SLOT_CURRENT + at) !== this.#memory.u32(entry + SLOT_ORIGINAL + at)) return false
    }
    return true
  }

  #growSlots(capacity: number): void {
    const memory = this.#memory
    const before = memory.u32(SLOTS)
    const slots = this.#heap.allocate(capacity * SLOT_ENTRY_BYTES)
    const index = this.#heap.allocate(capacity * PLACES_PER_SLOT * 4)
    memory.copyWithin(slots, before, memory.u32(SLOT_COUNT) * SLOT_ENTRY_BYTES)
    memory.setU32(SLOTS, slots)
    memory.setU32(SLOT_CAPACITY, capacity)
    memory.setU32(SLOT_INDEX, index)
    memory.setU32(SLOT_INDEX_MASK, capacity * PLACES_PER_SLOT - 1)
    this.#engine.reindex()
  }
}
