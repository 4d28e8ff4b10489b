/**
 * The words below the heap that the compiler keeps for itself.
 *
 *   0x00 scratch │ 0x40 free pointer │ 0x60 zero slot │ 0x80 immutables │ locals │ first free byte
 *                                                     └ of constructors ┘└ of the IR pipeline, when the stack
 *                                                                          has no more room for them ("memoryguard")
 * @module
 */
import { type ByteCount, type ByteOffset, WORD_BYTES, wordAt } from '../base/index.ts'
import { isCreation } from '../opcodes/index.ts'
import { type CompiledContract, definitionOf } from './compilation.ts'
import { FREE_POINTER, type Heap, RESERVED_END } from './heap.ts'
import type { ReservedRange } from './memoryMap.ts'
import { isUnder, type Overwritten } from './overwritten.ts'
import type { Frame } from './run.ts'

/** Of what was seen of a frame. */
interface Seen {
  readonly memory: Uint8Array
  readonly size: ByteCount
  readonly heap: Heap
  readonly overwritten: Overwritten | undefined
}

/** As far as memory reaches. */
export function reservedRanges(
  contract: CompiledContract,
  frame: Frame,
  { memory, size, heap, overwritten }: Seen,
): ReservedRange[] {
  const ranges: Omit<ReservedRange, 'overwrittenAt'>[] = [{ offset: 0, size: FREE_POINTER, use: 'scratch', ...UNNAMED }]
  for (const [index, use] of (['freePointer', 'zeroSlot'] as const).entries()) {
    const offset = FREE_POINTER + index * WORD_BYTES
    if (offset + WORD_BYTES <= size) {
      ranges.push({ offset, size: WORD_BYTES, use, value: wordAt(memory, offset), name: undefined })
    }
  }
  const reserved = (heap.first ?? RESERVED_END) - RESERVED_END
  const immutables = isCreation(frame.kind) ? immutableBytes(contract, reserved) : 0
  if (immutables > 0) ranges.push({ offset: RESERVED_END, size: immutables, use: 'immutables', ...UNNAMED })
  ranges.push(...localRanges(heap, memory, RESERVED_END + immutables))
  return ranges
    .filter(({ offset }) => offset < size)
    .map((range) => {
      const isOver = isUnder(overwritten, range.offset, range.offset + range.size)
      return { ...range, overwrittenAt: isOver ? overwritten?.step : undefined }
    })
}

const UNNAMED = { value: undefined, name: undefined } as const

/** A word for each local variable that is known, and what lies between them. */
function localRanges(
  { locals, first = RESERVED_END }: Heap,
  memory: Uint8Array,
  start: ByteOffset,
): Omit<ReservedRange, 'overwrittenAt'>[] {
  const ranges: Omit<ReservedRange, 'overwrittenAt'>[] = []
  let end = start
  const known = [...locals].filter(([offset]) => offset >= start && offset + WORD_BYTES <= memory.length)
  for (const [offset, { name }] of known.sort(([a], [b]) => a - b)) {
    if (offset < end || offset + WORD_BYTES > first) continue
    if (offset > end) ranges.push({ offset: end, size: offset - end, use: 'locals', ...UNNAMED })
    ranges.push({ offset, size: WORD_BYTES, use: 'locals', value: wordAt(memory, offset), name })
    end = offset + WORD_BYTES
  }
  if (end < first) ranges.push({ offset: end, size: first - end, use: 'locals', ...UNNAMED })
  return ranges
}

/**
 * The first free byte as the build says it, which the first write of the free pointer tells only where the optimizer has
 * not merged it with an allocation; `undefined` where the build does not say.
 */
export function firstFree(contract: CompiledContract, frame: Frame): ByteOffset | undefined {
  const immutables = isCreation(frame.kind) ? immutablesOf(contract) : 0
  if (immutables === undefined) return undefined
  const plain = RESERVED_END + immutables * WORD_BYTES
  if (!contract.compilation.isViaIr) return plain
  const code = contract.irOptimized && yulCodeOf(contract.irOptimized, isCreation(frame.kind))
  if (code === undefined) return undefined
  // Without a guard the IR pipeline keeps nothing there.
  return Number(/memoryguard\((0x[0-9a-f]{1,8}|\d{1,10})\)/.exec(code)?.[1] ?? plain)
}

/** The code of the outer object, or of the one that it deploys, without those of contracts that it creates. */
function yulCodeOf(text: string, isOuter: boolean): string | undefined {
  const objects = text.split(/\bobject "/)
  // Before the first object there are comments.
  return isOuter ? objects[1] : objects.slice(2).find((object) => /^[^"]*_deployed"/.test(object))
}

/** Of a constructor's reserved memory: a word for each immutable. Only the IR pipeline adds more. */
function immutableBytes(contract: CompiledContract, reserved: ByteCount): ByteCount {
  const immutables = contract.compilation.isViaIr ? immutablesOf(contract) : undefined
  return immutables === undefined ? reserved : Math.min(reserved, immutables * WORD_BYTES)
}

/** Immutables of a contract and its bases; `undefined` for one that the syntax tree does not have. */
function immutablesOf(contract: CompiledContract): number | undefined {
  const { ast } = contract.compilation
  const bases = definitionOf(contract)?.numbers('linearizedBaseContracts')
  const members = bases?.flatMap((id) => ast.byId(id)?.many('nodes') ?? [])
  return members?.filter((node) => node?.text('mutability') === 'immutable').length
}
