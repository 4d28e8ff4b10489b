/**
 * One source file as solc counts it: by UTF-8 bytes. Editors and people count lines and characters.
 * @module
 */
import type { ByteOffset } from '../base/index.ts'

/** Where something stands in a source file, with the line it stands on. */
export interface SourcePosition {
  /** The file's name as it was given to the compiler. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** In characters (code points), counted from 1. */
  readonly column: number
  /** The line without the space around it. */
  readonly text: string
}

const NEWLINE = 10
const decoder = new TextDecoder()

export class SourceFile {
  readonly path: string
  readonly #bytes: Uint8Array
  #lines: ByteOffset[] | undefined

  constructor(path: string, content: string) {
    this.path = path
    this.#bytes = new TextEncoder().encode(content)
  }

  /** The text of `[start, end)`; what lies outside the file is left out. */
  text(start: ByteOffset, end: ByteOffset): string {
    return decoder.decode(this.#bytes.subarray(Math.max(0, start), Math.max(0, end)))
  }

  /** Where the byte at `offset` stands; an offset outside the file is moved to its nearest end. */
  position(offset: ByteOffset): SourcePosition {
    const lines = this.#lineStarts()
    const inside = Math.min(Math.max(offset, 0), this.#bytes.length)
    const index = lastAtMost(lines, inside)
    const start = lines[index]!
    return {
      file: this.path,
      line: index + 1,
      column: [...this.text(start, inside)].length + 1,
      text: this.text(start, lines[index + 1] ?? this.#bytes.length).trim(),
    }
  }

  #lineStarts(): ByteOffset[] {
    if (this.#lines) return this.#lines
    const lines = [0]
    for (let at = this.#bytes.indexOf(NEWLINE); at >= 0; at = this.#bytes.indexOf(NEWLINE, at + 1)) lines.push(at + 1)
    this.#lines = lines
    return lines
  }
}

/** Index of the last number of an ascending list that is at most `limit`; the first is. */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0
  for (let high = ascending.length - 1; low < high; ) {
    const middle = Math.ceil((low + high) / 2)
    if (ascending[middle]! <= limit) low = middle
    else high = middle - 1
  }
  return low
}
