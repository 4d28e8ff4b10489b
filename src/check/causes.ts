/**
 * Findings, gathered by their cause: the rule, and the instruction of the code that broke it.
 * @module
 */
import type { RecordedFrame } from '../trace/index.ts'
import type { Cause, Finding } from './finding.ts'
import type { RuleId, Severity } from './ruleTable.ts'
import type { Report } from './watch.ts'

/** Of one cause, no more are counted. */
export const MOST_COUNTED = 10_000
/** Further causes are passed over. */
export const MOST_CAUSES = 1000

interface Counted {
  readonly rule: RuleId
  readonly first: Finding
  count: number
}

export class Causes {
  readonly #found: Counted[] = []
  /** By code, rule and pc. */
  readonly #byCode = new Map<Uint8Array, Map<string, Counted>>()

  /** What a rule reports to, of one frame. */
  reporter(rule: RuleId, severity: Severity, frame: RecordedFrame): Report {
    return (found) => {
      const key = `${rule} ${found.at.pc}`
      const ofCode = this.#byCode.get(frame.code) ?? new Map<string, Counted>()
      this.#byCode.set(frame.code, ofCode)
      const known = ofCode.get(key)
      if (known !== undefined) {
        known.count = Math.min(known.count + 1, MOST_COUNTED)
        return
      }
      if (this.#found.length >= MOST_CAUSES) return
      const first: Finding = { ...NOTHING, severity, ...found, rule, frame: frame.id }
      const counted = { rule, first, count: 1 }
      ofCode.set(key, counted)
      this.#found.push(counted)
    }
  }

  /** In the order of the steps that broke them. */
  all(): Cause[] {
    return [...this.#found].sort((a, b) => a.first.at.step - b.first.at.step)
  }
}

const NOTHING = {
  object: undefined,
  victim: undefined,
  changed: undefined,
  reader: undefined,
  pointer: undefined,
  origin: undefined,
  facts: {},
}
