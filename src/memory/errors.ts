/**
 * What can go wrong with memory, each with a code, its numbers, and what to do.
 *
 * `outOfGas` and `outOfMemory` are how a contract's access ends, and an engine turns them into a halt. All
 * others are a caller's mistake or the host's refusal. Whatever is thrown, memory and gas are as before.
 * @module
 */
import { type Fact, MemlaneError } from '../base/error.ts'
import type { ByteCount, ByteOffset, Gas } from '../base/units.ts'

/** Every code that a `MemoryError` can have. */
export type MemoryErrorCode =
  /** The gas does not pay for the growth. */
  | 'memory.outOfGas'
  /** The gas would, but the host's cap does not allow it. */
  | 'memory.outOfMemory'
  /** The host has no array buffer of that size. */
  | 'memory.allocationError'
  /** A count of bytes that is negative, broken, or past 2^53. */
  | 'memory.overflow'
  /** An unmetered access past the size. */
  | 'memory.outOfBounds'
  /** `resize` to a part of a word. */
  | 'memory.unalignedSize'
  /** An alignment that is not a power of two up to a page. */
  | 'memory.invalidAlignment'
  /** A change to a frame while a child stands on it. */
  | 'memory.staleContext'
  /** A released memory, an emptied arena. */
  | 'memory.useAfterFree'
  /** Growth of a frame that an engine keeps. */
  | 'memory.foreignFrame'

/**
 * What the methods of this path throw. `memory.outOfGas` and `memory.outOfMemory` are how a contract's access ends; all
 * other codes are a mistake of the caller's or a refusal of the host's. Memory and gas are as before.
 */
export class MemoryError extends MemlaneError {
  override readonly name = 'MemoryError'
  /** One of the codes of this path. */
  declare readonly code: MemoryErrorCode

  constructor(code: MemoryErrorCode, message: string, facts?: Readonly<Record<string, Fact>>) {
    super(code, message, facts)
  }
}

export function outOfGas(required: Gas, available: Gas): MemoryError {
  return new MemoryError(
    'memory.outOfGas',
    `Growing memory costs ${required} gas and ${available} is there. Give more gas or touch lower offsets.`,
    { required, available },
  )
}

export function outOfMemory(required: ByteCount | bigint, available: ByteCount): MemoryError {
  return new MemoryError(
    'memory.outOfMemory',
    `Memory of ${required} bytes is over the limit of ${available}. Raise the limit or give less gas.`,
    { required, available },
  )
}

export function allocationError(required: ByteCount): MemoryError {
  return new MemoryError(
    'memory.allocationError',
    `The host refused an array buffer of ${required} bytes. Lower the limit or release other buffers.`,
    { required },
  )
}

export function overflow(bytes: number | bigint): MemoryError {
  return new MemoryError(
    'memory.overflow',
    `${bytes} is not a whole number of bytes from 0 to 2^53 - 1. Check the arithmetic that made it.`,
    { bytes },
  )
}

export function outOfBounds(offset: ByteOffset, length: ByteCount, size: ByteCount): MemoryError {
  return new MemoryError(
    'memory.outOfBounds',
    `Memory access [${offset}, ${offset + length}) is outside [0, ${size}). Call expand first.`,
    { offset, length, size },
  )
}

export function unalignedSize(size: ByteCount, aligned: ByteCount): MemoryError {
  return new MemoryError(
    'memory.unalignedSize',
    `Size ${size} is not a multiple of 32. Pass ${aligned}, or call expand, which rounds up.`,
    { size, aligned },
  )
}

export function invalidAlignment(align: ByteCount): MemoryError {
  return new MemoryError(
    'memory.invalidAlignment',
    `Alignment ${align} is not a power of two from 1 to 4096. Pass 1, 2, 4, 8 or so.`,
    { align },
  )
}

export function staleContext(checkpoint: ByteOffset): MemoryError {
  return new MemoryError(
    'memory.staleContext',
    `The memory at checkpoint ${checkpoint} is frozen while a child stands on it. Release the child first.`,
    { checkpoint },
  )
}

/** `what` is the noun of the sentence: `memory`, `block`, … */
export function useAfterFree(what: string): MemoryError {
  return new MemoryError('memory.useAfterFree', `This ${what} was released before. Acquire a new one.`, { what })
}

export function foreignFrame(size: ByteCount): MemoryError {
  return new MemoryError(
    'memory.foreignFrame',
    `This memory of ${size} bytes belongs to an engine, and only the engine grows it. Use a Memory of your own.`,
    { size },
  )
}
