/**
 * What each block of inline assembly did to memory, against what solc expects of one that is marked "memory-safe":
 *
 *   0x00 – 0x3f   scratch space: anything
 *   0x40 – 0x7f   only until the block ends: then the free memory pointer is one again, and the zero slot zero
 *   0x80 …        inside of one object, or behind the free memory pointer
 *
 * A block that ends the frame needs to put nothing back.
 * Source: https://docs.soliditylang.org/en/v0.8.37/assembly.html#memory-safety
 * @module
 */
import * as op from '../opcodes/codes.ts'
import { type AssemblyBlock, assemblyBlocks, type Compilation } from '../solidity/index.ts'
import type { RecordedFrame } from '../trace/index.ts'
import type { Access } from './access.ts'
import type { MemoryRange, StepPlace } from './finding.ts'
import { type FrameShadow, RESERVED_END, ZERO_SLOT } from './frameShadow.ts'
import type { MakeWatch, Watch } from './watch.ts'

/** How a block broke the promise. */
export type PromiseBreak = 'freePointer' | 'zeroSlot' | 'reserved' | 'pastObject' | 'msize'

/** A break of the promise, the first of its kind in a block. */
export interface BrokenPromise {
  /**
   * `freePointer`, `zeroSlot`: it left them as something else. `reserved`: it wrote where the compiler keeps local variables.
   * `pastObject`: it wrote over the end of an object, or from one into another. `msize`: it asked for MSIZE.
   */
  readonly why: PromiseBreak
  /** The frame that ran it. */
  readonly frame: RecordedFrame
  /** The step that did it. */
  readonly at: StepPlace
  /** What it wrote; empty for MSIZE. */
  readonly range: MemoryRange
}

/** What a block did in the runs that were looked at. */
export interface AuditedBlock {
  /** The block. */
  readonly block: AssemblyBlock
  /** Its build. */
  readonly build: Compilation
  /** How many of its instructions ran; 0 for a block that nobody saw. */
  readonly steps: number
  /** Empty where it kept the promise. */
  readonly broken: readonly BrokenPromise[]
}

interface Seen {
  steps: number
  readonly broken: Map<PromiseBreak, BrokenPromise>
}

/** Gathers what blocks did over any number of runs. Hand one to `checkRecording` with each. */
export class AssemblyAudit {
  readonly #builds: readonly Compilation[]
  readonly #seen = new Map<number, Seen>()

  /** @param builds whose blocks are listed; ids are those of the first that has the code */
  constructor(...builds: readonly Compilation[]) {
    this.#builds = builds
  }

  /** All blocks of the builds, file by file from top to bottom. */
  blocks(): AuditedBlock[] {
    return this.#builds.flatMap((build) =>
      assemblyBlocks(build).map((block) => {
        const seen = this.#seen.get(block.id)
        return { block, build, steps: seen?.steps ?? 0, broken: [...(seen?.broken.values() ?? [])] }
      }),
    )
  }

  /**
   * Watches a frame.
   * @internal
   */
  readonly watch: MakeWatch = (shadow) => watchBlocks(shadow, (id) => this.#of(id))

  #of(id: number): Seen {
    let seen = this.#seen.get(id)
    if (seen === undefined) this.#seen.set(id, (seen = { steps: 0, broken: new Map() }))
    return seen
  }
}

function watchBlocks(shadow: FrameShadow, seenOf: (block: number) => Seen): Watch {
  const { facts } = shadow
  if (facts === undefined) return {}
  /** The last write of each kind that has to be taken back before its block ends. */
  const open = new Map<'freePointer' | 'zeroSlot', { readonly block: number; readonly access: Access }>()

  function broke(block: number, why: PromiseBreak, { at, offset, length }: Access): void {
    const { broken } = seenOf(block)
    if (!broken.has(why)) broken.set(why, { why, frame: shadow.frame, at, range: { offset, length } })
  }

  /** Code outside of a block goes on: what the block left is what it leaves for good. */
  function settle(block: number): void {
    for (const [why, left] of open) {
      if (left.block === block) continue
      broke(left.block, why, left.access)
      open.delete(why)
    }
  }

  function isAllowed({ offset, length, tag }: Access): PromiseBreak | undefined {
    const { allocations } = shadow
    const { first, pointer } = allocations
    const end = offset + length
    // Before Solidity's layout is there, nobody can say.
    if (first === undefined || pointer === undefined || end <= RESERVED_END || offset >= pointer) return undefined
    if (offset < first) return 'reserved'
    const own = shadow.target(tag)?.allocation
    if (own !== undefined && own.released === undefined && offset >= own.start)
      return end <= own.end || own.end === pointer ? undefined : 'pastObject'
    const here = allocations.at(offset)
    return here === undefined || end <= here.end || here.end === pointer ? undefined : 'pastObject'
  }

  return {
    ran(pc) {
      const block = facts.assemblyAt(pc)
      if (block !== 0) seenOf(block).steps++
    },
    read({ at }) {
      if (open.size > 0 && facts.isKnown(at.pc) && at.op === op.MLOAD) settle(facts.assemblyAt(at.pc))
    },
    write(access) {
      const block = facts.assemblyAt(access.at.pc)
      if (open.size > 0 && facts.isKnown(access.at.pc)) settle(block)
      if (block === 0) return
      const why = isAllowed(access)
      if (why !== undefined) broke(block, why, access)
    },
    wrote(access) {
      if (access.offset >= RESERVED_END) return
      const block = facts.assemblyAt(access.at.pc)
      if (shadow.broken === undefined) open.delete('freePointer')
      else if (block !== 0) open.set('freePointer', { block, access })
      if (access.offset + access.length <= ZERO_SLOT) return
      const isZero = shadow.bytes(ZERO_SLOT, 32)?.every((byte) => byte === 0) !== false
      if (isZero) open.delete('zeroSlot')
      else if (block !== 0 && shadow.allocations.first !== undefined) open.set('zeroSlot', { block, access })
    },
    sizeOfMemoryAsked(at) {
      const block = facts.assemblyAt(at.pc)
      if (block === 0) return
      const { broken } = seenOf(block)
      if (!broken.has('msize'))
        broken.set('msize', { why: 'msize', frame: shadow.frame, at, range: { offset: 0, length: 0 } })
    },
  }
}
