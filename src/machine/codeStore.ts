/**
 * Code in linear memory: each piece is copied and analysed once, and stays until the heap is cleared.
 * @module
 */
import type { ByteCount, Word } from '../base/units.ts'
import { bytesToBigint } from '../base/word.ts'
import { withPointerShifted } from '../opcodes/pointerStart.ts'
import type { Engine } from './engine.ts'
import type { Heap } from './heap.ts'
import {
  BLOCK_BYTES,
  CODE_BLOCKS,
  CODE_BYTES,
  CODE_FAST,
  CODE_LENGTH,
  CODE_PADDING,
  CODE_SHOWN,
  KECCAK_STATE,
} from './layout.ts'
import type { LinearAddress, LinearMemory } from './linearMemory.ts'

/** Bytes of code that nobody changes; the same object is never loaded twice. */
export class Code {
  readonly bytes: Uint8Array
  /** Where it is loaded, and in which generation of the heap. */
  block: LinearAddress = 0
  generation = -1
  /** Keccak-256, once somebody asked. */
  hash: Word | undefined

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  static readonly EMPTY: Code = new Code(new Uint8Array(0))
}

export class CodeStore {
  readonly #memory: LinearMemory
  readonly #heap: Heap
  readonly #engine: Engine
  #generation = nextGeneration()
  #pointerShift: ByteCount = 0
  /** What runs in place of code, with the pointer shifted. */
  #shifted = new WeakMap<Code, Code>()

  constructor(memory: LinearMemory, heap: Heap, engine: Engine) {
    this.#memory = memory
    this.#heap = heap
    this.#engine = engine
  }

  /** Forgets all code: the heap was cleared. */
  clear(): void {
    this.#generation = nextGeneration()
  }

  /** From now on, what is loaded to be run starts its free memory pointer so many bytes later. */
  shiftPointers(shift: ByteCount): void {
    if (shift === this.#pointerShift) return
    this.#pointerShift = shift
    this.#shifted = new WeakMap()
  }

  /** Address of the block that runs for the code. CODECOPY finds the code in it as it is. */
  loadToRun(code: Code): LinearAddress {
    if (this.#pointerShift === 0) return this.load(code)
    let runs = this.#shifted.get(code)
    if (runs === undefined) {
      const bytes = withPointerShifted(code.bytes, this.#pointerShift)
      runs = bytes === code.bytes ? code : new Code(bytes)
      this.#shifted.set(code, runs)
    }
    const block = this.load(runs)
    if (runs !== code) this.#memory.setU32(block + CODE_SHOWN, this.load(code) + CODE_BYTES)
    return block
  }

  /** Address of the code's block. */
  load(code: Code): LinearAddress {
    if (code.generation !== this.#generation) {
      code.block = this.#place(code.bytes)
      code.generation = this.#generation
    }
    return code.block
  }

  /** The byte of loaded code at a position; 0 behind its end. */
  byteAt(block: LinearAddress, pc: number): number {
    return this.#memory.u8(block + CODE_BYTES + pc)
  }

  /** Keccak-256 of the code, computed once. */
  hash(code: Code): Word {
    if (code.hash === undefined) {
      const block = this.load(code)
      this.#engine.keccak(block + CODE_BYTES, code.bytes.length)
      code.hash = bytesToBigint(this.#memory.copyOut(KECCAK_STATE, 32))
    }
    return code.hash
  }

  #place(code: Uint8Array): LinearAddress {
    const memory = this.#memory
    // Fast code and block table start at multiples of 64, as the block does.
    const codeBytes = Math.ceil((CODE_BYTES + code.length + CODE_PADDING) / 64) * 64
    const fastBytes = Math.ceil((32 + code.length + CODE_PADDING) / 64) * 64
    const total = codeBytes + fastBytes + (code.length + 1 + CODE_PADDING) * BLOCK_BYTES
    const block = this.#heap.allocate(total)
    memory.bytes.fill(0, block, block + total)
    memory.setU32(block + CODE_LENGTH, code.length)
    memory.setU32(block + CODE_FAST, block + codeBytes + 32)
    memory.setU32(block + CODE_BLOCKS, block + codeBytes + fastBytes)
    memory.setU32(block + CODE_SHOWN, block + CODE_BYTES)
    memory.copyIn(block + CODE_BYTES, code)
    this.#engine.analyse(block)
    return block
  }
}

let generations = 0

/** Unique over all machines, so that code loaded in one is never taken for loaded in another. */
function nextGeneration(): number {
  return ++generations
}
