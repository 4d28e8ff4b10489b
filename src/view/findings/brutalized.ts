/**
 * What became of a call with other bytes in memory that nobody owns, in words.
 * @module
 */

import type { BrutalizedStage } from '../../launch/index.ts'
import { opcodeOfByte } from '../../opcodes/index.ts'
import type { Messages } from '../messages/index.ts'
import { grouped } from '../number.ts'
import type { BrutalizedFacts } from './facts.ts'
import { rangeText } from './parts.ts'

type Comparison = BrutalizedStage['junk']
type Kind = Comparison['differences'][number]['kind']

/** Whether somebody sees a difference that is the code's fault: where memory ends, code may ask for on purpose. */
export function isBrutalizedOtherwise({ junk, shifted }: BrutalizedStage): boolean {
  return junk.differences.length > 0 || isShiftTelling(shifted)
}

function isShiftTelling({ differences, reads }: Comparison): boolean {
  return differences.length > 0 && !reads.msize && !reads.gas
}

/** A sentence for junk, and one for the pointer. */
export function brutalizedLines({ junk, shifted, shift }: BrutalizedFacts, messages: Messages): string[] {
  const { brutalized } = messages.check
  const moved = grouped(shift)
  const first =
    junk.differences.length === 0
      ? brutalized.same
      : brutalized.differs(whatOf(junk, messages), stepOf(junk), readOf(junk, messages))
  if (shifted.differences.length === 0) return [first, brutalized.sameShifted(moved)]
  if (!isShiftTelling(shifted)) return [first, brutalized.dependsOnSize(moved)]
  return [first, brutalized.differsShifted(moved, whatOf(shifted, messages), stepOf(shifted))]
}

/** Each kind once, in the order of the comparison. */
function whatOf({ differences }: Comparison, { check }: Messages): string {
  const kinds = [...new Set(differences.map(({ kind }) => kind))]
  return [...new Set(kinds.map((kind: Kind) => check.brutalized.what[kind]))].join(check.and)
}

function stepOf({ parting }: Comparison): string {
  return parting === undefined ? '' : grouped(parting.step)
}

function readOf({ junkRead, junkReadBy }: Comparison, { check }: Messages): string {
  const [range] = junkRead?.unwritten ?? []
  if (junkRead === undefined || range === undefined || junkReadBy !== 'origin') return ''
  const name = opcodeOfByte(junkRead.opcode)?.name ?? ''
  return check.brutalized.read(name, grouped(junkRead.step), rangeText(range))
}
