/**
 * Bytes packed and unpacked by the platform.
 * @module
 */
import type { ByteCount } from '../../base/units.ts'

/** Deflate packs nothing better: what claims to is not made by it. (RFC 1951) */
const MOST_RATIO = 1032

export async function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await through(new CompressionStream('deflate-raw'), bytes, Number.POSITIVE_INFINITY)
  return packed!
}

/** Unpacks to exactly `length` bytes; `undefined` where they are fewer, more, or no such data. */
export async function inflate(packed: Uint8Array, length: ByteCount): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (length > packed.length * MOST_RATIO + 64) return undefined
  try {
    const bytes = await through(new DecompressionStream('deflate-raw'), packed, length)
    return bytes?.length === length ? bytes : undefined
  } catch {
    return undefined
  }
}

/** What comes out of a stream; `undefined` when that is more than `most` bytes. */
async function through(
  stream: ByteStream,
  bytes: Uint8Array,
  most: ByteCount,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const writer = stream.writable.getWriter()
  // The reader tells of failures; the writer's would only be said a second time.
  writer.write(bytes).catch(() => {})
  writer.close().catch(() => {})
  const reader = stream.readable.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done || value === undefined) break
    length += value.length
    if (length > most) {
      reader.cancel().catch(() => {})
      return undefined
    }
    parts.push(value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
