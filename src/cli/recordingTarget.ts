/**
 * Targets that are recordings: opened where others are run, and written.
 * @module
 */
import { findingsDocument, type RecordedFindings } from '../check/index.ts'
import { type Launch, type OpenPorts, openRecording, recordedLaunch } from '../launch/index.ts'
import {
  Eip3155Importer,
  encodeRecording,
  importTraceDocument,
  isBlock,
  isTraceDocument,
  type Recording,
  type TraceContext,
} from '../trace/index.ts'
import { cliError, grouped } from '../view/index.ts'
import { portsOf } from './launching.ts'
import type { OptionValues } from './options.ts'
import { writeOutput } from './outputFile.ts'
import { awaitInPlace, inPlace, placed } from './report.ts'
import type { Session } from './session.ts'
import type { RecordingTarget } from './target.ts'
import { decodedText } from './text.ts'
import { linesOf } from './textLines.ts'

/** Opens a recording; what it knows of sources comes with it. */
export async function openTarget(target: RecordingTarget, options: OptionValues, session: Session): Promise<Launch> {
  const ports: OpenPorts = { solc: options.solc, ...portsOf({}, session) }
  const fork = options.fork ?? options.evmVersion
  const context: TraceContext = fork === undefined ? {} : { fork }
  if (options.tx !== undefined && target.format !== 'json') throw placed(target.name, cliError('cli.notABlock', {}))
  switch (target.format) {
    case 'memlane': {
      const bytes = await target.read()
      return awaitInPlace(target.name, openRecording(target.name, bytes, ports))
    }
    case 'jsonl':
      return recordedLaunch(await importLines(target, context, session), target.name)
    case 'json':
      return recordedLaunch(await importDocument(target, context, options.tx), target.name)
  }
}

/** Steps after which progress is shown. */
const PROGRESS_LINES = 50_000

/** EIP-3155, piece by piece: a trace can be longer than a text may be. */
async function importLines(target: RecordingTarget, context: TraceContext, session: Session): Promise<Recording> {
  const importer = new Eip3155Importer(context)
  const progress = session.counting(session.messages.progress.lines, PROGRESS_LINES)
  try {
    for await (const line of linesOf(target.pieces(), target.name)) {
      inPlace(target.name, () => importer.line(line))
      progress.count(importer.lineCount)
    }
  } finally {
    progress.end()
  }
  const recording = inPlace(target.name, () => importer.end())
  if (importer.passedOver > 0)
    session.note(session.messages.progress.passedOver(target.name, grouped(importer.passedOver)))
  return recording
}

/** A node's answer, in one document. */
async function importDocument(
  target: RecordingTarget,
  context: TraceContext,
  transaction: string | undefined,
): Promise<Recording> {
  const bytes = await target.read()
  return inPlace(target.name, () => {
    const document = jsonOf(bytes)
    if (!isTraceDocument(document)) throw cliError('cli.notATrace', {})
    if (transaction !== undefined && !isBlock(document)) throw cliError('cli.notABlock', {})
    return importTraceDocument(document, context, transaction)
  })
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = decodedText(bytes)
  try {
    return JSON.parse(text)
  } catch {
    throw cliError('cli.notJsonAtAll', {})
  }
}

/** Writes a recording with its sources and findings; the bytes of the file. */
export async function writeRecording(launch: Launch, name: string, session: Session): Promise<number> {
  const { recording, call, sources, findings } = launch
  const bytes = await encodeRecording(recording, {
    call,
    creator: 'memlane',
    ...(sources === undefined ? {} : { sources }),
    ...(findings === undefined ? {} : { findings: documentOf(findings) }),
  })
  await writeOutput(name, bytes, session)
  return bytes.length
}

/** Those of a newer memlane are handed on as they are. */
function documentOf(findings: RecordedFindings): unknown {
  return findings.kind === 'newer' ? findings.document : findingsDocument(findings.causes)
}
