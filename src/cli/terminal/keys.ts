/**
 * What a terminal sends, as keys. Source: ECMA-48 and the control sequences of xterm.
 * @module
 */
import type { Key } from '../../view/index.ts'

/** Behind ESC. Terminals send arrows in two ways. */
const SEQUENCES: readonly (readonly [sequence: string, key: Key])[] = [
  ['[A', 'up'],
  ['[B', 'down'],
  ['[C', 'right'],
  ['[D', 'left'],
  ['OA', 'up'],
  ['OB', 'down'],
  ['OC', 'right'],
  ['OD', 'left'],
  ['[5~', 'pageup'],
  ['[6~', 'pagedown'],
]

const CONTROLS: Readonly<Record<string, Key>> = {
  '\u0003': 'ctrl-c',
  '\t': 'tab',
  '\r': 'enter',
  '\n': 'enter',
  '\u007f': 'backspace',
  '\b': 'backspace',
}

/** The keys in a piece of what was typed; sequences that mean nothing here are passed over. */
export function* keysOf(text: string): Generator<Key> {
  for (let at = 0; at < text.length; ) {
    if (text[at] === '\u001b') {
      const known = SEQUENCES.find(([sequence]) => text.startsWith(sequence, at + 1))
      if (known !== undefined) {
        yield known[1]
        at += 1 + known[0].length
        continue
      }
      const unknown = /^\[[0-9;]*[A-Za-z~]/.exec(text.slice(at + 1, at + 16))
      if (unknown === null) yield 'escape'
      at += 1 + (unknown?.[0].length ?? 0)
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(at)!)
    const control = CONTROLS[character]
    if (control !== undefined) yield control
    else if (character >= ' ') yield character
    at += character.length
  }
}
