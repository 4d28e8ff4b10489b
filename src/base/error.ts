/**
 * The base of every error that a caller or a file can cause.
 *
 * `code` is `room.reason` and never changes once published; `facts` are the numbers and names of the
 * sentence, so that `view` can say the same in another language.
 * @module
 */
export type Fact = string | number | bigint | boolean | readonly string[] | undefined

export class MemlaneError extends Error {
  override readonly name: string = 'MemlaneError'
  readonly code: `${string}.${string}`
  readonly facts: Readonly<Record<string, Fact>>

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
