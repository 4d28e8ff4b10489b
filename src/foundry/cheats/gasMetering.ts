/**
 * `pauseGasMetering`: what is used until it goes on is given back, and refunds are what they were.
 * Source: forge 1.7.1, whose own call of the cheatcode counts.
 * @module
 */
import type { Gas } from '../../base/index.ts'
import type { CallRequest, FrameResult } from '../../evm/index.ts'

/** A warm call: going on costs it. (EIP-2929) */
const CALL_GAS = 100n

export class GasMetering {
  #paused: { readonly gas: Gas; readonly refund: bigint } | undefined
  #given: { readonly request: CallRequest; readonly gas: Gas } | undefined

  pause({ callerGas, gas, world }: CallRequest): void {
    this.#paused ??= { gas: callerGas + gas, refund: world.refund }
  }

  resume(request: CallRequest): void {
    const paused = this.#paused
    if (paused === undefined) return
    request.world.setRefund(paused.refund)
    this.#given = { request, gas: paused.gas - CALL_GAS }
    this.#paused = undefined
  }

  /** The call of the cheatcode has ended: its caller gets what it had. */
  ended(request: CallRequest, result: FrameResult): void {
    if (this.#given?.request !== request) return
    const left = this.#given.gas - request.callerGas
    if (left > 0n) result.gasLeft = left
    this.#given = undefined
  }

  get isGiving(): boolean {
    return this.#given !== undefined
  }

  begin(): void {
    this.#paused = undefined
    this.#given = undefined
  }
}
