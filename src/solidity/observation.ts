/**
 * Watches one frame from its first step to the last and keeps what the map is made of: the heap with its
 * evidence, the temporary buffers, and memory itself.
 * @module
 */
import { type ByteCount, type ByteOffset, bytesToBigint, type StepIndex, WORD_BYTES, type Word } from '../base/index.ts'
import { codes, isCreation, type MemoryOperands, type Opcode, opcodeOfByte, rangeOf } from '../opcodes/index.ts'
import { type Buffer, Buffers, hasTopic, IS_ABI_DATA, USAGES } from './buffers.ts'
import type { BufferUse, Returned } from './bufferUse.ts'
import { CallStack } from './callStack.ts'
import { type CompiledContract, codeOf } from './compilation.ts'
import { type AllocationSite, FREE_POINTER, Heap, RESERVED_END, type Region } from './heap.ts'
import type { Overwritten } from './overwritten.ts'
import { firstFree } from './reserved.ts'
import type { Frame, Run, Step } from './run.ts'
import type { YulCode } from './yul/front.ts'
import { YulStack } from './yul/stack.ts'

const FREE_POINTER_END: ByteOffset = FREE_POINTER + WORD_BYTES

export interface Observation {
  readonly heap: Heap
  readonly buffers: readonly Buffer[]
  /**
   * Memory at the moment that is shown, with the zeros that lie between MSIZE and the free pointer; where something was
   * copied over the free pointer, such as the code to be deployed, memory just before that.
   */
  readonly memory: Uint8Array
  /** MSIZE at the moment that is shown. */
  readonly size: ByteCount
  /** The step before which memory was so; `undefined` for the frame's end. */
  readonly step: StepIndex | undefined
  /** What was copied over it. */
  readonly overwritten: Overwritten | undefined
}

/**
 * Walks a frame of `contract` up to the step `at`, or to its end. A constructor ends by copying the code to be deployed
 * over its memory: from then on there is nothing to learn of objects, and what they held is told by memory just before.
 */
export function observe(
  contract: CompiledContract,
  run: Run,
  frame: Frame,
  at: StepIndex | undefined,
  yul: YulCode | undefined,
): Observation {
  const observer = new Observer(contract, run, frame, at, yul)
  run.walk(frame.id, (step) => observer.visit(step))
  return observer.observation()
}

class Observer {
  readonly #frame: Frame
  readonly #run: Run
  /** In the order in which they started. */
  readonly #children: readonly Frame[]
  readonly #codeBytes: ByteCount
  readonly #at: StepIndex
  readonly #heap: Heap
  readonly #buffers = new Buffers()
  readonly #stack: CallStack | YulStack
  /** What the step before this one did, if it took place: a frame's last step may have halted it. */
  #pointerWrite: { readonly step: StepIndex; readonly site: AllocationSite } | undefined
  /** Of the optimizer's code: the last sums of an address and a size, for what is allocated where the pointer was before. */
  readonly #sums: { readonly sum: Word; readonly parts: readonly [Word, Word] }[] = []
  readonly #isOptimized: boolean
  #used: Buffer[] = []
  #written: Buffer[] = []
  #shown: { readonly memory: Uint8Array; readonly step: StepIndex } | undefined
  /** What was copied over word 0x40, with memory just before, until the word is a free pointer again. */
  #copied: (Overwritten & { readonly memory: Uint8Array }) | undefined
  #isDeploying = false

  constructor(contract: CompiledContract, run: Run, frame: Frame, at: StepIndex | undefined, yul: YulCode | undefined) {
    const code = codeOf(contract, frame)
    this.#frame = frame
    this.#run = run
    this.#children = run.frames.filter(({ parent }) => parent === frame.id)
    this.#heap = new Heap(firstFree(contract, frame))
    this.#codeBytes = code.bytes.length
    this.#at = at ?? Number.POSITIVE_INFINITY
    const { compilation } = contract
    this.#isOptimized = compilation.input.settings.optimizer.enabled
    this.#stack = yul ? new YulStack(yul, compilation, this.#heap) : new CallStack(code, compilation, this.#heap)
  }

  visit(step: Step): boolean {
    if (!this.#isDeploying) this.#completeStepBefore(step)
    if (step.index >= this.#at) {
      if (!this.#isDeploying) this.#stack.advance(step, false)
      this.#shown = { memory: step.memory(0, step.memorySize), step: step.index }
      return false
    }
    this.#stack.advance(step)
    if (this.#isDeploying) {
      if (step.op === codes.RETURN && holdsOperands(step)) this.#use(step)
      return true
    }
    // An instruction without its operands halts the frame.
    if (!holdsOperands(step)) return true
    const { reads, writes } = opcodeOfByte(step.op) ?? NOTHING
    // What comes from outside memory, as much as is asked for.
    if (writes !== undefined && reads === undefined && 'length' in writes) this.#copy(step, writes)
    if (this.#isDeploying) return true
    if (this.#isOptimized && step.op === codes.ADD) this.#add(step.stack(0), step.stack(1))
    if (step.op === codes.MSTORE) this.#heap.store(step.stack(0), step.stack(1))
    if (writes !== undefined && touchesFreePointer(writes, step)) {
      this.#pointerWrite = { step: step.index, site: this.#stack.allocationSite() }
    }
    if (USAGES[step.op]) this.#use(step)
    else if (writes !== undefined) this.#write(writes, step)
    return true
  }

  observation(): Observation {
    if (this.#frame.status !== 'halt') this.#keepUsed()
    const memory = this.#shown?.memory ?? this.#frame.memory
    const copied = this.#copied
    return {
      heap: this.#heap,
      buffers: this.#buffers.list(),
      memory: upTo(this.#heap.last ?? 0, copied?.memory ?? memory, this.#run),
      size: memory.length,
      step: this.#shown?.step,
      overwritten: copied,
    }
  }

  #completeStepBefore(step: Step): void {
    this.#keepUsed()
    if (!this.#pointerWrite) return
    const word = bytesToBigint(step.memory(FREE_POINTER, WORD_BYTES))
    const { step: written, site } = this.#pointerWrite
    const moves = this.#heap.moves.length
    const region = this.#heap.setPointer(word, written, site, this.#baseOf(word, site))
    if (this.#heap.moves.length > moves && written !== this.#copied?.step) this.#copied = undefined
    const filled = region && this.#buffers.remove(region.start, region.end)
    if (filled && BRINGS.has(filled.use) && isAllOf(region, filled.offset + filled.size)) {
      region.filled = { use: filled.use, returned: filled.returned }
    }
    this.#pointerWrite = undefined
  }

  #add(a: Word, b: Word): void {
    if (this.#sums.length >= MAX_SUMS) this.#sums.shift()
    this.#sums.push({ sum: a + b, parts: a < b ? [a, b] : [b, a] })
  }

  /** The address that the size was added to. Inline assembly that lowers the pointer means to give memory back. */
  #baseOf(pointer: Word, { node }: AllocationSite): ByteOffset | undefined {
    if (node?.kind === 'InlineAssembly') return undefined
    const sum = this.#sums.findLast((candidate) => candidate.sum === pointer)
    const base = sum?.parts.find(
      (part) => part >= RESERVED_END && this.#heap.regionAt(Number(part))?.start === Number(part),
    )
    return base === undefined ? undefined : Number(base)
  }

  #keepUsed(): void {
    for (const buffer of this.#used) this.#buffers.add(buffer)
    for (const buffer of this.#written) this.#buffers.grow(buffer)
    if (this.#used.length > 0) this.#used = []
    if (this.#written.length > 0) this.#written = []
  }

  /**
   * Notes what is copied over the free pointer. Creation code that copies the code to be deployed there has done its work;
   * others hand on what a call gave, or all of their input.
   */
  #copy(step: Step, range: MemoryOperands): void {
    const { offset, length } = rangeIn(step, range)
    const end = offset + length
    if (length === 0 || offset >= FREE_POINTER_END || end <= FREE_POINTER || end > MAX_END) return
    if (this.#heap.first === undefined) return
    const memory = this.#copied?.memory ?? step.memory(0, step.memorySize)
    this.#copied = { start: offset, end, step: step.index, memory }
    this.#isDeploying = step.op === codes.CODECOPY && isCreation(this.#frame.kind)
  }

  #use(step: Step): void {
    for (const usage of USAGES[step.op] ?? []) {
      const offset = Number(step.stack(usage.offset))
      const size = Number(step.stack(usage.length))
      // Unpayable ranges end the frame.
      if (size === 0 || offset + size > MAX_END) continue
      const use = this.#preciseUse(usage.use, step)
      const region = this.#heap.regionAt(offset)
      // Ranges inside allocated memory are a use of that object, unless they bring all that is in it.
      if (region) {
        if (offset === region.start && isAllOf(region, offset + size) && this.#isFilling(use, step)) {
          region.filled = { use, returned: this.#returnedBy(use, step) }
        }
        continue
      }
      const data = IS_ABI_DATA.has(use) ? step.memory(offset, Math.min(size, MAX_DATA)) : NO_DATA
      const topic = hasTopic(step.op) ? step.stack(2) : undefined
      const range = this.#stack.range()
      const returned = this.#returnedBy(use, step)
      this.#used.push({ offset, size, use, step: step.index, range, data, topic, returned, isRest: false })
    }
  }

  /** Inline assembly that writes where nothing is allocated owns what it wrote, until somebody uses it. */
  #write(written: MemoryOperands, step: Step): void {
    const range = this.#stack.assembly()
    if (!range) return
    const { offset, length: size } = rangeIn(step, written)
    if (offset < RESERVED_END || offset + size > MAX_END || this.#heap.regionAt(offset)) return
    const made = { use: 'assembly', range, data: NO_DATA, topic: undefined, isRest: false } as const
    this.#written.push({ offset, size, step: step.index, ...made })
  }

  /** Whose output it is that a call or RETURNDATACOPY brings. */
  #returnedBy(use: BufferUse, step: Step): Returned | undefined {
    if (use !== 'returnedData') return undefined
    const isCopy = step.op === codes.RETURNDATACOPY
    // A call of an account without code starts no frame.
    const by = isCopy
      ? this.#children.findLast(({ firstStep }) => firstStep <= step.index)
      : this.#children.find(({ firstStep }) => firstStep === step.index + 1)
    const from = isCopy ? Number(step.stack(1)) : 0
    return by && from <= by.output.length ? { by, from } : undefined
  }

  /** Reading past the end of calldata is how solc clears memory. */
  #isFilling(use: BufferUse, step: Step): boolean {
    if (use === 'calldata') return step.stack(1) < this.#frame.input.length
    return BRINGS.has(use)
  }

  #preciseUse(use: BufferUse, step: Step): BufferUse {
    if (!isCreation(this.#frame.kind)) return use
    if (use === 'return') return 'deployedCode'
    const isBehindCode = step.op === codes.CODECOPY && step.stack(1) >= this.#codeBytes
    return isBehindCode ? 'constructorArguments' : use
  }
}

/** Uses that bring what a region holds. */
const BRINGS: ReadonlySet<BufferUse> = new Set(['returnedData', 'constructorArguments', 'calldata', 'code'])

/** Whether what ends at `end` takes the region but for its padding. */
function isAllOf(region: Region, end: ByteOffset): boolean {
  return end <= region.end && region.end - end < WORD_BYTES
}

/** Of a byte that is no opcode. */
const NOTHING: Pick<Opcode, 'reads' | 'writes'> = { reads: undefined, writes: undefined }

/** Sums that are kept: the pointer is written soon after it was made. */
const MAX_SUMS = 16

const MAX_END: ByteOffset = 2 ** 32
/** Longer data is decoded as far as this. */
const MAX_DATA: ByteCount = 65_536
const NO_DATA = new Uint8Array(0)

/** Allocated memory that nothing has touched: more than this shows no more. */
const MAX_UNTOUCHED: ByteCount = 1024 * 1024

/** Memory with what reading behind it would find, up to `end`: zeros, unless the run says otherwise. */
function upTo(end: ByteOffset, memory: Uint8Array, run: Run): Uint8Array {
  if (end <= memory.length) return memory
  const extended = new Uint8Array(Math.min(end, memory.length + MAX_UNTOUCHED))
  extended.set(memory)
  const behind = run.freshMemory?.(memory.length, extended.length - memory.length)
  if (behind !== undefined) extended.set(behind, memory.length)
  return extended
}

function touchesFreePointer(range: MemoryOperands, step: Step): boolean {
  const { offset, length } = rangeIn(step, range)
  return length > 0 && offset < FREE_POINTER_END && offset + length > FREE_POINTER
}

function rangeIn(step: Step, range: MemoryOperands): ReturnType<typeof rangeOf> {
  return rangeOf(range, (operand) => Number(step.stack(operand)))
}

/** Whether the stack has what the step takes. */
function holdsOperands(step: Step): boolean {
  return step.stackSize >= (opcodeOfByte(step.op)?.pops ?? 0)
}
