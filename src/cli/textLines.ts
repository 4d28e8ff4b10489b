/**
 * A text that comes in pieces, line by line: it can be longer than a string may be.
 * @module
 */
import { cliError } from '../view/index.ts'
import { placed } from './report.ts'
import { decoderFor } from './text.ts'

/** Of one line: more than a step with a whole memory that a block can pay for. */
const MOST_LINE = 1 << 28

/** The lines of a text, without their ends; `name` is what errors begin with. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let rest = ''
  let number = 1
  for await (const piece of pieces) {
    decoder ??= decoderFor(piece)
    const text = decoded(decoder, piece, name)
    // A line of many pieces is put together once, not with each of them.
    const end = text.indexOf('\n')
    if (end >= 0) {
      yield rest + text.slice(0, end)
      const lines = text.slice(end + 1).split('\n')
      rest = lines.pop() ?? ''
      number += lines.length + 1
      yield* lines
    } else rest += text
    if (rest.length > MOST_LINE) throw placed(name, cliError('cli.lineTooLong', { line: number, limit: MOST_LINE }))
  }
  rest += decoder === undefined ? '' : decoded(decoder, undefined, name)
  if (rest !== '') yield rest
}

/** The text of a piece; without one, of what the last one left. */
function decoded(decoder: TextDecoder, piece: Uint8Array | undefined, name: string): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
  } catch {
    throw placed(name, cliError('cli.notText', {}))
  }
}
