/**
 * A screen as text for a terminal: inks become the 16 colours that every terminal has.
 * @module
 */
import picocolors from 'picocolors'
import { type Ink, type Line, PALETTE, type Role, type Screen } from '../view/index.ts'

const ROLES = { strong: 'bold', dim: 'dim', good: 'green', bad: 'red' } as const satisfies Record<Role, string>

function styleOf(ink: Ink) {
  return ink in ROLES ? ROLES[ink as Role] : PALETTE[ink as Exclude<Ink, Role>].terminal
}

/** The screen's lines, each ended by a line feed. */
export function paint(screen: Screen, coloured: boolean): string {
  const colours = picocolors.createColors(coloured)
  const paintLine = (line: Line) =>
    line.map(({ text, ink }) => (ink === undefined ? text : colours[styleOf(ink)](text))).join('')
  return screen.map((line) => `${paintLine(line)}\n`).join('')
}
