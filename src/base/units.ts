/**
 * Units as types. All are plain numbers or bigints at run time; the names say what is counted.
 * @module
 */

/** A position in a byte sequence, counted from 0. */
export type ByteOffset = number
/** A number of bytes. */
export type ByteCount = number
/** A number of 32-byte words. */
export type WordCount = number
/** An amount of gas. Unbounded: a caller may hand in more than 2^64. */
export type Gas = bigint
/** A 256-bit word, `0n <= word < 2n ** 256n`. */
export type Word = bigint
/** The position of an executed instruction in a run, counted from 0. */
export type StepIndex = number
/** The position of an instruction in code: a byte offset. */
export type Pc = number
/** `0x` and hex digits. */
export type Hex = `0x${string}`
/** `0x` and 40 lower-case hex digits. */
export type Address = Hex
