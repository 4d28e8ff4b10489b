/**
 * Which bytes of the memory that is shown a finding is about: at its own step, and for as long as what it wrote stands there.
 * @module
 */
import type { ByteCount, ByteOffset, StepIndex } from '../../base/units.ts'
import type { ExplainedFinding } from '../../launch/index.ts'
import type { MemoryAccesses, MemoryRange } from '../../trace/index.ts'
import { hitRange } from '../findings/hit.ts'

export class FoundMarks {
  readonly #accesses: MemoryAccesses
  readonly #findings: readonly ExplainedFinding[]
  /** The step that writes over what a finding wrote, by finding: looked for when it is first needed. */
  readonly #ends = new Map<ExplainedFinding, StepIndex>()

  constructor(accesses: MemoryAccesses, findings: readonly ExplainedFinding[]) {
    this.#accesses = accesses
    this.#findings = findings
  }

  /** 1 for each byte from `top` on that a finding is about, just before a step; `undefined` where there is none. */
  around(frame: number, step: StepIndex, top: ByteOffset, length: ByteCount): Uint8Array | undefined {
    let marks: Uint8Array | undefined
    for (const finding of this.#findings) {
      const { first } = finding.cause
      if (first.frame !== frame || finding.at.step > step) continue
      const { offset, length: hit } = hitRange(first)
      const from = Math.max(offset, top)
      const to = Math.min(offset + hit, top + length)
      if (from >= to || step > this.#endOf(finding)) continue
      marks ??= new Uint8Array(length)
      marks.fill(1, from - top, to - top)
    }
    return marks
  }

  /** The last step before which the bytes are as the finding left them. */
  #endOf(finding: ExplainedFinding): StepIndex {
    let end = this.#ends.get(finding)
    if (end === undefined) this.#ends.set(finding, (end = this.#findEnd(finding)))
    return end
  }

  #findEnd({ cause: { first }, at: { step } }: ExplainedFinding): StepIndex {
    const range = hitRange(first)
    // What only takes bytes leaves nothing behind.
    if (!this.#accesses.ofStep(step).some((access) => access.kind === 'write' && meet(access, range))) return step
    for (const over of this.#accesses.from(step + 1, { frame: first.frame, kind: 'write', range })) return over.step
    return Number.POSITIVE_INFINITY
  }
}

function meet(a: MemoryRange, b: MemoryRange): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length
}
