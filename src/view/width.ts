/**
 * How many terminal columns a text takes, and cutting and padding by columns instead of characters:
 * a Chinese character takes two, a combining mark none.
 * @module
 */

/** Wide and fullwidth characters as half-open ranges of code points. Source: Unicode 16, EastAsianWidth.txt (W and F). */
// biome-ignore format: rows exist to be compared
const WIDE: readonly (readonly [start: number, end: number])[] = [
  [0x1100, 0x1160], [0x231a, 0x231c], [0x23e9, 0x23ed], [0x2e80, 0x303f], [0x3041, 0x4dc0], [0x4e00, 0xa4d0],
  [0xa960, 0xa980], [0xac00, 0xd7a4], [0xf900, 0xfb00], [0xfe10, 0xfe1a], [0xfe30, 0xfe70], [0xff01, 0xff61],
  [0xffe0, 0xffe7], [0x16fe0, 0x18d80], [0x1b000, 0x1b300], [0x1f1e6, 0x1f200], [0x1f300, 0x1f650],
  [0x1f680, 0x1f700], [0x1f7e0, 0x1f7f0], [0x1f900, 0x1fa00], [0x1fa70, 0x1fb00], [0x20000, 0x3fffe],
]

/** Marks that stand on the character before them, and joiners. */
const ZERO_WIDTH = /^(?:\p{Mn}|\p{Me}|[\u200b-\u200d]|\u2060|\ufe0f)$/u

function characterWidth(character: string): number {
  const codePoint = character.codePointAt(0)!
  if (codePoint < 0x300) return 1
  if (ZERO_WIDTH.test(character)) return 0
  return WIDE.some(([start, end]) => codePoint >= start && codePoint < end) ? 2 : 1
}

/** Terminal columns of `text`, which holds no control characters (see `printable`). */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** `text` and as many spaces as fill `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** As many spaces as fill `width` columns, and `text`. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text
}

/** `text` in at most `width` columns; what was cut off is shown as `…`. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let cut = ''
  let used = 1
  for (const character of text) {
    used += characterWidth(character)
    if (used > width) break
    cut += character
  }
  return `${cut}…`
}

/** A line of source to show beside something else: enough to know it again. */
export function shortened(source: string): string {
  return truncate(source, LONGEST_SOURCE)
}

const LONGEST_SOURCE = 80

/** What a terminal would obey or reorder instead of showing: controls, line separators, direction overrides. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** `text` with every character that a terminal would obey written as an escape: a contract cannot paint the screen. */
export function printable(text: string): string {
  return text.replace(
    UNPRINTABLE,
    (character) => ESCAPES[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`,
  )
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
