/**
 * The sentences of what this room refuses.
 * @module
 */
import { type ErrorMaker, type ErrorTable, errorsOf } from '../base/template.ts'
import { WORD_BYTES } from '../base/word.ts'

export const traceErrors = {
  'trace.notARecording': 'This is not a memlane recording: it does not begin like one.',
  'trace.newerRecording':
    'The recording has version {version}, and this memlane reads up to {reads}.x; update memlane.',
  'trace.truncatedRecording':
    'The recording is cut off: it has {bytes:count} {bytes:byte|bytes} and no end. Copy or record it again.',
  'trace.damagedRecording': 'The recording is damaged: {what}. Record it again.',
  'trace.noWorld': 'This recording does not tell what accounts were before it; run it in memlane.',
  'trace.recordingTooLarge':
    'The run is too long: its recording would take more than {limit:count} {unit}; give it less gas.',
  'trace.badLimit': ({ field }) =>
    field === 'limits' || field === 'options'
      ? '{field} is {value}; it must be an object with named fields.'
      : '{field} is {value}; it must be a number from 0 on.',
  'trace.unknownLimit': 'A recording has no limit {field:quoted}; its limits are {names}.',
  'trace.badTrace': 'The trace cannot be read: {place} {what}.',
  'trace.emptyTrace': 'There is no step in it; a trace has {form}.',
  'trace.nodeError': 'There is an error in it in place of a trace: {message}',
  'trace.whichTransaction':
    'The trace is of a block with {count:count} {count:transaction|transactions}; choose one of {choices}.',
  'trace.notInBlock': 'The trace has no transaction {transaction:quoted}; choose one of {choices}.',
  'trace.truncatedTrace':
    'The trace ends in the middle of the run, after {steps:count} {steps:step|steps}; it has no line that tells the result.',
  'trace.badPattern': '{text:quoted} is nothing to look for: 0x and pairs of hex digits, "text", text:… or a number.',
  'trace.zeroPattern': 'Zeros stand everywhere in memory; look for something else.',
  'trace.noSuchStep': 'There is no step {step:count}: the recording has steps 0 to {last:count}.',
  'trace.badStop': '{text:quoted} is no condition to stop at; write one like {forms}.',
  'trace.neverReached': 'The run never comes to {stop}; it has {steps:count} {steps:step|steps}.',
  'trace.noSources': 'There are no sources, so no step has a line; use pc: or step:.',
  'trace.badRange':
    '{text:quoted} is no range of memory; write 0x80 (a byte), 0x80:32 (offset:length) or 0x80-0xa0 (start-end).',
  'trace.noSuchFrame': ({ last }) =>
    last === -1
      ? 'There is no frame {frame:count}: the run called no code.'
      : 'There is no frame {frame:count}: the run has frames 0 to {last:count}.',
  'trace.rangeTooLong': ({ limit }) =>
    limit === WORD_BYTES
      ? 'The range has {length:count} bytes, more than the {limit:count} that can be watched as one number; name a shorter one.'
      : 'The range has {length:count} bytes, more than the {limit:count} that can be watched; name a shorter one.',
  'trace.badCondition': "{text:quoted} is no condition; write one like 'value < 0x80', with {operators}.",
} as const satisfies ErrorTable

/** An error of this room, with its English sentence. */
export const traceError: ErrorMaker<typeof traceErrors> = /* @__PURE__ */ errorsOf(traceErrors)

/** Every code that an error of this path can have, beside those of the paths that it uses. */
export type TraceErrorCode = keyof typeof traceErrors
