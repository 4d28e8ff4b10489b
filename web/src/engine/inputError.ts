/**
 * What is wrong with a part of the input, and which part that is.
 * @module
 */
import { MemlaneError } from 'memlane'

/** Sentences that only the page says; their texts are in `texts/`. */
export type InputReason =
  | 'needsBuildInfo'
  | 'noSuchSolc'
  | 'deployment'
  | 'tooLarge'
  | 'tooLong'
  | 'noRecording'
  | 'notARecording'
  | 'noCode'

export class InputError extends Error {
  override readonly name = 'InputError'
  readonly reason: InputReason
  readonly facts: Readonly<Record<string, string>>

  constructor(reason: InputReason, facts: Readonly<Record<string, string>> = {}) {
    super(reason)
    this.reason = reason
    this.facts = facts
  }

  /** What goes wrong in `read` is told at this field. */
  static in<Result>(field: string, read: () => Result): Result {
    try {
      return read()
    } catch (error) {
      if (error instanceof MemlaneError) throw new FieldError(field, error)
      throw error
    }
  }
}

/** An error of the library, at a field of the page. */
export class FieldError extends Error {
  override readonly name = 'FieldError'
  readonly field: string
  override readonly cause: MemlaneError

  constructor(field: string, cause: MemlaneError) {
    super(cause.message)
    this.field = field
    this.cause = cause
  }
}
