/**
 * Any moment of a recording, forward and back: the frames that are open then, each with its stack and its memory.
 *
 *   steps       0 ────────── 4,096 ──────────  8,192 ───────── …
 *   key frames  ▲            ▲                ▲                      every frame's state then
 *                            └─ replay ─▶ step 5,000                 at most 4,095 steps, under a millisecond
 *
 * Going back is going forward from the key frame before. Key frames are made when first needed, in one pass; they
 * share pages of memory that did not change between them.
 * @module
 */
import type { StepIndex } from '../base/units.ts'
import { traceError } from './errors.ts'
import { type CursorState, FrameCursor } from './frameCursor.ts'
import type { Recording } from './recording.ts'

/** Steps from one key frame to the next. */
const INTERVAL = 4096

/** A frame's number and its state: of every open frame, the outermost first. */
type KeyFrame = readonly { readonly frame: number; readonly state: CursorState }[]

/**
 * A moment of a recording that can be moved: all open frames, each with stack and memory. A move takes up to 4,095
 * steps of replay.
 */
export class Timeline {
  /** What it moves in. */
  readonly recording: Recording
  readonly #keyFrames: KeyFrame[] = []
  #open: FrameCursor[] = []
  #step: StepIndex = 0

  /** At the moment before the first step. */
  constructor(recording: Recording) {
    this.recording = recording
    const outermost = recording.frames[0]
    if (outermost === undefined) return
    const cursor = new FrameCursor(recording, outermost)
    this.#open = [cursor]
    this.#keyFrames.push([{ frame: 0, state: cursor.save() }])
  }

  /** The moment: just before this step executes, or behind the last step. */
  get step(): StepIndex {
    return this.#step
  }

  /** Whether the run is over: the outermost frame has its state at the end. */
  get atEnd(): boolean {
    return this.#step === this.recording.stepCount
  }

  /** Open frames, the outermost first. They move with the timeline: keep values, never them. */
  get frames(): readonly FrameCursor[] {
    return this.#open
  }

  /** The frame that executes the step. */
  get current(): FrameCursor {
    return this.#open.at(-1)!
  }

  /**
   * Goes to a step, `recording.stepCount` for the end of the run.
   * @throws {MemlaneError} `trace.noSuchStep`.
   */
  seek(step: StepIndex): this {
    const { stepCount } = this.recording
    if (!Number.isInteger(step) || step < 0 || step > stepCount)
      throw traceError('trace.noSuchStep', { step, last: stepCount })
    if (step < this.#step || Math.floor(step / INTERVAL) !== Math.floor(this.#step / INTERVAL)) this.#restore(step)
    while (this.#step < step) this.#advance()
    return this
  }

  /** Goes to the last key frame at or before a step; those that are missing are made on the way. */
  #restore(step: StepIndex): void {
    const wanted = Math.floor(step / INTERVAL)
    const made = Math.min(wanted, this.#keyFrames.length - 1)
    this.#load(made)
    while (this.#keyFrames.length <= wanted) {
      const next = this.#keyFrames.length * INTERVAL
      while (this.#step < next) this.#advance()
      this.#keyFrames.push(this.#save())
    }
  }

  #load(number: number): void {
    const { recording } = this
    this.#open = this.#keyFrames[number]!.map(
      ({ frame, state }) => new FrameCursor(recording, recording.frames[frame]!, state),
    )
    this.#step = number * INTERVAL
  }

  /** Frames that wait for another have the state that they had in the key frame before. */
  #save(): KeyFrame {
    const before = this.#keyFrames.at(-1)!
    return this.#open.map((cursor, depth) => {
      const known = before[depth]
      if (known !== undefined && known.frame === cursor.frame.id && known.state.index === cursor.index) return known
      return { frame: cursor.frame.id, state: cursor.save() }
    })
  }

  /** Executes one step: into a frame that it starts, out of one that it ends. */
  #advance(): void {
    const { recording } = this
    const child = recording.startedAt.get(this.#step)
    this.#step++
    if (child !== undefined && child.endStep > child.firstStep) {
      this.#open.push(new FrameCursor(recording, child))
      return
    }
    this.current.next()
    while (this.current.atEnd && this.#open.length > 1) {
      this.#open.pop()
      this.current.next()
    }
  }
}
