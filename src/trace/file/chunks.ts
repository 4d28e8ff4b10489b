/**
 * The outer shape of a recording file: a signature, a version, and packed chunks with checksums.
 *
 *   89 4d 4c 4e 0d 0a 1a 0a │ major u16 │ minor u16 │ chunk … chunk │ END chunk
 *   chunk   name, 4 letters │ bytes unpacked u32 │ bytes packed u32 │ CRC-32 of name, lengths and packed bytes │ packed
 *
 * Numbers are little-endian. The signature is broken by whatever takes the file for text, as PNG's is.
 * @module
 */
import type { MemlaneError } from '../../base/error.ts'
import type { ByteCount, ByteOffset } from '../../base/units.ts'
import { traceError } from '../errors.ts'
import { crc32 } from './crc32.ts'
import { deflate, inflate } from './deflate.ts'
import { isRecordingFile, SIGNATURE } from './signature.ts'

/** What memory and code of a recording start with is the protocol's. */
export const MAJOR_VERSION = 1
/** The run was brutalized: whoever took its memory for zero, or its code for what ran, would show what never was. */
export const BRUTALIZED_VERSION = 2
/** Findings may stand beside the recording. */
export const MINOR_VERSION = 1
const START_BYTES = SIGNATURE.length + 4
const CHUNK_HEADER_BYTES = 16
const END = 'END.'
/** Unpacked. More is cut into several chunks. */
export const MOST_CHUNK_BYTES: ByteCount = 1 << 24
/** Unpacked, of all chunks together: a small file can say that it holds far more than anybody has. */
const MOST_UNPACKED: ByteCount = 2 ** 31

export interface Chunk {
  /** Four ASCII letters. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** The whole file. */
export async function writeChunks(chunks: Iterable<Chunk>, major = MAJOR_VERSION): Promise<Uint8Array<ArrayBuffer>> {
  const start = new Uint8Array(START_BYTES)
  start.set(SIGNATURE)
  const view = new DataView(start.buffer)
  view.setUint16(SIGNATURE.length, major, true)
  view.setUint16(SIGNATURE.length + 2, MINOR_VERSION, true)
  const parts: Uint8Array[] = [start]
  for (const chunk of chunks) parts.push(await packedChunk(chunk))
  parts.push(await packedChunk({ name: END, bytes: new Uint8Array(0) }))
  const file = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    file.set(part, at)
    at += part.length
  }
  return file
}

async function packedChunk({ name, bytes }: Chunk): Promise<Uint8Array<ArrayBuffer>> {
  const packed = bytes.length === 0 ? new Uint8Array(0) : await deflate(bytes)
  const chunk = new Uint8Array(CHUNK_HEADER_BYTES + packed.length)
  const view = new DataView(chunk.buffer)
  for (let i = 0; i < 4; i++) chunk[i] = name.charCodeAt(i)
  view.setUint32(4, bytes.length, true)
  view.setUint32(8, packed.length, true)
  chunk.set(packed, CHUNK_HEADER_BYTES)
  view.setUint32(12, checksum(chunk), true)
  return chunk
}

/** Of a chunk with its header, the checksum's own place left out. */
function checksum(chunk: Uint8Array): number {
  const covered = new Uint8Array(chunk.length - 4)
  covered.set(chunk.subarray(0, 12))
  covered.set(chunk.subarray(CHUNK_HEADER_BYTES), 12)
  return crc32(covered)
}

/** The version of a file that `readChunks` read. */
export function majorVersionOf(file: Uint8Array): number {
  return new DataView(file.buffer, file.byteOffset, file.byteLength).getUint16(SIGNATURE.length, true)
}

/**
 * The chunks of a file, one after the other; those with names that nobody knows too.
 * @throws {MemlaneError} `trace.notARecording`, `trace.newerRecording`, `trace.truncatedRecording`,
 * `trace.damagedRecording` naming the byte.
 */
export async function* readChunks(file: Uint8Array): AsyncGenerator<Chunk> {
  if (!isRecordingFile(file)) throw traceError('trace.notARecording', {})
  if (file.length < START_BYTES) throw truncated(file)
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const major = view.getUint16(SIGNATURE.length, true)
  const minor = view.getUint16(SIGNATURE.length + 2, true)
  if (major < MAJOR_VERSION || major > BRUTALIZED_VERSION)
    throw traceError('trace.newerRecording', { version: `${major}.${minor}`, reads: BRUTALIZED_VERSION })
  let unpacked = 0
  for (let at = START_BYTES; ; ) {
    if (at + CHUNK_HEADER_BYTES > file.length) throw truncated(file)
    const name = String.fromCharCode(...file.subarray(at, at + 4))
    const length = view.getUint32(at + 4, true)
    const end = at + CHUNK_HEADER_BYTES + view.getUint32(at + 8, true)
    if (end > file.length) throw truncated(file)
    if (checksum(file.subarray(at, end)) !== view.getUint32(at + 12, true))
      throw damaged(at, `the checksum of the chunk ${JSON.stringify(name)} is wrong`)
    if (name === END) {
      if (end !== file.length) throw damaged(end, 'more follows behind the end')
      return
    }
    if (length > MOST_CHUNK_BYTES) throw damaged(at, 'a chunk is longer than chunks are')
    unpacked += length
    if (unpacked > MOST_UNPACKED) throw damaged(at, `the chunks are more than ${MOST_UNPACKED} bytes when unpacked`)
    const bytes = length === 0 ? new Uint8Array(0) : await inflate(file.subarray(at + CHUNK_HEADER_BYTES, end), length)
    if (bytes === undefined) throw damaged(at, `the chunk ${JSON.stringify(name)} cannot be unpacked`)
    yield { name, bytes }
    at = end
  }
}

function truncated({ length }: Uint8Array): MemlaneError {
  return traceError('trace.truncatedRecording', { bytes: length })
}

/** What is wrong with the bytes at an offset of the file, or, without one, with what they say. */
export function damaged(at: ByteOffset | undefined, flaw: string): MemlaneError {
  const what = at === undefined ? flaw : `at byte ${at}, ${flaw}`
  return traceError('trace.damagedRecording', { what })
}
