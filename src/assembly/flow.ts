/**
 * Which parts of code can run, as far as bytes tell.
 *
 * Execution starts at 0, falls from block to block, and jumps. A jump's target is on the stack, so this
 * walk takes what code can show: a JUMPDEST may run when code that may run pushes its position, and the
 * number does not end in the same block as something else (an address, a length, a value to store).
 *
 *   60 03 56 5b 00 fe 5b 00      PUSH1 3, JUMP, JUMPDEST, STOP │ INVALID, JUMPDEST, STOP: nobody pushes 6
 *
 * When some block computes its target (a jump table, a pointer from memory or under a mask), every JUMPDEST
 * may run. Targets computed in one block and taken in another are missed; so this is for reading code, never
 * for executing it.
 * @module
 */
import type { Pc } from '../base/units.ts'
import { type BasicBlock, basicBlocks, endsExecution, instructions, jumpTargets } from '../opcodes/code.ts'
import { DUP1, DUP16, JUMP, JUMPI, KECCAK256, PUSH0, PUSH32, SWAP1, SWAP16 } from '../opcodes/codes.ts'
import type { Fork } from '../opcodes/forks.ts'

export interface Flow {
  /** Basic blocks in order; they cover the code. */
  readonly blocks: readonly BasicBlock[]
  /** For each block, whether it may run. */
  readonly reached: readonly boolean[]
  /** The JUMPDEST whose position reached code pushes, by the push's position. */
  readonly pushedTargets: ReadonlyMap<Pc, PushedTarget>
}

export interface PushedTarget {
  readonly target: Pc
  /** Whether a jump of the same block takes it. Otherwise it is a return address, or a number that happens to be equal. */
  readonly jumps: boolean
}

export function flowOf(code: Uint8Array, fork: Fork): Flow {
  const blocks = basicBlocks(code, fork)
  const targets = jumpTargets(code)
  const blockAt = new Map(blocks.map(({ start }, index) => [start, index]))
  const reached = blocks.map(() => false)
  const waiting: number[] = []
  const reach = (block: number) => {
    if (block >= blocks.length || reached[block]) return
    reached[block] = true
    waiting.push(block)
  }
  const pushedTargets = new Map<Pc, PushedTarget>()
  let jumpsAnywhere = false

  reach(0)
  for (let block = waiting.pop(); block !== undefined; block = waiting.pop()) {
    const { kept, jump, continues } = walkBlock(code, blocks[block], fork)
    for (const [pc, value] of kept) {
      if (targets[value] !== 1) continue
      pushedTargets.set(pc, { target: value, jumps: jump === pc })
      reach(blockAt.get(value)!)
    }
    if (jump === 'computed' && !jumpsAnywhere) {
      jumpsAnywhere = true
      for (const [index, { start }] of blocks.entries()) if (targets[start] === 1) reach(index)
    }
    if (continues) reach(block + 1)
  }
  return { blocks, reached, pushedTargets }
}

/** Where a stack item comes from: the push at a position, some block before, or an instruction that made it. */
type Origin = Pc | 'earlier' | 'computed'

interface BlockWalk {
  /** Numbers that may become a jump's target, by the position of their push. */
  readonly kept: ReadonlyMap<Pc, number>
  /** Where the target comes from, when the block ends with a jump. */
  readonly jump: Origin | undefined
  /** Whether execution may go on behind the block. */
  readonly continues: boolean
}

function walkBlock(code: Uint8Array, { start, end }: BasicBlock, fork: Fork): BlockWalk {
  const pushed = new Map<Pc, number>()
  const kept = new Map<Pc, number>()
  const keep = (origin: Origin) => {
    if (typeof origin === 'number') kept.set(origin, pushed.get(origin)!)
  }
  /** What the block itself put there; below it lies what earlier blocks left. */
  const stack: Origin[] = []
  let jump: Origin | undefined
  let continues = true
  for (const { pc: offset, opcode, immediate } of instructions(code.subarray(start, end), fork)) {
    continues = !endsExecution(opcode)
    if (opcode === undefined) break
    const { code: byte, pops, pushes } = opcode
    if (byte >= PUSH0 && byte <= PUSH32) {
      pushed.set(start + offset, numberIn(immediate))
      stack.push(start + offset)
    } else if (byte >= DUP1 && byte <= DUP16) {
      stack.push(stack.at(-pops) ?? 'earlier')
    } else if (byte >= SWAP1 && byte <= SWAP16) {
      while (stack.length < pops) stack.unshift('earlier')
      const top = stack[stack.length - 1]
      stack[stack.length - 1] = stack[stack.length - pops]
      stack[stack.length - pops] = top
    } else {
      for (let operand = 0; operand < pops; operand++) {
        const origin = stack.pop() ?? 'earlier'
        if (operand === 0 && (byte === JUMP || byte === JUMPI)) jump = origin
        // Opcodes below KECCAK256 are arithmetic: the number may live on in their result.
        if (byte < KECCAK256) keep(origin)
      }
      for (let result = 0; result < pushes; result++) stack.push('computed')
    }
  }
  if (jump !== undefined) keep(jump)
  for (const origin of stack) keep(origin)
  return { kept, jump, continues }
}

/** The number that bytes spell. Inexact when large, which no position is. */
function numberIn(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0)
}
