// Storage and transient storage: a cache of slots in linear memory, with a journal that undoes changes.
//
//   SLOT_INDEX   open addressing: hash → number of an entry
//   SLOTS        entries in the order of their first use: key, current, original, account, index slot, flags
//
// An index place counts only when the entry it names says the same place (a sparse set), so that forgetting
// everything is setting the count to 0. What the cache lacks, the driver loads (EXIT_NEED_SLOT).

import {
  CLEAR_REFUND,
  COLD_SLOT_LOAD_GAS,
  COLD_SLOT_STORE_GAS,
  DIRTY_STORE_GAS,
  HASH_SEEDS,
  JOURNAL_END,
  JOURNAL_RECORD_BYTES,
  NET_STORAGE,
  REFUND,
  RESET_STORE_GAS,
  SLOTS,
  SLOT_ACCOUNT,
  SLOT_COUNT,
  SLOT_CURRENT,
  SLOT_ENTRY_BYTES,
  SLOT_FLAGS,
  SLOT_INDEX,
  SLOT_INDEX_MASK,
  SLOT_INDEX_SLOT,
  SLOT_KEY,
  SLOT_ORIGINAL,
  SLOT_WARM,
} from '../layout.ts'
import { copy, equal, isZero, set } from './limbs.ts'

const SET_STORE_GAS: i64 = 20000

/** Multiplying each limb by a random odd number makes colliding keys unpredictable. */
// @ts-ignore: decorator
@inline function hash(account: u32, key: usize): usize {
  const h =
    load<u64>(key) * load<u64>(HASH_SEEDS) +
    load<u64>(key, 8) * load<u64>(HASH_SEEDS, 8) +
    load<u64>(key, 16) * load<u64>(HASH_SEEDS, 16) +
    load<u64>(key, 24) * load<u64>(HASH_SEEDS, 24) +
    <u64>account * load<u64>(HASH_SEEDS, 32)
  return <usize>((h >> 32) ^ (h >> 11))
}

/** Address of the account's entry for the key, or 0 when the cache lacks it. */
export function find(account: u32, key: usize): usize {
  const mask = <usize>load<u32>(SLOT_INDEX_MASK), index = <usize>load<u32>(SLOT_INDEX)
  const slots = <usize>load<u32>(SLOTS), count = load<u32>(SLOT_COUNT)
  let at = hash(account, key) & mask
  while (true) {
    const number = load<u32>(index + (at << 2))
    if (number >= count) return 0
    const entry = slots + <usize>number * SLOT_ENTRY_BYTES
    if (load<u32>(entry, SLOT_INDEX_SLOT) != at) return 0
    if (load<u32>(entry, SLOT_ACCOUNT) == account && equal(entry, key)) return entry
    at = (at + 1) & mask
  }
}

/** Adds an entry for a key that the cache lacks; the caller made sure of room and writes the values. */
export function insert(account: u32, key: usize): usize {
  const count = load<u32>(SLOT_COUNT)
  const entry = <usize>load<u32>(SLOTS) + <usize>count * SLOT_ENTRY_BYTES
  copy(entry + SLOT_KEY, key)
  set(entry + SLOT_CURRENT, 0)
  set(entry + SLOT_ORIGINAL, 0)
  store<u32>(entry, account, SLOT_ACCOUNT)
  store<u32>(entry, 0, SLOT_FLAGS)
  place(entry, count)
  store<u32>(SLOT_COUNT, count + 1)
  return entry
}

/** Enters an entry in the index. */
function place(entry: usize, number: u32): void {
  const mask = <usize>load<u32>(SLOT_INDEX_MASK), index = <usize>load<u32>(SLOT_INDEX), slots = <usize>load<u32>(SLOTS)
  let at = hash(load<u32>(entry, SLOT_ACCOUNT), entry) & mask
  while (true) {
    const other = load<u32>(index + (at << 2))
    if (other >= number || load<u32>(slots + <usize>other * SLOT_ENTRY_BYTES, SLOT_INDEX_SLOT) != at) break
    at = (at + 1) & mask
  }
  store<u32>(index + (at << 2), number)
  store<u32>(entry, <u32>at, SLOT_INDEX_SLOT)
}

/** Enters all entries in a new index (SLOT_INDEX and its mask were just set). */
export function reindex(): void {
  const count = load<u32>(SLOT_COUNT), slots = <usize>load<u32>(SLOTS)
  // No entry may seem to stand anywhere until it was entered: `place` compares with the entries below `number` only.
  for (let number: u32 = 0; number < count; number++) place(slots + <usize>number * SLOT_ENTRY_BYTES, number)
}

/** Remembers the entry as it is, so that a revert can restore it; the caller made sure of room. */
// @ts-ignore: decorator
@inline function remember(entry: usize): void {
  const record = <usize>load<u32>(JOURNAL_END)
  store<u32>(record, <u32>(entry - <usize>load<u32>(SLOTS)))
  store<u32>(record, load<u32>(entry, SLOT_FLAGS), 4)
  copy(record + 8, entry + SLOT_CURRENT)
  store<u32>(JOURNAL_END, <u32>record + JOURNAL_RECORD_BYTES)
}

/** Undoes every change of slots since the journal ended at `end`. */
export function revertSlots(end: u32): void {
  const slots = <usize>load<u32>(SLOTS)
  for (let at = load<u32>(JOURNAL_END); at > end; ) {
    at -= JOURNAL_RECORD_BYTES
    const entry = slots + <usize>load<u32>(at)
    store<u32>(entry, load<u32>(at, 4), SLOT_FLAGS)
    copy(entry + SLOT_CURRENT, <usize>at + 8)
  }
  store<u32>(JOURNAL_END, end)
}

/** Marks the slot as touched in this transaction. Whether it was cold. */
export function warm(entry: usize): bool {
  const flags = load<u32>(entry, SLOT_FLAGS)
  if (flags & SLOT_WARM) return false
  remember(entry)
  store<u32>(entry, flags | SLOT_WARM, SLOT_FLAGS)
  return true
}

/** Price of SLOAD above its static price: the surcharge of a cold slot. (EIP-2929) */
export function loadSurcharge(entry: usize): i64 {
  const surcharge = load<i64>(COLD_SLOT_LOAD_GAS)
  return surcharge != 0 && !(load<u32>(entry, SLOT_FLAGS) & SLOT_WARM) ? surcharge : 0
}

/** Price of storing the word at `value`. Changes nothing. (EIP-2200, EIP-2929, EIP-3529; before them the Yellow Paper) */
export function storeGas(entry: usize, value: usize): i64 {
  const current = entry + SLOT_CURRENT, original = entry + SLOT_ORIGINAL
  if (!load<u32>(NET_STORAGE)) return isZero(current) && !isZero(value) ? SET_STORE_GAS : load<i64>(RESET_STORE_GAS)
  const cold = load<i64>(COLD_SLOT_STORE_GAS)
  const surcharge = cold != 0 && !(load<u32>(entry, SLOT_FLAGS) & SLOT_WARM) ? cold : 0
  if (equal(current, value) || !equal(current, original)) return surcharge + load<i64>(DIRTY_STORE_GAS)
  return surcharge + (isZero(original) ? SET_STORE_GAS : load<i64>(RESET_STORE_GAS))
}

/** Change of the refund counter by storing the word at `value`. */
function storeRefund(entry: usize, value: usize): i64 {
  const current = entry + SLOT_CURRENT, original = entry + SLOT_ORIGINAL, clear = load<i64>(CLEAR_REFUND)
  if (!load<u32>(NET_STORAGE)) return !isZero(current) && isZero(value) ? clear : 0
  if (equal(current, value)) return 0
  if (equal(current, original)) return !isZero(original) && isZero(value) ? clear : 0
  let refund: i64 = 0
  if (!isZero(original)) {
    if (isZero(current)) refund -= clear
    if (isZero(value)) refund += clear
  }
  // Back at the original value: what the first store paid above a warm one is given back.
  if (equal(original, value)) {
    refund += (isZero(original) ? SET_STORE_GAS : load<i64>(RESET_STORE_GAS)) - load<i64>(DIRTY_STORE_GAS)
  }
  return refund
}

/** Stores a word that was paid for. */
export function storeSlot(entry: usize, value: usize): void {
  store<i64>(REFUND, load<i64>(REFUND) + storeRefund(entry, value))
  remember(entry)
  store<u32>(entry, load<u32>(entry, SLOT_FLAGS) | SLOT_WARM, SLOT_FLAGS)
  copy(entry + SLOT_CURRENT, value)
}

/** Stores a word in transient storage: no price beyond the static one, no refund. (EIP-1153) */
export function storeTransient(entry: usize, value: usize): void {
  remember(entry)
  copy(entry + SLOT_CURRENT, value)
}
