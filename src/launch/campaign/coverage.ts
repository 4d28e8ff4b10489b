/**
 * Which instructions of which code have run.
 * @module
 */

import type { Pc } from '../../base/index.ts'
import { isSame } from '../../base/sameBytes.ts'
import { type Fork, instructions, isCreation } from '../../opcodes/index.ts'
import type { BuildLocator, CompiledContract } from '../../solidity/index.ts'
import type { RecordedFrame, Recording } from '../../trace/index.ts'

/** How much of a contract's code ran. */
export interface CodeCoverage {
  /** Its name; `undefined` where no build is known for the code. */
  readonly contract: string | undefined
  /** Whether it is the code that creates the contract. */
  readonly isCreation: boolean
  /** Instructions that read or write memory; those that never ran by their place. */
  readonly memory: { readonly ran: number; readonly count: number; readonly notRan: readonly Pc[] }
  /** All instructions. */
  readonly instructions: { readonly ran: number; readonly count: number }
}

interface Hits {
  readonly code: Uint8Array
  readonly isCreation: boolean
  /** One byte for each byte of code: 1 where an instruction ran. */
  readonly ran: Uint8Array
}

/** Codes that are told apart; a factory can make any number. */
const MOST_CODES = 64

export class Coverage {
  readonly #hits: Hits[] = []
  /** Frames share the bytes of their code. */
  readonly #byBytes = new WeakMap<Uint8Array, Hits>()
  #count = 0

  /** Instructions that ran at least once. */
  get count(): number {
    return this.#count
  }

  /** Takes code in, so that it is told of even when nothing of it runs. */
  expect(code: Uint8Array): void {
    this.#hitsOf({ kind: 'call', code })
  }

  /** Takes a run in; whether an instruction ran in it for the first time. */
  add({ steps, frames }: Recording): boolean {
    const before = this.#count
    const ran = frames.map((frame) => this.#hitsOf(frame)?.ran)
    for (let step = 0; step < steps.count; step++) {
      const hits = ran[steps.frame(step)]
      const pc = steps.pc(step)
      if (hits === undefined || hits[pc] !== 0) continue
      hits[pc] = 1
      this.#count++
    }
    return this.#count > before
  }

  #hitsOf({ kind, code }: Pick<RecordedFrame, 'kind' | 'code'>): Hits | undefined {
    const known = this.#byBytes.get(code)
    if (known !== undefined) return known
    if (code.length === 0) return undefined
    const creates = isCreation(kind)
    const same = this.#hits.find((hits) => hits.isCreation === creates && isSame(hits.code, code))
    const hits = same ?? { code, isCreation: creates, ran: new Uint8Array(code.length) }
    if (same === undefined) {
      if (this.#hits.length >= MOST_CODES) return undefined
      this.#hits.push(hits)
    }
    this.#byBytes.set(code, hits)
    return hits
  }

  /** Of each code, in the order in which they were first seen. */
  report(fork: Fork, builds: BuildLocator | undefined): CodeCoverage[] {
    return this.#hits.map(({ code, isCreation, ran }) => {
      const contract = builds?.contractOf({ kind: isCreation ? 'create' : 'call', code })
      const all = ownInstructions(code, fork, contract, isCreation)
      const memory = all.filter(({ opcode }) => opcode !== undefined && opcode.ranges.length > 0)
      const count = (list: readonly { readonly pc: Pc }[]) => list.filter(({ pc }) => ran[pc] !== 0).length
      const notRan = memory.filter(({ pc }) => ran[pc] === 0).map(({ pc }) => pc)
      return {
        contract: contract?.name,
        isCreation,
        memory: { ran: count(memory), count: memory.length, notRan },
        instructions: { ran: count(all), count: all.length },
      }
    })
  }
}

/** Behind them stand data, code of other contracts and the compiler's metadata, which look like instructions. */
function ownInstructions(code: Uint8Array, fork: Fork, contract: CompiledContract | undefined, isCreation: boolean) {
  const all = [...instructions(code, fork)]
  const mapped = (isCreation ? contract?.creation : contract?.runtime)?.sourceMap.ranges().length ?? 0
  return mapped > 1 ? all.slice(0, mapped) : all
}
