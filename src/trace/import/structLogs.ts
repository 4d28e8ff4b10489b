/**
 * What nodes answer to `debug_traceTransaction` without a tracer, to a recording: of geth old and new, anvil, Hardhat, reth.
 * @module
 */
import { MemlaneError } from '../../base/error.ts'
import type { Recording } from '../recording.ts'
import { TraceBuilder, type TraceContext } from './traceBuilder.ts'
import { bytesOf, type Fields, isFields, traceStep } from './traceFields.ts'

/** Whether a JSON document is such an answer, bare or as a JSON-RPC response. */
export function isStructLogs(document: unknown): boolean {
  return answerOf(document) !== undefined
}

function answerOf(document: unknown): Fields | undefined {
  if (!isFields(document)) return undefined
  if (Array.isArray(document.structLogs)) return document
  return answerOf(document.result)
}

/**
 * The recording of an answer.
 * @throws {MemlaneError} `trace.badTrace` naming the entry, `trace.emptyTrace`, `trace.truncatedTrace`.
 */
export function importStructLogs(document: unknown, context: TraceContext): Recording {
  const answer = answerOf(document)
  const logs = answer?.structLogs
  if (answer === undefined || !Array.isArray(logs))
    throw new MemlaneError('trace.emptyTrace', 'There is no trace in it: it has no list structLogs.')
  const builder = new TraceBuilder('structLogs', context)
  for (const [index, log] of logs.entries()) {
    const place = `structLogs[${index}]`
    if (!isFields(log))
      throw new MemlaneError('trace.badTrace', `The trace cannot be read: ${place} is no object.`, {
        place,
        what: 'is no object',
      })
    // What is not there is 0.
    builder.add(traceStep({ refund: 0, ...log }, place), place)
  }
  const { failed, returnValue } = answer
  return builder.end({
    output: typeof returnValue === 'string' ? bytesOf(returnValue, 'returnValue', 'the answer') : undefined,
    failed: typeof failed === 'boolean' ? failed : undefined,
  })
}
