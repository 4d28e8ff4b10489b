/**
 * EIP-3155 lines, as geth, revm, besu, ethereumjs and others write them, to a recording. Lines come one by one: a file of
 * millions needs no more memory than its recording.
 * @module
 */
import type { MemlaneError } from '../../base/error.ts'
import { isObject } from '../../base/json.ts'
import { traceError } from '../errors.ts'
import type { Recording } from '../recording.ts'
import { TraceBuilder } from './traceBuilder.ts'
import { type Fields, traceStep } from './traceFields.ts'
import { bad, type TraceContext } from './traceStep.ts'
import { endOf, errorText, isVerdict, joinedVerdict } from './traceVerdict.ts'

/** Longer than a step with a whole memory that a block can pay for. */
const MOST_LINE = 1 << 27

/** Makes a recording of EIP-3155 lines, one after another. */
export class Eip3155Importer {
  readonly #builder: TraceBuilder
  #line = 0
  #passedOver = 0
  #verdict: Fields | undefined
  #error: string | undefined

  /** @param context what the trace itself does not tell */
  constructor(context: TraceContext) {
    this.#builder = new TraceBuilder('eip3155', context)
  }

  /** Lines so far. */
  get lineCount(): number {
    return this.#line
  }

  /** Lines so far that were no JSON: what tests and loggers write between. */
  get passedOver(): number {
    return this.#passedOver
  }

  /**
   * Takes a line; empty ones and text between the steps are passed over.
   * @throws {MemlaneError} `trace.badTrace` naming the line.
   */
  line(text: string): void {
    const place = `line ${++this.#line}`
    if (text.length > MOST_LINE) throw bad(place, `is longer than ${MOST_LINE} characters`)
    if (text.trim() === '') return
    const value = parsed(text) ?? this.#behindText(text, place)
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.object(item, `${place}, item ${index}`)
      return
    }
    if (isObject(value)) this.object(value, place)
    else this.#passedOver++
  }

  /** The step behind text on the same line, or nothing. One that was damaged must not be missed. */
  #behindText(text: string, place: string): unknown {
    const at = text.search(/\{\s*"pc"\s*:/)
    const step = at > 0 ? parsed(text.slice(at)) : undefined
    if (step !== undefined) this.#passedOver++
    else if (/^\s*\{\s*"|"pc"\s*:/.test(text)) throw bad(place, 'is no JSON')
    return step
  }

  /**
   * Takes a line that has been read already.
   * @throws {MemlaneError} `trace.badTrace` naming the place.
   */
  object(fields: unknown, place: string): void {
    if (!isObject(fields)) throw bad(place, 'is no JSON object')
    if (fields.pc !== undefined) {
      this.#builder.add(traceStep(fields, place), place)
      // What was said before a step was about a call inside.
      this.#verdict = undefined
      return
    }
    if (isVerdict(fields)) this.#verdict = joinedVerdict(this.#verdict, fields)
    this.#error ??= errorText(fields.error)
  }

  /**
   * The recording.
   * @throws {MemlaneError} `trace.emptyTrace`, `trace.nodeError`, `trace.truncatedTrace`.
   */
  end(): Recording {
    if (this.#builder.stepCount > 0) return this.#builder.end(endOf(this.#verdict, 'the last line'))
    if (this.#error !== undefined) throw nodeError(this.#error)
    throw traceError('trace.emptyTrace', { form: 'a line with pc, op and stack for each (EIP-3155)' })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What stands where a trace should. */
export function nodeError(message: string): MemlaneError {
  return traceError('trace.nodeError', { message })
}
