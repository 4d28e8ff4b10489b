/**
 * `expectRevert`: the next call has to revert. What it reverted with is swallowed, and its caller sees a success.
 * Source: forge 1.7.1.
 * @module
 */
import { type Address, bytesToHex, hexToBytes } from '../../base/index.ts'
import { beginsWith, isSame } from '../../base/sameBytes.ts'
import type { CallRequest, FrameResult } from '../../evm/index.ts'
import { isCreation, isSuccess } from '../../opcodes/index.ts'
import { checksummed } from '../suite/valueText.ts'
import { CheatArguments } from './cheatArguments.ts'
import { CheatcodeError, revertData } from './cheatError.ts'

/** What is expected. */
export interface RevertWanted {
  /** Revert data, or the text of `Error(string)`; `undefined`: whatever it is. */
  readonly reason?: Uint8Array
  /** Only its selector has to fit. */
  readonly isPartial?: boolean
  /** Who has to revert. */
  readonly reverter?: Address
  /** How often. */
  readonly count?: number
  /** A cheatcode has to refuse. */
  readonly ofCheatcode?: boolean
}

interface Waiting extends RevertWanted {
  /** Of the call of the cheatcode. */
  readonly depth: number
  readonly count: number
  /** The deepest call since. */
  readonly deepest: number
  /** The call that set it up has not ended yet. */
  readonly isFresh: boolean
  readonly seen: number
  /** Who reverted first. */
  readonly by: Address | undefined
}

const ERROR = hexToBytes('0x08c379a0')
const CHEATCODE_ERROR = hexToBytes('0xeeaa9e6f')
/** What Solidity decodes from a call that did not return what it should: zeros, for whatever type. */
const ZEROS = new Uint8Array(8192)
/** forge's address of a creation that was meant to revert. */
const CREATED: Address = '0x0000000000000000000000000000000000000001'

export class ExpectedRevert {
  #waiting: Waiting | undefined
  /** A revert in the caller's own frame counts. */
  allowsInternal: boolean

  readonly #textOf: (data: Uint8Array) => string

  /** @param textOf what revert data says */
  constructor(allowsInternal: boolean, textOf: (data: Uint8Array) => string) {
    this.allowsInternal = allowsInternal
    this.#textOf = textOf
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined
  }

  expect(depth: number, wanted: RevertWanted): void {
    if (this.#waiting !== undefined)
      throw new CheatcodeError('you must call another function prior to expecting a second revert')
    const { count = 1 } = wanted
    this.#waiting = { ...wanted, depth, count, deepest: depth, isFresh: true, seen: 0, by: undefined }
  }

  /** A frame is about to start. */
  began({ depth }: CallRequest): void {
    const waiting = this.#waiting
    if (waiting !== undefined) this.#waiting = { ...waiting, deepest: Math.max(depth + 1, waiting.deepest) }
  }

  /** A call has ended, of a cheatcode too. Whether it was the one. */
  ended(request: CallRequest, result: FrameResult, isCheat: boolean): boolean {
    let waiting = this.#waiting
    if (waiting === undefined) return false
    const isCreate = isCreation(request.kind)
    const failed = !isSuccess(result.status)
    if (failed && waiting.reverter !== undefined && (waiting.by === undefined || (waiting.count > 1 && !isCreate)))
      waiting = { ...waiting, by: isCreate ? (result.created ?? request.target) : request.target }
    this.#waiting = waiting
    const { depth, ofCheatcode = false, isFresh, deepest } = waiting
    if (request.depth > depth) return false
    const isInternal = this.allowsInternal
    const isIt = isCreate
      ? !ofCheatcode
      : ofCheatcode
        ? isCheat && !isFresh
        : !isCheat && (failed || !isInternal || deepest > depth)
    if (!isIt) {
      if (isFresh) this.#waiting = { ...waiting, isFresh: false }
      return false
    }
    this.#waiting = undefined
    // Whoever expects a halt does not lose the gas by it.
    if (result.status === 'halt') result.gasLeft = result.gasAtHalt
    const reason = this.#mismatch(waiting, result, isCheat)
    if (reason !== undefined) {
      result.status = 'revert'
      result.output = revertData(reason)
      return true
    }
    if (waiting.seen + 1 < waiting.count)
      this.#waiting = { ...waiting, seen: waiting.seen + 1, by: isCreate ? undefined : waiting.by }
    if (failed) request.world.setRefund(request.world.refund + result.refund)
    result.status = 'return'
    result.output = isCreate ? new Uint8Array(0) : ZEROS
    if (isCreate) result.created = CREATED
    return true
  }

  /** Why the test fails at its end. */
  unmet(): string | undefined {
    return this.#waiting === undefined ? undefined : 'next call did not revert as expected'
  }

  #mismatch(waiting: Waiting, { status, output }: FrameResult, isCheat: boolean): string | undefined {
    const { depth, deepest, count, reverter, by, reason, isPartial = false } = waiting
    if (!isCheat && !this.allowsInternal && deepest <= depth)
      return "call didn't revert at a lower depth than cheatcode call depth"
    if (count === 0) return isSuccess(status) ? undefined : 'call reverted when it was expected not to revert'
    if (isSuccess(status)) return 'next call did not revert as expected'
    if (reverter !== undefined && by !== undefined && reverter !== by)
      return `Reverter != expected reverter: ${checksummed(by)} != ${checksummed(reverter)}`
    if (reason === undefined) return undefined
    let actual = typeof output === 'string' ? hexToBytes(output) : output
    if (actual.length === 0 && reason.length > 0) return 'call reverted as expected, but without data'
    const selector = actual.subarray(0, 4)
    if (isPartial && isSame(selector, reason.subarray(0, 4))) return undefined
    if (isSame(selector, ERROR) || isSame(selector, CHEATCODE_ERROR)) actual = messageIn(actual) ?? actual
    if (isSame(actual, reason)) return undefined
    if (isCheat && shown(actual).includes(shown(reason))) return undefined
    if (beginsWith(reason, ERROR) && isSame(messageIn(reason) ?? reason, actual)) return undefined
    return `Error != expected error: ${this.#textOf(actual)} != ${this.#textOf(reason)}`
  }

  save(): unknown {
    return this.#waiting
  }

  restore(saved: unknown): void {
    this.#waiting = saved as Waiting | undefined
  }
}

/** The text of `Error(string)`. */
function messageIn(data: Uint8Array): Uint8Array | undefined {
  try {
    return new CheatArguments(data).bytes(0)
  } catch {
    return undefined
  }
}

/** As text where it is some. */
function shown(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes)
  return /^[\x20-\x7e]*$/.test(text) ? text : bytesToHex(bytes)
}
