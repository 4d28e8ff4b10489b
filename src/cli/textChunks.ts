/**
 * A text that comes in pieces, put together to chunks that are worth a write each.
 * @module
 */

/** Characters of a chunk, and a piece more at most. */
const CHUNK = 1 << 16

export function* chunksOf(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = []
  let length = 0
  for (const piece of pieces) {
    waiting.push(piece)
    length += piece.length
    if (length < CHUNK) continue
    yield waiting.join('')
    waiting = []
    length = 0
  }
  if (length > 0) yield waiting.join('')
}
