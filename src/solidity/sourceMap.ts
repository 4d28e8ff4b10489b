/**
 * solc's source map: for each instruction the source range it was made from and what its jump does.
 *
 *   sourceMap   26:1269:0:-:0;;;;26:1269:0;…          s:l:f:j:m, empty = as before
 *   code        60 80 60 40 52 …
 *   pc          0     2     4                         entry n belongs to instruction n, not to byte n
 *
 * Source: https://docs.soliditylang.org/en/v0.8.37/internals/source_mappings.html
 * @module
 */
import type { Pc } from '../base/index.ts'
import { immediateBytes } from '../opcodes/index.ts'
import type { SourceRange } from './ast.ts'

/** A jump `into` a function, `out` of one, or one inside it. */
export type JumpKind = 'into' | 'out' | 'inside'

export interface SourceMapEntry extends SourceRange {
  readonly jump: JumpKind
}

const NOWHERE: SourceMapEntry = { start: -1, end: -1, file: -1, jump: 'inside' }

export class SourceMap {
  readonly #entries: readonly SourceMapEntry[]
  /** Index into the entries by pc; -1 inside immediate data. */
  readonly #indexAt: Int32Array

  constructor(compressed: string, code: Uint8Array) {
    this.#entries = decompress(compressed)
    this.#indexAt = new Int32Array(code.length).fill(-1)
    let index = 0
    for (let pc = 0; pc < code.length; pc += 1 + immediateBytes(code[pc]!)) this.#indexAt[pc] = index++
  }

  /** The range of each instruction, in order. */
  ranges(): readonly SourceRange[] {
    return this.#entries
  }

  /** The entry of the instruction at `pc`. The same object for the same range and jump, so it can be a key. */
  entry(pc: Pc): SourceMapEntry {
    return this.#entries[this.#indexAt[pc] ?? -1] ?? NOWHERE
  }
}

function decompress(compressed: string): SourceMapEntry[] {
  const interned = new Map<string, SourceMapEntry>()
  const fields = ['-1', '-1', '-1', '-']
  return compressed.split(';').map((item) => {
    for (const [index, value] of item.split(':').entries()) if (value !== '' && index < 4) fields[index] = value
    const key = fields.join(':')
    let entry = interned.get(key)
    if (!entry) {
      const [start, length, file] = fields.map(Number) as [number, number, number]
      const jump = fields[3] === 'i' ? 'into' : fields[3] === 'o' ? 'out' : 'inside'
      const valid = start >= 0 && length >= 0 && file >= 0
      entry = valid ? { start, end: start + length, file, jump } : { ...NOWHERE, jump }
      interned.set(key, entry)
    }
    return entry
  })
}
