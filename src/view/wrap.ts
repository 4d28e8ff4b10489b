/**
 * Text in lines of so many terminal columns, broken at spaces; Chinese breaks between characters too, but never before a
 * mark that closes.
 * @module
 */
import { displayWidth } from './width.ts'

const WIDE = '\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef'
const OPENING = '[\\u300a\\u300c\\uff08]*'
const CLOSING = '[\\u3001\\u3002\\u300b\\u300d\\uff09\\uff0c\\uff1a\\uff1b]*'

/** What stays together: a word, or one wide character, with marks around it and the space behind it. */
const PIECE = /* @__PURE__ */ new RegExp(`${OPENING}(?:[${WIDE}]|[^\\s${WIDE}]+)${CLOSING}\\s*`, 'g')

/** The lines, without space at their ends. A word that is longer than a line stands in one of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const [piece] of text.matchAll(PIECE)) {
    if (line !== '' && displayWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  if (line !== '') lines.push(line.trimEnd())
  return lines
}
