/**
 * A recording of a run: every step of every frame, and enough beside it to tell stack and memory at each.
 *
 *   steps   pc, opcode, gas, memory size, frame, place in the side table: 32 bytes a step
 *   side    operands of steps that touch more than the stack, bytes that writes replaced, results
 *   frames  what was called, with what, and how it ended
 *
 * It is data: whoever reads it needs no engine.
 * @module
 */
import type { StepIndex } from '../base/units.ts'
import type { FrameEnd, FrameStart } from '../evm/index.ts'
import { FrameCursor, type StepState } from './frameCursor.ts'
import type { SideTable } from './sideTable.ts'
import type { StepTable } from './stepTable.ts'

/** One frame from start to end. */
export interface RecordedFrame extends FrameStart, FrameEnd {
  /** Steps of this frame and of all that it started: `[firstStep, endStep)`. Equal for a precompile. */
  readonly firstStep: StepIndex
  readonly endStep: StepIndex
  /** The step of the parent that started this frame; `undefined` for the outermost. */
  readonly startedBy: StepIndex | undefined
}

export class Recording {
  readonly steps: StepTable
  readonly side: SideTable
  /** By id: in the order in which they started. */
  readonly frames: readonly RecordedFrame[]
  /** What EXTCODECOPY wrote, by step. */
  readonly copiedCode: ReadonlyMap<StepIndex, Uint8Array>
  /** The frame that a step started, by step. */
  readonly startedAt: ReadonlyMap<StepIndex, RecordedFrame>

  constructor(parts: {
    readonly steps: StepTable
    readonly side: SideTable
    readonly frames: readonly RecordedFrame[]
    readonly copiedCode: ReadonlyMap<StepIndex, Uint8Array>
  }) {
    this.steps = parts.steps
    this.side = parts.side
    this.frames = parts.frames
    this.copiedCode = parts.copiedCode
    this.startedAt = new Map(
      parts.frames.flatMap((frame) => (frame.startedBy === undefined ? [] : [[frame.startedBy, frame] as const])),
    )
  }

  get stepCount(): number {
    return this.steps.count
  }

  /** A cursor at the frame's first step. */
  cursor(frame: number): FrameCursor {
    return new FrameCursor(this, this.frames[frame]!)
  }

  /**
   * Visits the frame's own steps in order, not those of frames that it started, until `visit` returns false. The
   * state is the one before the step executes, and one object serves all steps: keep values, never it.
   */
  walk(frame: number, visit: (state: StepState) => boolean): void {
    const cursor = this.cursor(frame)
    while (!cursor.atEnd) {
      if (!visit(cursor)) return
      cursor.next()
    }
  }
}
