/**
 * Mnemonics → bytecode, in three walks: parse, give every label its address, write the bytes.
 * @module
 */
import { quantityToHex } from '../base/hex.ts'
import type { ByteCount, ByteOffset, Pc } from '../base/units.ts'
import { DEFAULT_FORK, type ForkName } from '../opcodes/forkNames.ts'
import { fork as forkNamed } from '../opcodes/forks.ts'
import { mistake } from './errors.ts'
import { addressLimit, pushWidths } from './layout.ts'
import { type LabelPush, type Program, parse, reportTooNarrow, stopTooLarge } from './parse.ts'
import { type Place, ProblemList, quoted } from './problem.ts'
import { bytesFor, encodePush, leastPushWidth } from './push.ts'

/** Far above what any chain deploys (24,576 bytes) or takes as initcode (49,152). */
export const DEFAULT_MAX_CODE_SIZE: ByteCount = 2 ** 20
/** In UTF-16 units. Enough for the disassembly of the largest code. */
export const MAX_SOURCE_LENGTH = 2 ** 26

/** What code may be made. */
export interface AssembleOptions {
  /** Which opcodes there are. Default: osaka. */
  readonly fork?: ForkName
  /** Default 1 MiB. */
  readonly maxCodeSize?: ByteCount
}

/** One instruction or DATA of the source. */
export interface ListingEntry extends Place {
  /** Where its bytes begin in the code. */
  readonly pc: Pc
  /** The bytes there; shared between entries, so not to be written to. */
  readonly bytes: Uint8Array
  /** As written, without label and comment. */
  readonly text: string
}

/** The code from a `;; section` mark to the next or the end. A mark with nothing behind it is an empty section. */
export interface Section {
  /** What stands behind `;; section` on its line. */
  readonly name: string
  /** Its first byte in the code. */
  readonly start: ByteOffset
  /** Exclusive. */
  readonly end: ByteOffset
  /** Of the mark, from 1. */
  readonly line: number
}

/** Code, and where each part of it stands in its source. */
export interface Assembly {
  /** The bytes, at most `maxCodeSize`. */
  readonly code: Uint8Array<ArrayBuffer>
  /** In source order, which is code order: entries cover the code without gaps. */
  readonly listing: readonly ListingEntry[]
  /** In source order. */
  readonly labels: ReadonlyMap<string, Pc>
  /** In source order. Code before the first mark belongs to none. */
  readonly sections: readonly Section[]
  /** The text that was assembled. */
  readonly source: string
}

/**
 * The code that `source` spells.
 * @throws {AssemblyError} with the problems of the source, at most 100. Labels that a fixed width cannot hold are
 * found only when nothing else is wrong, since only then do labels have addresses.
 */
export function assemble(source: string, options: AssembleOptions = {}): Assembly {
  const { maxCodeSize = DEFAULT_MAX_CODE_SIZE } = options
  const fork = forkNamed(options.fork ?? DEFAULT_FORK)
  const problems = new ProblemList()
  if (source.length > MAX_SOURCE_LENGTH) {
    const facts = { length: source.length, limit: MAX_SOURCE_LENGTH }
    problems.stop({ line: 1, column: 1 }, mistake('assembly.sourceTooLarge', facts))
  }
  const program = parse(source, fork, maxCodeSize, problems)
  const { statements } = program
  const labelIndex = indexLabels(program, problems)
  problems.throwIfAny()

  const starts = layOut(program, labelIndex, leastPushWidth(fork))
  const size = starts[statements.length]
  if (size > maxCodeSize) {
    const first = statements[starts.findIndex((start) => start > maxCodeSize) - 1]
    stopTooLarge(problems, first, maxCodeSize)
  }

  const labels = new Map(program.labels.map(({ name, statement }) => [name, starts[statement]]))
  const code = new Uint8Array(size)
  const listing: ListingEntry[] = []
  for (const [index, { text, content, line, column }] of statements.entries()) {
    const pc = starts[index]
    const end = starts[index + 1]
    const bytes = content instanceof Uint8Array ? content : addressPush(content, labels, end - pc - 1, problems)
    code.set(bytes, pc)
    listing.push({ pc, bytes, line, column, text })
  }
  problems.throwIfAny()
  const sections = program.sections.map(({ name, statement, line }, index) => {
    const next = program.sections[index + 1]
    return { name, start: starts[statement], end: starts[next?.statement ?? statements.length], line }
  })
  return { code, listing, labels, sections, source }
}

/** The index of each label's mark, after reporting labels that stand twice and pushes of labels that stand nowhere. */
function indexLabels({ labels, statements }: Program, problems: ProblemList): Map<string, number> {
  const indices = new Map<string, number>()
  for (const [index, mark] of labels.entries()) {
    const first = indices.get(mark.name)
    if (first === undefined) {
      indices.set(mark.name, index)
      continue
    }
    const label = quoted(mark.name)
    problems.add(mark, mistake('assembly.duplicateLabel', { label, firstLine: labels[first].line }))
  }
  for (const { content } of statements) {
    if (content instanceof Uint8Array || indices.has(content.label)) continue
    const label = quoted(content.label)
    problems.add(content, mistake('assembly.unknownLabel', { label }))
  }
  return indices
}

/** Where each statement starts and, last, where the code ends. */
function layOut(
  { statements, labels }: Program,
  labelIndex: ReadonlyMap<string, number>,
  leastWidth: ByteCount,
): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(statements.length + 1)
  /** Pushes of free width before each statement. */
  const pushesBefore = new Uint32Array(statements.length + 1)
  const targets: number[] = []
  for (const [index, { content }] of statements.entries()) {
    const isBytes = content instanceof Uint8Array
    if (!isBytes && content.opcode === undefined) targets.push(labelIndex.get(content.label)!)
    starts[index + 1] = starts[index] + (isBytes ? content.length : 1 + (content.opcode?.immediate ?? leastWidth))
    pushesBefore[index + 1] = targets.length
  }
  const laid = labels.map(({ statement }) => ({ address: starts[statement], pushesBefore: pushesBefore[statement] }))
  const widths = pushWidths(laid, targets, leastWidth)
  let added = 0
  for (let index = 0; index < statements.length; index++) {
    for (let push = pushesBefore[index]; push < pushesBefore[index + 1]; push++) added += widths[push] - leastWidth
    starts[index + 1] += added
  }
  return starts
}

/** The push of a label's address, after reporting a width that does not hold it. */
function addressPush(
  { label, opcode, line, column }: LabelPush,
  labels: ReadonlyMap<string, Pc>,
  width: ByteCount,
  problems: ProblemList,
): Uint8Array {
  const address = labels.get(label)!
  if (opcode !== undefined && address >= addressLimit(width)) {
    const what = `@${quoted(label)} (${quantityToHex(address)})`
    reportTooNarrow(problems, { line, column }, opcode, what, bytesFor(BigInt(address)))
  }
  return encodePush(BigInt(address), width)
}
