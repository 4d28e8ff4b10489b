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
import * as op from '../../opcodes/codes.ts'
import { opcodeNamed } from '../../opcodes/index.ts'
import {
  type FrameCursor,
  MemoryAccesses,
  type MemoryRange,
  OriginFinder,
  parseMoment,
  parsePattern,
  type Recording,
  type SourceLocator,
  type SourcePlace,
  StepGas,
  Timeline,
} from '../../trace/index.ts'
import type { Messages } from '../messages/index.ts'
import { hexOffset } from '../number.ts'
import { InstructionList } from './instructions.ts'
import type { Key } from './key.ts'

export const ROW_BYTES = 16

export const PANES = ['storage', 'logs', 'returndata', 'calldata'] as const
export type Pane = (typeof PANES)[number]

/** A line that is being typed. */
export interface Prompt {
  readonly kind: 'goto' | 'search' | 'mark' | 'jump' | 'diff'
  readonly text: string
}

export interface DebuggerTarget {
  readonly recording: Recording
  readonly locator: SourceLocator | undefined
  /** The line of source of a step. */
  readonly placeOf: (step: StepIndex) => SourcePlace | undefined
  /** What was called, for people. */
  readonly call: string
  /** Whether solc's words lie at the start of memory. */
  readonly isSolidity: boolean
}

export class Debugger {
  readonly target: DebuggerTarget
  readonly recording: Recording
  readonly timeline: Timeline
  readonly accesses: MemoryAccesses
  readonly origins: OriginFinder
  readonly gas: StepGas
  /** Steps that store or log, in order. */
  readonly effects: { readonly stores: readonly StepIndex[]; readonly logs: readonly StepIndex[] }
  /** The selected byte of memory. */
  selection: ByteOffset = 0
  /** Offset of the first row of memory that is shown. */
  memoryTop: ByteOffset = 0
  /** How many open frames further out the shown one is. */
  outward = 0
  follow = true
  showZeros = false
  showSource = false
  pane: Pane = 'storage'
  isHelp = false
  /** Where memory is compared with. */
  compared: StepIndex | undefined
  watched: (MemoryRange & { readonly frame: number }) | undefined
  prompt: Prompt | undefined
  /** What there is to say until the next key. */
  notice: ((messages: Messages) => string) | undefined
  isOver = false
  readonly marks = new Map<string, StepIndex>()
  readonly #instructions = new Map<Uint8Array, InstructionList>()
  #count = ''
  #rows = 8

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

  get step(): StepIndex {
    return this.timeline.step
  }

  /** The frame whose memory is shown. */
  get shown(): FrameCursor {
    const { frames } = this.timeline
    return frames[Math.max(0, frames.length - 1 - this.outward)]!
  }

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

  goto(step: StepIndex): void {
    const last = this.recording.stepCount
    this.timeline.seek(Math.max(0, Math.min(step, last)))
    this.outward = Math.min(this.outward, this.timeline.frames.length - 1)
    this.#keepVisible()
  }

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
    this.#act(key, times)
  }

  #act(key: Key, times: number): void {
    const { step } = this
    switch (key) {
      case 'j':
      case 'down':
        return this.goto(step + times)
      case 'k':
      case 'up':
        return this.goto(step - times)
      case 'J':
        return this.#repeat(times, () => this.#over())
      case 'K':
        return this.#repeat(times, () => this.#backOver())
      case 'o':
        return this.#out()
      case 'O':
        return this.#backOut()
      case 'n':
        return this.#repeat(times, () => this.#toAccess(this.accesses.from(this.step + 1)))
      case 'N':
        return this.#repeat(times, () => this.#toAccess(this.accesses.before(this.step)))
      case 'w':
        return this.#repeat(times, () => this.#toAccess(this.accesses.from(this.step + 1, this.#selectedWrites())))
      case 'W':
        return this.#repeat(times, () => this.#toAccess(this.accesses.before(this.step, this.#selectedWrites())))
      case 'c':
        return this.#run('forward')
      case 'C':
        return this.#run('back')
      case 'h':
      case 'left':
        return this.#select(this.selection - times)
      case 'l':
      case 'right':
        return this.#select(this.selection + times)
      case '{':
        return this.#select(this.selection - ROW_BYTES * times)
      case '}':
        return this.#select(this.selection + ROW_BYTES * times)
      case 'pageup':
        return this.#scroll(-this.#rows * times)
      case 'pagedown':
        return this.#scroll(this.#rows * times)
      case 'b':
        return this.#toggleWatch()
      case '[':
        this.outward = Math.min(this.outward + 1, this.timeline.frames.length - 1)
        return
      case ']':
        this.outward = Math.max(0, this.outward - 1)
        return
      case 'f':
        this.follow = !this.follow
        this.notice = ({ debugger: texts }) => (this.follow ? texts.following : texts.pinned)
        return this.#keepVisible()
      case 'z':
        this.showZeros = !this.showZeros
        return
      case 's':
        this.showSource = !this.showSource
        return
      case 'tab':
        this.pane = PANES[(PANES.indexOf(this.pane) + 1) % PANES.length]!
        return
      case 'd':
        if (this.compared === undefined) this.prompt = { kind: 'diff', text: '' }
        else this.compared = undefined
        return
      case 'g':
        this.prompt = { kind: 'goto', text: '' }
        return
      case '/':
        this.prompt = { kind: 'search', text: '' }
        return
      case 'm':
        this.prompt = { kind: 'mark', text: '' }
        return
      case "'":
        this.prompt = { kind: 'jump', text: '' }
        return
      case '?':
        this.isHelp = true
        return
      case 'q':
        this.isOver = true
        return
      default:
        this.notice = ({ debugger: texts }) => texts.noKey
    }
  }

  #repeat(times: number, act: () => void): void {
    for (let time = 0; time < times; time++) {
      const before = this.step
      act()
      if (this.step === before) return
    }
  }

  #end(): void {
    this.notice = ({ debugger: texts }) => texts.noMore
  }

  /** The frame's next own step; out of the frame behind its last. */
  #over(): void {
    if (this.timeline.atEnd) return this.#end()
    this.goto(this.recording.nextOwn(this.step) ?? this.recording.frameAt(this.step).endStep)
  }

  #backOver(): void {
    if (this.step === 0) return this.#end()
    if (this.timeline.atEnd) {
      // The last step of the outermost frame.
      const { startedBy, depth } = this.recording.frameAt(this.step - 1)
      let at = depth === 0 ? this.step - 1 : startedBy
      while (at !== undefined && this.recording.steps.depth(at) > 0) at = this.recording.frameAt(at).startedBy
      return this.goto(at ?? this.step - 1)
    }
    this.goto(this.recording.previousOwn(this.step) ?? this.recording.frameAt(this.step).startedBy ?? 0)
  }

  #out(): void {
    if (this.timeline.atEnd) return this.#end()
    this.goto(this.recording.frameAt(this.step).endStep)
  }

  /** Back to the step that called the frame. */
  #backOut(): void {
    const from = this.timeline.atEnd ? undefined : this.recording.frameAt(this.step).startedBy
    if (from === undefined && this.step === 0) return this.#end()
    this.goto(from ?? 0)
  }

  #selectedWrites() {
    const range = { offset: this.selection, length: 1 }
    return { frame: this.shown.frame.id, kind: 'write' as const, range }
  }

  #toAccess(accesses: Iterable<{ readonly step: StepIndex }>): void {
    for (const { step } of accesses) return this.goto(step)
    this.#end()
  }

  #run(direction: 'forward' | 'back'): void {
    const { watched } = this
    if (watched === undefined) {
      this.notice = ({ debugger: texts }) => texts.nothingWatched
      return
    }
    const { frame, ...range } = watched
    const filter = { frame, range }
    this.#toAccess(
      direction === 'forward' ? this.accesses.from(this.step + 1, filter) : this.accesses.before(this.step, filter),
    )
  }

  #toggleWatch(): void {
    const frame = this.shown.frame.id
    const same = this.watched?.offset === this.selection && this.watched.frame === frame
    this.watched = same ? undefined : { frame, offset: this.selection, length: 1 }
    const shown = hexOffset(this.selection)
    this.notice = ({ debugger: texts }) => (same ? texts.unwatched : texts.watching(shown))
  }

  #select(offset: ByteOffset): void {
    const size = this.shown.memorySize
    this.selection = Math.max(0, Math.min(offset, Math.max(0, size - 1)))
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
    this.#showRow(shown.offset + Math.min(shown.length, ROW_BYTES * this.#rows) - 1)
    this.#showRow(shown.offset)
  }

  // ── Lines that are typed ─────────────────────────────────────────────────────────────────────────────────────────────

  #type(prompt: Prompt, key: Key): void {
    if (key === 'escape') this.prompt = undefined
    else if (key === 'backspace') this.prompt = { ...prompt, text: [...prompt.text].slice(0, -1).join('') }
    else if (key === 'enter') this.#finish(prompt)
    else if ([...key].length === 1) {
      const text = prompt.text + key
      this.prompt = { ...prompt, text }
      // Marks are one letter; nobody presses Enter behind one.
      if (prompt.kind === 'mark' || prompt.kind === 'jump') this.#finish({ ...prompt, text })
      if (prompt.kind === 'diff' && /^[a-z]$/i.test(text)) this.#finish({ ...prompt, text })
    }
  }

  #finish({ kind, text }: Prompt): void {
    this.prompt = undefined
    if (text.trim() === '') return
    try {
      if (kind === 'mark') this.marks.set(text, this.step)
      else if (kind === 'jump') this.goto(this.#markOrMoment(text))
      else if (kind === 'diff') this.compared = this.#markOrMoment(text)
      else if (kind === 'goto') this.#gotoText(text.trim())
      else this.#search(text)
    } catch (error) {
      if (!(error instanceof MemlaneError)) throw error
      this.notice = () => error.message
    }
  }

  #markOrMoment(text: string): StepIndex {
    return this.marks.get(text) ?? parseMoment(text, this.recording, this.target.locator)
  }

  /** An offset of memory in hex, or a moment. */
  #gotoText(text: string): void {
    if (/^0x[0-9a-f]{1,8}$/i.test(text)) this.#select(Number(text))
    else this.goto(this.#markOrMoment(text))
  }

  /** An opcode in the steps ahead, or bytes in the memory that is shown. */
  #search(text: string): void {
    const opcode = opcodeNamed(text.trim().toUpperCase())
    if (opcode !== undefined) {
      const { steps } = this.recording
      for (let step = this.step + 1; step < steps.count; step++)
        if (steps.opcode(step) === opcode.code) return this.goto(step)
      return this.#end()
    }
    const memory = this.shown.memory(0, this.shown.memorySize)
    const pattern = patternOf(text)
    const at = indexOf(memory, pattern, this.selection + 1)
    const found = at >= 0 ? at : indexOf(memory, pattern, 0)
    if (found < 0) this.notice = ({ debugger: texts }) => texts.notFound
    else this.#select(found)
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
