/**
 * What a run hashed.
 * @module
 */
import type { ByteCount } from '../base/units.ts'
import * as op from '../opcodes/codes.ts'
import { MemoryAccesses } from './memoryAccesses.ts'
import type { Recording } from './recording.ts'
import { bytesAt } from './writers.ts'

/** Preimages that are kept, each at most so long: those that make slots of storage are short. */
const MOST_PREIMAGES = 10_000

/** The bytes that KECCAK256 read, of every frame, each once; longer ones than `most` are left out. */
export function preimages(recording: Recording, most: ByteCount = 256): Uint8Array[] {
  const accesses = new MemoryAccesses(recording)
  const known = new Map<string, Uint8Array>()
  const { steps } = recording
  for (let step = 0; step < steps.count && known.size < MOST_PREIMAGES; step++) {
    if (steps.opcode(step) !== op.KECCAK256 || recording.failed(step)) continue
    const [offset, length] = [recording.operandNumber(step, 0), recording.operandNumber(step, 1)]
    if (length === 0 || length > most) continue
    const bytes = bytesAt(recording, accesses, { frame: steps.frame(step), at: step, offset, length })
    known.set(bytes.join(), bytes)
  }
  return [...known.values()]
}
