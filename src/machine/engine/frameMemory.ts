// EVM memory of the running frame: growth, and its price. Memory of all frames is one range of linear memory;
// a frame's part starts at its base and nothing stands behind the running frame's end.

import {
  ARENA_DIRTY_END,
  ARENA_LIMIT,
  FRAME_MEMORY,
  FRAME_MEMORY_COST,
  FRAME_MEMORY_SIZE,
  JUNK_SEED,
  WASM_PAGE_BYTES,
  ZEROED_LIMIT,
} from '../layout.ts'
import { OVERSIZE } from './limbs.ts'

/** `expand` could not: the gas does not suffice. */
export const UNPAID: i64 = -1
/** `expand` could not: paid for, but beyond the host's cap. */
export const BEYOND_LIMIT: i64 = -2

/** The words of memory that 2^63 − 1 gas pays for; one more and the price does not fit in 63 bits. */
const MAX_WORDS: u64 = 68719475968

/** 3·words + ⌊words²/512⌋ for words up to MAX_WORDS. (Yellow Paper, appendix H.1) */
// @ts-ignore: decorator
@inline function memoryCost(words: u64): i64 {
  if (words < 0x100000000) return <i64>(3 * words + ((words * words) >> 9))
  // words² would not fit: with words = 512 q + r, ⌊words²/512⌋ = 512 q² + 2 q r + ⌊r²/512⌋.
  const q = words >> 9, r = words & 511
  return <i64>(3 * words + 512 * q * q + 2 * q * r + ((r * r) >> 9))
}

/**
 * Makes `[offset, offset + length)` addressable for the frame. Returns the gas that is left, or UNPAID or
 * BEYOND_LIMIT with nothing changed. Both operands come from `narrow`.
 */
export function expand(frame: usize, offset: u64, length: u64, gas: i64): i64 {
  if (length == 0) return gas
  const size = <u64>load<u32>(frame, FRAME_MEMORY_SIZE)
  if (offset + length <= size) return gas
  if (offset >= OVERSIZE || length >= OVERSIZE) return UNPAID
  const words = (offset + length + 31) >> 5
  if (words > MAX_WORDS) return UNPAID
  const cost = memoryCost(words)
  gas -= cost - load<i64>(frame, FRAME_MEMORY_COST)
  if (gas < 0) return UNPAID
  const base = <u64>load<u32>(frame, FRAME_MEMORY), end = base + (words << 5)
  const isSpecial = end > <u64>load<u32>(ZEROED_LIMIT)
  if (isSpecial && end > <u64>load<u32>(ARENA_LIMIT)) return BEYOND_LIMIT
  // 16 bytes beyond the end may be read by vector loads.
  const pages = <i32>((end + 64 + WASM_PAGE_BYTES - 1) / WASM_PAGE_BYTES), missing = pages - memory.size()
  // Growing detaches the views of the host, so grow by at least a quarter of a MiB, and by an eighth when that is more.
  if (missing > 0 && memory.grow(max(missing, max(4, pages >> 3))) < 0 && memory.grow(missing) < 0) return BEYOND_LIMIT
  const from = base + size, dirtyEnd = <u64>load<u32>(ARENA_DIRTY_END)
  if (from < dirtyEnd) memory.fill(<usize>from, 0, <usize>(min(end, dirtyEnd) - from))
  if (end > dirtyEnd) store<u32>(ARENA_DIRTY_END, <u32>end)
  if (isSpecial) fillWithJunk(<usize>base, <u32>size, <u32>(words << 5))
  store<u32>(frame, <u32>(words << 5), FRAME_MEMORY_SIZE)
  store<i64>(frame, cost, FRAME_MEMORY_COST)
  return gas
}

/** The junk of `[from, end)` of a frame's memory; both are multiples of 32. `memory/junk.ts` says what it is. */
export function fillWithJunk(base: usize, from: u32, end: u32): void {
  const seed = load<u32>(JUNK_SEED)
  for (let offset = from; offset < end; offset += 4) {
    // The free pointer and the zero slot start as zero.
    if (offset >= 0x40 && offset < 0x80) continue
    let mixed = seed ^ ((offset >> 2) * 0x9e3779b9)
    mixed = (mixed ^ (mixed >> 16)) * 0x85ebca6b
    mixed = (mixed ^ (mixed >> 13)) * 0xc2b2ae35
    store<u32>(base + offset, mixed ^ (mixed >> 16) | 0x01010101)
  }
}

/** Takes the newest growth back, whose price is not taken: the instruction is going to be tried again, as it was. */
export function shrink(frame: usize, size: u32, cost: i64): void {
  store<u32>(frame, size, FRAME_MEMORY_SIZE)
  store<i64>(frame, cost, FRAME_MEMORY_COST)
}

/** Copies `[from, from + length)` of `available` source bytes at `source` to memory; zeros stand for what is behind them. */
export function copyPadded(to: usize, source: usize, available: u32, from: u64, length: u64): void {
  let present: u64 = 0
  if (from < <u64>available) {
    present = min(<u64>available - from, length)
    memory.copy(to, source + <usize>from, <usize>present)
  }
  if (present < length) memory.fill(to + <usize>present, 0, <usize>(length - present))
}
