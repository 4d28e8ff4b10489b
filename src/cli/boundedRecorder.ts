/**
 * A recorder that gives up when a run is too long to hold: some loops take a gigabyte for every thirty million gas.
 * @module
 */
import type { ByteCount } from '../base/index.ts'
import type { FrameEnd, FrameStart, Tracer, WorldTouched } from '../evm/index.ts'
import { type ForkName, isCreation } from '../opcodes/index.ts'
import { type RecordedRun, Recorder, type Recording } from '../trace/index.ts'
import { cliError } from '../view/index.ts'

/** What a recording takes at most: 30 million gas of the cheapest instruction are 0.96 GB of steps. */
const MOST_BYTES: ByteCount = 2 ** 30
/** What a frame takes beside its data. */
const FRAME_BYTES: ByteCount = 2048
const STACK_WORD_BYTES: ByteCount = 40
const ACCOUNT_BYTES: ByteCount = 512
const SLOT_BYTES: ByteCount = 256

export class BoundedRecorder implements Tracer {
  readonly #recorder: Recorder
  readonly #limit: ByteCount
  #left: ByteCount

  constructor(fork: ForkName, limit: ByteCount = MOST_BYTES) {
    this.#recorder = new Recorder(fork)
    this.#limit = limit
    this.#left = limit
  }

  frameStart(start: FrameStart): void {
    const held = isCreation(start.kind) ? start.code.length : 0
    this.#take(FRAME_BYTES + start.input.length + held, () => this.#recorder.frameStart(start))
  }

  frameEnd(end: FrameEnd): void {
    const bytes = end.memory.length + end.output.length + end.stack.length * STACK_WORD_BYTES
    this.#take(bytes, () => this.#recorder.frameEnd(end))
  }

  copiedCode(bytes: Uint8Array): void {
    this.#take(bytes.length, () => this.#recorder.copiedCode(bytes))
  }

  steps(steps: Uint8Array, side: Uint8Array): void {
    this.#take(steps.length + side.length, () => this.#recorder.steps(steps, side))
  }

  runEnd(touched: WorldTouched): void {
    const bytes = touched.accounts.length * ACCOUNT_BYTES + touched.slots.length * SLOT_BYTES
    this.#take(bytes, () => this.#recorder.runEnd(touched))
  }

  recording(transaction?: RecordedRun['transaction']): Recording {
    return this.#recorder.recording(transaction)
  }

  /**
   * Takes nothing more after it gave up: the EVM still hands over what it has.
   * @throws {MemlaneError} `cli.recordingTooLarge`.
   */
  #take(bytes: ByteCount, record: () => void): void {
    if (this.#left < 0) return
    this.#left -= bytes
    if (this.#left < 0) throw cliError('cli.recordingTooLarge', { limit: this.#limit })
    record()
  }
}
