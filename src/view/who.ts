/**
 * Who wrote bytes of memory, and what read and wrote them, for people.
 *
 *   memory 0x120..0x13f at the end, frame 0   0x1
 *
 *    step 194  pc 0xd9  MSTORE   0x120..0x13f   0x0 → 0x1
 *      MemoryLane.sol:10   b[0] = bytes32(uint256(1));
 *      SHL = 0x1
 *      ├ PUSH1 0x0
 *      └ PUSH1 0x1
 * @module
 */
import { assertNever } from '../base/error.ts'
import { bytesToHex, quantityToHex } from '../base/hex.ts'
import type { StepIndex } from '../base/units.ts'
import { bytesToBigint, WORD_BYTES } from '../base/word.ts'
import type { Status } from '../evm/index.ts'
import { opcodeOfByte } from '../opcodes/index.ts'
import type {
  MemoryRange,
  MemoryWriter,
  Origin,
  OriginPart,
  Recording,
  SourceLocator,
  SourcePlace,
  WatchedAccess,
  Writers,
} from '../trace/index.ts'
import { longHex } from './bytesText.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped, hexOffset } from './number.ts'
import { fitLine, type Line, type Screen, type Span, span } from './span.ts'
import { layoutTable } from './table.ts'
import { printable, shortened } from './width.ts'

/** A run, as far as answers about it speak of it. */
export interface RecordedFacts {
  /** What was called, for people. */
  readonly call: string
  /** How it ended, where that is known. */
  readonly status: Status | undefined
  /** What was recorded. */
  readonly recording: Recording
  /** Where its instructions come from, where that is known. */
  readonly locator: SourceLocator | undefined
  /** The line of source of a step. */
  readonly placeOf: (step: StepIndex) => SourcePlace | undefined
}

/** A question about a range of memory, and its answer. */
export interface WhoFacts extends RecordedFacts {
  /** Whose memory, by id. */
  readonly frame: number
  /** `undefined` for the end of the frame. */
  readonly at: StepIndex | undefined
  /** The bytes that were asked about. */
  readonly range: MemoryRange
  /** What `writersOf` found. */
  readonly found: Writers
  /** Of each writer, in the same order. */
  readonly origins: readonly Origin[]
}

/** The accesses to a range. */
export interface WatchFacts extends RecordedFacts {
  /** In each frame's memory, or in one's. */
  readonly range: MemoryRange
  /** The first ones, or the last. */
  readonly accesses: readonly WatchedAccess[]
  /** How many there are. */
  readonly count: number
}

/** Lines of one origin; the JSON has all of it. */
const ORIGIN_LINES = 16
const GAP = '   '

/** `width` is that of the terminal: no line is longer. */
export function whoScreen(facts: WhoFacts, messages: Messages, width?: number): Screen {
  const { frame, at, range, found, origins } = facts
  const { who } = messages
  const moment = at === undefined ? who.atEnd(String(frame)) : who.beforeStep(grouped(at), String(frame))
  const lines: Line[] = [
    [span(rangeText(range), 'strong'), span(` ${moment}`, 'dim'), span(GAP), span(briefValue(found.bytes))],
  ]
  if (found.bytes.length < range.length)
    lines.push([span(` ${who.pastMemory(byteCount(range.length - found.bytes.length))}`, 'dim')])
  for (const [index, writer] of found.writers.entries())
    lines.push([], ...writerLines(writer, origins[index]!, facts, messages))
  const { unwritten } = found
  const { brutalized } = facts.recording.run
  const neverWritten = brutalized?.junkSeed === undefined ? who.neverWritten : who.neverWrittenJunk
  if (unwritten.length > 0)
    lines.push(
      [],
      [
        span(
          ` ${unwritten.slice(0, 8).map(rangeText).join(' ')}${unwritten.length > 8 ? ' …' : ''} ${neverWritten}`,
          'dim',
        ),
      ],
    )
  if (found.hasMore) lines.push([], [span(` ${who.olderWriters}`, 'dim')])
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}

function writerLines(writer: MemoryWriter, origin: Origin, facts: WhoFacts, messages: Messages): Screen {
  const { range } = facts
  const { who } = messages
  const isShadowed = writer.visible.length === 0
  const headline: Span[] = [
    span(` ${who.step(grouped(writer.step))}`, isShadowed ? 'dim' : 'strong'),
    span(`  pc ${quantityToHex(writer.pc)}`, 'dim'),
    span(`  ${opcodeName(writer.opcode)}`),
  ]
  const shown = isShadowed ? [writer] : writer.visible
  const isWhole = shown.length === 1 && shown[0]!.offset === range.offset && shown[0]!.length === range.length
  if (!isWhole) headline.push(span(`  ${shown.slice(0, 4).map(rangeText).join(' ')}${shown.length > 4 ? ' …' : ''}`))
  if (isShadowed) headline.push(span(`  ${who.shadowed}`, 'dim'))
  const change = writer.isKnown ? `${briefValue(writer.before)} → ${briefValue(writer.after)}` : who.unknownBytes
  const lines: Line[] = []
  // A word on each side of the arrow is wider than a terminal.
  if (change.length > 40) lines.push(headline, [span(GAP), span(change)])
  else lines.push([...headline, span(GAP), span(change)])
  const place = facts.placeOf(writer.step)
  if (place !== undefined) lines.push([span(GAP), span(placeText(place), 'dim')])
  const tree = originLines(origin, facts, messages)
  const first = tree.slice(0, ORIGIN_LINES)
  lines.push(...first.map((line) => [span(GAP), ...line]))
  const left = tree.length - first.length
  if (left > 0) lines.push([span(`${GAP}${who.moreOrigins(grouped(left))}`, 'dim')])
  return lines
}

/** The tree of an origin: its root first. Its depth is bounded by whoever made it. */
function originLines(origin: Origin, facts: RecordedFacts, messages: Messages): Screen {
  const lines: Line[] = []
  const add = (node: Origin, own: string, below: string, prefix: string) => {
    lines.push(
      [span(own, 'dim'), span(prefix, 'dim'), ...originSpans(node, facts, messages)].filter(({ text }) => text !== ''),
    )
    const children = childrenOf(node, messages)
    for (const [index, child] of children.entries()) {
      const isLast = index === children.length - 1
      add(child.origin, `${below}${isLast ? '└ ' : '├ '}`, `${below}${isLast ? '  ' : '│ '}`, child.prefix)
    }
  }
  add(origin, '', '', '')
  return lines
}

function childrenOf(origin: Origin, messages: Messages): readonly { origin: Origin; prefix: string }[] {
  if ('inputs' in origin) return origin.inputs.map((input) => ({ origin: input, prefix: '' }))
  if (!('parts' in origin)) return []
  const isOne = origin.parts.length === 1
  return origin.parts.map((part) => ({ origin: part.origin, prefix: partText(part, isOne, messages) }))
}

/** `0x40..0x5f step 2: `, in front of what was written there. */
function partText({ offset, length, writtenAt }: OriginPart, isOne: boolean, { who }: Messages): string {
  const words = [
    isOne ? '' : rangeText({ offset, length }),
    writtenAt === undefined ? '' : who.step(grouped(writtenAt)),
  ]
  const text = words.filter((word) => word !== '').join(' ')
  return text === '' ? '' : `${text}: `
}

function originSpans(origin: Origin, facts: RecordedFacts, { who }: Messages): Span[] {
  const value = 'value' in origin && origin.value !== undefined ? ` = ${quantityToHex(origin.value)}` : ''
  const name = 'madeBy' in origin && origin.madeBy !== undefined ? opcodeName(origin.madeBy.opcode) : ''
  switch (origin.kind) {
    case 'constant':
      return [
        span(`${name} ${quantityToHex(origin.value)}`),
        span(`  ${who.constant(quantityToHex(origin.madeBy.pc))}`, 'dim'),
      ]
    case 'environment':
    case 'operation':
      return [span(name), span(value)]
    case 'storage': {
      const where = who.slot(quantityToHex(origin.slot))
      const when = origin.storedAt === undefined ? who.asBefore : who.storedAt(grouped(origin.storedAt))
      return [span(`${name} ${where}`), span(value), span(`  ${when}`, 'dim')]
    }
    case 'hash':
      return [span(`${name} ${rangeText(origin)}`), span(value)]
    case 'memory':
      return [span(`${name} ${who.memory(rangeText(origin))}`), span(value)]
    case 'calldata':
      return [span(`${name} ${who.calldata(rangeText(origin))}`), span(value)]
    case 'code':
      return [span(`${name} ${who.code(rangeText(origin))}`)]
    case 'returndata':
      return [span(`${name} ${who.returndata(rangeText(origin), frameText(facts, origin.callee, who))}`)]
    case 'callResult': {
      const callee = origin.callee === undefined ? '' : `  ${frameText(facts, origin.callee, who)}`
      return [span(name), span(value), span(callee, 'dim')]
    }
    case 'zero':
      return [span('0x0'), span(`  ${origin.why === 'unwritten' ? who.neverWritten : who.pastEnd}`, 'dim')]
    case 'junk':
      return [span(rangeText(origin)), span(`  ${who.neverWrittenJunk}`, 'dim')]
    case 'cut':
      return [span(`… ${who.cut}`, 'dim')]
    default:
      return assertNever(origin)
  }
}

function frameText({ recording, locator }: RecordedFacts, id: number, who: Messages['who']): string {
  const frame = recording.frames[id]!
  const contract = locator?.contract(frame)
  return who.frame(String(id), contract === undefined ? frame.codeAddress : printable(contract))
}

/** Reads and writes in order. */
export function watchScreen(facts: WatchFacts, messages: Messages, width?: number): Screen {
  const { recording, placeOf, range, accesses, count } = facts
  const { who, watch } = messages
  const headline: Line = [span(rangeText(range), 'strong'), span(` ${watch.accesses(grouped(count))}`, 'dim')]
  const places = accesses.map(({ step }) => placeOf(step))
  const hasPlaces = places.some((place) => place !== undefined)
  const rows = accesses.map((access, index) => {
    const place = places[index]
    const isRead = access.kind === 'read'
    return [
      span(grouped(access.step)),
      span(String(access.frame), 'dim'),
      span(opcodeName(recording.steps.opcode(access.step))),
      span(isRead ? watch.read : watch.write, isRead ? 'dim' : 'strong'),
      span(isRead ? briefValue(access.after) : `${briefValue(access.before)} → ${briefValue(access.after)}`),
      span(place === undefined ? '' : placeText(place), 'dim'),
    ]
  })
  const { step, frame, opcode, access, value, source } = watch.columns
  const columns = [
    { title: step, align: 'right' as const },
    { title: frame, align: 'right' as const },
    ...[opcode, access, value, hasPlaces ? source : ''].map((title) => ({ title })),
  ]
  const left = count - accesses.length
  const lines: Screen = [
    headline,
    ...(accesses.length === 0 ? [] : [[], ...layoutTable(columns, rows)]),
    ...(left === 0 ? [] : [[span(`  ${who.left(grouped(left))}`, 'dim')]]),
  ]
  return width === undefined ? lines : lines.map((line) => fitLine(line, width))
}

/** `0x80`, or `0x80..0x9f` with the last byte that belongs to it. */
export function rangeText({ offset, length }: MemoryRange): string {
  const first = hexOffset(offset, 2)
  return length === 1 ? first : `${first}..${hexOffset(offset + length - 1, 2)}`
}

const WHOLE_BYTES = 8
const END_BYTES = 3

/** A word as a number, other bytes as they are, and the ends of long ones. */
function briefValue(bytes: Uint8Array): string {
  if (bytes.length === 0) return '–'
  const hex = bytes.length === WORD_BYTES ? quantityToHex(bytesToBigint(bytes)) : longHex(bytes)
  if (hex.length <= WHOLE_BYTES * 2 + 2) return hex
  if (bytes.every((byte) => byte === 0)) return `0x00… ${byteCount(bytes.length)}`
  return `${hex.slice(0, 2 + END_BYTES * 2)}…${bytesToHex(bytes.subarray(-END_BYTES)).slice(2)}`
}

function opcodeName(byte: number): string {
  return opcodeOfByte(byte)?.name ?? quantityToHex(byte)
}

function placeText({ file, line, text }: SourcePlace): string {
  return printable(`${file}:${line}${GAP}${shortened(text)}`)
}

/** What `memlane who --json` prints. */
export function whoDocument(facts: WhoFacts): object {
  const { call, status, frame, at, range, found, origins } = facts
  return {
    version: 1,
    call,
    status: status ?? null,
    range: sizeFields(range),
    frame,
    at: at ?? null,
    bytes: longHex(found.bytes),
    writers: found.writers.map((writer, index) => ({
      step: writer.step,
      pc: writer.pc,
      op: opcodeName(writer.opcode),
      frame: writer.frame,
      ...sizeFields(writer),
      visible: writer.visible.map(sizeFields),
      shadowed: writer.visible.length === 0,
      known: writer.isKnown,
      before: longHex(writer.before),
      after: longHex(writer.after),
      source: sourceFields(facts.placeOf(writer.step)),
      origin: originFields(origins[index]!, facts),
    })),
    unwritten: found.unwritten.map(sizeFields),
    more: found.hasMore,
  }
}

/** What `memlane watch --json` prints. */
export function watchDocument(facts: WatchFacts): object {
  const { call, status, recording, range, accesses, count } = facts
  return {
    version: 1,
    call,
    status: status ?? null,
    range: sizeFields(range),
    accesses: accesses.map(({ step, frame, kind, offset, length, before, after }) => ({
      step,
      pc: recording.steps.pc(step),
      op: opcodeName(recording.steps.opcode(step)),
      frame,
      kind,
      ...sizeFields({ offset, length }),
      before: longHex(before),
      after: longHex(after),
      source: sourceFields(facts.placeOf(step)),
    })),
    count,
  }
}

function sizeFields({ offset, length }: MemoryRange): { offset: number; size: number } {
  return { offset, size: length }
}

function sourceFields(place: SourcePlace | undefined): object | null {
  if (place === undefined) return null
  const { file, line, column, text } = place
  return { file, line, column, text, function: place.function ?? null }
}

/** The tree as it is: at most as deep as whoever made it allowed. */
function originFields(origin: Origin, facts: RecordedFacts): object {
  const { kind } = origin
  const madeBy = 'madeBy' in origin ? origin.madeBy : undefined
  return {
    kind,
    ...(madeBy && {
      step: madeBy.step,
      pc: madeBy.pc,
      op: opcodeName(madeBy.opcode),
      frame: madeBy.frame,
      source: sourceFields(facts.placeOf(madeBy.step)),
    }),
    ...('value' in origin && origin.value !== undefined && { value: quantityToHex(origin.value) }),
    ...('why' in origin && { why: origin.why }),
    ...('slot' in origin && {
      address: origin.address,
      slot: quantityToHex(origin.slot),
      transient: origin.isTransient,
      storedAt: origin.storedAt ?? null,
    }),
    ...(kind === 'code' && { address: origin.address }),
    ...((kind === 'returndata' || kind === 'callResult') && { callee: origin.callee ?? null }),
    ...('length' in origin && sizeFields(origin)),
    ...('inputs' in origin && { inputs: origin.inputs.map((input) => originFields(input, facts)) }),
    ...('parts' in origin && {
      parts: origin.parts.map(({ offset, length, writtenAt, wordBytes, origin: made }) => ({
        ...sizeFields({ offset, length }),
        writtenAt: writtenAt ?? null,
        wordBytes: wordBytes === undefined ? null : sizeFields(wordBytes),
        origin: originFields(made, facts),
      })),
    }),
  }
}
