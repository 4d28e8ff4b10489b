/**
 * What the running transaction has gathered beside the world: accounts that are warm, because it has touched them,
 * contracts that it created and accounts that it destroyed. (Yellow Paper, section 6.1: the accrued substate)
 *
 * The first touch of an account costs more. (EIP-2929) Slots have the same mark in the machine's storage cache; here
 * stand only those that the transaction names.
 * @module
 */
import type { Word } from '../base/units.ts'
import type { Account } from './account.ts'
import type { World } from './world.ts'

export class Substate {
  readonly #world: World
  readonly #warm = new Set<bigint>()
  /** Slots that the transaction's own list names. The machine marks them when they enter its cache. */
  readonly #slots = new Map<bigint, Set<Word>>()
  readonly #created = new Set<Account>()
  readonly #destroyed = new Set<Account>()

  /** Undoing in `world` undoes marks that were set with it. */
  constructor(world: World) {
    this.#world = world
  }

  clear(): void {
    this.#warm.clear()
    this.#slots.clear()
    this.#created.clear()
    this.#destroyed.clear()
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
  warm(address: bigint): void {
    this.#warm.add(address)
    this.#world.onUndo(() => this.#warm.delete(address))
  }

  isCreated(account: Account): boolean {
    return this.#created.has(account)
  }

  markCreated(account: Account): void {
    this.#created.add(account)
    this.#world.onUndo(() => this.#created.delete(account))
  }

  isDestroyed(account: Account): boolean {
    return this.#destroyed.has(account)
  }

  markDestroyed(account: Account): void {
    if (this.#destroyed.has(account)) return
    this.#destroyed.add(account)
    this.#world.onUndo(() => this.#destroyed.delete(account))
  }

  /** Accounts that the transaction's end removes. */
  destroyed(): Iterable<Account> {
    return this.#destroyed
  }
}
