/**
 * The base of every error that a caller or a file can cause.
 *
 * `code` is `room.reason` and never changes once published; `facts` are the numbers and names of the
 * sentence, so that `view` can say the same in another language.
 * @module
 */

/** A number, name or list of names in an error's sentence. `undefined` where the sentence has an optional part. */
export type Fact = string | number | bigint | boolean | readonly string[] | undefined

/**
 * What a caller or a file got wrong, told so that a program can act on it: by `code` and `facts`, never by the English
 * of `message`.
 * @example
 * import { hexToBytes, MemlaneError } from 'memlane'
 *
 * try {
 *   hexToBytes('0x0g')
 * } catch (error) {
 *   if (!(error instanceof MemlaneError)) throw error
 *   console.log(error.code, error.facts['position']) // base.invalidHex 3
 * }
 */
export class MemlaneError extends Error {
  override readonly name: string = 'MemlaneError'
  /** `room.reason`, such as `evm.invalidGas`. It does not change once published. */
  readonly code: `${string}.${string}`
  /** The numbers and names of the sentence. Amounts of gas and wei are bigints; words are bigints or hex. */
  readonly facts: Readonly<Record<string, Fact>>

  /**
   * @param code `room.reason`
   * @param message one sentence that says what is wrong and what to do
   * @param facts the numbers and names in it
   */
  constructor(code: `${string}.${string}`, message: string, facts: Readonly<Record<string, Fact>> = {}) {
    super(message)
    this.code = code
    this.facts = facts
  }
}

/** An invariant of ours is broken: never the caller's fault. */
export class BugError extends Error {
  override readonly name = 'BugError'

  constructor(what: string) {
    super(`This is a bug in memlane: ${what}`)
  }
}

/** Ends a `switch` over a closed union: the compiler reports a member that was left out. */
export function assertNever(value: never): never {
  throw new BugError(`unexpected case ${String(value)}`)
}
