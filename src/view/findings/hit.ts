/**
 * The bytes that a finding is about.
 * @module
 */
import type { Finding } from '../../check/index.ts'
import type { MemoryRange } from '../../trace/index.ts'

/** What changed; else what of the step's range belongs to whom it hit; else all that the step writes or takes. */
export function hitRange({ changed, range, victim }: Finding): MemoryRange {
  if (changed !== undefined && changed.after.length > 0) return { offset: changed.offset, length: changed.after.length }
  if (victim === undefined) return range
  const start = Math.max(range.offset, victim.start)
  const end = Math.min(range.offset + range.length, victim.end)
  return start < end ? { offset: start, length: end - start } : range
}
