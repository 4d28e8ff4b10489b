/**
 * Text with a meaning instead of a colour: the surface decides how an ink looks.
 *
 *   line    = spans side by side       [{ text: ' 0x080' , ink: 'dim' }, { text: '  ' }, { text: 'a', ink: 'array' }]
 *   screen  = lines
 * @module
 */
import type { OwnerKind } from './palette.ts'
import { displayWidth, truncate } from './width.ts'

/** What a piece of text is: memory of some owner, or its role on the screen. */
export type Ink = OwnerKind | Role
/** What a text is for, where it is no memory's. */
export type Role = 'strong' | 'dim' | 'good' | 'bad'

/** Text of one ink. */
export interface Span {
  /** Of one line. */
  readonly text: string
  /** Absent for plain text. */
  readonly ink?: Ink
}

/** Spans side by side. */
export type Line = readonly Span[]
/** Lines from top to bottom. */
export type Screen = readonly Line[]

/** A span; without `ink` plain text. */
export function span(text: string, ink?: Ink): Span {
  return ink === undefined ? { text } : { text, ink }
}

/** The line's text without its inks. */
export function plain(line: Line): string {
  return line.map(({ text }) => text).join('')
}

/** Terminal columns that the line takes. */
export function lineWidth(line: Line): number {
  return line.reduce((width, { text }) => width + displayWidth(text), 0)
}

/** The line in at most `width` columns; what was cut off is shown as `…`. */
export function fitLine(line: Line, width: number): Line {
  if (lineWidth(line) <= width) return line
  const fitted: Span[] = []
  let left = width
  for (const { text, ink } of line) {
    const width = displayWidth(text)
    fitted.push(span(width < left ? text : truncate(`${text}…`, left), ink))
    if (width >= left) break
    left -= width
  }
  return fitted
}
