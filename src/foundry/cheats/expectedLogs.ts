/**
 * `expectEmit`: the next log of the test is the one to expect; a call afterwards has to emit it. Others may come between.
 * Source: forge 1.7.1.
 * @module
 */
import { type Address, bytesToHex, type Hex } from '../../base/index.ts'
import { isSame } from '../../base/sameBytes.ts'
import type { CallRequest, FrameResult, Log } from '../../evm/index.ts'
import { isCreation, isSuccess } from '../../opcodes/index.ts'
import { revertData } from './cheatError.ts'

/** What of a log has to fit: topic 0 to 3, and data. */
export type LogChecks = readonly [boolean, boolean, boolean, boolean, boolean]

export interface LogWanted {
  readonly checks: LogChecks
  /** Who has to emit it. */
  readonly emitter?: Address | undefined
  /** How often within one call. */
  readonly count?: number
}

interface Expected {
  readonly depth: number
  readonly checks: LogChecks
  readonly emitter: Address | undefined
  readonly count: number
  /** The log to be like; `undefined` until the test has emitted it. */
  readonly log: Log | undefined
  readonly isFound: boolean
  /** How often each emitter did. */
  readonly counts: ReadonlyMap<Address, number>
  /** The last log that was another, and what of it. */
  readonly mismatch: string | undefined
}

export class ExpectedLogs {
  #queue: readonly Expected[] = []

  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  expect(depth: number, { checks, emitter, count = 1 }: LogWanted): void {
    const fresh: Expected = {
      depth,
      checks,
      emitter,
      count,
      log: undefined,
      isFound: false,
      counts: new Map(),
      mismatch: undefined,
    }
    const found = this.#queue.findIndex(({ isFound }) => isFound)
    const at = found < 0 ? this.#queue.length : found
    this.#queue = [...this.#queue.slice(0, at), fresh, ...this.#queue.slice(at)]
  }

  /** Something was logged. */
  see(log: Log): void {
    const queue = this.#queue
    if (queue.every(({ isFound }) => isFound)) return
    const at = this.#awaited()
    if (at < 0) {
      // Those that must not come.
      this.#queue = queue.map((one) => (one.count === 0 && fits(one, log) ? counted(one, log.address) : one))
      return
    }
    const expected = queue[at]!
    if (expected.log === undefined) {
      this.#queue = queue.with(at, { ...expected, log })
      return
    }
    const others = queue.toSpliced(at, 1)
    const isLike = hasShape(expected, log)
    const seen = { ...(isLike ? counted(expected, log.address) : expected), mismatch: mismatchOf(expected, log) }
    const after = isLike ? foundIn(seen, log.address) : seen
    this.#queue = after.isFound ? [...others, after] : [after, ...others]
  }

  /** A call has ended, of a contract, not of a cheatcode. Whether it failed for a missing log. */
  ended({ depth, isStatic, kind }: CallRequest, result: FrameResult): boolean {
    if (isCreation(kind) || result.status === 'revert' || isStatic) return false
    if (!this.#queue.some((one) => one.depth === depth)) return false
    const reason = this.#mismatch()
    if (reason === undefined) {
      this.#queue = []
      return false
    }
    if (isSuccess(result.status) || result.status === 'halt') {
      result.status = 'revert'
      result.output = revertData(reason)
    }
    return true
  }

  /** Why the test fails at its end. */
  unmet(): string | undefined {
    const isMissing = this.#queue.some(({ isFound, count }) => !isFound && count > 0)
    return isMissing
      ? 'expected an emit, but no logs were emitted afterwards. you might have mismatched events or not enough events were emitted'
      : undefined
  }

  save(): unknown {
    return this.#queue
  }

  restore(saved: unknown): void {
    this.#queue = saved as readonly Expected[]
  }

  #awaited(): number {
    const queue = this.#queue
    if (queue.some(({ log }) => log === undefined)) {
      const found = queue.findIndex(({ isFound }) => isFound)
      return (found < 0 ? queue.length : found) - 1
    }
    return queue.findIndex(({ isFound, count }) => !isFound && count > 0)
  }

  #mismatch(): string | undefined {
    const missing = this.#queue.find(({ isFound, count }) => !isFound && count > 0)
    if (missing !== undefined) return missing.mismatch ?? 'log != expected log'
    const off = this.#queue.find((one) => seen(one) !== one.count)
    if (off === undefined) return undefined
    return off.count === 0
      ? 'log emitted but expected 0 times'
      : `log emitted ${seen(off)} times, expected ${off.count}`
  }
}

function seen({ emitter, counts }: Expected): number {
  if (emitter !== undefined) return counts.get(emitter) ?? 0
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function counted(expected: Expected, emitter: Address): Expected {
  const counts = new Map(expected.counts)
  return { ...expected, counts: counts.set(emitter, (counts.get(emitter) ?? 0) + 1) }
}

function foundIn(expected: Expected, emitter: Address): Expected {
  if (expected.emitter !== undefined && expected.emitter !== emitter) return expected
  const { counts } = expected
  const count = expected.emitter === undefined ? [...counts.values()][0]! : counts.get(expected.emitter)!
  return { ...expected, isFound: count >= expected.count }
}

function fits(expected: Expected, log: Log): boolean {
  return hasShape(expected, log) && (expected.emitter === undefined || expected.emitter === log.address)
}

/** What differs, in forge's words. Parameters are counted through: those in topics first. */
function mismatchOf(expected: Expected, log: Log): string | undefined {
  const { log: wanted, checks, emitter } = expected
  if (wanted === undefined) return undefined
  if (hasShape(expected, log))
    return emitter === undefined || emitter === log.address
      ? undefined
      : `log emitter mismatch: expected=${emitter}, got=${log.address}`
  const [signature] = wanted.topics
  if (wanted.topics.length !== log.topics.length || signature !== log.topics[0]) return undefined
  const topic = wanted.topics.findIndex((one, index) => checks[index] === true && one !== log.topics[index])
  if (topic > 0) return paramText(topic - 1, wanted.topics[topic]!, log.topics[topic]!)
  const [want, got] = [wanted.data, log.data]
  if (want.length !== got.length || want.length % 32 !== 0) return undefined
  const at = Math.floor(want.findIndex((byte, index) => byte !== got[index]) / 32)
  if (at < 0) return undefined
  const word = (bytes: Uint8Array) => bytesToHex(bytes.subarray(at * 32, at * 32 + 32))
  return paramText(wanted.topics.length - 1 + at, word(want), word(got))
}

function paramText(index: number, expected: Hex, got: Hex): string {
  return `log mismatch at param ${index}: expected=${expected}, got=${got}`
}

function hasShape({ log: wanted, checks }: Expected, log: Log): boolean {
  if (wanted === undefined || wanted.topics.length !== log.topics.length) return false
  if (wanted.topics.some((topic, index) => checks[index] === true && topic !== log.topics[index])) return false
  return !checks[4] || isSame(wanted.data, log.data)
}
