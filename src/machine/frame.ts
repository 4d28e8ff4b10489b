/**
 * A handle on one frame record of linear memory. It keeps nothing: every question reads the record, because
 * while the engine runs it alone writes there.
 * @module
 */
import type { ByteCount, ByteOffset, Word } from '../base/units.ts'
import { fillWithJunk } from '../memory/junk.ts'
import {
  FRAME_BYTES,
  FRAME_CODE,
  FRAME_GAS,
  FRAME_ID,
  FRAME_INPUT,
  FRAME_INPUT_LENGTH,
  FRAME_MEMORY,
  FRAME_MEMORY_COST,
  FRAME_MEMORY_SIZE,
  FRAME_OUTPUT_LENGTH,
  FRAME_OUTPUT_OFFSET,
  FRAME_PC,
  FRAME_STACK_BASE,
  FRAME_STACK_TOP,
  FRAME_STATIC,
  FRAMES,
  JUNK_SEED,
  SLOT_BYTES,
  ZEROED_LIMIT,
} from './layout.ts'
import type { LinearAddress, LinearMemory } from './linearMemory.ts'

export class MachineFrame {
  readonly #memory: LinearMemory
  /** 0 for the outermost frame. */
  readonly depth: number
  /** Address of the record. */
  readonly address: LinearAddress

  constructor(memory: LinearMemory, depth: number) {
    this.#memory = memory
    this.depth = depth
    this.address = FRAMES + depth * FRAME_BYTES
  }

  get pc(): number {
    return this.#memory.u32(this.address + FRAME_PC)
  }

  set pc(pc: number) {
    this.#memory.setU32(this.address + FRAME_PC, pc)
  }

  get gas(): bigint {
    return this.#memory.i64(this.address + FRAME_GAS)
  }

  set gas(gas: bigint) {
    this.#memory.setI64(this.address + FRAME_GAS, gas)
  }

  get id(): number {
    return this.#memory.u32(this.address + FRAME_ID)
  }

  get code(): LinearAddress {
    return this.#memory.u32(this.address + FRAME_CODE)
  }

  get isStatic(): boolean {
    return this.#memory.u32(this.address + FRAME_STATIC) !== 0
  }

  /** Where the frame's memory starts in linear memory. May move between two runs of the engine. */
  get base(): LinearAddress {
    return this.#memory.u32(this.address + FRAME_MEMORY)
  }

  /** Bytes of memory in use: MSIZE. */
  get size(): ByteCount {
    return this.#memory.u32(this.address + FRAME_MEMORY_SIZE)
  }

  /** Gas paid for memory so far: C(size / 32). */
  get memoryCost(): bigint {
    return this.#memory.i64(this.address + FRAME_MEMORY_COST)
  }

  get input(): LinearAddress {
    return this.#memory.u32(this.address + FRAME_INPUT)
  }

  get inputLength(): ByteCount {
    return this.#memory.u32(this.address + FRAME_INPUT_LENGTH)
  }

  /** All of linear memory, now. With `base` and `size` this is what a `Memory` over the frame reads. */
  bytes(): Uint8Array {
    return this.#memory.bytes
  }

  /** Where in the caller's memory the output goes. */
  get outputOffset(): ByteOffset {
    return this.#memory.u32(this.address + FRAME_OUTPUT_OFFSET)
  }

  get outputLength(): ByteCount {
    return this.#memory.u32(this.address + FRAME_OUTPUT_LENGTH)
  }

  /** Address of the topmost stack slot. */
  get top(): LinearAddress {
    return this.#memory.u32(this.address + FRAME_STACK_TOP)
  }

  get stackSize(): number {
    return (this.top - this.#memory.u32(this.address + FRAME_STACK_BASE)) / SLOT_BYTES
  }

  /** The operand `index` places below the top. */
  operand(index: number): Word {
    return this.#memory.word(this.top - index * SLOT_BYTES)
  }

  /** Takes `count` items off the stack. */
  drop(count: number): void {
    this.#memory.setU32(this.address + FRAME_STACK_TOP, this.top - count * SLOT_BYTES)
  }

  push(word: Word): void {
    const top = this.top + SLOT_BYTES
    this.#memory.setU32(this.address + FRAME_STACK_TOP, top)
    this.#memory.setWord(top, word)
  }

  /** The stack, bottom first. */
  stack(): Word[] {
    const first = this.#memory.u32(this.address + FRAME_STACK_BASE) + SLOT_BYTES
    return Array.from({ length: this.stackSize }, (_, index) => this.#memory.word(first + index * SLOT_BYTES))
  }

  /** A copy of all of the frame's memory. */
  copyMemory(): Uint8Array<ArrayBuffer> {
    return this.#memory.copyOut(this.base, this.size)
  }

  /** A copy of memory `[offset, offset + length)` as reading would find it: behind its end, what growth would bring. */
  readMemory(offset: ByteOffset, length: ByteCount): Uint8Array<ArrayBuffer> {
    const memory = this.#memory
    const bytes = new Uint8Array(length)
    const present = Math.max(0, Math.min(this.size - offset, length))
    if (present < length && memory.u32(ZEROED_LIMIT) === 0)
      fillWithJunk(bytes.subarray(present), memory.u32(JUNK_SEED), offset + present)
    const start = this.base + offset
    if (present > 0) bytes.set(memory.bytes.subarray(start, start + present))
    return bytes
  }
}
