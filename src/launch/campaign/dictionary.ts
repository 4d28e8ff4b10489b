/**
 * Numbers that a contract may be waiting for: those that its code compares with, and those that it has shown.
 * @module
 */
import { bytesToBigint, type Word } from '../../base/index.ts'
import { type Fork, instructions, jumpTargets } from '../../opcodes/index.ts'
import type { Random } from './random.ts'

const MOST_CONSTANTS = 2048
const MOST_SEEN = 256
/** Positions of code have up to so many bytes. */
const POSITION_BYTES = 3

/** What PUSH instructions of the code put on the stack, each once, in their order; positions to jump to are not among them. */
export function constantsIn(code: Uint8Array, fork: Fork): Word[] {
  const targets = jumpTargets(code)
  const found = new Set<Word>()
  for (const { immediate } of instructions(code, fork)) {
    if (immediate.length === 0 || found.size >= MOST_CONSTANTS) continue
    const value = bytesToBigint(immediate)
    const isTarget = immediate.length <= POSITION_BYTES && targets[Number(value)] === 1
    if (!isTarget) found.add(value)
  }
  return [...found]
}

/** Constants of code, and the last values that runs have shown. */
export class Dictionary {
  readonly #constants: readonly Word[]
  readonly #seen: Word[] = []
  readonly #known: Set<Word>
  #next = 0

  constructor(constants: readonly Word[]) {
    this.#constants = constants
    this.#known = new Set(constants)
  }

  /** Takes a value in; the oldest one that was seen makes room. */
  add(value: Word): void {
    if (this.#known.has(value)) return
    const old = this.#seen[this.#next]
    if (old !== undefined) this.#known.delete(old)
    this.#known.add(value)
    this.#seen[this.#next] = value
    this.#next = (this.#next + 1) % MOST_SEEN
  }

  /** Constants of the code below `limit`, in their order. */
  constants(limit: Word): Word[] {
    return this.#constants.filter((value) => value < limit)
  }

  /** One of all; `undefined` when there is none. */
  pick(random: Random): Word | undefined {
    const lists = [this.#constants, this.#seen].filter((list) => list.length > 0)
    return lists.length === 0 ? undefined : random.pick(random.pick(lists))
  }
}
