/**
 * The sentences of what this room refuses; the place stands before them.
 * @module
 */
import { type ErrorTable, type Facts, type FactsOf, fill } from '../base/template.ts'

export const assemblyErrors = {
  'assembly.sourceTooLarge': 'The source has {length:count} characters, more than the limit of {limit:count}.',
  'assembly.codeTooLarge': 'The code grows over {limit:count} bytes here, the limit.',
  'assembly.tooManyMarks': 'There are more than {limit:count} labels and section marks.',
  'assembly.unexpectedText': '{text} is no instruction, label or comment.',
  'assembly.unknownMnemonic': ({ suggestion }) =>
    suggestion === undefined
      ? 'There is no instruction {name}.'
      : 'There is no instruction {name}; did you mean {suggestion}?',
  'assembly.notInFork': '{name} does not exist in {fork}; it came with {since}.',
  'assembly.missingImmediate': '{name} needs {expected} behind it on the same line.',
  'assembly.invalidImmediate': '{name} takes {expected}, not {text}.',
  'assembly.unexpectedImmediate': ({ name, takes }) => {
    if (name === undefined) return '{text} stands without an instruction; write {word} in front of it.'
    if (takes === 0) return '{name} takes no immediate, but {text} follows it.'
    return '{name} takes {takes:one|many} immediate, but {text} follows it as well.'
  },
  'assembly.emptyData': 'An empty string is no data; leave the DATA out.',
  'assembly.oddHex': '{text} has an odd number of hex digits, {digits:count}; write two for each byte, as in {padded}.',
  'assembly.invalidNumber': ({ text }) =>
    String(text).startsWith('0x')
      ? '{text} is not hex; two digits of 0 to 9 and a to f must follow 0x for each byte.'
      : '{text} is not a number; write decimal digits, or 0x and two hex digits for each byte.',
  'assembly.numberTooLarge': '{text} does not fit into 32 bytes.',
  'assembly.pushTooNarrow':
    '{name} holds {width} {width:byte|bytes}, but {what} needs {needed}; write PUSH{needed}, or PUSH for the smallest width.',
  'assembly.unknownLabel': 'There is no label {label}; write {label}: in front of the instruction it names.',
  'assembly.duplicateLabel': 'The label {label} stands on line {firstLine:count} already.',
  'assembly.missingLabelName': 'A label name must follow @.',
  'assembly.unterminatedString': 'This string has no closing quote on its line.',
  'assembly.invalidEscape': 'A string knows no \\{escaped}; it knows {known}.',
  'assembly.missingSectionName': ';; section needs a name behind it.',
} as const satisfies ErrorTable

/** Every code that a problem in source, and an `AssemblyError`, can have. */
export type AssemblyErrorCode = keyof typeof assemblyErrors

/** What is wrong, without its place. */
export interface Mistake {
  readonly code: AssemblyErrorCode
  /** One sentence. */
  readonly message: string
  readonly facts: Facts
}

/** A mistake, with its English sentence. */
export function mistake<Code extends AssemblyErrorCode>(
  code: Code,
  facts: FactsOf<(typeof assemblyErrors)[Code]>,
): Mistake {
  return { code, message: fill(assemblyErrors[code], facts), facts }
}
