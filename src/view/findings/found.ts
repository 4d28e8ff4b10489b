/**
 * How many findings a run has, in one sentence: also why nothing is known of them.
 * @module
 */
import { assertNever } from '../../base/error.ts'
import type { FoundFindings } from '../../launch/index.ts'
import type { Messages } from '../messages/index.ts'
import { grouped } from '../number.ts'

/** `2 findings.`, `Not checked, because …` */
export function foundText(found: FoundFindings, { check }: Messages): string {
  const { found: texts } = check
  switch (found.kind) {
    case 'checked':
      return found.findings.length === 0 ? texts.none : texts.some(grouped(found.findings.length))
    case 'file':
      return found.findings.length === 0 ? texts.noneInFile : texts.inFile(grouped(found.findings.length))
    case 'tooLong':
      return texts.tooLong(grouped(found.steps))
    case 'newer':
      return texts.newer
    default:
      return assertNever(found)
  }
}
