/**
 * Random programs that do something: most of their operands are there, most of their offsets can be paid for, most of
 * their jumps land, and now and then one of each does not.
 *
 * A program is a sequence of fragments. A fragment knows how high the stack is and takes only what lies above its
 * floor, so that loops, branches and subroutines keep their shape whatever stands in them.
 * @module
 */
import type { Address } from '../../src/base/index.ts'
import { codes as op } from '../../src/opcodes/index.ts'
import type { Random } from '../support/evmRandom.ts'
import { CodeBuilder, Label } from './code.ts'

/** What SLOAD, SSTORE and the like name: few, so that they meet again. */
export const SLOTS: readonly bigint[] = [0n, 1n, 2n, 3n, 1n << 255n, (1n << 256n) - 1n]

/** Offsets and lengths where 32, 42, 53, 64 and 256 bits end, and where memory costs more gas than there is. */
const HUGE: readonly bigint[] = [
  ...[31n, 32n, 40n, 41n, 42n, 53n, 63n, 64n, 128n, 256n].flatMap((bits) => [(1n << bits) - 32n, (1n << bits) - 1n]),
  ...[31n, 32n, 41n, 42n, 53n, 63n, 64n, 255n].map((bits) => 1n << bits),
]

const UNARY = [op.ISZERO, op.NOT, op.CLZ]
const BINARY = [
  ...[op.ADD, op.MUL, op.SUB, op.DIV, op.SDIV, op.MOD, op.SMOD, op.EXP, op.SIGNEXTEND, op.LT, op.GT, op.SLT, op.SGT],
  ...[op.EQ, op.AND, op.OR, op.XOR, op.BYTE, op.SHL, op.SHR, op.SAR],
]
const TERNARY = [op.ADDMOD, op.MULMOD]
/** Opcodes that only push. */
const SOURCES = [
  ...[op.ADDRESS, op.ORIGIN, op.CALLER, op.CALLVALUE, op.CALLDATASIZE, op.CODESIZE, op.GASPRICE, op.RETURNDATASIZE],
  ...[op.COINBASE, op.TIMESTAMP, op.NUMBER, op.PREVRANDAO, op.GASLIMIT, op.CHAINID, op.SELFBALANCE, op.BASEFEE],
  ...[op.BLOBBASEFEE, op.PC, op.MSIZE, op.GAS, op.PUSH0],
]
/** Opcode bytes that no fork up to Osaka has. */
const UNKNOWN = [0x0c, 0x1f, 0x21, 0x4b, 0xa5, 0xb0, 0xb1, 0xb5, 0xbe, 0xd0, 0xe0, 0xe6, 0xf6, 0xf7, 0xfb, 0xfc]

/** What a program may do and know. */
export interface Surroundings {
  /** Whom BALANCE, calls and the like name. */
  readonly addresses: readonly Address[]
  readonly blockNumber: bigint
  /** How often it starts other frames, among the other things that it does. */
  readonly calls: number
  /** Creations within creations that are still allowed. */
  readonly creationDepth: number
}

class Program {
  readonly #random: Random
  readonly #surroundings: Surroundings
  readonly #code = new CodeBuilder()
  /** Written behind the end of the code. */
  readonly #subroutines: (() => void)[] = []
  readonly #data: { label: Label; bytes: Uint8Array }[] = []
  #height = 0
  /** Items that the running fragment must leave alone. */
  #floor = 0
  /** Nested loops, branches and subroutines. */
  #nesting = 0

  constructor(random: Random, surroundings: Surroundings) {
    this.#random = random
    this.#surroundings = surroundings
  }

  write(fragments: number, writeEnd: () => void): Uint8Array<ArrayBuffer> {
    for (let count = 0; count < fragments; count++) this.#fragment()
    writeEnd()
    for (const subroutine of this.#subroutines) subroutine()
    for (const { label, bytes } of this.#data) this.#code.mark(label).bytes(...bytes)
    return this.#code.build()
  }

  // ── Operands ─────────────────────────────────────────────────────────────────────────────────────────

  #emit(code: number, pops: number, pushes: number): void {
    this.#code.bytes(code)
    this.#height += pushes - pops
  }

  #push(value: bigint): void {
    const width = Math.ceil(value.toString(16).length / 2)
    if (this.#random.oneIn(6)) this.#code.push(value, Math.min(32, width + this.#random.below(4)))
    else this.#code.push(value)
    this.#height++
  }

  /** A word from nowhere, or one that the stack has. */
  #pushValue(): void {
    const reachable = Math.min(16, this.#height)
    if (reachable > 0 && this.#random.oneIn(3)) this.#emit(op.DUP1 + this.#random.below(reachable), 0, 1)
    else if (this.#random.oneIn(8)) this.#emit(this.#random.pick(SOURCES), 0, 1)
    else this.#push(this.#random.word())
  }

  #pushAddress(): void {
    const known = BigInt(this.#random.pick(this.#surroundings.addresses))
    // The upper 96 bits of an address operand mean nothing.
    this.#push(this.#random.oneIn(10) ? known | (this.#random.bits(96) << 160n) : known)
  }

  #offset(): bigint {
    return this.#random.weighted<() => bigint>([
      [60, () => BigInt(this.#random.below(200))],
      [20, () => BigInt(32 * this.#random.below(16))],
      [10, () => BigInt(this.#random.below(5000))],
      [1, () => BigInt(this.#random.below(300_000))],
      [1, () => this.#random.pick(HUGE)],
    ])()
  }

  #length(): bigint {
    return this.#random.weighted<() => bigint>([
      [15, () => 0n],
      [60, () => BigInt(this.#random.below(100))],
      [20, () => BigInt(this.#random.below(700))],
      [3, () => BigInt(this.#random.below(6000))],
      [1, () => this.#random.pick(HUGE)],
    ])()
  }

  /** A range of memory. One without bytes may be anywhere. */
  #range(): { offset: bigint; length: bigint } {
    if (this.#random.oneIn(12)) return { offset: this.#random.pick(HUGE), length: 0n }
    return { offset: this.#offset(), length: this.#length() }
  }

  /** Where something is copied from that reads as zeros behind its end. */
  #sourceOffset(): bigint {
    return this.#random.oneIn(5) ? this.#random.pick(HUGE) : BigInt(this.#random.below(300))
  }

  // ── Fragments ────────────────────────────────────────────────────────────────────────────────────────

  #fragment(): void {
    if (this.#height > 60) this.#dropTo(this.#floor)
    this.#random.weighted<() => void>([
      [20, () => this.#arithmetic()],
      [8, () => this.#shuffle()],
      [8, () => this.#frequentSequence()],
      [18, () => this.#memoryWord()],
      [10, () => this.#copy()],
      [4, () => this.#hash()],
      [3, () => this.#log()],
      [8, () => this.#storage()],
      [4, () => this.#emit(this.#random.pick(SOURCES), 0, 1)],
      [6, () => this.#lookUp()],
      [this.#nesting < 3 ? 8 : 0, () => this.#structure()],
      [1, () => (this.#random.oneIn(3) ? this.#mistake() : this.#arithmetic())],
      [this.#surroundings.calls, () => this.#call()],
      [this.#surroundings.creationDepth > 0 ? Math.ceil(this.#surroundings.calls / 4) : 0, () => this.#create()],
    ])()
  }

  #arithmetic(): void {
    const { pops, code } = this.#random.weighted([
      [2, { pops: 1, code: this.#random.pick(UNARY) }],
      [10, { pops: 2, code: this.#random.pick(BINARY) }],
      [3, { pops: 3, code: this.#random.pick(TERNARY) }],
    ])
    const small = [op.BYTE, op.SHL, op.SHR, op.SAR, op.SIGNEXTEND].includes(code)
    for (let count = 0; count < pops; count++) {
      if (small && count === pops - 1)
        this.#push(this.#random.oneIn(5) ? this.#random.word() : BigInt(this.#random.below(300)))
      else this.#pushValue()
    }
    this.#emit(code, pops, 1)
  }

  #shuffle(): void {
    const free = this.#height - this.#floor
    const reachable = Math.min(16, this.#height)
    if (free > 0 && this.#random.oneIn(3)) this.#emit(op.POP, 1, 0)
    else if (free > 1 && this.#random.oneIn(2)) this.#emit(op.SWAP1 + this.#random.below(Math.min(16, free - 1)), 0, 0)
    else if (reachable > 0) this.#emit(op.DUP1 + this.#random.below(reachable), 0, 1)
    else this.#pushValue()
  }

  /** Sequences that compilers write often: an engine may execute them as one. */
  #frequentSequence(): void {
    while (this.#height - this.#floor < 3) this.#pushValue()
    const small = this.#random.below(256)
    this.#random.pick<() => void>([
      () => this.#code.bytes(op.PUSH1, small, op.ADD),
      () => this.#code.bytes(op.PUSH1, small, op.SHL),
      () => this.#code.bytes(op.PUSH1, small, op.SHR),
      () => this.#code.bytes(op.PUSH1 + 1, 1, small, op.ADD),
      () => this.#code.bytes(op.SWAP1 + 1, op.SWAP1),
      () => this.#code.bytes(op.DUP1 + 1, op.ADD),
      () => this.#code.bytes(op.SWAP1 + this.#random.below(2), op.SWAP1 + this.#random.below(2)),
      () => {
        this.#code.bytes(op.PUSH1, small, op.MLOAD)
        this.#height++
      },
      () => {
        this.#code.bytes(op.PUSH1, small, op.DUP1 + 1)
        this.#height += 2
      },
      () => {
        this.#code.bytes(op.SWAP1, op.POP)
        this.#height--
      },
      () => {
        this.#code.bytes(op.POP, op.POP)
        this.#height -= 2
      },
      () => {
        this.#push(this.#offset())
        this.#pushValue()
        this.#code.bytes(op.DUP1 + 1, op.MSTORE)
        this.#height--
      },
    ])()
  }

  #memoryWord(): void {
    const code = this.#random.pick([op.MLOAD, op.MSTORE, op.MSTORE, op.MSTORE8])
    if (code === op.MLOAD) {
      this.#push(this.#offset())
      this.#emit(code, 1, 1)
    } else {
      this.#pushValue()
      this.#push(this.#offset())
      this.#emit(code, 2, 0)
    }
  }

  #copy(): void {
    const { offset, length } = this.#range()
    const code = this.#random.pick([
      op.CALLDATACOPY,
      op.CODECOPY,
      op.MCOPY,
      op.MCOPY,
      op.EXTCODECOPY,
      op.RETURNDATACOPY,
    ])
    this.#push(length)
    if (code === op.MCOPY) this.#push(length === 0n ? this.#range().offset : this.#offset())
    // RETURNDATACOPY does not pad: what it copies must be there.
    else if (code === op.RETURNDATACOPY) {
      this.#code.bytes(op.POP, this.#random.oneIn(20) ? op.MSIZE : op.RETURNDATASIZE)
      this.#push(0n)
    } else this.#push(this.#sourceOffset())
    this.#push(offset)
    if (code === op.EXTCODECOPY) this.#pushAddress()
    this.#emit(code, code === op.EXTCODECOPY ? 4 : 3, 0)
  }

  #hash(): void {
    const { offset, length } = this.#range()
    this.#push(length)
    this.#push(offset)
    this.#emit(op.KECCAK256, 2, 1)
  }

  #log(): void {
    const topics = this.#random.below(5)
    for (let count = 0; count < topics; count++) this.#pushValue()
    const { offset, length } = this.#range()
    this.#push(length)
    this.#push(offset)
    this.#emit(op.LOG0 + topics, 2 + topics, 0)
  }

  #storage(): void {
    const code = this.#random.pick([op.SLOAD, op.SSTORE, op.SSTORE, op.TLOAD, op.TSTORE])
    const stores = code === op.SSTORE || code === op.TSTORE
    if (stores) {
      if (this.#random.oneIn(3)) this.#pushValue()
      else this.#push(BigInt(this.#random.below(4)))
    }
    this.#push(this.#random.pick(SLOTS))
    this.#emit(code, stores ? 2 : 1, stores ? 0 : 1)
  }

  /** What the chain and the call know. */
  #lookUp(): void {
    const code = this.#random.pick([
      ...[op.BALANCE, op.EXTCODESIZE, op.EXTCODEHASH, op.BLOCKHASH, op.BLOBHASH, op.CALLDATALOAD, op.CALLDATALOAD],
    ])
    if (code === op.BLOCKHASH) {
      const { blockNumber } = this.#surroundings
      const near = blockNumber - BigInt(this.#random.below(300) - 20)
      this.#push(near < 0n || this.#random.oneIn(8) ? this.#random.word() : near)
    } else if (code === op.BLOBHASH)
      this.#push(this.#random.oneIn(6) ? this.#random.word() : BigInt(this.#random.below(4)))
    else if (code === op.CALLDATALOAD) this.#push(this.#sourceOffset())
    else this.#pushAddress()
    this.#emit(code, 1, 1)
  }

  // ── Loops, branches, subroutines ─────────────────────────────────────────────────────────────────────

  #structure(): void {
    this.#nesting++
    this.#random.weighted<() => void>([
      [3, () => this.#skip()],
      [5, () => this.#branch()],
      [3, () => this.#loop()],
      [2, () => this.#subroutine()],
    ])()
    this.#nesting--
  }

  /** Fragments that leave the stack as it was. */
  #body(): void {
    const floor = this.#floor
    this.#floor = this.#height
    for (let count = this.#random.below(4); count >= 0; count--) this.#fragment()
    if (this.#random.oneIn(25)) this.#end()
    this.#dropTo(this.#floor)
    this.#floor = floor
  }

  #dropTo(height: number): void {
    while (this.#height > height) this.#emit(op.POP, 1, 0)
  }

  /** The target of a jump: one PUSH of some width, or two that are added. */
  #pushTarget(label: Label): void {
    if (this.#random.oneIn(5)) {
      const part = this.#random.below(50)
      this.#code.pushLabel(label, { shift: -part }).push(BigInt(part), 1).bytes(op.ADD)
    } else this.#code.pushLabel(label, { width: this.#random.pick([1, 2]) })
    this.#height++
  }

  #markTarget(label: Label): void {
    this.#code.mark(label).bytes(op.JUMPDEST)
  }

  #skip(): void {
    const behind = new Label()
    this.#pushTarget(behind)
    this.#emit(op.JUMP, 1, 0)
    // Bytes that are never executed. Some hide the target as the data of a PUSH.
    const skipped = this.#random.bytes(this.#random.below(12))
    this.#code.bytes(...(this.#random.oneIn(20) ? skipped : skipped.map((byte) => byte % op.PUSH1)))
    this.#markTarget(behind)
  }

  #branch(): void {
    const behind = new Label()
    if (this.#random.oneIn(2)) this.#push(BigInt(this.#random.below(2)))
    else this.#pushValue()
    if (this.#random.oneIn(2)) this.#emit(op.ISZERO, 1, 1)
    this.#pushTarget(behind)
    this.#emit(op.JUMPI, 2, 0)
    this.#body()
    this.#markTarget(behind)
  }

  #loop(): void {
    const start = new Label()
    this.#push(BigInt(1 + this.#random.below(this.#random.oneIn(8) ? 40 : 5)))
    this.#markTarget(start)
    this.#body()
    this.#code.bytes(op.PUSH1, 1, op.SWAP1, op.SUB, op.DUP1)
    this.#height++
    this.#pushTarget(start)
    this.#emit(op.JUMPI, 2, 0)
    this.#emit(op.POP, 1, 0)
  }

  #subroutine(): void {
    const entry = new Label()
    const back = new Label()
    this.#pushTarget(back)
    this.#pushTarget(entry)
    this.#emit(op.JUMP, 1, 0)
    this.#markTarget(back)
    // The subroutine takes the return address.
    this.#height--
    const { height, floor, nesting } = this.#here()
    this.#subroutines.push(() => {
      this.#height = height + 1
      this.#floor = floor
      this.#nesting = nesting
      this.#markTarget(entry)
      this.#body()
      this.#code.bytes(op.JUMP)
    })
  }

  #here(): { height: number; floor: number; nesting: number } {
    return { height: this.#height, floor: this.#floor, nesting: this.#nesting }
  }

  /** Something that halts, or does sooner or later. */
  #mistake(): void {
    this.#random.pick<() => void>([
      () => this.#code.bytes(this.#random.pick(UNKNOWN)),
      // Too few items, at once or only at the end of a block.
      () => this.#code.bytes(op.PUSH0, ...Array.from({ length: this.#height + 2 }, () => op.POP)),
      () => this.#code.bytes(op.PUSH0, op.POP, op.SWAP16),
      () => this.#code.bytes(op.DUP16, op.POP),
      // Nowhere to jump.
      () => this.#code.push(this.#random.word()).bytes(op.JUMP),
      () =>
        this.#code
          .push(this.#random.word())
          .push(BigInt(this.#random.below(300)))
          .bytes(op.JUMPI),
      // Too many items, in a loop and in a straight line.
      () => {
        const start = new Label()
        this.#markTarget(start)
        this.#code.bytes(op.GAS, op.MSIZE, op.DUP1).pushLabel(start).bytes(op.JUMP)
      },
      () => this.#code.bytes(...Array.from({ length: 1030 - this.#random.below(40) - this.#height }, () => op.PUSH0)),
      () => {
        const start = new Label()
        this.#markTarget(start)
        this.#code.pushLabel(start, { width: 1 }).bytes(op.JUMP)
      },
    ])()
  }

  // ── Other frames ─────────────────────────────────────────────────────────────────────────────────────

  #call(pushCallee: (operandsAbove: number) => void = () => this.#pushAddress()): void {
    const code = this.#random.weighted([
      [4, op.CALL],
      [1, op.CALLCODE],
      [2, op.DELEGATECALL],
      [2, op.STATICCALL],
    ])
    const out = this.#range()
    const input = this.#range()
    for (const operand of [out.length, out.offset, input.length, input.offset]) this.#push(operand)
    const hasValue = code === op.CALL || code === op.CALLCODE
    if (hasValue) this.#pushWei()
    pushCallee(hasValue ? 5 : 4)
    this.#pushCallGas()
    this.#emit(code, hasValue ? 7 : 6, 1)
    if (this.#random.oneIn(3)) {
      this.#code
        .bytes(op.RETURNDATASIZE, op.PUSH0)
        .push(BigInt(this.#random.below(100)))
        .bytes(op.RETURNDATACOPY)
    }
  }

  #pushWei(): void {
    this.#push(
      this.#random.weighted([
        [12, 0n],
        [3, BigInt(this.#random.below(5))],
        [1, this.#random.word()],
      ]),
    )
  }

  #pushCallGas(): void {
    this.#random.weighted<() => void>([
      [4, () => this.#emit(op.GAS, 0, 1)],
      [2, () => this.#push(BigInt(this.#random.below(200_000)))],
      [2, () => this.#push(BigInt(this.#random.below(3000)))],
      [1, () => this.#push(0n)],
      [1, () => this.#push(this.#random.word())],
    ])()
  }

  #create(): void {
    const salted = this.#random.oneIn(2)
    const initcode = this.#initcode()
    const label = new Label()
    this.#data.push({ label, bytes: initcode })
    const at = BigInt(this.#random.below(200))
    const length = this.#random.oneIn(20) ? this.#length() : BigInt(initcode.length)
    this.#code.push(BigInt(initcode.length)).pushLabel(label).push(at).bytes(op.CODECOPY)
    // Few salts, so that the same address is wanted twice.
    if (salted) this.#push(BigInt(this.#random.below(2)))
    this.#push(length)
    this.#push(at)
    this.#pushWei()
    this.#emit(salted ? op.CREATE2 : op.CREATE, salted ? 4 : 3, 1)
    // Calls what it made, or address 0.
    if (this.#random.oneIn(2)) this.#call((operandsAbove) => this.#emit(op.DUP1 + operandsAbove, 0, 1))
  }

  /** Does something, and deploys another program. */
  #initcode(): Uint8Array<ArrayBuffer> {
    const surroundings = { ...this.#surroundings, creationDepth: this.#surroundings.creationDepth - 1 }
    const creation = new Program(this.#random, surroundings)
    const label = new Label()
    const deployed = new Program(this.#random, surroundings)
    const runtime = deployed.write(this.#random.below(6), () => deployed.#end())
    creation.#data.push({ label, bytes: runtime })
    return creation.write(this.#random.below(5), () => {
      if (this.#random.oneIn(5)) return creation.#end()
      const length = BigInt(runtime.length)
      creation.#code.push(length).pushLabel(label).push(0n).bytes(op.CODECOPY)
      creation.#code.push(length).push(0n).bytes(op.RETURN)
    })
  }

  // ── Ends ─────────────────────────────────────────────────────────────────────────────────────────────

  end(): void {
    this.#end()
  }

  #end(): void {
    const code = this.#random.weighted([
      [3, op.STOP],
      [8, op.RETURN],
      [3, op.REVERT],
      [2, op.SELFDESTRUCT],
      [1, op.INVALID],
    ])
    if (code === op.RETURN || code === op.REVERT) {
      const { offset, length } = this.#range()
      this.#code.push(length).push(offset)
    } else if (code === op.SELFDESTRUCT) this.#code.push(BigInt(this.#random.pick(this.#surroundings.addresses)))
    this.#code.bytes(code)
  }
}

/** A program of that many fragments. */
export function randomProgram(random: Random, surroundings: Surroundings, fragments: number): Uint8Array<ArrayBuffer> {
  const written = new Program(random, surroundings)
  return written.write(fragments, () => {
    // Without an end, the code runs off its last byte, or into a subroutine.
    if (!random.oneIn(8)) written.end()
  })
}
