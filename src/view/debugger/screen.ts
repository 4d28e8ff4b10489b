/**
 * The debugger on so many columns and rows.
 *
 *   wide, from 100 columns                          narrow, from 80
 *   │ header                             │          │ header                │
 *   │ code, stack │ memory               │          │ code       │ stack    │
 *   │             │ who                  │          │ memory                │
 *   │             │ storage, logs, …     │          │ who or storage, …     │
 *   │ time line, where there are findings│          │ the same              │
 *   │ keys, or what is typed             │          │ keys                  │
 * @module
 */
import { quantityToHex } from '../../base/hex.ts'
import type { ExplainedFinding } from '../../launch/index.ts'
import { stopText } from '../../trace/index.ts'
import { foundText } from '../findings/found.ts'
import { findingTexts } from '../findings/texts.ts'
import { type Language, type Messages, messagesIn } from '../messages/index.ts'
import { byteCount, grouped, hexOffset } from '../number.ts'
import { fitLine, type Line, lineWidth, type Screen, type Span, span } from '../span.ts'
import { displayWidth, printable, shortened, truncate } from '../width.ts'
import { wrapped } from '../wrap.ts'
import { type Debugger, type Pane, ROW_BYTES } from './debugger.ts'
import { keyLines } from './key.ts'
import { memoryLines, memoryWidth } from './memoryPane.ts'
import { effectsOf, headOf, type MomentHead, originsText, selectionOf, shortWord, stackOf } from './moment.ts'

/** Columns that a screen needs. */
export const LEAST_WIDTH = 80
/** Lines that a screen needs. */
export const LEAST_HEIGHT = 24
const WIDE = 100
const WHO_ROWS = 4
const PANE_ROWS = 4
/** Columns for code and stack before names of owners get any. */
const LEFT_WIDTH = 40
const LABEL_WIDTH = 32

/** Exactly `height` lines of at most `width` columns. */
export function debuggerScreen(debug: Debugger, width: number, height: number, language: Language): Screen {
  const messages = messagesIn(language)
  const { debugger: texts } = messages
  if (width < LEAST_WIDTH || height < LEAST_HEIGHT)
    return filled([[span(texts.tooSmall(String(LEAST_WIDTH), String(LEAST_HEIGHT)))]], width, height)
  if (debug.isHelp) return filled(helpLines(messages), width, height)
  const lane = debug.findings.length === 0 ? [] : [laneLine(debug, width)]
  const body = height - 3 - lane.length
  const digits = Math.max(3, debug.shown.memorySize.toString(16).length)
  const middle =
    width >= WIDE ? wideBody(debug, width, body, digits, messages) : narrowBody(debug, width, body, digits, messages)
  const head = headOf(debug)
  return filled(
    [
      ...[headerLine(head, messages), sourceLine(head, debug, messages)],
      ...middle,
      ...lane,
      footerLine(debug, width, language),
    ],
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

function headerLine(head: MomentHead, { debugger: texts, status, halt }: Messages): Line {
  const place = ` ${grouped(head.step)}/${grouped(head.stepCount)} `
  const memory = [
    ...(head.freePointer === undefined ? [] : [`${texts.freePointer} ${shortWord(head.freePointer)}`]),
    `${texts.size} ${byteCount(head.size)}`,
  ].join('   ')
  const { now, end } = head
  if (now === undefined) {
    const how = end?.halt === undefined ? status[end!.status] : halt[end.halt]
    return [span(place, 'strong'), span(` ${texts.end}: ${how}   gas ${grouped(end!.gasUsed)}   ${memory}`)]
  }
  const split = now.expansion === 0n ? '' : ` (${grouped(now.cost - now.expansion)}+${grouped(now.expansion)})`
  return [
    span(place, 'strong'),
    span(` pc ${quantityToHex(now.pc)}  `, 'dim'),
    span(now.opcode, 'strong'),
    span(`  gas ${grouped(now.cost)}${split}`),
    ...(now.halt === undefined ? [] : [span(`  ${halt[now.halt]}`, 'bad')]),
    span(`  ${texts.depth} ${now.depth} ${printable(now.contract)}`, 'dim'),
    span(`   ${memory}`),
  ]
}

function sourceLine({ now }: MomentHead, debug: Debugger, messages: Messages): Line {
  const { debugger: texts } = messages
  if (now === undefined) return [span(` ${printable(debug.target.call)}`, 'dim')]
  const said = now.said === undefined ? [] : [span('   console.log  ', 'dim'), span(printable(now.said), 'strong')]
  const found = debug.findingsHere.flatMap((finding) => [span('   '), ...findingSpans(finding, messages)])
  if (now.place === undefined) return [span(` ${texts.noSource}`, 'dim'), ...said, ...found]
  const { file, line, text } = now.place
  return [span(` ${printable(file)}:${line}   `, 'dim'), span(printable(shortened(text))), ...said, ...found]
}

/**
 * The whole run in one line, with its findings: ◆ of an error, ◇ of what is less, ┃ where one is.
 *
 *   ───────────◆────┃──────◇─────────
 */
function laneLine({ findings, recording, step }: Debugger, width: number): Line {
  const columns = width - 2
  const columnOf = (at: number) => Math.min(columns - 1, Math.floor((at * columns) / recording.stepCount))
  const now = columnOf(step)
  const signs = new Map<number, '◆' | '◇'>()
  for (const { at, cause } of findings)
    if (cause.first.severity === 'error') signs.set(columnOf(at.step), '◆')
    else if (!signs.has(columnOf(at.step))) signs.set(columnOf(at.step), '◇')
  const spans: Span[] = [span(' ')]
  for (let column = 0; column < columns; column++) {
    const sign = signs.get(column)
    if (column === now) spans.push(span(sign ?? '┃', 'strong'))
    else spans.push(sign === undefined ? span('─', 'dim') : span(sign, 'bad'))
  }
  return spans
}

function footerLine(debug: Debugger, width: number, language: Language): Line {
  const { debugger: texts } = messagesIn(language)
  const { prompt, notice } = debug
  if (prompt !== undefined)
    return [span(` ${texts.prompts[prompt.kind]} `, 'strong'), span(printable(prompt.text)), span('█')]
  if (notice !== undefined) return [span(` ${printable(notice(language))}`, 'strong')]
  // As many hints as there is room for; how to find the others stands last.
  let hints = ''
  for (const hint of debug.findings.length === 0 ? texts.footer : [texts.footerFinding, ...texts.footer]) {
    const more = `${hints}${hint}  `
    if (displayWidth(more) + displayWidth(texts.footerEnd) < width) hints = more
  }
  return [span(` ${hints}${texts.footerEnd}`, 'dim')]
}

// ── Bodies ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function wideBody(debug: Debugger, width: number, height: number, digits: number, messages: Messages): Screen {
  const least = memoryWidth(digits) + 1
  // What a wide terminal has beyond that goes to owners' names behind the rows first.
  const rightWidth = Math.min(least + LABEL_WIDTH, Math.max(least, width - LEFT_WIDTH), width - 28)
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
    ...whoPane(debug, WHO_ROWS + extra, rightWidth, messages),
    ...pane(
      messages.debugger.panes[debug.pane],
      paneLines(debug, PANE_ROWS, rightWidth, messages),
      PANE_ROWS,
      rightWidth,
    ),
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
    ? whoPane(debug, lower, width, messages)
    : pane(messages.debugger.panes[debug.pane], paneLines(debug, lower, width, messages), lower, width)
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
  return stackOf(debug, rows).map(
    ({ word, role }, depth): Line => [
      span(`${String(depth).padStart(3)} `, 'dim'),
      span(shortWord(word), role === undefined ? undefined : 'strong'),
      ...(role === undefined ? [] : [span(` ${role}`, 'dim')]),
    ],
  )
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

function whoPane(debug: Debugger, rows: number, width: number, messages: Messages): Line[] {
  const { who, debugger: texts } = messages
  const { offset, byte, writers } = selectionOf(debug, rows)
  const shown = byte === undefined ? '' : ` = ${byte.toString(16).padStart(2, '0')}`
  const owner = debug.ownerOf(offset)
  const title = `${texts.who} ${hexOffset(offset)}${shown}${owner === undefined ? '' : `  ${printable(owner.object)}`}`
  if (writers.length === 0) {
    const why = byte === undefined ? texts.noMemory : who.neverWritten
    return pane(title, [[span(` ${why}`, 'dim')]], rows, width)
  }
  const lines = writers.map(
    ({ step, opcode, place, isVisible, origins }): Line => [
      span(` ${who.step(grouped(step))} ${opcode}`, isVisible ? 'strong' : 'dim'),
      span(place === undefined ? '' : printable(`  ${place.file}:${place.line}`), 'dim'),
      span(`  ← ${originsText(origins, who)}`),
    ],
  )
  return pane(title, lines, rows, width)
}

function paneLines(debug: Debugger, rows: number, width: number, messages: Messages): Line[] {
  const { debugger: texts } = messages
  if (debug.pane === 'findings') return findingLines(debug, rows, width, messages)
  const lines = linesOf[debug.pane](debug, rows)
  if (lines.length > 0) return lines
  return [[span(` ${debug.pane === 'stops' ? texts.noStops : texts.nothing}`, 'dim')]]
}

/** What happened in this step, where a finding is of it; else the findings around it. */
function findingLines(debug: Debugger, rows: number, width: number, messages: Messages): Line[] {
  const { findings, findingsHere, found, step } = debug
  const [here] = findingsHere
  if (here !== undefined) {
    const { title, happened, cause, instead } = findingTexts(here, messages, AS_COMPILED)
    const texts = [happened || title, messages.check.instead(instead), messages.check.cause(cause)]
    const lines = texts.flatMap((text) => wrapped(text, width - 3))
    return lines.map((line, row) => [span(` ${line}${row === rows - 1 && lines.length > rows ? ' …' : ''}`)])
  }
  if (findings.length === 0)
    return [[span(` ${found === undefined ? messages.check.found.notYet : foundText(found, messages)}`, 'dim')]]
  const next = findings.findIndex(({ at }) => at.step > step)
  const first = Math.max(0, Math.min((next < 0 ? findings.length : next) - 1, findings.length - rows))
  return findings
    .slice(first, first + rows)
    .map((finding): Line => [span(` ${grouped(finding.at.step)} `, 'dim'), ...findingSpans(finding, messages)])
}

/** Files as their compiler calls them. */
const AS_COMPILED = { fileOf: (file: string) => file }

/** `error R05  Write past the end of head, into name` */
function findingSpans(finding: ExplainedFinding, messages: Messages): Span[] {
  const { cause } = finding
  const { severity } = cause.first
  const { title } = findingTexts(finding, messages, AS_COMPILED)
  const label = `${messages.check.severity[severity]} ${cause.rule}`
  return [span(label, severity === 'note' ? 'dim' : 'bad'), span(`  ${title}`)]
}

const linesOf: Readonly<Record<Exclude<Pane, 'findings'>, (debug: Debugger, rows: number) => Line[]>> = {
  storage: (debug, rows) =>
    effectsOf(debug, 'stores', rows).map(({ step, opcode, words: [slot, value] }) =>
      effectLine(step, `${opcode} ${shortWord(slot!)} ← ${shortWord(value!)}`),
    ),
  logs: (debug, rows) =>
    effectsOf(debug, 'logs', rows).map(({ step, opcode, words, data }) =>
      effectLine(step, [opcode, ...words.map(shortWord), data === '0x' ? '' : data].join(' ')),
    ),
  returndata: ({ timeline }, rows) => bytesLines(timeline.current.returndata, rows),
  calldata: ({ shown }, rows) => bytesLines(shown.frame.input, rows),
  stops: ({ stops }) => stops.map((stop): Line => [span(` ${stopText(stop)}`)]),
}

function effectLine(step: number, text: string): Line {
  return [span(` ${grouped(step)} `, 'dim'), span(text)]
}

function bytesLines(bytes: Uint8Array, rows: number): Line[] {
  return Array.from({ length: Math.min(rows, Math.ceil(bytes.length / ROW_BYTES)) }, (_, row): Line => {
    const part = bytes.subarray(row * ROW_BYTES, (row + 1) * ROW_BYTES)
    const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const spans: Span[] = [span(` ${hexOffset(row * ROW_BYTES)} `, 'dim'), span(hex)]
    return spans
  })
}
