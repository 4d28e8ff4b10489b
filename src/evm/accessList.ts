/**
 * Accounts that the running transaction has touched: warm. The first touch costs more. (EIP-2929)
 * Slots have the same mark in the machine's storage cache; here stand only those that the transaction names.
 * @module
 */
import type { Word } from '../base/units.ts'
import type { State } from './state.ts'

export class AccessList {
  readonly #warm = new Set<bigint>()
  /** Slots that the transaction's own list names. The machine marks them when they enter its cache. */
  readonly #slots = new Map<bigint, Set<Word>>()

  clear(): void {
    this.#warm.clear()
    this.#slots.clear()
  }

  isWarm(address: bigint): boolean {
    return this.#warm.has(address)
  }

  /** Warms for the whole transaction. */
  add(address: bigint): void {
    this.#warm.add(address)
  }

  addSlot(address: bigint, slot: Word): void {
    const slots = this.#slots.get(address)
    if (slots === undefined) this.#slots.set(address, new Set([slot]))
    else slots.add(slot)
  }

  hasSlot(address: bigint, slot: Word): boolean {
    return this.#slots.get(address)?.has(slot) ?? false
  }

  /** Warms until the frame that does it fails. */
  touch(address: bigint, state: State): void {
    this.#warm.add(address)
    state.onUndo(() => this.#warm.delete(address))
  }
}
