/**
 * The event ring of the debug variant: buffers in linear memory that the engine fills and a listener empties.
 * Nothing is allocated until a run is recorded.
 * @module
 */
import type { Heap } from './heap.ts'
import {
  NEEDED_BYTES,
  RECORDED_REFUND,
  RECORDING,
  RESULT_PENDING,
  RING_END,
  RING_NEXT,
  SIDE_BUFFER,
  SIDE_END,
  SIDE_NEXT,
  SIDE_ORIGIN,
  SLOT_BYTES,
  STEP_BYTES,
} from './layout.ts'
import type { LinearAddress, LinearMemory } from './linearMemory.ts'

const RING_STEPS = 4096
const SIDE_BYTES = 512 << 10

/** Takes step records and the side-table bytes that belong to them; both are views valid during the call only. */
export type StepListener = (steps: Uint8Array, side: Uint8Array) => void

export class Ring {
  readonly #memory: LinearMemory
  readonly #heap: Heap
  #ring: LinearAddress = 0
  #sideLength = 0
  #listener: StepListener | undefined

  constructor(memory: LinearMemory, heap: Heap) {
    this.#memory = memory
    this.#heap = heap
  }

  /** Forgets the buffers: the heap was cleared. */
  clear(): void {
    this.#ring = 0
    this.#sideLength = 0
  }

  get isRecording(): boolean {
    return this.#listener !== undefined
  }

  start(listener: StepListener): void {
    const memory = this.#memory
    this.#listener = listener
    if (this.#ring === 0) {
      this.#ring = this.#heap.allocate(RING_STEPS * STEP_BYTES)
      this.#placeSide(SIDE_BYTES)
    }
    memory.setU32(RECORDING, 1)
    memory.setU32(RESULT_PENDING, 0)
    memory.setI64(RECORDED_REFUND, 0n)
    memory.setI64(SIDE_ORIGIN, 0n)
    this.#rewind()
  }

  /** Ends the recording; what was not flushed is dropped. */
  stop(): void {
    if (this.#listener === undefined) return
    this.#listener = undefined
    this.#memory.setU32(RECORDING, 0)
  }

  /** Hands everything to the listener. */
  flush(): void {
    const memory = this.#memory
    const side = memory.u32(SIDE_BUFFER)
    const sideEnd = memory.u32(SIDE_NEXT)
    const ringEnd = memory.u32(RING_NEXT)
    if (ringEnd === this.#ring && sideEnd === side) return
    this.#listener?.(memory.bytes.subarray(this.#ring, ringEnd), memory.bytes.subarray(side, sideEnd))
    memory.setI64(SIDE_ORIGIN, memory.i64(SIDE_ORIGIN) + BigInt(sideEnd - side))
    this.#rewind()
  }

  /** Empties the buffers, and makes the side buffer large enough for NEEDED_BYTES. */
  makeRoom(): void {
    this.flush()
    const needed = this.#memory.u32(NEEDED_BYTES)
    if (needed <= this.#sideLength) return
    this.#placeSide(needed * 2)
    this.#rewind()
  }

  /** Writes the top word as the result of the step before, which the driver executed, unless it stands there. */
  appendResult(top: LinearAddress): void {
    const memory = this.#memory
    if (memory.u32(RESULT_PENDING) === 0) return
    memory.setU32(RESULT_PENDING, 0)
    if (memory.u32(SIDE_NEXT) + SLOT_BYTES > memory.u32(SIDE_END)) this.flush()
    memory.copyWithin(memory.u32(SIDE_NEXT), top, SLOT_BYTES)
    memory.setU32(SIDE_NEXT, memory.u32(SIDE_NEXT) + SLOT_BYTES)
  }

  /** The step before has its result elsewhere: it started a frame, or its frame ended. */
  dropResult(): void {
    this.#memory.setU32(RESULT_PENDING, 0)
  }

  #placeSide(length: number): void {
    const side = this.#heap.allocate(length)
    this.#sideLength = length
    this.#memory.setU32(SIDE_BUFFER, side)
    this.#memory.setU32(SIDE_END, side + length)
  }

  #rewind(): void {
    const memory = this.#memory
    memory.setU32(RING_NEXT, this.#ring)
    memory.setU32(RING_END, this.#ring + RING_STEPS * STEP_BYTES)
    memory.setU32(SIDE_NEXT, memory.u32(SIDE_BUFFER))
  }
}
