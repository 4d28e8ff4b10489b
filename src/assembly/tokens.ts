/**
 * One line of source → its words.
 *
 *   again: PUSH1 0x80 PUSH @loop DATA "a b"   ; comment
 *   label  word  number      reference string   comment
 *
 * Characters are walked one by one instead of matched by patterns: a hostile line may be megabytes long.
 * @module
 */
export type TokenKind = 'word' | 'label' | 'number' | 'reference' | 'string' | 'comment' | 'junk'

export interface Token {
  readonly kind: TokenKind
  /**
   * As written: a reference with its `@`, a string with its quotes (the last may be missing), a comment with its
   * `;` or `//`. Only a label comes without its colon.
   */
  readonly text: string
  /** Positions in the line, in UTF-16 units from 0; a label's end is behind its colon. */
  readonly start: number
  readonly end: number
}

/** The lines of `source` without their ends: `\n`, `\r\n` or `\r`. One by one, because there may be millions. */
export function* sourceLines(source: string): Generator<string> {
  const lineEnd = /\r\n|[\r\n]/g
  let start = 0
  for (let match = lineEnd.exec(source); match !== null; match = lineEnd.exec(source)) {
    yield source.slice(start, match.index)
    start = lineEnd.lastIndex
  }
  yield source.slice(start)
}

/** The first token of `line` at or behind `position`; `undefined` when only white space is left. Nothing is refused here. */
export function nextToken(line: string, position: number): Token | undefined {
  const start = spaceEnd(line, position)
  if (start === line.length) return undefined
  const first = line[start]
  if (first === ';' || line.startsWith('//', start)) return token('comment', line, start, line.length)
  if (first === '@') return token('reference', line, start, wordEnd(line, start + 1))
  if (first === '"') return token('string', line, start, stringEnd(line, start))
  const end = wordEnd(line, start)
  if (end === start) return token('junk', line, start, junkEnd(line, start))
  if (first >= '0' && first <= '9') return token('number', line, start, end)
  const colon = spaceEnd(line, end)
  if (line[colon] !== ':') return token('word', line, start, end)
  return { kind: 'label', text: line.slice(start, end), start, end: colon + 1 }
}

function token(kind: TokenKind, line: string, start: number, end: number): Token {
  return { kind, text: line.slice(start, end), start, end }
}

const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_.$]/u
const SPACE = /\s/

/** Behind the letters and digits (of any script), `_`, `.` and `$` that stand at `start`. */
function wordEnd(line: string, start: number): number {
  let end = start
  for (let character = characterAt(line, end); WORD_CHARACTER.test(character); character = characterAt(line, end))
    end += character.length
  return end
}

/** Behind the white space at `start`. All of Unicode's: text pasted from a page is full of no-break spaces. */
function spaceEnd(line: string, start: number): number {
  let end = start
  while (end < line.length && SPACE.test(line[end])) end++
  return end
}

/** Behind the closing quote, or the line's end when there is none. */
function stringEnd(line: string, start: number): number {
  for (let end = start + 1; end < line.length; end++) {
    if (line[end] === '"') return end + 1
    if (line[end] === '\\') end++
  }
  return line.length
}

/** Behind everything up to a space or a comment; at least one character. */
function junkEnd(line: string, start: number): number {
  let end = start + 1
  while (end < line.length && line[end] !== ';' && !SPACE.test(line[end])) end++
  return end
}

/** The whole code point at `position`; empty at the end. */
function characterAt(line: string, position: number): string {
  const codePoint = line.codePointAt(position)
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint)
}
