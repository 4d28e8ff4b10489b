/**
 * The sentences of what this room refuses.
 * @module
 */
import { type ErrorMaker, errorsOf } from '../base/template.ts'

const traceErrors = {
  'trace.recordingTooLarge':
    'The run is too long: its recording would take more than {limit:count} {unit}; give it less gas.',
} as const

/** An error of this room, with its English sentence. */
export const traceError: ErrorMaker<typeof traceErrors> = errorsOf(traceErrors)
