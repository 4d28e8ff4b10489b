/**
 * Files that were packed with gzip, as traces often are.
 * @module
 */
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { ByteCount } from '../base/index.ts'
import { LaunchError } from '../launch/problems.ts'
import { cliError } from '../view/index.ts'
import { placed } from './report.ts'

/** Unpacked: a small file can say that it holds far more than anybody has. */
const MOST_UNPACKED: ByteCount = 2 ** 34

/** The pieces of a file, unpacked where they begin as gzip does; `name` is what errors begin with. */
export async function* unpacked(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]()
  const first = await source.next()
  if (first.done) return
  const all = rejoined(first.value, source)
  if (!isGzip(first.value)) {
    yield* all
    return
  }
  let length = 0
  try {
    // Whoever reads the output is told of failures.
    for await (const piece of pipeline(Readable.from(all), createGunzip(), () => {})) {
      length += piece.length
      if (length > MOST_UNPACKED) throw placed(name, cliError('cli.unpackedTooLong', { limit: MOST_UNPACKED }))
      yield piece
    }
  } catch (error) {
    if (error instanceof LaunchError || !isZlibError(error)) throw error
    throw placed(name, cliError('cli.badGzip', {}))
  }
}

/** All of a file in one array. @throws {LaunchError} where it is longer than `most`. */
export async function joined(pieces: AsyncIterable<Uint8Array>, most: ByteCount, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.length
    if (length > most) throw placed(name, cliError('cli.unpackedTooLong', { limit: most }))
    parts.push(piece)
  }
  return Buffer.concat(parts, length)
}

async function* rejoined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ERR_.*ZLIB|ERR_STREAM_PREMATURE)/.test(String(error.code))
}
