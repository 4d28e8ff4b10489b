/**
 * One pass over a frame: moves tags along the stack and through memory, keeps the shadow, and tells rules of each access.
 *
 *   step ─▶ what the last write left ─▶ tags ─▶ reads ─▶ writes ─▶ next step
 * @module
 */
import type { ByteOffset } from '../base/units.ts'
import * as op from '../opcodes/codes.ts'
import { isSuccess, type MemoryOperands, type Opcode, opcodeOfByte } from '../opcodes/index.ts'
import type { FrameCursor, RecordedFrame, Recording } from '../trace/index.ts'
import { Access, type Called } from './access.ts'
import { blockStartingAt } from './allocations.ts'
import type { CodeFacts } from './codeFacts.ts'
import type { StepPlace } from './finding.ts'
import { BROKEN, CALLDATA, FOREIGN, MSIZE, OVERFLOW, RETURNDATA } from './flags.ts'
import { FrameShadow, numberOf, POINTER, RESERVED_END, ZERO_SLOT } from './frameShadow.ts'
import type { Tag } from './pointers.ts'
import type { TagStack } from './tagStack.ts'
import type { MakeWatch, Report, Watch } from './watch.ts'

/** No allocation is larger: a pointer so far above all that was used is none. */
const MOST_GROWTH = 2 ** 24
/** No pointer is higher: solc's own bound is 2^64, gas ends far below. */
const MOST_POINTER = 2 ** 32
/** Code that sets the pointer among its first writes lays memory out as Solidity does. */
const FIRST_WRITES = 3
/** Items looked through for copies of a new free memory pointer. */
const SEARCHED_ITEMS = 40
/** A shadow takes five times the memory that it is of. */
const MOST_MEMORY = 2 ** 26
const HALF_WORD_BITS = 0x8000_0000

const OPCODES: readonly (Opcode | undefined)[] = Array.from({ length: 256 }, (_, byte) => opcodeOfByte(byte))
/** Their results are 0 or 1: nothing of what went in is left. */
const COMPARISONS = flagged(op.LT, op.GT, op.SLT, op.SGT, op.EQ, op.ISZERO)
const ORDERS = flagged(op.LT, op.GT)

/** What a pass counts. */
export interface PassCounts {
  /** Own steps of the frame. */
  readonly steps: number
  /** Times that memory was allocated. */
  readonly allocations: number
  /** Whether memory was laid out as Solidity does it. */
  readonly wasSolidity: boolean
  /** Whether there was memory of which nobody knows what it is. */
  readonly hadUnknown: boolean
  /** Whether memory became larger than a shadow may be: what came then was not looked at. */
  readonly wasTooLarge: boolean
}

export class Pass {
  readonly #recording: Recording
  readonly #shadow: FrameShadow
  readonly #cursor: FrameCursor
  readonly #items: TagStack
  readonly #watches: readonly Watch[]
  /** By what they want to be told of: most rules want little. */
  readonly #readers: readonly Watch[]
  readonly #users: readonly Watch[]
  readonly #growers: readonly Watch[]
  readonly #writers: readonly Watch[]
  readonly #wroters: readonly Watch[]
  readonly #reservedWroters: readonly Watch[]
  readonly #loaders: readonly Watch[]
  readonly #jumpers: readonly Watch[]
  readonly #everyStep: readonly Watch[]
  /** Executed, and its effect not yet looked at. */
  #written: Access | undefined
  #wasSolidity = false
  #isTooLarge = false
  /** The step at which the frame halts; −1 when it does not. */
  readonly #failing: number

  /** @param items of any frame: nothing of it is read before it is set */
  constructor(
    recording: Recording,
    frame: RecordedFrame,
    facts: CodeFacts | undefined,
    makers: readonly (readonly [MakeWatch, Report])[],
    items: TagStack,
  ) {
    this.#items = items
    this.#recording = recording
    this.#cursor = recording.cursor(frame.id)
    this.#shadow = new FrameShadow(recording, frame, this.#cursor, facts)
    // The optimizer may leave out the first write of a free memory pointer that nobody loads.
    if (facts !== undefined) {
      this.#shadow.isSolidity = this.#wasSolidity = true
      if (facts.firstFree !== undefined) this.#shadow.allocations.start(facts.firstFree, frame.firstStep)
    }
    this.#failing = failingStep(recording, frame)
    this.#watches = makers.map(([make, report]) => make(this.#shadow, report))
    this.#readers = this.#watches.filter((watch) => watch.read !== undefined)
    this.#users = this.#watches.filter((watch) => watch.used !== undefined)
    this.#growers = this.#watches.filter((watch) => watch.grows !== undefined)
    this.#writers = this.#watches.filter((watch) => watch.write !== undefined)
    this.#wroters = this.#watches.filter((watch) => watch.wrote !== undefined)
    this.#reservedWroters = this.#watches.filter((watch) => watch.wroteReserved !== undefined)
    this.#loaders = this.#watches.filter((watch) => watch.loaded !== undefined)
    this.#everyStep = this.#watches.filter((watch) => watch.ran !== undefined)
    this.#jumpers = facts === undefined ? [] : this.#watches.filter((watch) => watch.jumped !== undefined)
  }

  /** Looks at every own step of the frame. */
  run(): PassCounts {
    const cursor = this.#cursor
    const failing = this.#failing
    let steps = 0
    for (; !cursor.atEnd && !this.#isTooLarge; cursor.next()) {
      steps++
      if (this.#written !== undefined) this.#finishWrite(this.#written)
      if (this.#everyStep.length > 0) for (const watch of this.#everyStep) watch.ran!(cursor.pc)
      if (failing >= 0 && cursor.index === failing) this.#fail()
      else this.#step(cursor.op, cursor.stackSize - 1)
    }
    if (this.#written !== undefined && !this.#isTooLarge) this.#finishWrite(this.#written)
    for (const watch of this.#watches) watch.end?.()
    const hadUnknown = cursor.unknown(0, this.#shadow.frame.memory.length) !== undefined
    return {
      steps,
      allocations: this.#shadow.allocations.count,
      wasSolidity: this.#wasSolidity,
      hadUnknown,
      wasTooLarge: this.#isTooLarge,
    }
  }

  /** Moves tags as the step moves words, and tells of what it does to memory. */
  #step(code: number, top: number): void {
    const items = this.#items
    if (code >= op.PUSH0 && code <= op.PUSH32) items.set(top + 1, 0, 0, 0)
    else if (code >= op.DUP1 && code <= op.DUP16) items.copy(top - (code - op.DUP1), top + 1)
    else if (code >= op.SWAP1 && code <= op.SWAP16) items.swap(top, top - (code - op.SWAP1 + 1))
    else if (code === op.JUMP || code === op.JUMPI) this.#jump()
    else if (code !== op.POP && code !== op.JUMPDEST) this.#operate(code, top)
  }

  #operate(code: number, top: number): void {
    const opcode = OPCODES[code]
    if (opcode === undefined) return
    const { tags, flags } = this.#items
    const { pointers } = this.#shadow
    let tag = 0
    let flag = 0
    let load = 0
    switch (code) {
      case op.ADD:
        flag = flags[top]! | flags[top - 1]!
        if ((this.#cursor.stackHigh(0) | this.#cursor.stackHigh(1)) !== 0 && this.#sumOverflows()) flag |= OVERFLOW
        tag = this.#sum(tags[top]!, tags[top - 1]!, flag)
        break
      case op.SUB:
        flag = flags[top]! | flags[top - 1]!
        tag = pointers.difference(tags[top]!, tags[top - 1]!)
        break
      case op.MUL:
        flag = flags[top]! | flags[top - 1]!
        if (this.#productOverflows()) flag |= OVERFLOW
        break
      case op.SHL:
        flag = flags[top]! | flags[top - 1]!
        if (this.#shiftOverflows()) flag |= OVERFLOW
        break
      case op.AND:
        flag = (flags[top]! | flags[top - 1]!) & ~OVERFLOW
        tag = pointers.masked(tags[top]!, tags[top - 1]!)
        break
      case op.OR:
      case op.XOR:
        flag = flags[top]! | flags[top - 1]!
        tag = pointers.masked(tags[top]!, tags[top - 1]!)
        break
      case op.CALLDATALOAD:
      case op.CALLDATASIZE:
        flag = CALLDATA
        break
      case op.RETURNDATASIZE:
        flag = RETURNDATA
        for (const watch of this.#watches) watch.sizeAsked?.()
        break
      case op.SSTORE:
        for (const watch of this.#watches) watch.stored?.(this.#place(), this.#items.loads[top - 1]!)
        break
      case op.MSIZE:
        flag = MSIZE
        for (const watch of this.#watches) watch.sizeOfMemoryAsked?.(this.#place())
        break
      case op.MLOAD: {
        const read = this.#rangeOf(code, opcode.reads!, false, false)
        if (read === undefined) break
        this.#tell(read)
        ;[tag, flag] = this.#load(read)
        load = read.at.step + 1
        if (this.#loaders.length > 0) for (const watch of this.#loaders) watch.loaded!(read, load)
        break
      }
      default:
        if (COMPARISONS[code] === 1) {
          const broken = (flags[top]! | (opcode.pops > 1 ? flags[top - 1]! : 0)) & BROKEN
          if (broken !== 0 && ORDERS[code] === 1 && this.#shadow.facts === undefined) this.#useBroken()
          break
        }
        if (opcode.ranges.length > 0) {
          this.#access(opcode)
          break
        }
        if (opcode.pushes > 0)
          for (let operand = 0; operand < opcode.pops; operand++) flag |= flags[top - operand]! & ~OVERFLOW
    }
    if (opcode.pushes > 0) this.#items.set(top + 1 - opcode.pops, tag, flag, load)
  }

  #jump(): void {
    if (this.#jumpers.length === 0) return
    const jump = this.#shadow.facts!.jumpAt(this.#cursor.pc)
    if (jump !== 'inside') for (const watch of this.#jumpers) watch.jumped!(jump === 'into')
  }

  // ── Values ───────────────────────────────────────────────────────────────────────────────────────────

  /**
   * The pointer of a sum. In compiler code, one past an object's end means the next object; in assembly it stays the
   * object's: a store there is what an off-by-one is.
   */
  #sum(a: Tag, b: Tag, flag: number): Tag {
    const { pointers, allocations, facts } = this.#shadow
    const tag = pointers.sum(a, b)
    if (tag <= 0 || facts === undefined || (flag & FOREIGN) !== 0) return tag
    const own = this.#shadow.target(tag)?.allocation
    if (own === undefined || own.released !== undefined || own.end >= allocations.pointer!) return tag
    const cursor = this.#cursor
    if (cursor.stackNumber(0) + cursor.stackNumber(1) !== own.end || facts.assemblyAt(cursor.pc) !== 0) return tag
    const next = blockStartingAt(allocations, own.end)
    return next === undefined ? tag : pointers.add(cursor.index, own.end, next.epoch.id, tag)
  }

  #sumOverflows(): boolean {
    const cursor = this.#cursor
    const [a, b] = [cursor.stackHigh(0), cursor.stackHigh(1)]
    if (isNear(a) && isNear(b)) return false
    const sum = BigInt.asIntN(256, cursor.stack(0)) + BigInt.asIntN(256, cursor.stack(1))
    return BigInt.asIntN(256, sum) !== sum
  }

  #productOverflows(): boolean {
    const cursor = this.#cursor
    if (cursor.stackNumber(0) !== Number.POSITIVE_INFINITY && cursor.stackNumber(1) !== Number.POSITIVE_INFINITY)
      return false
    return cursor.stack(0) * cursor.stack(1) >= 2n ** 256n
  }

  #shiftOverflows(): boolean {
    const cursor = this.#cursor
    const bits = cursor.stackNumber(0)
    if (bits === 0) return false
    if (bits < 200 && cursor.stackNumber(1) !== Number.POSITIVE_INFINITY) return false
    const value = cursor.stack(1)
    return value !== 0n && (bits >= 256 || value << BigInt(bits) >= 2n ** 256n)
  }

  /** Tag and flags of a word of memory. */
  #load({ offset, at }: Access): readonly [Tag, number] {
    const shadow = this.#shadow
    const { writes, allocations, pointers } = shadow
    let flags = 0
    const id = writes.ofWord(offset)
    if (id !== 0) flags = writes.flags(id)
    else
      for (let byte = offset, last = 0; byte < offset + 32; byte++) {
        const other = writes.at(byte)
        if (other !== last) flags |= writes.flags(other)
        last = other
      }
    if (offset === POINTER && allocations.pointer !== undefined) {
      // Whoever chose the sizes of what was allocated did not choose where this leads from.
      if (shadow.broken === undefined)
        return [pointers.add(at.step, allocations.pointer, allocations.epoch.id), flags & ~FOREIGN]
      if (shadow.isCompilerCode(at) && shadow.coveredBy === undefined) this.#useBroken()
      return [0, flags | BROKEN]
    }
    return [id !== 0 && writes.offset(id) === offset ? writes.valueTag(id) : 0, flags]
  }

  // ── Memory ───────────────────────────────────────────────────────────────────────────────────────────

  #place(): StepPlace {
    const { index, pc, op } = this.#cursor
    return { step: index, pc, op }
  }

  #useBroken(): void {
    const at = this.#place()
    for (const watch of this.#watches) watch.brokenUse?.(at)
  }

  /**
   * The range that operands name; `undefined` when it is empty.
   * @param most of its bytes count
   */
  #rangeOf(code: number, operands: MemoryOperands, isUse: boolean, isWrite: boolean, most = -1): Access | undefined {
    const cursor = this.#cursor
    const { tags, flags, loads } = this.#items
    const top = cursor.stackSize - 1
    let length: number
    let lengthFlags = 0
    if ('length' in operands) {
      length = cursor.stackNumber(operands.length)
      lengthFlags = flags[top - operands.length]!
    } else length = operands.bytes
    if (most >= 0 && most < length) length = most
    if (length === 0) return undefined
    const offset = cursor.stackNumber(operands.offset)
    if (offset + length > MOST_MEMORY && this.#cursor.index !== this.#failing) {
      this.#isTooLarge = true
      return undefined
    }
    const place = top - operands.offset
    const end = Math.ceil((offset + length) / 32) * 32
    const isWord = isWrite && code === op.MSTORE
    return new Access(
      this.#place(),
      offset,
      length,
      tags[place]!,
      flags[place]!,
      lengthFlags,
      end > cursor.memorySize ? end : 0,
      isUse,
      isWord ? tags[top - 1]! : 0,
      isWrite ? this.#storedFlags(code, flags[top - 1]!) : 0,
      isWord ? loads[top - 1]! : 0,
      isWord ? cursor.stackNumber(1) : undefined,
    )
  }

  /** Flags of what a write stores. */
  #storedFlags(code: number, second: number): number {
    if (code === op.MSTORE || code === op.MSTORE8) return second
    if (code === op.CALLDATACOPY) return CALLDATA
    return code === op.RETURNDATACOPY || OPCODES[code]!.starts !== undefined ? RETURNDATA : 0
  }

  #tell(read: Access): void {
    if ((read.flags & BROKEN) !== 0 && this.#shadow.isSolidity) this.#useBroken()
    const readers = this.#readers
    for (let i = 0; i < readers.length; i++) readers[i]!.read!(read)
    if (read.isUse) for (const watch of this.#users) watch.used!(read)
    if (read.grownTo !== 0) for (const watch of this.#growers) watch.grows!(read)
    this.#shadow.writes.markRead(read.at.step, read.offset, read.length)
  }

  #access(opcode: Opcode): void {
    const { reads, writes, code, starts } = opcode
    const read = reads && this.#rangeOf(code, reads, code !== op.MCOPY, false)
    if (read !== undefined) this.#tell(read)
    if (starts !== undefined) this.#call(opcode)
    else if (writes !== undefined) {
      const write = this.#rangeOf(code, writes, false, true)
      if (write !== undefined) this.#begin(write)
    }
  }

  /** A write that is about to happen. Its effect is looked at before the next step. */
  #begin(write: Access): void {
    const shadow = this.#shadow
    if ((write.flags & BROKEN) !== 0 && shadow.isSolidity) this.#useBroken()
    const writers = this.#writers
    for (let i = 0; i < writers.length; i++) writers[i]!.write!(write)
    if (write.grownTo !== 0) for (const watch of this.#growers) watch.grows!(write)
    const instance = shadow.pointers.of(write.tag)
    if (instance !== undefined) instance.wrote = true
    const { writes } = shadow
    const { at, offset, length, tag, valueTag, valueFlags } = write
    const unwritten = at.op === op.MCOPY ? writes.unwritten(this.#cursor.stackNumber(1), length) : undefined
    writes.add(at.step, offset, length, tag, valueTag, valueFlags)
    if (unwritten !== undefined) writes.copyUnwritten(offset, unwritten)
    this.#written = write
  }

  /** Memory is now as the write left it. */
  #finishWrite(write: Access): void {
    this.#written = undefined
    const { offset, length } = write
    if (offset < ZERO_SLOT && offset + length > POINTER) this.#movePointer(write)
    const shadow = this.#shadow
    if (offset < POINTER && offset + length >= RESERVED_END && write.word === undefined && shadow.isSolidity) {
      shadow.isSolidity = false
      shadow.coveredBy = write.at
    } else if (shadow.coveredBy !== undefined && offset < RESERVED_END && this.#isReservedSane()) {
      shadow.isSolidity = true
      shadow.coveredBy = undefined
    }
    const wroters = this.#wroters
    for (let i = 0; i < wroters.length; i++) wroters[i]!.wrote!(write)
    if (offset < RESERVED_END) for (const watch of this.#reservedWroters) watch.wroteReserved!(write)
  }

  /** Free memory pointer and zero slot hold what they should. */
  #isReservedSane(): boolean {
    if (this.#shadow.broken !== undefined) return false
    return this.#shadow.bytes(ZERO_SLOT, 32)?.every((byte) => byte === 0) === true
  }

  #movePointer(write: Access): void {
    const shadow = this.#shadow
    const { allocations } = shadow
    const { pointer } = allocations
    const { word, offset, length, at } = write
    const bytes = shadow.bytes(POINTER, 32)
    // What nobody knows is not called broken.
    if (bytes === undefined) return
    const now = numberOf(bytes)
    if (pointer === undefined) {
      if (offset === POINTER && word !== undefined && now >= RESERVED_END && now <= MOST_POINTER)
        this.#start(write, now)
      return
    }
    const isStore = offset === POINTER && word !== undefined
    const isPlausible =
      isStore && now >= RESERVED_END && now <= Math.max(this.#cursor.memorySize, pointer) + MOST_GROWTH
    if (!isPlausible && now !== pointer) {
      shadow.broken ??= { at, offset, length, before: pointer }
      return
    }
    shadow.broken = undefined
    if (now > pointer) this.#raise(write, now)
    else if (now === pointer && isStore) this.#retag(now, at.step)
    else if (now < pointer) allocations.lower(now, at)
  }

  #start(write: Access, pointer: ByteOffset): void {
    const shadow = this.#shadow
    const first = Math.min(pointer, shadow.facts?.firstFree ?? pointer)
    if (shadow.facts === undefined) shadow.isSolidity = this.#wasSolidity = shadow.writes.count <= FIRST_WRITES
    shadow.allocations.start(first, write.at.step)
    // The optimizer leaves out a write that an allocation follows at once.
    if (pointer > first) this.#raise(write, pointer)
    else this.#retag(pointer, write.at.step)
  }

  #raise({ at, valueTag, valueFlags }: Access, to: ByteOffset): void {
    const { allocations, pointers } = this.#shadow
    const own = pointers.of(valueTag)
    allocations.raise(to, at, valueTag, own && allocations.epochOf(own.epoch), (valueFlags & OVERFLOW) !== 0)
    this.#retag(to, at.step)
  }

  /** Items that equal the new pointer lead into what is allocated next: optimized code uses the value again. */
  #retag(pointer: ByteOffset, step: number): void {
    const { allocations, pointers } = this.#shadow
    const cursor = this.#cursor
    const size = cursor.stackSize
    let tag = 0
    for (let depth = 0; depth < Math.min(size, SEARCHED_ITEMS); depth++) {
      if (cursor.stackNumber(depth) !== pointer) continue
      if (tag === 0) tag = pointers.add(step, pointer, allocations.epoch.id)
      this.#items.tags[size - 1 - depth] = tag
      this.#items.flags[size - 1 - depth]! &= ~FOREIGN
    }
  }

  // ── Calls and ends ───────────────────────────────────────────────────────────────────────────────────

  #call(opcode: Opcode): void {
    const recording = this.#recording
    const at = this.#place()
    const child = recording.startedAt.get(at.step)
    const { writes } = opcode
    if (writes === undefined) return
    const range = this.#rangeOf(opcode.code, writes, false, true)
    const asked = range?.length ?? 0
    const written = asked === 0 ? 0 : recording.outputLength(at.step, asked)
    const call: Called = {
      at,
      succeeded: child !== undefined && isSuccess(child.status),
      output: range?.offset ?? 0,
      asked,
      returned: child === undefined ? 0 : child.output.length,
      isForeign:
        child !== undefined && child.endStep > child.firstStep && child.codeAddress !== this.#shadow.frame.codeAddress,
    }
    const output = written === 0 ? undefined : this.#rangeOf(opcode.code, writes, false, true, written)
    if (output !== undefined) this.#begin(output)
    for (const watch of this.#watches) watch.called?.(call)
  }

  /** The step at which the frame halts reads and writes nothing, but it says what it wanted. */
  #fail(): void {
    const cursor = this.#cursor
    const opcode = OPCODES[cursor.op]
    if (opcode === undefined || cursor.stackSize < opcode.pops) return
    for (const operands of opcode.ranges) {
      const access = this.#rangeOf(cursor.op, operands, false, false)
      if (access === undefined) continue
      if (((access.flags | access.lengthFlags) & BROKEN) !== 0) this.#useBroken()
      for (const watch of this.#watches) watch.failed?.(access)
    }
  }
}

function failingStep(recording: Recording, { id, status, endStep, firstStep }: RecordedFrame): number {
  if (status !== 'halt' || endStep === firstStep) return -1
  return recording.frameAt(endStep - 1).id === id ? endStep - 1 : -1
}

/** Whether a number with these highest bits is so near to zero, taken as signed, that a sum of two such fits. */
function isNear(high: number): boolean {
  return high < HALF_WORD_BITS / 2 || high >= HALF_WORD_BITS + HALF_WORD_BITS / 2
}

/** 1 at each of some opcode bytes. */
function flagged(...codes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256)
  for (const code of codes) table[code] = 1
  return table
}
