/**
 * Logs in linear memory: the engine appends them, a failed frame's are cut off, a run's are read at its end.
 * @module
 */
import type { Word } from '../base/units.ts'
import { wordFromLimbs } from '../base/word.ts'
import type { Heap } from './heap.ts'
import { LOG_HEADER_BYTES, LOGS, LOGS_END, LOGS_LIMIT, NEEDED_BYTES, SLOT_BYTES } from './layout.ts'
import type { LinearMemory } from './linearMemory.ts'

const INITIAL_BYTES = 16384

export interface MachineLog {
  readonly address: Word
  readonly topics: readonly Word[]
  readonly data: Uint8Array
}

export class LogStore {
  readonly #memory: LinearMemory
  readonly #heap: Heap

  constructor(memory: LinearMemory, heap: Heap) {
    this.#memory = memory
    this.#heap = heap
  }

  place(): void {
    const logs = this.#heap.allocate(INITIAL_BYTES)
    this.#memory.setU32(LOGS, logs)
    this.#memory.setU32(LOGS_END, logs)
    this.#memory.setU32(LOGS_LIMIT, logs + INITIAL_BYTES)
  }

  clear(): void {
    this.#memory.setU32(LOGS_END, this.#memory.u32(LOGS))
  }

  /** Makes room for NEEDED_BYTES more. */
  grow(): void {
    const memory = this.#memory
    const logs = memory.u32(LOGS)
    const used = memory.u32(LOGS_END) - logs
    const length = Math.max((memory.u32(LOGS_LIMIT) - logs) * 2, used + memory.u32(NEEDED_BYTES))
    const grown = this.#heap.allocate(length)
    memory.copyWithin(grown, logs, used)
    memory.setU32(LOGS, grown)
    memory.setU32(LOGS_END, grown + used)
    memory.setU32(LOGS_LIMIT, grown + length)
  }

  /** The length of all records: a checkpoint for `revert`, valid also when they move. */
  get length(): number {
    return this.#memory.u32(LOGS_END) - this.#memory.u32(LOGS)
  }

  /** Cuts off what was logged since the records had that length. */
  revert(length: number): void {
    this.#memory.setU32(LOGS_END, this.#memory.u32(LOGS) + length)
  }

  /** The records of all logs, or of those from that length on, copied out: `decodeLogs` tells what they say. */
  copyRecords(from = 0): Uint8Array<ArrayBuffer> {
    return this.#memory.copyOut(this.#memory.u32(LOGS) + from, this.length - from)
  }
}

/** The logs in records that were copied out. */
export function decodeLogs(records: Uint8Array<ArrayBuffer>): MachineLog[] {
  const view = new DataView(records.buffer)
  const limbs = new BigUint64Array(records.buffer)
  const logs: MachineLog[] = []
  for (let record = 0; record < records.length; ) {
    const topicCount = view.getUint32(record + 32, true)
    const dataLength = view.getUint32(record + 36, true)
    const topics = record + LOG_HEADER_BYTES
    const data = topics + topicCount * SLOT_BYTES
    logs.push({
      address: wordFromLimbs(limbs, record / 8),
      topics: Array.from({ length: topicCount }, (_, index) => wordFromLimbs(limbs, (topics + index * SLOT_BYTES) / 8)),
      data: records.slice(data, data + dataLength),
    })
    record = Math.ceil((data + dataLength) / 8) * 8
  }
  return logs
}
