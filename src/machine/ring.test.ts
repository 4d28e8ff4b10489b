/**
 * The event ring: what reaches a listener must not depend on where a buffer happened to be full.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { Random } from '../../test/support/evmRandom.ts'
import { bytesToBigint, wordToBytes } from '../base/index.ts'
import { createEvm, type StepRecords, type Tracer } from '../evm/index.ts'
import { fork, type Opcode, codes as op } from '../opcodes/index.ts'
import { STEP_BYTES, STEP_GAS, STEP_MEMORY_WORDS, STEP_OPCODE, STEP_PC, STEP_SIDE } from './layout.ts'
import { hasResult, recordedOperands } from './opcodeTable.ts'

interface Step {
  readonly pc: number
  readonly opcode: Opcode
  readonly gas: bigint
  readonly memoryWords: number
  /** The step's part of the side table, up to where the next one's begins. */
  readonly side: Uint8Array
}

/** Keeps everything, in one piece. */
class Everything implements Tracer {
  readonly #steps: Uint8Array[] = []
  readonly #side: Uint8Array[] = []
  /** Lengths of the pieces that came. */
  readonly chunks: { steps: number; side: number }[] = []

  frameStart(): void {}
  frameEnd(): void {}
  copiedCode(): void {}
  runEnd(): void {}

  steps({ count, bytes, sideBytes }: StepRecords): void {
    this.#steps.push(bytes.slice())
    this.#side.push(sideBytes.slice())
    this.chunks.push({ steps: count, side: sideBytes.length })
  }

  read(): Step[] {
    const side = Buffer.concat(this.#side)
    const bytes = Buffer.concat(this.#steps)
    return Array.from({ length: bytes.length / STEP_BYTES }, (_, index) => {
      const at = index * STEP_BYTES
      const sideEnd = at + STEP_BYTES < bytes.length ? bytes.readBigInt64LE(at + STEP_BYTES + STEP_SIDE) : side.length
      return {
        pc: bytes.readUInt32LE(at + STEP_PC),
        opcode: fork('osaka').opcodes[bytes[at + STEP_OPCODE]!]!,
        gas: bytes.readBigInt64LE(at + STEP_GAS),
        memoryWords: bytes.readUInt32LE(at + STEP_MEMORY_WORDS),
        side: side.subarray(Number(bytes.readBigInt64LE(at + STEP_SIDE)), Number(sideEnd)),
      }
    })
  }
}

function push(value: number): number[] {
  return [op.PUSH4, value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}

/** Writes and reads of memory, one after another, within `room` bytes. */
function memoryProgram(random: Random, operations: number, room: number): number[] {
  const code: number[] = []
  const offset = () => push(random.below(room))
  for (let count = 0; count < operations; count++) {
    const length = push(random.oneIn(20) ? random.below(room) : random.below(200))
    code.push(
      ...random.pick([
        () => [op.GAS, ...offset(), op.MSTORE],
        () => [op.PC, ...offset(), op.MSTORE8],
        () => [...offset(), op.MLOAD, op.POP],
        () => [...length, ...offset(), ...offset(), op.MCOPY],
        () => [...length, op.PUSH0, ...offset(), op.CALLDATACOPY],
      ])(),
    )
  }
  return code
}

/** Instructions that wait for the driver on their way: for a slot, for room, or to be executed by it. */
function waitingProgram(random: Random, operations: number): number[] {
  const code: number[] = []
  const slot = () => push(random.below(3000))
  for (let count = 0; count < operations; count++) {
    code.push(
      ...random.pick([
        () => [...slot(), op.SLOAD, op.POP],
        () => [op.GAS, ...slot(), op.SSTORE],
        () => [op.GAS, ...slot(), op.TSTORE],
        () => [...slot(), op.TLOAD, op.NOT, op.POP],
        () => [...slot(), ...push(random.below(900)), ...push(random.below(900)), op.LOG1],
        () => [...push(random.below(900)), ...push(random.below(900)), op.KECCAK256, op.POP],
        () => [...slot(), op.BALANCE, op.POP],
        () => [op.SELFBALANCE, ...slot(), op.BLOCKHASH, op.ADD, op.POP],
      ])(),
    )
  }
  return code
}

function record(code: readonly number[]) {
  const evm = createEvm()
  const input = new Random(5).bytes(300)
  const parameters = { code: Uint8Array.from(code), input, gas: 1n << 40n, inspect: true } as const
  const tracer = new Everything()
  const result = evm.call(parameters, { tracer })
  const { memory, ...rest } = createEvm().call(parameters)
  expect(result).toMatchObject({ ...rest, status: 'stop' })
  expect(Buffer.compare(result.memory!, memory!)).toBe(0)
  return { tracer, steps: tracer.read(), memory: memory! }
}

/** A word of four limbs, least significant first. */
function wordOf(limbs: Uint8Array): bigint {
  return bytesToBigint(limbs.toReversed())
}

describe('the event ring', () => {
  it('gives the same records wherever its buffers end', () => {
    const code = memoryProgram(new Random(41), 4000, 3000)
    const plain = record(code).steps
    expect(plain.length).toBeGreaterThan(3 * 4096)
    for (const shift of [1, 2, 3, 7, 100, 4094, 4095, 4096]) {
      // A JUMPDEST costs 1 gas and has no side entry.
      const { tracer, steps } = record([...new Array<number>(shift).fill(op.JUMPDEST), ...code])
      expect(tracer.chunks.length).toBeGreaterThan(3)
      const moved = steps.slice(shift)
      expect(moved).toHaveLength(plain.length)
      const differing = moved.findIndex((step, index) => {
        const other = plain[index]!
        // GAS and PC push other words, and MSTORE has them as operands and in what it replaces.
        const same = step.opcode === other.opcode && step.memoryWords === other.memoryWords
        return (
          !same ||
          step.pc !== other.pc + shift ||
          step.gas !== other.gas - BigInt(shift) ||
          step.side.length !== other.side.length
        )
      })
      expect(differing, `shifted by ${shift}`).toBe(-1)
    }
  })

  it.each([
    ['memory', memoryProgram(new Random(42), 3000, 5000)],
    ['storage, logs and accounts', waitingProgram(new Random(47), 4000)],
  ])('keeps of each step its operands, what it replaced, and its result: %s', (_, code) => {
    const { steps } = record(code)
    expect(steps.length).toBeGreaterThan(2 * 4096)
    for (const [index, { opcode, side, memoryWords }] of steps.entries()) {
      const operands = recordedOperands(opcode) * 32
      const result = hasResult(opcode) ? 32 : 0
      const write = opcode.writes
      let replaced = 0
      if (write !== undefined) {
        const word = (operand: number) => Number(wordOf(side.subarray(operand * 32, operand * 32 + 32)))
        const offset = word(write.offset)
        const length = 'length' in write ? word(write.length) : write.bytes
        replaced = Math.max(0, Math.min(length, memoryWords * 32 - offset))
      }
      expect(side.length, `step ${index}, ${opcode.name}`).toBe(operands + replaced + result)
    }
  })

  it.each([
    ['words', memoryProgram(new Random(43), 3000, 4000)],
    // More than a side buffer holds, again and again.
    ['ranges of a MiB', memoryProgram(new Random(44), 30, 1 << 20)],
    [
      'one range that is larger than a buffer, between small ones',
      [
        ...memoryProgram(new Random(45), 50, 700_000),
        ...[...push(1_300_000), ...push(7), ...push(0), op.MCOPY],
        ...[...push(1_300_000), ...push(7), ...push(0), op.MCOPY],
        ...memoryProgram(new Random(46), 50, 700_000),
      ],
    ],
  ])('lets memory be walked back to nothing: %s', (_, code) => {
    const { steps, memory } = record(code)
    let before = Buffer.from(memory)
    let loads = 0
    for (const { opcode, side, memoryWords } of steps.toReversed()) {
      const word = (index: number) => wordOf(side.subarray(index * 32, index * 32 + 32))
      const write = opcode.writes
      if (write !== undefined) {
        const operands = recordedOperands(opcode) * 32
        const replaced = side.subarray(operands)
        // A range without bytes may be anywhere.
        if (replaced.length > 0) before.set(replaced, Number(word(write.offset)))
      }
      // What was behind the old end appeared with this step.
      before = before.subarray(0, memoryWords * 32)
      if (opcode.code === op.MLOAD) {
        const loaded = new Uint8Array(32)
        loaded.set(before.subarray(Number(word(0)), Number(word(0)) + 32))
        expect(wordToBytes(word(1))).toEqual(loaded)
        loads++
      }
    }
    expect(before).toHaveLength(0)
    expect(loads).toBeGreaterThan(0)
  })
})
