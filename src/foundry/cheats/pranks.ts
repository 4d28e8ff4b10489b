/**
 * Calls that come from somebody else. A prank is of one depth and one caller, and waits for the next call there, or for all of
 * them until it is stopped; what calls a cheatcode or the console does not take it.
 * Source: forge 1.7.1.
 * @module
 */
import type { Address } from '../../base/index.ts'
import type { CallRequest } from '../../evm/index.ts'
import { isCreation } from '../../opcodes/index.ts'
import { CheatcodeError } from './cheatError.ts'

export interface Prank {
  /** Whose calls are changed. */
  readonly caller: Address
  /** Who they come from then. */
  readonly as: Address
  /** What ORIGIN pushes meanwhile; `undefined`: what it did. */
  readonly origin: Address | undefined
  /** What it pushed before. */
  readonly originBefore: Address
  /** Of one call alone. */
  readonly isSingle: boolean
  /** Delegate calls see it, too. */
  readonly ofDelegates: boolean
  readonly wasUsed: boolean
}

export class Pranks {
  #byDepth = new Map<number, Prank>()

  get isEmpty(): boolean {
    return this.#byDepth.size === 0
  }

  at(depth: number): Prank | undefined {
    return this.#byDepth.get(depth)
  }

  begin(depth: number, prank: Prank): void {
    const before = this.#byDepth.get(depth)
    if (before !== undefined) {
      if (!before.wasUsed) throw new CheatcodeError('cannot overwrite a prank until it is applied at least once')
      if (before.isSingle !== prank.isSingle)
        throw new CheatcodeError(
          'cannot override an ongoing prank with a single vm.prank; use vm.startPrank to override the current prank',
        )
    }
    this.#byDepth.set(depth, prank)
  }

  stop(depth: number): void {
    this.#byDepth.delete(depth)
  }

  /** Before a frame starts. Returns what ORIGIN is to push, where that changes. */
  apply(request: CallRequest): Address | undefined {
    const prank = this.#byDepth.get(request.depth)
    if (prank === undefined) return undefined
    if (prank.ofDelegates && request.kind === 'delegatecall') {
      request.target = prank.as
      request.caller = prank.as
      return prank.origin
    }
    if (request.caller !== prank.caller) return undefined
    request.world.warm(prank.as)
    request.caller = prank.as
    this.#byDepth.set(request.depth, { ...prank, wasUsed: true })
    return prank.origin
  }

  /** After it ended. Returns what ORIGIN pushed before. */
  finish({ depth, kind }: CallRequest): Address | undefined {
    const prank = this.#byDepth.get(depth)
    if (prank === undefined) return undefined
    if (prank.isSingle) {
      if (isCreation(kind)) this.#byDepth.clear()
      else this.#byDepth.delete(depth)
    }
    return prank.originBefore
  }

  save(): ReadonlyMap<number, Prank> {
    return new Map(this.#byDepth)
  }

  restore(saved: ReadonlyMap<number, Prank>): void {
    this.#byDepth = new Map(saved)
  }
}
