/**
 * A recording as a file, `.memlane`: `docs/trace-format.md` says what stands where.
 *
 *   HEAD  facts in JSON      BLOB  code, calldata, memories      STEP  columns of steps      SIDE  the side table
 *   SRCS  sources, in JSON, where whoever recorded had some          FIND  findings, in JSON, where it was checked
 *
 * A file is from outside: nothing in it is believed before it was compared with what is there.
 * @module
 */
import { Recording } from '../recording.ts'
import { flawOf } from '../recordingCheck.ts'
import { SideTable } from '../sideTable.ts'
import { StepTable } from '../stepTable.ts'
import {
  BRUTALIZED_VERSION,
  type Chunk,
  damaged,
  MAJOR_VERSION,
  MOST_CHUNK_BYTES,
  majorVersionOf,
  readChunks,
  writeChunks,
} from './chunks.ts'
import { blobLengths, type RecordingFacts, readHeader, writeHeader } from './header.ts'
import { packSteps, STEPS_PER_CHUNK, unpackSteps } from './stepColumns.ts'

const SIDE_CHUNK_BYTES = 1 << 20

/** What a file holds. */
export interface RecordingFile {
  /** As it was recorded: any step can be looked at. */
  readonly recording: Recording
  /** The program that wrote it. */
  readonly creator: string
  /** What was called, for people. */
  readonly call: string
  /** JSON that whoever recorded put beside it: sources and builds, in its own form. */
  readonly sources: unknown
  /** JSON of what a check found, in its own form; `undefined` where nobody checked. */
  readonly findings: unknown
}

/** What a file says beside the recording. */
export interface EncodeOptions {
  /** The program that writes it. Default: `memlane`. */
  readonly creator?: string
  /** What was called, for people. Default: nothing. */
  readonly call?: string
  /** Anything that JSON can say. */
  readonly sources?: unknown
  /** What a check found, as JSON. */
  readonly findings?: unknown
}

/** The recording as the bytes of a file. */
export function encodeRecording(recording: Recording, options: EncodeOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const major = recording.run.brutalized === undefined ? MAJOR_VERSION : BRUTALIZED_VERSION
  return writeChunks(chunksOf(recording, options), major)
}

function* chunksOf(recording: Recording, options: EncodeOptions): Generator<Chunk> {
  const { creator = 'memlane', call = '', sources, findings } = options
  const { steps, side } = recording
  const { json, blobs } = writeHeader(recording, creator, call)
  yield* pieces('HEAD', new TextEncoder().encode(json))
  // Small blobs share a chunk.
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  for (const blob of blobs) {
    waiting.push(blob)
    waitingBytes += blob.length
    if (waitingBytes < SIDE_CHUNK_BYTES) continue
    yield* pieces('BLOB', joined(waiting, waitingBytes))
    waiting = []
    waitingBytes = 0
  }
  if (waitingBytes > 0) yield* pieces('BLOB', joined(waiting, waitingBytes))
  for (let from = 0; from < steps.count; from += STEPS_PER_CHUNK) {
    const end = Math.min(from + STEPS_PER_CHUNK, steps.count)
    yield { name: 'STEP', bytes: packSteps(steps, from, end, side.length) }
  }
  for (let from = 0; from < side.length; from += SIDE_CHUNK_BYTES)
    yield { name: 'SIDE', bytes: side.read(from, Math.min(SIDE_CHUNK_BYTES, side.length - from)) }
  if (sources !== undefined) yield* pieces('SRCS', new TextEncoder().encode(JSON.stringify(sources)))
  if (findings !== undefined) yield* pieces('FIND', new TextEncoder().encode(JSON.stringify(findings)))
}

function* pieces(name: string, bytes: Uint8Array): Generator<Chunk> {
  for (let from = 0; from < bytes.length; from += MOST_CHUNK_BYTES)
    yield { name, bytes: bytes.subarray(from, from + MOST_CHUNK_BYTES) }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * The recording in a file. Chunks that a later minor version added are passed over.
 * @throws {MemlaneError} `trace.notARecording`, `trace.newerRecording`, `trace.truncatedRecording`, and
 * `trace.damagedRecording`, which says what is wrong.
 */
export async function decodeRecording(file: Uint8Array): Promise<RecordingFile> {
  const none = (): Uint8Array[] => []
  const parts = { HEAD: none(), BLOB: none(), SRCS: none(), FIND: none() }
  const columns: Uint8Array[] = []
  const side = new SideTable()
  for await (const { name, bytes } of readChunks(file)) {
    if (name === 'HEAD' || name === 'BLOB' || name === 'SRCS' || name === 'FIND') parts[name].push(bytes)
    else if (name === 'STEP') columns.push(bytes)
    else if (name === 'SIDE') side.append(bytes)
  }
  const header = parsed('HEAD', parts.HEAD)
  const facts = readHeader(header, cut(together(parts.BLOB), blobLengths(header)))
  if ((majorVersionOf(file) === BRUTALIZED_VERSION) !== (facts.run.brutalized !== undefined))
    throw damaged(undefined, 'its version is not that of its run')
  const recording = recordingOf(facts, columns, side)
  const flaw = flawOf(recording)
  if (flaw !== undefined) throw damaged(undefined, flaw)
  const json = (name: 'SRCS' | 'FIND') => (parts[name].length === 0 ? undefined : parsed(name, parts[name]))
  return { recording, creator: facts.creator, call: facts.call, sources: json('SRCS'), findings: json('FIND') }
}

function recordingOf(facts: RecordingFacts, columns: readonly Uint8Array[], side: SideTable): Recording {
  const { frames, stepCount, sideLength, ...rest } = facts
  const depths = frames.map(({ depth }) => depth)
  const steps = new StepTable()
  let sideEnd = 0
  for (const column of columns) {
    const unpacked = unpackSteps(column, sideEnd, depths)
    if (unpacked === undefined) throw damaged(undefined, 'a chunk of steps has columns that do not fit together')
    steps.append(unpacked.records)
    sideEnd = unpacked.sideEnd
  }
  if (steps.count !== stepCount || side.length !== sideLength || sideEnd !== sideLength)
    throw damaged(undefined, 'steps or side table are not as long as the header says')
  return new Recording({ ...rest, frames, steps, side })
}

function together(parts: readonly Uint8Array[]): Uint8Array {
  return joined(
    parts,
    parts.reduce((length, part) => length + part.length, 0),
  )
}

/** Of lists and objects in each other: twice what solc's parser goes. */
const MOST_NESTED = 4096

function parsed(name: string, parts: readonly Uint8Array[]): unknown {
  const bytes = together(parts)
  if (nesting(bytes) > MOST_NESTED) throw damaged(undefined, `the chunk ${name} nests deeper than ${MOST_NESTED}`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw damaged(undefined, `the chunk ${name} is no JSON`)
  }
}

/** How deep lists and objects of a JSON text stand in each other. */
function nesting(json: Uint8Array): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (byte === QUOTE) inText = !inText
    else if (byte === BACKSLASH && inText) at++
    else if (inText) continue
    else if (byte === BRACKET || byte === BRACE) deepest = Math.max(deepest, ++depth)
    else if (byte === BRACKET_END || byte === BRACE_END) depth--
  }
  return deepest
}

const [QUOTE, BACKSLASH, BRACKET, BRACKET_END, BRACE, BRACE_END] = new TextEncoder().encode('"\\[]{}')

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let at = 0
  const blobs = lengths.map((length) => {
    const blob = bytes.slice(at, at + length)
    at += length
    return blob
  })
  if (at !== bytes.length || blobs.length === 0)
    throw damaged(undefined, 'the blobs are not as long as the header says')
  return blobs
}
