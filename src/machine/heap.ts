/**
 * The heap of linear memory: blocks handed out one behind the other, given back all at once.
 *
 *   HEAP ── blocks ── next ── free ── ARENA ── EVM memory of all frames ──►
 *
 * When the free part is too small, EVM memory moves up: whatever of the frame records points into it moves with it.
 * @module
 */
import type { ByteCount } from '../base/units.ts'
import {
  ARENA,
  ARENA_DIRTY_END,
  ARENA_LIMIT,
  FRAME,
  FRAME_BYTES,
  FRAME_INPUT,
  FRAME_MEMORY,
  FRAME_MEMORY_SIZE,
  FRAMES,
  HEAP,
  JUNK_SEED,
  OUTPUT,
  ZEROED_LIMIT,
} from './layout.ts'
import type { LinearAddress, LinearMemory } from './linearMemory.ts'

const ALIGNMENT = 64
/** EVM memory moves up by at least this much, so that it moves rarely. */
const STRIDE: ByteCount = 4 << 20
/** The highest address that a frame's memory may reach, whatever the cap: views and vector loads need a margin. */
const LAST_ADDRESS = 0xfff0_0000

export class Heap {
  readonly #memory: LinearMemory
  readonly #memoryLimit: ByteCount
  #next: LinearAddress = HEAP
  #hasJunk = false

  /** `memoryLimit` caps the bytes of EVM memory. */
  constructor(memory: LinearMemory, memoryLimit: ByteCount) {
    this.#memory = memory
    this.#memoryLimit = memoryLimit
    this.#placeArena(HEAP)
    memory.setU32(ARENA_DIRTY_END, HEAP)
  }

  /** Bytes handed out. */
  get used(): ByteCount {
    return this.#next - HEAP
  }

  /** Address of a new block, a multiple of 64. Its bytes are whatever stood there. */
  allocate(length: ByteCount): LinearAddress {
    const address = this.#next
    const end = Math.ceil((address + length) / ALIGNMENT) * ALIGNMENT
    if (end > this.#memory.u32(ARENA)) this.#moveArena(end + Math.max(STRIDE, Math.ceil((end - HEAP) / 4)))
    this.#next = end
    return address
  }

  /** Gives all blocks back. Only when no frame runs. */
  clear(): void {
    this.#next = HEAP
  }

  /** EVM memory that grows from now on holds junk of that seed; zeros without one. */
  fillArena(junkSeed: number | undefined): void {
    this.#hasJunk = junkSeed !== undefined
    this.#memory.setU32(JUNK_SEED, junkSeed ?? 0)
    this.#tellLimit()
  }

  #moveArena(atLeast: LinearAddress): void {
    const memory = this.#memory
    const from = memory.u32(ARENA)
    const to = Math.ceil(atLeast / ALIGNMENT) * ALIGNMENT
    const shift = to - from
    const current = memory.u32(FRAME)
    const live = current >= FRAMES
    const end = live ? memory.u32(current + FRAME_MEMORY) + memory.u32(current + FRAME_MEMORY_SIZE) : from
    const dirtyEnd = Math.max(memory.u32(ARENA_DIRTY_END), end + shift)
    memory.reserve(Math.max(dirtyEnd, end + shift) + ALIGNMENT)
    memory.copyWithin(to, from, end - from)
    this.#placeArena(to)
    memory.setU32(ARENA_DIRTY_END, dirtyEnd)
    if (!live) return
    const move = (pointer: LinearAddress) => {
      if (memory.u32(pointer) >= from) memory.setU32(pointer, memory.u32(pointer) + shift)
    }
    for (let frame = FRAMES; frame <= current; frame += FRAME_BYTES) {
      move(frame + FRAME_MEMORY)
      move(frame + FRAME_INPUT)
    }
    move(OUTPUT)
  }

  /** Where EVM memory starts, and with it where its cap is. */
  #placeArena(address: LinearAddress): void {
    this.#memory.setU32(ARENA, address)
    this.#memory.setU32(ARENA_LIMIT, Math.min(address + this.#memoryLimit, LAST_ADDRESS))
    this.#tellLimit()
  }

  #tellLimit(): void {
    this.#memory.setU32(ZEROED_LIMIT, this.#hasJunk ? 0 : this.#memory.u32(ARENA_LIMIT))
  }
}
