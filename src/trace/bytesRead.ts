/**
 * Which bytes of a frame's memory were ever read.
 * @module
 */
import type { ByteCount, StepIndex } from '../base/units.ts'
import { MemoryAccesses } from './memoryAccesses.ts'
import type { Recording } from './recording.ts'

/** 1 for each of the first `size` bytes that a step of the frame before `end` reads, 0 for the others. */
export function bytesRead(recording: Recording, frame: number, size: ByteCount, end: StepIndex): Uint8Array {
  const read = new Uint8Array(size)
  for (const { step, offset, length } of new MemoryAccesses(recording).from(0, { frame, kind: 'read' })) {
    if (step >= end) break
    read.fill(1, offset, Math.min(size, offset + length))
  }
  return read
}
