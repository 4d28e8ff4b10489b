/**
 * Accounts that the running transaction has touched: warm. The first touch costs more. (EIP-2929)
 * Slots have the same mark in the machine's storage cache.
 * @module
 */
import type { State } from './state.ts'

export class AccessList {
  readonly #warm = new Set<bigint>()

  clear(): void {
    this.#warm.clear()
  }

  isWarm(address: bigint): boolean {
    return this.#warm.has(address)
  }

  /** Warms for the whole transaction. */
  add(address: bigint): void {
    this.#warm.add(address)
  }

  /** Warms until the frame that does it fails. */
  touch(address: bigint, state: State): void {
    this.#warm.add(address)
    state.onUndo(() => this.#warm.delete(address))
  }
}
