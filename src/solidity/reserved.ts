/**
 * The words below the heap that the compiler keeps for itself.
 *
 *   0x00 scratch │ 0x40 free pointer │ 0x60 zero slot │ 0x80 immutables │ locals │ first free byte
 *                                                     └ of constructors ┘└ of the IR pipeline, when the stack
 *                                                                          has no more room for them ("memoryguard")
 * @module
 */
import { type ByteCount, WORD_BYTES, wordAt } from '../base/index.ts'
import { type CompiledContract, isCreation } from './compilation.ts'
import { RESERVED_END } from './heap.ts'
import type { ReservedRange } from './memoryMap.ts'
import { FREE_POINTER, type Observation } from './observation.ts'
import type { Frame } from './run.ts'

/** As far as memory reaches. */
export function reservedRanges(
  contract: CompiledContract,
  frame: Frame,
  { memory, size, heap }: Observation,
): ReservedRange[] {
  const ranges: ReservedRange[] = [{ offset: 0, size: FREE_POINTER, use: 'scratch', value: undefined }]
  for (const [index, use] of (['freePointer', 'zeroSlot'] as const).entries()) {
    const offset = FREE_POINTER + index * WORD_BYTES
    if (offset + WORD_BYTES <= size) {
      ranges.push({ offset, size: WORD_BYTES, use, value: wordAt(memory, offset) })
    }
  }
  const reserved = (heap.first ?? RESERVED_END) - RESERVED_END
  const immutables = isCreation(frame) ? immutableBytes(contract, reserved) : 0
  if (immutables > 0) ranges.push({ offset: RESERVED_END, size: immutables, use: 'immutables', value: undefined })
  const locals = reserved - immutables
  if (locals > 0) ranges.push({ offset: RESERVED_END + immutables, size: locals, use: 'locals', value: undefined })
  return ranges.filter(({ offset }) => offset < size)
}

/** Of a constructor's reserved memory: a word for each immutable, also of base contracts. Only the IR pipeline adds more. */
function immutableBytes({ file, name, compilation }: CompiledContract, reserved: ByteCount): ByteCount {
  if (!compilation.isViaIr) return reserved
  const { ast } = compilation
  const definition = ast.named('ContractDefinition', name).find((node) => compilation.position(node)?.file === file)
  const variables = (definition?.numbers('linearizedBaseContracts') ?? []).flatMap(
    (id) => ast.byId(id)?.many('nodes') ?? [],
  )
  const count = variables.filter((node) => node?.text('mutability') === 'immutable').length
  return Math.min(reserved, count * WORD_BYTES)
}
