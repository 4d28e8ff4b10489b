/**
 * Where the offset or the length that a finding's step used came from, in as few words as it has.
 * @module
 */
import type { ByteCount, ByteOffset } from '../../base/index.ts'
import type { Finding } from '../../check/index.ts'
import { opcodeOfByte, rangeOf } from '../../opcodes/index.ts'
import { leavesOf, type MemoryRange, type Origin, type OriginFinder, type Recording } from '../../trace/index.ts'
import type { ExplainedOrigin } from './explained.ts'

/** Ranges of calldata that are told; there may be as many as words were read. */
const MOST_RANGES = 4

/** @param nameOf of a frame that was called */
export function originOf(
  recording: Recording,
  finder: OriginFinder,
  { rule, at, range }: Finding,
  nameOf: (frame: number) => string,
): ExplainedOrigin | undefined {
  const opcode = opcodeOfByte(at.op)
  const operands = opcode?.ranges.find(
    (one) => rangeOf(one, (operand) => recording.operandNumber(at.step, operand)).offset === range.offset,
  )
  if (operands === undefined) return undefined
  const items = 'length' in operands ? [operands.offset, operands.length] : [operands.offset]
  // How far memory grows, the larger of the two decides.
  if (rule === 'R13') items.sort((a, b) => recording.operandNumber(at.step, b) - recording.operandNumber(at.step, a))
  const found = items.map((item) => told(recording.operand(at.step, item), finder.ofItem(at.step, item), nameOf))
  // What somebody else chose says more than what nobody did.
  return found.find((origin) => origin !== undefined && origin.from !== 'constants') ?? found[0]
}

function told(value: bigint, origin: Origin, nameOf: (frame: number) => string): ExplainedOrigin | undefined {
  const leaves = leavesOf(origin)
  const calldata = rangesOf(leaves, 'calldata')
  if (calldata.length > 0) return { value, from: 'calldata', ranges: calldata }
  const returned = leaves.find((leaf) => leaf.kind === 'returndata')
  if (returned?.kind === 'returndata')
    return { value, from: 'returndata', ranges: rangesOf(leaves, 'returndata'), callee: nameOf(returned.callee) }
  const isConstant = leaves.every(({ kind }) => kind === 'constant' || kind === 'zero')
  return isConstant ? { value, from: 'constants' } : undefined
}

/** In order, those that touch as one. */
function rangesOf(leaves: readonly Origin[], kind: 'calldata' | 'returndata'): MemoryRange[] {
  const parts = leaves.flatMap((leaf) => (leaf.kind === kind ? [leaf] : [])).toSorted((a, b) => a.offset - b.offset)
  const ranges: { offset: ByteOffset; length: ByteCount }[] = []
  for (const { offset, length } of parts) {
    const last = ranges.at(-1)
    if (last !== undefined && offset <= last.offset + last.length)
      last.length = Math.max(last.length, offset + length - last.offset)
    else ranges.push({ offset, length })
  }
  return ranges.slice(0, MOST_RANGES)
}
