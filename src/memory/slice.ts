/**
 * Ranges of bytes, checked. Typed arrays clamp what is out of range and say nothing; these functions do not.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'
import { memoryError } from './errors.ts'

/** Whether `[offset, offset + length)` lies inside `[0, size)`. No bytes are inside at any offset. */
export function validateBounds(offset: bigint, length: bigint, size: bigint): boolean {
  return length === 0n || (offset >= 0n && offset + length <= size)
}

/** RETURNDATACOPY's rule: as `validateBounds`, but the offset of no bytes counts too. (EIP-211) */
export function validateReturnDataBounds(offset: bigint, length: bigint, size: bigint): boolean {
  return offset >= 0n && offset + length <= size
}

/** Whether `[offset, offset + length)` are whole numbers inside `[0, size)`; NaN is not. */
export function isInside(offset: ByteOffset, length: ByteCount, size: ByteCount): boolean {
  return offset >= 0 && length >= 0 && offset + length <= size && Number.isInteger(offset) && Number.isInteger(length)
}

/**
 * A view of `data`, of no bytes at any offset when `length` is 0.
 * @throws {MemoryError} `memory.outOfBounds` when part of the range is not in `data`.
 */
export function getSlice(data: Uint8Array, offset: ByteOffset, length: ByteCount): Uint8Array {
  if (length === 0) return data.subarray(0, 0)
  if (!isInside(offset, length, data.length))
    throw memoryError('memory.outOfBounds', { offset, length, size: data.length })
  return data.subarray(offset, offset + length)
}

/**
 * The part of `[offset, offset + length)` that `data` has, as a view of at most `length` bytes.
 * @throws {MemoryError} `memory.overflow` for an offset or length that is negative or not whole.
 */
export function availableSlice(data: Uint8Array, offset: ByteOffset | bigint, length: ByteCount): Uint8Array {
  // A bigint past 2^53 rounds, but not to below it, and no array is that long.
  const start = Number(offset)
  if (!(start >= 0 && (typeof offset === 'bigint' || Number.isInteger(offset))))
    throw memoryError('memory.overflow', { bytes: offset })
  if (!(length >= 0 && Number.isInteger(length))) throw memoryError('memory.overflow', { bytes: length })
  return data.subarray(start, start + length)
}

/**
 * A copy of `[offset, offset + length)` with zeros where `data` has ended; any offset.
 * @throws {MemoryError} `memory.overflow` for an offset or length that is negative or not whole.
 */
export function getZeroPaddedSlice(
  data: Uint8Array,
  offset: ByteOffset | bigint,
  length: ByteCount,
): Uint8Array<ArrayBuffer> {
  const available = availableSlice(data, offset, length)
  const bytes = new Uint8Array(length)
  bytes.set(available)
  return bytes
}
