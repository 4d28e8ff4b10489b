/**
 * A decoded value as one line in either language: names and numbers are as in Solidity, and where something cannot
 * be read, the reason is in the language of the texts.
 * @module
 */
import type { Unreadable, Value } from '../solidity/index.ts'
// Not from the room's index: a surface that shows no map need not load what finds one.
import { valueText } from '../solidity/value.ts'
import type { Messages } from './messages/index.ts'

/** `[1, 0]`, `{x: 1, name: "WTF"}`, `<cycle at 0x80>` */
export function shownValue(value: Value, messages: Messages): string {
  return valueText(withReasons(value, messages.unreadable))
}

/** A list of arguments or returned values, in parentheses as in Solidity. */
export function shownList(values: Value, messages: Messages): string {
  const text = shownValue(values, messages)
  return values.kind === 'struct' ? `(${text.slice(1, -1)})` : text
}

function withReasons(value: Value, say: (unreadable: Unreadable) => string): Value {
  switch (value.kind) {
    case 'unreadable':
      return { ...value, reason: say(value) }
    case 'pointer':
      return { ...value, target: withReasons(value.target, say) }
    case 'array':
      return { ...value, elements: value.elements.map((element) => withReasons(element, say)) }
    case 'struct':
      return {
        ...value,
        members: value.members.map(({ name, value: member }) => ({ name, value: withReasons(member, say) })),
      }
    default:
      return value
  }
}
