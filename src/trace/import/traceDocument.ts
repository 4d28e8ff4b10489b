/**
 * Traces that are one JSON document: a node's answer about a transaction or about a block, steps of EIP-3155 in a list.
 *
 *   { structLogs }   { result: { structLogs } }          a transaction
 *   [{ txHash, result: { structLogs } }, …]              the transactions of a block, bare or as a `result`
 *   [{ pc, op, stack, … }, …, { output }]                EIP-3155
 *   { error: { code, message } }                         what a node refused
 * @module
 */
import { isObject } from '../../base/json.ts'
import { traceError } from '../errors.ts'
import type { Recording } from '../recording.ts'
import { Eip3155Importer, nodeError } from './eip3155.ts'
import { importStructLogs, isStructLogs } from './structLogs.ts'
import type { Fields } from './traceFields.ts'
import type { TraceContext } from './traceStep.ts'
import { errorText } from './traceVerdict.ts'

/** One transaction of a block. */
interface Entry {
  readonly hash: string | undefined
  readonly answer: Fields
}

/** Transactions that a sentence lists. */
const MOST_LISTED = 12

/** Whether a JSON document is a trace, several of them, or a node's error in its place. */
export function isTraceDocument(document: unknown): boolean {
  return (
    isStructLogs(document) || stepsIn(document) !== undefined || isBlock(document) || refusalIn(document) !== undefined
  )
}

/** Whether a JSON document is a node's answer about a whole block. */
export function isBlock(document: unknown): boolean {
  return entriesIn(document) !== undefined
}

/**
 * The recording of a document.
 * @param transaction of a block: its hash or its index, `0x…` or `3`
 * @throws {MemlaneError} `trace.whichTransaction`, `trace.notInBlock`, `trace.nodeError`, and what the trace itself is
 * refused with.
 */
export function importTraceDocument(document: unknown, context: TraceContext, transaction?: string): Recording {
  const entries = entriesIn(document)
  if (entries !== undefined) return importEntry(entryOf(entries, transaction), context)
  const steps = stepsIn(document)
  if (steps !== undefined) {
    const importer = new Eip3155Importer(context)
    for (const [index, step] of steps.entries()) importer.object(step, `item ${index}`)
    return importer.end()
  }
  const refusal = refusalIn(document)
  if (refusal !== undefined) throw nodeError(refusal)
  return importStructLogs(document, context)
}

function listIn(document: unknown): readonly unknown[] | undefined {
  const list = isObject(document) ? document.result : document
  return Array.isArray(list) ? list : undefined
}

function stepsIn(document: unknown): readonly unknown[] | undefined {
  const list = listIn(document)
  return list?.some((item) => isObject(item) && item.pc !== undefined && item.stack !== undefined) ? list : undefined
}

function entriesIn(document: unknown): readonly Entry[] | undefined {
  const list = listIn(document)
  if (list === undefined || list.length === 0) return undefined
  const entries = list.filter((item): item is Fields => isStructLogs(item) || hasRefusal(item))
  if (entries.length < list.length || !list.some(isStructLogs)) return undefined
  return entries.map((answer) => ({
    hash: typeof answer.txHash === 'string' ? answer.txHash.toLowerCase() : undefined,
    answer,
  }))
}

function hasRefusal(item: unknown): boolean {
  return isObject(item) && errorText(item.error) !== undefined
}

function refusalIn(document: unknown): string | undefined {
  return isObject(document) && document.result === undefined && !isStructLogs(document)
    ? errorText(document.error)
    : undefined
}

function entryOf(entries: readonly Entry[], transaction: string | undefined): Entry {
  const [first] = entries
  if (transaction === undefined && entries.length === 1 && first !== undefined) return first
  const choices = [
    ...entries.slice(0, MOST_LISTED).map(({ hash }, index) => (hash === undefined ? `${index}` : `${index} (${hash})`)),
    ...(entries.length > MOST_LISTED ? ['…'] : []),
  ]
  if (transaction === undefined) throw traceError('trace.whichTransaction', { count: entries.length, choices })
  const wanted = transaction.toLowerCase()
  const entry = /^\d+$/.test(wanted) ? entries[Number(wanted)] : entries.find(({ hash }) => hash === wanted)
  if (entry === undefined) throw traceError('trace.notInBlock', { transaction, choices })
  return entry
}

function importEntry({ answer }: Entry, context: TraceContext): Recording {
  const refusal = refusalIn(answer)
  if (refusal !== undefined) throw nodeError(refusal)
  return importStructLogs(answer, context)
}
