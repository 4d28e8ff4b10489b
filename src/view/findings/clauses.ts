/**
 * Texts with clauses that go when a part of them is not known.
 *
 *   'writes {range}[ and changes {what}[ to {value}]]'   { range: '0x40', what: 'b' }   ─▶  'writes 0x40 and changes b'
 *
 * @module
 */

/** Parts by name. */
export type Parts = Readonly<Record<string, string | undefined>>

/** A text or a part, and how deep in brackets. */
const PIECE = /\[|\]|\{(\w+)\}|[^[\]{]+/g

/** The text with its parts; `undefined` where a part outside of brackets is not known. */
export function withClauses(template: string, parts: Parts): string | undefined {
  const open: { text: string; isWhole: boolean }[] = [{ text: '', isWhole: true }]
  for (const [piece, name] of template.matchAll(PIECE)) {
    const inner = open.at(-1)!
    if (piece === '[') open.push({ text: '', isWhole: true })
    else if (piece === ']') {
      open.pop()
      if (inner.isWhole) open.at(-1)!.text += inner.text
    } else if (name === undefined) inner.text += piece
    else if (parts[name] === undefined) inner.isWhole = false
    else inner.text += parts[name]
  }
  const [whole] = open
  return whole?.isWhole ? whole.text.trim() : undefined
}
