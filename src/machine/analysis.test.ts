/**
 * What the engine knows of code before it runs it: where a jump may land, and what each basic block costs and needs.
 * @module
 */
import { expect, it } from 'vitest'
import { newMachine } from '../../test/support/evmMachine.ts'
import { chosenSeed, Random } from '../../test/support/evmRandom.ts'
import { endsExecution, fork, instructions, jumpTargets, codes as op } from '../opcodes/index.ts'
import { Code } from './codeStore.ts'
import { BLOCK_BYTES, CODE_BLOCKS, CODE_BYTES, CODE_PADDING, HEAP, SLOT_BYTES } from './layout.ts'
import { HOST_OPCODES } from './opcodeTable.ts'

const seed = chosenSeed()
const random = new Random(seed)
const machine = newMachine()

/** A block record: gas (u32), need in stack bytes with the jump target's bit (u16), headroom + 1 (u16). */
interface Block {
  readonly isTarget: boolean
  readonly gas: number
  readonly need: number
  readonly span: number
}

function analysed(code: Uint8Array, { codes, memory } = machine): Block[] {
  const blocks = memory.u32(codes.load(new Code(code)) + CODE_BLOCKS)
  return Array.from({ length: code.length + 1 }, (_, pc) => {
    const record = blocks + pc * BLOCK_BYTES
    const need = memory.u16(record + 4)
    return { isTarget: (need & 1) === 1, gas: memory.u32(record), need: need & ~1, span: memory.u16(record + 6) }
  })
}

/** Code in which PUSH data hides jump targets, and code that is mostly jump targets. */
function randomCode(): Uint8Array {
  const length = random.below(400)
  const choices = random.pick<readonly number[]>([
    [],
    [op.JUMPDEST, op.PUSH1, op.PUSH2, op.PUSH32, op.PUSH32 - 1],
    [op.JUMPDEST, op.ADD, op.DUP1, op.DUP16, op.SWAP16, op.POP, op.PUSH1, op.JUMPI, op.GAS],
  ])
  return Uint8Array.from({ length }, () => (choices.length === 0 ? random.below(256) : random.pick(choices)))
}

it(`marks the jump targets of random code (MEMLANE_SEED=${seed})`, () => {
  let targets = 0
  for (let trial = 0; trial < 2000; trial++) {
    const code = randomCode()
    const expected = [...jumpTargets(code), 0].map((byte) => byte === 1)
    expect(analysed(code).map((block) => block.isTarget)).toEqual(expected)
    targets += expected.filter((is) => is).length
  }
  expect(targets).toBeGreaterThan(10_000)
})

/** Instructions behind which the gas that is left must be exact, or which leave the straight line. */
const SPLITS: ReadonlySet<number> = new Set([...HOST_OPCODES, op.GAS, op.SSTORE, op.JUMPI])

/** Gas, need and growth of the straight line that starts at `start`, counted one instruction at a time. */
function straightLine(code: Uint8Array, start: number) {
  let gas = 0
  let height = 0
  let lowest = 0
  let highest = 0
  for (const { pc, code: byte, opcode } of instructions(code.subarray(start), fork('osaka'))) {
    if (opcode === undefined || byte === op.INVALID || (byte === op.JUMPDEST && pc > 0)) break
    gas += opcode.gas
    lowest = Math.min(lowest, height - opcode.pops)
    height += opcode.pushes - opcode.pops
    highest = Math.max(highest, height)
    if (SPLITS.has(byte) || endsExecution(opcode)) break
  }
  return { gas, need: (0 - lowest) * SLOT_BYTES, span: (1024 - highest + lowest) * SLOT_BYTES + 1 }
}

/** Where the straight lines of the code begin. */
function leaders(code: Uint8Array): number[] {
  const starts = new Set([0])
  for (const { pc, code: byte, opcode, next } of instructions(code, fork('osaka'))) {
    if (byte === op.JUMPDEST) starts.add(pc)
    if (SPLITS.has(byte) || endsExecution(opcode)) starts.add(next)
  }
  return [...starts].filter((start) => start < code.length)
}

it(`counts gas, need and headroom of every basic block (MEMLANE_SEED=${seed})`, () => {
  let counted = 0
  for (let trial = 0; trial < 1000; trial++) {
    const code = randomCode()
    const blocks = analysed(code)
    for (const start of leaders(code)) {
      const { gas, need, span } = blocks[start]!
      expect({ gas, need, span }, `seed ${seed}, trial ${trial}, block at ${start}`).toEqual(straightLine(code, start))
      counted++
    }
  }
  expect(counted).toBeGreaterThan(10_000)
})

it('finds nothing of what stood in the heap before', () => {
  const used = newMachine()
  used.memory.bytes.fill(0xff, HEAP, used.heap.allocate(1 << 20) + (1 << 20))
  used.heap.clear()
  for (const code of [new Uint8Array(0), Uint8Array.of(op.PUSH32, 1, 2), randomCode(), randomCode()]) {
    expect(analysed(code, used)).toEqual(analysed(code))
    const block = used.codes.load(new Code(code))
    const behind = used.memory.copyOut(block + CODE_BYTES + code.length, CODE_PADDING)
    expect(behind.every((byte) => byte === 0)).toBe(true)
  }
})

it('has no block of code without bytes', () => {
  expect(analysed(new Uint8Array(0))).toHaveLength(1)
  expect(analysed(new Uint8Array(0))[0]).toMatchObject({ isTarget: false, gas: 0, need: 0 })
})

it('gives a block that no stack can run a need that no stack has', () => {
  // 1,025 items at once.
  const code = new Uint8Array(1025).fill(op.PUSH0)
  expect(analysed(code)[0]!.need).toBeGreaterThan(1024 * SLOT_BYTES)
})
