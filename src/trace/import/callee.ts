/**
 * The frame that a call starts, as its operands tell it, and the outermost one, as whoever imports the trace does.
 * @module
 */
import { addressOf, formatAddress } from '../../base/address.ts'
import type { Address, Word } from '../../base/units.ts'
import { type FrameKind, isCreation, opcodeOfByte, startsCall } from '../../opcodes/index.ts'
import { CodeImage } from './codeImage.ts'
import { type Known, NOTHING, type RebuiltMemory } from './rebuiltMemory.ts'
import type { TraceContext, TraceStep } from './traceStep.ts'

/** What a frame is when it starts. */
export interface CalleeStart {
  readonly kind: FrameKind
  readonly address: Address
  readonly codeAddress: Address
  readonly caller: Address
  readonly value: Word
  readonly isStatic: boolean
  readonly code: CodeImage
  readonly input: Known
}

export const NOWHERE: Address = '0x0000000000000000000000000000000000000000'
const EMPTY = new Uint8Array(0)

/** Whether a call goes to a precompile, of whatever fork: 0x01 to 0x11 and 0x100. */
export function isPrecompile({ op: opcode, stack }: Pick<TraceStep, 'op' | 'stack'>): boolean {
  if (!startsCall(opcode)) return false
  const address = addressOf(stack.word(1))
  return (address >= 1n && address <= 0x11n) || address === 0x100n
}

/** The frame of the transaction or call itself. */
export function outermostOf(
  { from = NOWHERE, to = NOWHERE, value = 0n, input, creates = false }: TraceContext,
  codeAt: (address: Address) => CodeImage,
): CalleeStart {
  return {
    kind: creates ? 'create' : 'call',
    address: to,
    codeAddress: to,
    caller: from,
    value,
    isStatic: false,
    code: creates && input !== undefined ? CodeImage.of(input) : codeAt(to),
    input: creates ? NOTHING : { bytes: input ?? EMPTY, known: input !== undefined },
  }
}

/** The frame that a step of `parent` starts, which has this memory. */
export function calleeOf(
  parent: CalleeStart,
  { op: opcode, stack }: Pick<TraceStep, 'op' | 'stack'>,
  memory: RebuiltMemory,
  codeAt: (address: Address) => CodeImage,
): CalleeStart {
  const kind = opcodeOfByte(opcode)?.starts ?? 'call'
  if (isCreation(kind)) {
    const initcode = memory.read(stack.word(1), stack.word(2))
    return {
      kind,
      // Its address is on its caller's stack when it has ended.
      address: NOWHERE,
      codeAddress: NOWHERE,
      caller: parent.address,
      value: stack.word(0),
      isStatic: false,
      code: initcode.known ? CodeImage.of(initcode.bytes) : new CodeImage(),
      input: NOTHING,
    }
  }
  const target = formatAddress(stack.word(1))
  const hasValue = kind === 'call' || kind === 'callcode'
  const own = kind === 'call' || kind === 'staticcall'
  return {
    kind,
    address: own ? target : parent.address,
    codeAddress: target,
    caller: kind === 'delegatecall' ? parent.caller : parent.address,
    value: kind === 'delegatecall' ? parent.value : hasValue ? stack.word(2) : 0n,
    isStatic: parent.isStatic || kind === 'staticcall',
    code: codeAt(target),
    input: memory.read(stack.word(hasValue ? 3 : 2), stack.word(hasValue ? 4 : 3)),
  }
}
