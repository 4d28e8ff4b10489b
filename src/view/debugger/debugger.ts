/**
 * The debugger behind any surface: a moment of a recording, what is shown of it, and what keys do to both.
 *
 *   key ─▶ press ─▶ another moment, another selection ─▶ screen draws it
 *
 * It knows no terminal and no page. Every move is answered from the recording's indexes, so that millions of steps make
 * none of them slow.
 * @module
 */
import { MemlaneError } from '../../base/error.ts'
import type { ByteCount, ByteOffset, StepIndex } from '../../base/units.ts'
import type { ExplainedFinding, FoundFindings } from '../../launch/index.ts'
import * as op from '../../opcodes/codes.ts'
import { opcodeNamed } from '../../opcodes/index.ts'
import {
  type Direction,
  type FrameCursor,
  MemoryAccesses,
  nextStop,
  OriginFinder,
  parseMoment,
  parsePattern,
  parseStop,
  type RecordedFrame,
  type Recording,
  type SourceLocator,
  type SourcePlace,
  StepGas,
  type Stop,
  stopText,
  Timeline,
} from '../../trace/index.ts'
import { foundText } from '../findings/found.ts'
import { hitRange } from '../findings/hit.ts'
import type { OwnedRange } from '../memoryRows.ts'
import { type Language, type Messages, messagesIn } from '../messages/index.ts'
import { sentence } from '../messages/sentence.ts'
import { FoundMarks } from './foundMarks.ts'
import { InstructionList } from './instructions.ts'
import type { Key } from './key.ts'
import { backOut, backOver, out, over } from './moves.ts'

/** Bytes in a row of memory. */
export const ROW_BYTES = 16
const WORD_BYTES = 32

/** What the pane at the bottom can show, in the order in which a key goes through it. */
export const PANES = ['storage', 'logs', 'returndata', 'calldata', 'stops', 'findings'] as const
/** One of them. */
export type Pane = (typeof PANES)[number]

/** A line that is being typed. */
export interface Prompt {
  /** What the line is for. */
  readonly kind: 'goto' | 'search' | 'mark' | 'jump' | 'diff' | 'stop'
  /** What was typed so far. */
  readonly text: string
}

/** Bytes `[start, end)` that belong to one object. */
export interface OwnedBytes extends OwnedRange {
  /** Type and name, as a map says it. */
  readonly object: string
}

/** A recording, and what is known around it. */
export interface DebuggerTarget {
  /** What was recorded. */
  readonly recording: Recording
  /** Where its instructions come from, where that is known. */
  readonly locator: SourceLocator | undefined
  /** The line of source of a step. */
  readonly placeOf: (step: StepIndex) => SourcePlace | undefined
  /** What was called, for people. */
  readonly call: string
  /** Who owns what in a frame's memory just before a step; absent where no build is known. */
  readonly ownersAt?: (frame: RecordedFrame, step: StepIndex) => readonly OwnedBytes[]
  /** Whether solc's words lie at the start of memory. */
  readonly isSolidity: boolean
}

/**
 * A moment of a recording, what is shown of it, and what keys do to both. It draws nothing: `debuggerScreen` draws it
 * for terminals.
 */
export class Debugger {
  /** What is looked at. */
  readonly target: DebuggerTarget
  /** That of the target. */
  readonly recording: Recording
  /** At the moment that is shown. Move it by `goto` only. */
  readonly timeline: Timeline
  /** All accesses to memory of the recording. */
  readonly accesses: MemoryAccesses
  /** Answers where values came from, across calls. */
  readonly origins: OriginFinder
  /** What each step cost. */
  readonly gas: StepGas
  /** Steps that store or log, in order. */
  readonly effects: { readonly stores: readonly StepIndex[]; readonly logs: readonly StepIndex[] }
  /** The selected byte of memory: what the step touches, until one is chosen. */
  selection: ByteOffset = 0
  /** Offset of the first row of memory that is shown. */
  memoryTop: ByteOffset = 0
  /** How many open frames further out the shown one is. */
  outward = 0
  /** Whether the view of memory moves to what a step touches. */
  follow = true
  /** Whether zero bytes are shown as `00`; otherwise as `..`. */
  showZeros = false
  /** Whether the source stands where the code does. */
  showSource = false
  /** What the pane at the bottom shows. */
  pane: Pane = 'storage'
  /** Whether the help covers everything. */
  isHelp = false
  /** Where memory is compared with. */
  compared: StepIndex | undefined
  /** Where a run stops. */
  stops: readonly Stop[] = []
  /** The line that is being typed, where one is. */
  prompt: Prompt | undefined
  /** What there is to say until the next key. */
  notice: ((language: Language) => string) | undefined
  /** Whether a key asked to leave. */
  isOver = false
  /** Steps by the name that they were marked with. */
  readonly marks = new Map<string, StepIndex>()
  readonly #instructions = new Map<Uint8Array, InstructionList>()
  #count = ''
  #rows = 8
  #isChosen = false
  #found: FoundFindings | undefined
  #foundMarks: FoundMarks | undefined
  #owners: { readonly step: StepIndex; readonly frame: number; readonly ranges: readonly OwnedBytes[] } | undefined

  /** @param at the step to begin at; one that is not there is moved to the nearest end */
  constructor(target: DebuggerTarget, at: StepIndex) {
    this.target = target
    this.recording = target.recording
    this.timeline = new Timeline(this.recording)
    this.accesses = new MemoryAccesses(this.recording)
    this.origins = new OriginFinder(this.recording, this.accesses, { acrossCalls: true })
    this.gas = new StepGas(this.recording)
    this.effects = effectsOf(this.recording)
    this.goto(at)
  }

  /** The moment that is shown: before this step, or the end. */
  get step(): StepIndex {
    return this.timeline.step
  }

  /** The frame whose memory is shown. */
  get shown(): FrameCursor {
    const { frames } = this.timeline
    return frames[Math.max(0, frames.length - 1 - this.outward)]!
  }

  /** Who owns what in the memory that is shown. */
  get owners(): readonly OwnedBytes[] {
    const { shown, step, target } = this
    if (this.#owners?.step !== step || this.#owners.frame !== shown.frame.id)
      this.#owners = { step, frame: shown.frame.id, ranges: target.ownersAt?.(shown.frame, step) ?? [] }
    return this.#owners.ranges
  }

  /** Who owns a byte of the memory that is shown; `undefined` where nobody is known. */
  ownerOf(offset: ByteOffset): OwnedBytes | undefined {
    return this.owners.find(({ start, end }) => offset >= start && offset < end)
  }

  /** What a check of the run found; `undefined` as long as nobody has told it. */
  get found(): FoundFindings | undefined {
    return this.#found
  }

  /** Tells what a check of the run found: it may come when the run is looked at already. */
  setFound(found: FoundFindings): void {
    this.#found = found
    this.#foundMarks = new FoundMarks(this.accesses, this.findings)
  }

  /** Findings of the run, by step. */
  get findings(): readonly ExplainedFinding[] {
    return this.#found !== undefined && 'findings' in this.#found ? this.#found.findings : []
  }

  /** Those of the step that is shown. */
  get findingsHere(): readonly ExplainedFinding[] {
    return this.findings.filter(({ at }) => at.step === this.step)
  }

  /** Goes to the step of a finding and selects the bytes that it is about. */
  showFinding({ at, cause: { first } }: ExplainedFinding): void {
    this.outward = 0
    this.goto(at.step)
    this.select(hitRange(first).offset)
  }

  /** 1 for each byte of the memory shown, from an offset on, that a finding is about. @internal */
  foundIn(top: ByteOffset, length: ByteCount): Uint8Array | undefined {
    return this.#foundMarks?.around(this.shown.frame.id, this.step, top, length)
  }

  /**
   * The instructions of a code, kept for the next time by the array.
   * @internal
   */
  instructionsOf(code: Uint8Array): InstructionList {
    let list = this.#instructions.get(code)
    if (list === undefined) this.#instructions.set(code, (list = new InstructionList(code)))
    return list
  }

  /** Says how many rows of memory the surface has, so that what is followed stays on it. */
  setMemoryRows(rows: number): void {
    if (rows === this.#rows) return
    this.#rows = rows
    this.#keepVisible()
  }

  /** Shows the moment before a step; one that is not there is moved to the nearest end. */
  goto(step: StepIndex): void {
    const last = this.recording.stepCount
    this.timeline.seek(Math.max(0, Math.min(step, last)))
    this.outward = Math.min(this.outward, this.timeline.frames.length - 1)
    this.#keepVisible()
  }

  /** Does what a key does; digits before it repeat it. What is wrong is in `notice`. */
  press(key: Key): void {
    this.notice = undefined
    if (key === 'ctrl-c') {
      this.isOver = true
      return
    }
    if (this.prompt !== undefined) {
      this.#type(this.prompt, key)
      return
    }
    if (this.isHelp) {
      this.isHelp = false
      if (key !== 'q') return
    }
    if (/^\d$/.test(key) && (key !== '0' || this.#count !== '')) {
      if (this.#count.length < 9) this.#count += key
      return
    }
    const times = Math.max(1, Number(this.#count))
    this.#count = ''
    const action = Object.hasOwn(Debugger.#actions, key) ? Debugger.#actions[key] : undefined
    if (action === undefined) this.#say((texts) => texts.noKey)
    else action(this, times)
  }

  /** What each key does, with the number typed before it. */
  static readonly #actions: Readonly<Record<Key, (debug: Debugger, times: number) => void>> = {
    j: (debug, times) => debug.goto(debug.step + times),
    down: (debug, times) => debug.goto(debug.step + times),
    k: (debug, times) => debug.goto(debug.step - times),
    up: (debug, times) => debug.goto(debug.step - times),
    J: (debug, times) => debug.#move(over, times),
    K: (debug, times) => debug.#move(backOver, times),
    o: (debug, times) => debug.#move(out, times),
    O: (debug, times) => debug.#move(backOut, times),
    n: (debug, times) => debug.#toAccess(times, (step) => debug.accesses.from(step + 1)),
    N: (debug, times) => debug.#toAccess(times, (step) => debug.accesses.before(step)),
    w: (debug, times) => debug.#toAccess(times, (step) => debug.accesses.from(step + 1, debug.#selectedWrites())),
    W: (debug, times) => debug.#toAccess(times, (step) => debug.accesses.before(step, debug.#selectedWrites())),
    e: (debug, times) => debug.#toFinding(times),
    E: (debug, times) => debug.#toFinding(-times),
    c: (debug, times) => debug.#run('forward', times),
    C: (debug, times) => debug.#run('back', times),
    h: (debug, times) => debug.select(debug.selection - times),
    left: (debug, times) => debug.select(debug.selection - times),
    l: (debug, times) => debug.select(debug.selection + times),
    right: (debug, times) => debug.select(debug.selection + times),
    '{': (debug, times) => debug.select(debug.selection - ROW_BYTES * times),
    '}': (debug, times) => debug.select(debug.selection + ROW_BYTES * times),
    pageup: (debug, times) => debug.#scroll(-debug.#rows * times),
    pagedown: (debug, times) => debug.#scroll(debug.#rows * times),
    b: (debug) => debug.#toggleStop(debug.#selectedStop()),
    B: (debug) => debug.#ask('stop'),
    escape: (debug) => debug.#release(),
    '[': (debug, times) => debug.#turnOutward(times),
    ']': (debug, times) => debug.#turnOutward(-times),
    f: (debug) => debug.#toggleFollow(),
    z: (debug) => {
      debug.showZeros = !debug.showZeros
    },
    s: (debug) => {
      debug.showSource = !debug.showSource
    },
    tab: (debug) => {
      debug.pane = PANES[(PANES.indexOf(debug.pane) + 1) % PANES.length]!
    },
    d: (debug) => {
      if (debug.compared === undefined) debug.#ask('diff')
      else debug.compared = undefined
    },
    g: (debug) => debug.#ask('goto'),
    '/': (debug) => debug.#ask('search'),
    m: (debug) => debug.#ask('mark'),
    "'": (debug) => debug.#ask('jump'),
    '?': (debug) => {
      debug.isHelp = true
    },
    q: (debug) => {
      debug.isOver = true
    },
  }

  #ask(kind: Prompt['kind']): void {
    this.prompt = { kind, text: '' }
  }

  /** Repeats a move; the surface is told when it leads nowhere. */
  #move(move: (recording: Recording, step: StepIndex) => StepIndex | undefined, times: number): void {
    let at: StepIndex | undefined = this.step
    for (let time = 0; time < times; time++) {
      const next = move(this.recording, at)
      if (next === undefined || next === at) break
      at = next
    }
    if (at === this.step) this.#end()
    else this.goto(at)
  }

  #say(text: (texts: Messages['debugger']) => string): void {
    this.notice = (language) => text(messagesIn(language).debugger)
  }

  #end(): void {
    this.#say((texts) => texts.noMore)
  }

  #selectedWrites() {
    this.#isChosen = true
    const range = { offset: this.selection, length: 1 }
    return { frame: this.shown.frame.id, kind: 'write' as const, range }
  }

  #toAccess(times: number, accesses: (step: StepIndex) => Iterable<{ readonly step: StepIndex }>): void {
    this.#move((_, step) => {
      for (const access of accesses(step)) return access.step
      return undefined
    }, times)
  }

  #run(direction: Direction, times: number): void {
    if (this.stops.length === 0) {
      this.#say((texts) => texts.noStops)
      return
    }
    let stop: Stop | undefined
    this.#move((recording, step) => {
      const found = nextStop(recording, step, direction, this.stops, this.target.locator)
      stop = found?.stop ?? stop
      return found?.step
    }, times)
    const reached = stop
    if (reached !== undefined) this.#say((texts) => texts.reached(stopText(reached)))
  }

  /** So many findings on, or back; of those of one step the first is shown. */
  #toFinding(by: number): void {
    const { findings, step } = this
    const found = this.#found
    if (findings.length === 0) {
      this.notice = (language) => {
        const messages = messagesIn(language)
        return found === undefined ? messages.check.found.notYet : foundText(found, messages)
      }
      return
    }
    const steps = [...new Set(findings.map(({ at }) => at.step))]
    const next = by > 0 ? steps.filter((one) => one > step) : steps.filter((one) => one < step).reverse()
    const to = next[Math.min(Math.abs(by), next.length) - 1]
    const finding = findings.find(({ at }) => at.step === to)
    if (finding === undefined) this.#end()
    else {
      this.pane = 'findings'
      this.showFinding(finding)
    }
  }

  #turnOutward(frames: number): void {
    this.outward = Math.max(0, Math.min(this.outward + frames, this.timeline.frames.length - 1))
  }

  #toggleFollow(): void {
    this.follow = !this.follow
    this.#say((texts) => (this.follow ? texts.following : texts.pinned))
    this.#keepVisible()
  }

  #selectedStop(): Stop {
    return { kind: 'memory', offset: this.selection, length: 1, on: 'both', frame: this.shown.frame.id }
  }

  /** Adds a stop, or takes it away when it is there. */
  #toggleStop(stop: Stop): void {
    const frame = (one: Stop) => (one.kind === 'memory' ? one.frame : undefined)
    const others = this.stops.filter((one) => stopText(one) !== stopText(stop) || frame(one) !== frame(stop))
    const isNew = others.length === this.stops.length
    this.stops = isNew ? [...others, stop] : others
    this.#say((texts) => (isNew ? texts.stopAdded : texts.stopRemoved)(stopText(stop)))
  }

  /** The selection goes with what is touched again. */
  #release(): void {
    this.#isChosen = false
    this.#keepVisible()
  }

  /** Selects a byte of the memory shown: the nearest that it has at any time. */
  select(offset: ByteOffset): void {
    this.#isChosen = true
    this.selection = Math.max(0, Math.min(offset, this.shown.frame.memory.length - 1))
    this.#showRow(this.selection)
  }

  #scroll(rows: number): void {
    const lastRow = Math.max(0, Math.ceil(this.shown.memorySize / ROW_BYTES) - this.#rows)
    const row = Math.max(0, Math.min(this.memoryTop / ROW_BYTES + rows, lastRow))
    this.memoryTop = row * ROW_BYTES
  }

  #showRow(offset: ByteOffset): void {
    const row = Math.floor(offset / ROW_BYTES)
    const top = this.memoryTop / ROW_BYTES
    if (row < top) this.memoryTop = row * ROW_BYTES
    else if (row >= top + this.#rows) this.memoryTop = (row - this.#rows + 1) * ROW_BYTES
  }

  /** What the step touches comes into view, what it writes first. */
  #keepVisible(): void {
    if (!this.follow || this.timeline.atEnd || this.outward > 0) return
    const touched = this.accesses.ofStep(this.step)
    const shown = touched.find(({ kind }) => kind === 'write') ?? touched[0]
    if (shown === undefined) return
    // The last byte of a word is the one that mostly says something.
    if (!this.#isChosen) this.selection = shown.offset + Math.min(shown.length, WORD_BYTES) - 1
    this.#showRow(shown.offset + Math.min(shown.length, ROW_BYTES * this.#rows) - 1)
    this.#showRow(shown.offset)
  }

  // ── Lines that are typed ─────────────────────────────────────────────────────────────────────────────────────────────

  #type(prompt: Prompt, key: Key): void {
    if (key === 'escape') this.prompt = undefined
    else if (key === 'backspace') this.prompt = { ...prompt, text: [...prompt.text].slice(0, -1).join('') }
    else if (key === 'enter') this.answer(prompt.kind, prompt.text)
    else if ([...key].length === 1) {
      const text = prompt.text + key
      this.prompt = { ...prompt, text }
      // Marks are one letter; nobody presses Enter behind one.
      if (prompt.kind === 'mark' || prompt.kind === 'jump') this.answer(prompt.kind, text)
      if (prompt.kind === 'diff' && /^[a-z]$/i.test(text)) this.answer(prompt.kind, text)
    }
  }

  /** Does what a line that was typed asks for; what is wrong with it is told as notice. */
  answer(kind: Prompt['kind'], text: string): void {
    this.prompt = undefined
    if (text.trim() === '') return
    try {
      if (kind === 'mark') this.marks.set(text, this.step)
      else if (kind === 'jump') this.goto(this.#markOrMoment(text))
      else if (kind === 'diff') this.compared = this.#markOrMoment(text)
      else if (kind === 'goto') this.#gotoText(text.trim())
      else if (kind === 'stop') this.#toggleStop(parseStop(text))
      else this.#search(text)
    } catch (error) {
      if (!(error instanceof MemlaneError)) throw error
      this.notice = (language) => sentence(error, language)
    }
  }

  #markOrMoment(text: string): StepIndex {
    return this.marks.get(text) ?? parseMoment(text, this.recording, this.target.locator)
  }

  /** An offset of memory in hex, or a moment. */
  #gotoText(text: string): void {
    if (/^0x[0-9a-f]{1,8}$/i.test(text)) this.select(Number(text))
    else this.goto(this.#markOrMoment(text))
  }

  /** An opcode in the steps ahead, or bytes in the memory that is shown. */
  #search(text: string): void {
    const opcode = opcodeNamed(text.trim().toUpperCase())
    if (opcode !== undefined) {
      const { steps } = this.recording
      for (let step = this.step + 1; step < steps.count; step++)
        if (steps.opcode(step) === opcode.code) {
          this.goto(step)
          return
        }
      this.#end()
      return
    }
    const memory = this.shown.memory(0, this.shown.memorySize)
    const pattern = patternOf(text)
    const at = indexOf(memory, pattern, this.selection + 1)
    const found = at >= 0 ? at : indexOf(memory, pattern, 0)
    if (found < 0) this.#say((texts) => texts.notFound)
    else this.select(found)
  }
}

/** Text needs no quotes here. */
function patternOf(text: string): Uint8Array {
  return /^(0x|\d|"|text:|uint:)/.test(text) ? parsePattern(text) : parsePattern(`text:${text}`)
}

function indexOf(bytes: Uint8Array, pattern: Uint8Array, from: ByteCount): number {
  for (let at = bytes.indexOf(pattern[0]!, from); at >= 0; at = bytes.indexOf(pattern[0]!, at + 1)) {
    if (at + pattern.length > bytes.length) return -1
    if (pattern.every((byte, index) => bytes[at + index] === byte)) return at
  }
  return -1
}

function effectsOf(recording: Recording): Debugger['effects'] {
  const stores: StepIndex[] = []
  const logs: StepIndex[] = []
  const { steps } = recording
  for (let step = 0; step < steps.count; step++) {
    const opcode = steps.opcode(step)
    if (opcode === op.SSTORE || opcode === op.TSTORE) stores.push(step)
    else if (opcode >= op.LOG0 && opcode <= op.LOG4) logs.push(step)
  }
  return { stores, logs }
}
