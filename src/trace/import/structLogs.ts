/**
 * What nodes answer to `debug_traceTransaction` without a tracer, to a recording: of geth old and new, anvil, Hardhat, reth.
 * @module
 */
import { isObject } from '../../base/json.ts'
import { traceError } from '../errors.ts'
import type { Recording } from '../recording.ts'
import { TraceBuilder } from './traceBuilder.ts'
import { bytesOf, type Fields, traceStep } from './traceFields.ts'
import { bad, type TraceContext } from './traceStep.ts'
import { errorText, forkIn } from './traceVerdict.ts'

/** Whether a JSON document is such an answer, bare or as a JSON-RPC response. */
export function isStructLogs(document: unknown): boolean {
  return answerOf(document) !== undefined
}

function answerOf(document: unknown): Fields | undefined {
  if (!isObject(document)) return undefined
  if (Array.isArray(document.structLogs)) return document
  return isObject(document.result) && Array.isArray(document.result.structLogs) ? document.result : undefined
}

/**
 * The recording of an answer.
 * @throws {MemlaneError} `trace.badTrace` naming the entry, `trace.emptyTrace`, `trace.truncatedTrace`.
 */
export function importStructLogs(document: unknown, context: TraceContext): Recording {
  const answer = answerOf(document)
  const logs = answer?.structLogs
  if (answer === undefined || !Array.isArray(logs)) throw traceError('trace.emptyTrace', { form: 'a list structLogs' })
  const builder = new TraceBuilder('structLogs', context)
  for (const [index, log] of logs.entries()) {
    const place = `structLogs[${index}]`
    if (!isObject(log)) throw bad(place, 'is no object')
    // What is not there is 0.
    builder.add(traceStep({ refund: 0, ...log }, place), place)
  }
  const { failed, returnValue } = answer
  return builder.end({
    output: typeof returnValue === 'string' ? bytesOf(returnValue, 'returnValue', 'the answer') : undefined,
    failed: typeof failed === 'boolean' ? failed : undefined,
    error: errorText(answer.error),
    // A node that was told to write so many entries and no more leaves out the rest.
    of: typeof failed === 'boolean' ? 'run' : 'nothing',
    fork: forkIn(answer.fork),
  })
}
