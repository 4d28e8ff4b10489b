/**
 * One moment for the page: the debugger's state as data, with texts in a language.
 * @module
 */
import {
  type Debugger,
  type Effect,
  effectsOf,
  headOf,
  memoryWindow,
  originsText,
  ROW_BYTES,
  selectionOf,
  shortWord,
  stackOf,
} from 'memlane/debugger'
import { MAX_STACK_ITEMS } from 'memlane/opcodes'
import { stopText } from 'memlane/trace'
import { type Language, messagesIn } from 'memlane/view'
import type { EffectRow, FrameTab, Moment, Price, SelectionFacts, Sizes } from './protocol.ts'

const MOST_WRITERS = 24
const MOST_EFFECTS = 200
const MOST_DATA_BYTES = 4096
const WORD = 32

export function momentOf(debug: Debugger, sizes: Sizes, language: Language): Moment {
  const { timeline, shown, recording } = debug
  const head = headOf(debug)
  const pc = head.now?.pc ?? (recording.stepCount === 0 ? 0 : recording.steps.pc(recording.stepCount - 1))
  const list = debug.instructionsOf(timeline.current.frame.code)
  return {
    head,
    price: priceOf(head.now),
    frames: framesOf(debug),
    shownFrame: shown.frame.id,
    memory: memoryOf(debug, sizes),
    selection: selectionFacts(debug, language),
    stack: stackOf(debug, MAX_STACK_ITEMS),
    stackSize: timeline.current.stackSize,
    code: list
      .around(pc, sizes.codeRows)
      .map((at) => ({ pc: at, text: list.text(at), isNow: at === pc && head.now !== undefined })),
    stores: effectsOf(debug, 'stores', MOST_EFFECTS).map(storeRow),
    logs: effectsOf(debug, 'logs', MOST_EFFECTS).map(logRow),
    returndata: timeline.current.returndata.slice(0, MOST_DATA_BYTES),
    calldata: shown.frame.input.slice(0, MOST_DATA_BYTES),
    stops: debug.stops.map(stopText),
    marks: [...debug.marks].map(([name, step]) => ({ name, step })),
    compared: debug.compared,
    follow: debug.follow,
    findings: debug.findingsHere.map((finding) => debug.findings.indexOf(finding)),
    prompt: debug.prompt?.kind,
    notice: debug.notice?.(language),
  }
}

function priceOf(now: Moment['head']['now']): Price | undefined {
  if (now === undefined) return undefined
  const { cost, expansion, sizeBefore, sizeAfter } = now
  return { cost, base: cost - expansion, expansion, sizeBefore, sizeAfter }
}

function framesOf({ timeline, target }: Debugger): FrameTab[] {
  const { frames } = timeline
  return frames.map(({ frame }, index) => ({
    id: frame.id,
    depth: frame.depth,
    name: target.locator?.contract(frame) ?? `${frame.codeAddress.slice(0, 8)}…`,
    outward: frames.length - 1 - index,
  }))
}

function selectionFacts(debug: Debugger, language: Language): SelectionFacts {
  const { who } = messagesIn(language)
  const { offset, byte, writers } = selectionOf(debug, MOST_WRITERS)
  const wordOffset = Math.floor(offset / WORD) * WORD
  const bytes = debug.shown.memory(wordOffset, WORD)
  return {
    offset,
    byte,
    wordOffset,
    word: bytes.reduce((word, one) => (word << 8n) | BigInt(one), 0n),
    text: textOf(bytes),
    writers: writers.map(({ step, opcode, place, isVisible, origins }) => ({
      step,
      opcode,
      file: place?.file,
      line: place?.line,
      isVisible,
      from: originsText(origins, who),
    })),
  }
}

/** Bytes as text where that says something: UTF-8, zeros behind it cut. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1
  if (end === 0) return ''
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end))
    return /^[^\p{Cc}\p{Cf}\p{Co}]+$/u.test(text) ? text : ''
  } catch {
    return ''
  }
}

function storeRow({ step, opcode, words: [slot = 0n, value = 0n] }: Effect): EffectRow {
  return { step, text: `${opcode} ${shortWord(slot)} ← ${shortWord(value)}` }
}

function logRow({ step, opcode, words, data }: Effect): EffectRow {
  return { step, text: [opcode, ...words.map(shortWord), data === '0x' ? '' : data].join(' ') }
}

/** Tells the debugger what is on the page, so that it scrolls only where it must. */
export function applySizes(debug: Debugger, { memoryTop, memoryRows, rowBytes }: Sizes): void {
  debug.setMemoryRows(Math.floor((memoryRows * rowBytes) / ROW_BYTES))
  debug.memoryTop = memoryTop
}

function memoryOf(debug: Debugger, { memoryRows, rowBytes }: Sizes): Moment['memory'] {
  const top = Math.floor(debug.memoryTop / rowBytes) * rowBytes
  return memoryWindow(debug, top, Math.ceil(((memoryRows + 1) * rowBytes) / ROW_BYTES))
}
