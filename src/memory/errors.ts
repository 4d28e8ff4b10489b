/**
 * What can go wrong with memory, each with a code, its numbers, and what to do.
 *
 * `outOfGas` and `outOfMemory` are how a contract's access ends, and an engine turns them into a halt. All
 * others are a caller's mistake or the host's refusal. Whatever is thrown, memory and gas are as before.
 * @module
 */
import { type Fact, MemlaneError } from '../base/error.ts'
import { type FactsOf, fill } from '../base/template.ts'

export const memoryErrors = {
  /** The gas does not pay for the growth. */
  'memory.outOfGas':
    'Growing memory costs {required:count} gas and {available:count} is there. Give more gas or touch lower offsets.',
  /** The gas would, but the host's cap does not allow it. */
  'memory.outOfMemory':
    'Memory of {required:count} bytes is over the limit of {available:count}. Raise the limit or give less gas.',
  /** The host has no array buffer of that size. */
  'memory.allocationError':
    'The host refused an array buffer of {required:count} bytes. Lower the limit or release other buffers.',
  /** A count of bytes that is negative, broken, or past 2^53. */
  'memory.overflow':
    '{bytes:count} is not a whole number of bytes from 0 to 2^53 - 1. Check the arithmetic that made it.',
  /** An unmetered access past the size. */
  'memory.outOfBounds':
    'Memory access of {length:count} {length:byte|bytes} at {offset:count} is outside the {size:count} there are. Call expand first.',
  /** A `resize` to a part of a word. */
  'memory.unalignedSize':
    'Size {size:count} is not a multiple of 32. Pass {aligned:count}, or call expand, which rounds up.',
  /** An alignment that is not a power of two up to a page. */
  'memory.invalidAlignment': 'Alignment {align} is not a power of two from 1 to 4096. Pass 1, 2, 4, 8 or so.',
  /** A change to a frame while a child stands on it. */
  'memory.staleContext':
    'The memory at checkpoint {checkpoint:count} is frozen while a child stands on it. Release the child first.',
  /** A released memory, an emptied arena; `what` is the noun of the sentence. */
  'memory.useAfterFree': 'This {what} was released before. Acquire a new one.',
  /** Growth of a frame that an engine keeps. */
  'memory.foreignFrame':
    'This memory of {size:count} bytes belongs to an engine, and only the engine grows it. Use a Memory of your own.',
} as const

/** Every code that a `MemoryError` can have. */
export type MemoryErrorCode = keyof typeof memoryErrors

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

/** An error of this room, with its English sentence. */
export function memoryError<Code extends MemoryErrorCode>(
  code: Code,
  facts: FactsOf<(typeof memoryErrors)[Code]>,
): MemoryError {
  return new MemoryError(code, fill(memoryErrors[code], facts), facts)
}
