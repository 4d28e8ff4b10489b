/**
 * EIP-3155 lines, as geth, revm, besu, ethereumjs and others write them, to a recording. Lines come one by one: a file of
 * millions needs no more memory than its recording.
 * @module
 */
import { MemlaneError } from '../../base/error.ts'
import type { Recording } from '../recording.ts'
import { bad, TraceBuilder, type TraceContext } from './traceBuilder.ts'
import { bytesOf, type Fields, isFields, traceStep } from './traceFields.ts'

/** Longer than a step with a whole memory that a block can pay for. */
const MOST_LINE = 1 << 27

export class Eip3155Importer {
  readonly #builder: TraceBuilder
  #line = 0
  #summary: Fields | undefined

  constructor(context: TraceContext) {
    this.#builder = new TraceBuilder('eip3155', context)
  }

  /** Lines so far. */
  get lineCount(): number {
    return this.#line
  }

  /**
   * Takes a line; empty ones are passed over.
   * @throws {MemlaneError} `trace.badTrace` naming the line.
   */
  line(text: string): void {
    const place = `line ${++this.#line}`
    if (text.trim() === '') return
    if (text.length > MOST_LINE) throw bad(place, `is longer than ${MOST_LINE} characters`)
    let fields: unknown
    try {
      fields = JSON.parse(text)
    } catch {
      throw bad(place, 'is no JSON')
    }
    if (!isFields(fields)) throw bad(place, 'is no JSON object')
    if (fields.pc !== undefined) this.#builder.add(traceStep(fields, place), place)
    // Beside steps: the result at the end, and of some writers a line where each call begins and ends.
    else if (fields.output !== undefined || fields.pass !== undefined || fields.gasUsed !== undefined)
      this.#summary = fields
  }

  /**
   * The recording.
   * @throws {MemlaneError} `trace.emptyTrace`, `trace.truncatedTrace`.
   */
  end(): Recording {
    if (this.#builder.stepCount === 0)
      throw new MemlaneError(
        'trace.emptyTrace',
        'There is no step in it: EIP-3155 has a line with pc, op and stack for each.',
      )
    const { output, pass, error } = this.#summary ?? {}
    const failed = typeof pass === 'boolean' ? !pass : this.#summary === undefined ? undefined : error !== undefined
    return this.#builder.end({
      output: typeof output === 'string' ? bytesOf(output, 'output', 'the last line') : undefined,
      failed,
    })
  }
}
