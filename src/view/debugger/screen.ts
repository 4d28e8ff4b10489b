/**
 * The debugger on so many columns and rows.
 *
 *   wide, from 100 columns                          narrow, from 80
 *   │ header                             │          │ header                │
 *   │ code, stack │ memory               │          │ code       │ stack    │
 *   │             │ who                  │          │ memory                │
 *   │             │ storage, logs, …     │          │ who or storage, …     │
 *   │ keys, or what is typed             │          │ keys                  │
 * @module
 */
import { bytesToHex, quantityToHex } from '../../base/hex.ts'
import * as op from '../../opcodes/codes.ts'
import { OPCODES, type Opcode } from '../../opcodes/index.ts'
import { bytesAt, leavesOf, type Origin, stopText, writersOf } from '../../trace/index.ts'
import { type Language, type Messages, messagesIn } from '../messages/index.ts'
import { byteCount, grouped, hexOffset } from '../number.ts'
import { fitLine, type Line, lineWidth, type Screen, type Span, span } from '../span.ts'
import { displayWidth, printable, shortened, truncate } from '../width.ts'
import { type Debugger, ROW_BYTES } from './debugger.ts'
import { opcodeName } from './instructions.ts'
import { keyLines } from './key.ts'
import { memoryLines, memoryWidth } from './memoryPane.ts'

export const LEAST_WIDTH = 80
export const LEAST_HEIGHT = 24
const WIDE = 100
const WHO_ROWS = 4
const PANE_ROWS = 4

const OPCODE: ReadonlyMap<number, Opcode> = new Map(OPCODES.map((opcode) => [opcode.code, opcode]))

/** Exactly `height` lines of at most `width` columns. */
export function debuggerScreen(debug: Debugger, width: number, height: number, language: Language): Screen {
  const messages = messagesIn(language)
  const { debugger: texts } = messages
  if (width < LEAST_WIDTH || height < LEAST_HEIGHT)
    return filled([[span(texts.tooSmall(String(LEAST_WIDTH), String(LEAST_HEIGHT)))]], width, height)
  if (debug.isHelp) return filled(helpLines(messages), width, height)
  const body = height - 3
  const digits = Math.max(3, debug.shown.memorySize.toString(16).length)
  const middle =
    width >= WIDE ? wideBody(debug, width, body, digits, messages) : narrowBody(debug, width, body, digits, messages)
  return filled(
    [headerLine(debug, messages), sourceLine(debug, messages), ...middle, footerLine(debug, width, language)],
    width,
    height,
  )
}

function filled(lines: Screen, width: number, height: number): Screen {
  const shown = lines.slice(0, height).map((line) => fitLine(line, width))
  return [...shown, ...Array.from({ length: height - shown.length }, (): Line => [])]
}

function helpLines(messages: Messages): Screen {
  const { debugger: texts } = messages
  return [[span(` ${texts.helpTitle}`, 'strong')], ...keyLines(messages).map((line) => [span(` ${line}`)])]
}

// ── Header and footer ──────────────────────────────────────────────────────────────────────────────────────────────────

function headerLine(debug: Debugger, { debugger: texts, status, halt }: Messages): Line {
  const { recording, step, timeline, shown, target } = debug
  const place = ` ${grouped(step)}/${grouped(recording.stepCount)} `
  const memory = [
    ...(target.isSolidity && shown.memorySize >= 0x60 ? [`${texts.freePointer} ${freePointer(debug)}`] : []),
    `${texts.size} ${byteCount(shown.memorySize)}`,
  ].join('   ')
  if (timeline.atEnd) {
    const frame = recording.frames[0]!
    const end = frame.halt === undefined ? status[frame.status] : halt[frame.halt]
    return [
      span(place, 'strong'),
      span(` ${texts.end}: ${end}   gas ${grouped(frame.gas - frame.gasLeft)}   ${memory}`),
    ]
  }
  const { steps } = recording
  const cost = debug.gas.cost(step)
  const expansion = debug.gas.expansion(step)
  const price =
    expansion === 0n
      ? `gas ${grouped(cost)}`
      : `gas ${grouped(cost)} (${grouped(cost - expansion)}+${grouped(expansion)})`
  const frame = recording.frameAt(step)
  const name = target.locator?.contract(frame) ?? `${frame.codeAddress.slice(0, 8)}…`
  const failed = recording.failed(step) ? [span(`  ${halt[frame.halt!]}`, 'bad')] : []
  return [
    span(place, 'strong'),
    span(` pc ${quantityToHex(steps.pc(step))}  `, 'dim'),
    span(opcodeName(steps.opcode(step)), 'strong'),
    span(`  ${price}`),
    ...failed,
    span(`  ${texts.depth} ${steps.depth(step)} ${printable(name)}`, 'dim'),
    span(`   ${memory}`),
  ]
}

function freePointer({ shown }: Debugger): string {
  return quantityToHex(BigInt(bytesToHex(shown.memory(0x40, 32))))
}

function sourceLine(debug: Debugger, { debugger: texts }: Messages): Line {
  const { timeline, target } = debug
  if (timeline.atEnd) return [span(` ${printable(target.call)}`, 'dim')]
  const place = target.placeOf(debug.step)
  if (place === undefined) return [span(` ${texts.noSource}`, 'dim')]
  return [span(` ${printable(place.file)}:${place.line}   `, 'dim'), span(printable(shortened(place.text)))]
}

function footerLine(debug: Debugger, width: number, language: Language): Line {
  const { debugger: texts } = messagesIn(language)
  const { prompt, notice } = debug
  if (prompt !== undefined)
    return [span(` ${texts.prompts[prompt.kind]} `, 'strong'), span(printable(prompt.text)), span('█')]
  if (notice !== undefined) return [span(` ${printable(notice(language))}`, 'strong')]
  // As many hints as there is room for; how to find the others stands last.
  let hints = ''
  for (const hint of texts.footer) {
    const more = `${hints}${hint}  `
    if (displayWidth(more) + displayWidth(texts.footerEnd) < width) hints = more
  }
  return [span(` ${hints}${texts.footerEnd}`, 'dim')]
}

// ── Bodies ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function wideBody(debug: Debugger, width: number, height: number, digits: number, messages: Messages): Screen {
  const rightWidth = Math.min(memoryWidth(digits) + 1, width - 28)
  const leftWidth = width - rightWidth - 1
  const stackRows = Math.floor((height - 2) / 2)
  const codeRows = height - 2 - stackRows
  const left = [
    ...pane(messages.debugger.code, codeLines(debug, codeRows), codeRows, leftWidth),
    ...pane(messages.debugger.stack, stackLines(debug, stackRows), stackRows, leftWidth),
  ]
  // Rows that a higher screen has go to memory, and every third to what is told of it.
  const extra = Math.max(0, Math.floor((height - 27) / 3))
  const memoryRows = height - WHO_ROWS - PANE_ROWS - 3 - extra
  debug.setMemoryRows(memoryRows)
  const right = [
    ...pane(memoryTitle(debug, messages), memoryLines(debug, memoryRows, digits), memoryRows, rightWidth),
    ...pane(whoTitle(debug, messages), whoLines(debug, WHO_ROWS + extra, messages), WHO_ROWS + extra, rightWidth),
    ...pane(messages.debugger.panes[debug.pane], paneLines(debug, PANE_ROWS, messages), PANE_ROWS, rightWidth),
  ]
  return beside(left, right, leftWidth)
}

function narrowBody(debug: Debugger, width: number, height: number, digits: number, messages: Messages): Screen {
  const half = Math.floor(width / 2) - 1
  const top = 6
  const lower = 4
  const memoryRows = height - top - lower - 3
  debug.setMemoryRows(memoryRows)
  const left = pane(messages.debugger.code, codeLines(debug, top), top, half)
  const right = pane(messages.debugger.stack, stackLines(debug, top), top, width - half - 1)
  // Of the two panes that tell more there is room for one: Tab comes to the other and back.
  const isWho = debug.pane === 'storage'
  const more = isWho
    ? pane(whoTitle(debug, messages), whoLines(debug, lower, messages), lower, width)
    : pane(messages.debugger.panes[debug.pane], paneLines(debug, lower, messages), lower, width)
  return [
    ...beside(left, right, half),
    ...pane(memoryTitle(debug, messages), memoryLines(debug, memoryRows, digits), memoryRows, width),
    ...more,
  ]
}

/** A title and exactly `rows` lines below it. */
function pane(title: string, lines: Screen, rows: number, width: number): Line[] {
  const shown = truncate(title, Math.max(1, width - 4))
  const rule = '─'.repeat(Math.max(0, width - displayWidth(shown) - 3))
  const body = lines.slice(0, rows).map((line) => fitLine(line, width))
  return [
    [span('─ ', 'dim'), span(shown, 'dim'), span(` ${rule}`, 'dim')],
    ...body,
    ...Array.from({ length: rows - body.length }, (): Line => []),
  ]
}

function beside(left: Screen, right: Screen, leftWidth: number): Line[] {
  return left.map((line, index) => {
    const space = ' '.repeat(Math.max(0, leftWidth - lineWidth(line)))
    return [...line, span(space), span('│', 'dim'), ...(right[index] ?? [])]
  })
}

// ── Panes ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function codeLines(debug: Debugger, rows: number): Line[] {
  const { timeline, recording, step } = debug
  const { current } = timeline
  const { frame } = current
  if (debug.showSource) return sourceLines(debug, rows)
  const pc = timeline.atEnd
    ? recording.stepCount === 0
      ? 0
      : recording.steps.pc(recording.stepCount - 1)
    : recording.steps.pc(step)
  const list = debug.instructionsOf(frame.code)
  return list.around(pc, rows).map((at) => {
    const isNow = at === pc && !timeline.atEnd
    const text = `${at.toString(16).padStart(4, '0')}${isNow ? '>' : ' '}${list.text(at)}`
    return [span(` ${text}`, isNow ? 'strong' : undefined)]
  })
}

/** The lines of source that ran before and will run next, this one marked. */
function sourceLines({ target, recording, step }: Debugger, rows: number): Line[] {
  const before: string[] = []
  const after: string[] = []
  const textOf = (at: number) => {
    const place = target.placeOf(at)
    return place && `${place.line}  ${shortened(place.text)}`
  }
  const now = step < recording.stepCount ? textOf(step) : undefined
  const collect = (from: number, change: number, lines: string[], most: number) => {
    let last = now
    for (
      let at = from, looked = 0;
      at >= 0 && at < recording.stepCount && lines.length < most && looked < MOST_LOOKED;
      at += change, looked++
    ) {
      const text = textOf(at)
      if (text !== undefined && text !== last) lines.push((last = text))
    }
  }
  const above = Math.floor(rows / 3)
  collect(step - 1, -1, before, above)
  collect(step + 1, 1, after, rows - before.length - 1)
  return [
    ...before.reverse().map((text): Line => [span(`  ${printable(text)}`, 'dim')]),
    [span(`> ${printable(now ?? '–')}`, 'strong')],
    ...after.map((text): Line => [span(`  ${printable(text)}`)]),
  ]
}

/** Steps that are looked at for other lines: some loops stay on one for long. */
const MOST_LOOKED = 5000

function stackLines(debug: Debugger, rows: number): Line[] {
  const { timeline, recording, step } = debug
  const { current } = timeline
  const opcode = timeline.atEnd ? undefined : OPCODE.get(recording.steps.opcode(step))
  return Array.from({ length: Math.min(rows, current.stackSize) }, (_, depth): Line => {
    const label = opcode?.operands[depth]
    return [
      span(`${String(depth).padStart(3)} `, 'dim'),
      span(shortWord(current.stack(depth)), label === undefined ? undefined : 'strong'),
      ...(label === undefined ? [] : [span(` ${label}`, 'dim')]),
    ]
  })
}

const WORD_DIGITS = 16

function shortWord(word: bigint): string {
  const hex = quantityToHex(word)
  return hex.length <= WORD_DIGITS + 2 ? hex : `${hex.slice(0, 8)}…${hex.slice(-6)}`
}

function memoryTitle(debug: Debugger, { debugger: texts }: Messages): string {
  const { shown, outward, memoryTop, compared, timeline } = debug
  const last = Math.max(0, shown.memorySize - 1)
  const frame = timeline.frames.length > 1 ? ` ${texts.frame(String(shown.frame.id), String(shown.frame.depth))}` : ''
  const parts = [
    `${texts.memory} ${hexOffset(Math.min(memoryTop, last))}/${hexOffset(shown.memorySize)}${frame}`,
    outward > 0 ? texts.waiting : '',
    compared === undefined ? '' : texts.comparedWith(grouped(compared)),
    debug.follow ? '' : texts.pinned,
  ]
  return parts.filter((part) => part !== '').join('  ')
}

function whoTitle({ selection, shown }: Debugger, { debugger: texts }: Messages): string {
  const byte = shown.memory(selection, 1)[0] ?? 0
  return `${texts.who} ${hexOffset(selection)} = ${byte.toString(16).padStart(2, '0')}`
}

function whoLines(debug: Debugger, rows: number, { who, debugger: texts }: Messages): Line[] {
  const { recording, accesses, shown, selection, step, target, timeline } = debug
  if (selection >= shown.memorySize) return [[span(` ${texts.noMemory}`, 'dim')]]
  const question = { frame: shown.frame.id, offset: selection, length: 1, ...(timeline.atEnd ? {} : { at: step }) }
  const found = writersOf(recording, accesses, question, { most: rows, shadowed: rows })
  if (found.writers.length === 0) return [[span(` ${who.neverWritten}`, 'dim')]]
  return found.writers.slice(0, rows).map((writer): Line => {
    const place = target.placeOf(writer.step)
    const source = place === undefined ? '' : `  ${place.file}:${place.line}`
    return [
      span(
        ` ${who.step(grouped(writer.step))} ${opcodeName(writer.opcode)}`,
        writer.visible.length === 0 ? 'dim' : 'strong',
      ),
      span(printable(source), 'dim'),
      span(`  ← ${originText(debug.origins.ofWrite(writer.step, { offset: selection, length: 1 }), who)}`),
    ]
  })
}

/** Where it came from, in few words. */
function originText(origin: Origin, who: Messages['who']): string {
  const leaves = leavesOf(origin).slice(0, 3)
  return leaves.map((leaf) => leafText(leaf, who)).join(', ')
}

function leafText(leaf: Origin, who: Messages['who']): string {
  const madeBy = 'madeBy' in leaf ? leaf.madeBy : undefined
  const name = madeBy === undefined ? '' : `${opcodeName(madeBy.opcode)} `
  switch (leaf.kind) {
    case 'constant':
      return madeBy?.opcode === op.PUSH0 ? 'PUSH0' : `${name}${quantityToHex(leaf.value)}`
    case 'storage':
      return `${name}${who.slot(shortWord(leaf.slot))}`
    case 'zero':
      return leaf.why === 'unwritten' ? who.neverWritten : who.pastEnd
    case 'cut':
      return who.cut
    case 'calldata':
      return `${name}${who.calldata(hexOffset(leaf.offset, 2))}`
    case 'code':
      return `${name}${who.code(hexOffset(leaf.offset, 2))}`
    case 'memory':
      return `${name}${who.memory(hexOffset(leaf.offset, 2))}`
    case 'returndata':
      return `${name}${hexOffset(leaf.offset, 2)}`
    default:
      return name.trim()
  }
}

function paneLines(debug: Debugger, rows: number, { debugger: texts }: Messages): Line[] {
  const { recording, step, timeline, effects } = debug
  const none: Line[] = [[span(` ${texts.nothing}`, 'dim')]]
  switch (debug.pane) {
    case 'storage': {
      const lines = latest(effects.stores, step, rows).map((at): Line => {
        const isTransient = recording.steps.opcode(at) === op.TSTORE
        const [slot, value] = [recording.operand(at, 0), recording.operand(at, 1)]
        return effectLine(at, `${isTransient ? 'TSTORE' : 'SSTORE'} ${shortWord(slot)} ← ${shortWord(value)}`)
      })
      return lines.length === 0 ? none : lines
    }
    case 'logs': {
      const lines = latest(effects.logs, step, rows).map((at): Line => {
        const topics = recording.steps.opcode(at) - op.LOG0
        const words = Array.from({ length: topics }, (_, topic) => shortWord(recording.operand(at, 2 + topic)))
        const [offset, length] = [recording.operandNumber(at, 0), recording.operandNumber(at, 1)]
        const data =
          length === 0
            ? ''
            : bytesToHex(
                bytesAt(recording, debug.accesses, {
                  frame: recording.steps.frame(at),
                  at,
                  offset,
                  length: Math.min(length, 16),
                }),
              )
        return effectLine(at, `LOG${topics} ${words.join(' ')} ${data}`)
      })
      return lines.length === 0 ? none : lines
    }
    case 'returndata':
      return bytesLines(timeline.current.returndata, rows) ?? none
    case 'calldata':
      return bytesLines(debug.shown.frame.input, rows) ?? none
    case 'stops': {
      const lines = debug.stops.map((stop): Line => [span(` ${stopText(stop)}`)])
      return lines.length === 0 ? [[span(` ${texts.noStops}`, 'dim')]] : lines
    }
  }
}

/** The last ones before a step, newest first. */
function latest(steps: readonly number[], before: number, most: number): number[] {
  const chosen: number[] = []
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (steps[middle]! < before) low = middle + 1
    else high = middle
  }
  for (let index = low - 1; index >= 0 && chosen.length < most; index--) chosen.push(steps[index]!)
  return chosen
}

function effectLine(step: number, text: string): Line {
  return [span(` ${grouped(step)} `, 'dim'), span(text)]
}

function bytesLines(bytes: Uint8Array, rows: number): Line[] | undefined {
  if (bytes.length === 0) return undefined
  return Array.from({ length: Math.min(rows, Math.ceil(bytes.length / ROW_BYTES)) }, (_, row): Line => {
    const part = bytes.subarray(row * ROW_BYTES, (row + 1) * ROW_BYTES)
    const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const spans: Span[] = [span(` ${hexOffset(row * ROW_BYTES)} `, 'dim'), span(hex)]
    return spans
  })
}
