/**
 * Keys of the debugger, on any surface: one character, or the name of a key that types none.
 * @module
 */
import type { Messages } from '../messages/index.ts'

/**
 * One character as it is typed, or `up`, `down`, `left`, `right`, `pageup`, `pagedown`, `tab`, `enter`, `backspace`,
 * `escape` or `ctrl-c`.
 */
export type Key = string

/** What each key does, as the help lists it: in groups, the text by its name in the messages. */
export const KEYS: readonly (readonly [keys: string, text: keyof Messages['debugger']['keys']])[] = [
  ['j k  ↓ ↑', 'step'],
  ['J K', 'over'],
  ['o O', 'out'],
  ['n N', 'memory'],
  ['w W', 'write'],
  ['e E', 'finding'],
  ['g', 'goto'],
  ['/', 'search'],
  ['h l  ← →', 'select'],
  ['{ }', 'selectRow'],
  ['Esc', 'release'],
  ['PgUp PgDn', 'scroll'],
  ['b', 'watch'],
  ['B', 'stop'],
  ['c C', 'run'],
  ["m a  ' a", 'mark'],
  ['d a', 'diff'],
  ['[ ]', 'frame'],
  ['f', 'follow'],
  ['z s', 'look'],
  ['Tab', 'pane'],
  ['?', 'help'],
  ['q', 'quit'],
]

/** Lines of the help. */
export function keyLines({ debugger: texts }: Messages): string[] {
  return KEYS.map(([keys, text]) => `${keys.padEnd(10)} ${texts.keys[text]}`)
}
