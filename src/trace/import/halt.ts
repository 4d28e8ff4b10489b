/**
 * Why a step of a trace ended its frame: from the words of whoever wrote the trace, and from what the step itself shows.
 * @module
 */
import type { HaltReason } from '../../evm/index.ts'
import { expansionGasCost } from '../../memory/index.ts'
import * as op from '../../opcodes/codes.ts'
import { MAX_STACK_ITEMS, type Opcode } from '../../opcodes/index.ts'
import type { Known, RebuiltMemory } from './rebuiltMemory.ts'
import type { TraceStep } from './traceStep.ts'

const WORD_MASK = (1n << 64n) - 1n

/** The words of geth, erigon, besu, nethermind, nimbus, revm, evmone, EELS and ethereumjs; the first that fit count. */
const WORDS: readonly (readonly [RegExp, HaltReason])[] = [
  [/underflow|StackInsufficient/i, 'stackUnderflow'],
  [/stack (limit|overflow)|StackOverflow|StackFull/i, 'stackOverflow'],
  [/jump/i, 'invalidJump'],
  [
    /(invalid|undefined|bad) ?(opcode|instruction)|opcode.*(defined|found)|InvalidFE|NotActivated|NotFound/i,
    'invalidOpcode',
  ],
  [/write protection|static|WriteInStatic|illegal state/i, 'staticViolation'],
  [/return ?data|out ?of ?bounds|OutOfOffset|AccessViolation|invalid memory access/i, 'returnDataOutOfBounds'],
  [/init ?code/i, 'initcodeTooLarge'],
  [/code size|CodeSizeLimit|contract ?size/i, 'codeTooLarge'],
  [/0xef|InvalidContractPrefix/i, 'invalidCodePrefix'],
  [/collision/i, 'createCollision'],
  [/nonce/i, 'nonceOverflow'],
  [/gas|OOG/i, 'outOfGas'],
]

/** Words for an end that is no halt: revm tells with STOP that it stopped, some nodes with REVERT that it reverted. */
const NO_HALT = /^(stop|return|self_?destruct|success)$|revert/i

/** Whether these words of a step say that it halted. */
export function isHalt(error: string | undefined): error is string {
  return error !== undefined && !NO_HALT.test(error)
}

/** The frame of a step, as far as a halt is about it. */
export interface HaltingFrame {
  readonly memory: RebuiltMemory
  readonly isStatic: boolean
  readonly returndata: Known
}

/** Why the step cannot have been executed, as far as it shows that without words. */
export function haltShown(step: TraceStep, row: Opcode | undefined, { memory }: HaltingFrame): HaltReason | undefined {
  if (row === undefined || step.op === op.INVALID) return 'invalidOpcode'
  const { stack, gas } = step
  if (stack.length < row.pops) return 'stackUnderflow'
  if (stack.length - row.pops + row.pushes > MAX_STACK_ITEMS) return 'stackOverflow'
  const size = memory.sizeAfter(row, stack)
  if (size <= memory.size) return undefined
  const needed = Number.isFinite(size) ? BigInt(size) : WORD_MASK
  return expansionGasCost(memory.size, needed) > gas ? 'outOfGas' : undefined
}

/** Why the step halted, which is known to have: what the trace says, what the step shows, what is left. */
export function haltOf(
  step: TraceStep | undefined,
  row: Opcode | undefined,
  frame: HaltingFrame,
  error: string | undefined,
): HaltReason {
  const said = error === undefined ? undefined : WORDS.find(([words]) => words.test(error))?.[1]
  if (step === undefined) return said ?? 'outOfGas'
  const shown = haltShown(step, row, frame)
  // revm says StackOverflow of a DUP that finds too little.
  return (said === 'stackOverflow' ? (shown ?? said) : (said ?? shown)) ?? haltLeft(step, row, frame)
}

/** A step that nothing is said of and that could be paid for. */
function haltLeft({ op: opcode, stack, gas }: TraceStep, row: Opcode | undefined, frame: HaltingFrame): HaltReason {
  const price = BigInt(row?.gas ?? 0)
  if ((opcode === op.JUMP || opcode === op.JUMPI) && gas >= price) return 'invalidJump'
  const { known, bytes } = frame.returndata
  if (opcode === op.RETURNDATACOPY && known && stack.word(1) + stack.word(2) > BigInt(bytes.length))
    return 'returnDataOutOfBounds'
  const changes = CHANGES.has(opcode) || (opcode === op.CALL && stack.word(2) !== 0n)
  return frame.isStatic && changes ? 'staticViolation' : 'outOfGas'
}

/** What a static call must not do. */
const CHANGES: ReadonlySet<number> = new Set([
  ...[op.SSTORE, op.TSTORE, op.CREATE, op.CREATE2, op.SELFDESTRUCT],
  ...[op.LOG0, op.LOG1, op.LOG2, op.LOG3, op.LOG4],
])
