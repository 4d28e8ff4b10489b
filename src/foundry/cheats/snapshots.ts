/**
 * `snapshotState` and its family: the world and the block within one transaction.
 * @module
 */
import type { RunWorld, WorldCheckpoint } from '../../evm/index.ts'
import type { TestEnvironment } from './testEnvironment.ts'

interface Snapshot {
  readonly checkpoint: WorldCheckpoint
  readonly environment: TestEnvironment
}

export class Snapshots {
  readonly #all = new Map<bigint, Snapshot>()
  #next = 0n

  add(world: RunWorld, environment: TestEnvironment): bigint {
    this.#all.set(this.#next, { checkpoint: world.checkpoint(), environment })
    return this.#next++
  }

  /** The block as it was; `undefined` where there is no such snapshot. */
  revert(id: bigint, world: RunWorld): TestEnvironment | undefined {
    const snapshot = this.#all.get(id)
    if (snapshot !== undefined) world.revertTo(snapshot.checkpoint)
    return snapshot?.environment
  }

  /** Whether there was one. */
  drop(id: bigint): boolean {
    return this.#all.delete(id)
  }

  clear(): void {
    this.#all.clear()
  }

  /** A transaction ends all of them. */
  begin(): void {
    this.#all.clear()
    this.#next = 0n
  }
}
