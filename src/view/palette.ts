/**
 * The one palette: how each kind of owner of memory looks, on every surface. Colour is never the only signal,
 * so each kind has a shape as well.
 *
 * `light` is text on white and `dark` text on #14161a, each with a contrast of at least 4.5 (WCAG AA);
 * `terminal` is one of the 16 colours that every terminal has.
 * @module
 */

/** A name that picocolors has. */
export type TerminalColour =
  | 'red'
  | 'green'
  | 'yellow'
  | 'blue'
  | 'magenta'
  | 'cyan'
  | 'gray'
  | 'redBright'
  | 'greenBright'
  | 'yellowBright'
  | 'blueBright'
  | 'magentaBright'
  | 'cyanBright'

/** How memory of one kind looks. */
export interface OwnerLook {
  /** The colour on light paper; 4.5 : 1 against it or more. */
  readonly light: `#${string}`
  /** The colour on dark paper; 4.5 : 1 against it or more. */
  readonly dark: `#${string}`
  /** The colour in a terminal, which has its own idea of it. */
  readonly terminal: TerminalColour
  /** One character, one column wide, different for each kind. */
  readonly shape: string
}

/** The backgrounds that `light` and `dark` are made for. */
export const PAPER = { light: '#ffffff', dark: '#14161a' } as const

// biome-ignore format: rows exist to be compared
/** The look of each kind of owner. */
export const PALETTE = {
  scratch:     { light: '#6b6b6b', dark: '#9a9a9a', terminal: 'gray',          shape: '░' },
  freePointer: { light: '#a13d00', dark: '#ffb070', terminal: 'yellow',        shape: '▸' },
  zeroSlot:    { light: '#5f6673', dark: '#8f99a8', terminal: 'gray',          shape: '∅' },
  array:       { light: '#0060b8', dark: '#6cb6ff', terminal: 'blueBright',    shape: '▤' },
  struct:      { light: '#1a7030', dark: '#7ad98c', terminal: 'green',         shape: '◆' },
  text:        { light: '#8a1f8f', dark: '#e29bea', terminal: 'magentaBright', shape: '◇' },
  buffer:      { light: '#00696b', dark: '#5fd3d3', terminal: 'cyan',          shape: '≈' },
  local:       { light: '#7a5a00', dark: '#e3c35a', terminal: 'yellowBright',  shape: '●' },
  unknown:     { light: '#b3122c', dark: '#ff8f98', terminal: 'red',           shape: '?' },
} as const satisfies Record<string, OwnerLook>

/** Who owns a range of memory. */
export type OwnerKind = keyof typeof PALETTE
