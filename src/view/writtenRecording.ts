/** What was written of a recording. @module */
import type { ByteCount } from '../base/units.ts'
import type { Messages } from './messages/index.ts'
import { byteCount, grouped } from './number.ts'
import { type Screen, span } from './span.ts'
import { printable } from './width.ts'

/** A file that a recording was written to. */
export interface WrittenRecording {
  /** Its path. */
  readonly file: string
  /** What was called, for people. */
  readonly call: string
  /** How many it has. */
  readonly steps: number
  /** How many it has. */
  readonly frames: number
  /** Of the file. */
  readonly bytes: ByteCount
  /** How many it has; absent where nobody checked. */
  readonly findings?: number
}

/** `run.memlane   MemoryLane.memoryLane()   161 steps   1 frame   1,204 B` */
export function writtenScreen(written: WrittenRecording, { recorded }: Messages): Screen {
  const { file, call, steps, frames, bytes, findings } = written
  const facts = [
    ...[call, recorded.steps(grouped(steps)), recorded.frames(grouped(frames)), byteCount(bytes)],
    ...(findings === undefined ? [] : [recorded.findings(grouped(findings))]),
  ]
  return [[span(printable(file), 'strong'), ...facts.map((fact) => span(`   ${printable(fact)}`))]]
}
