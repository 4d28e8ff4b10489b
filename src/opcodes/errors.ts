/**
 * The sentences of what this room refuses.
 * @module
 */
import { type ErrorMaker, errorsOf } from '../base/template.ts'

export const opcodesErrors = {
  'opcodes.unknownFork': 'There is no fork {fork:quoted}; choose one of {forks}.',
} as const

/** An error of this room, with its English sentence. */
export const opcodesError: ErrorMaker<typeof opcodesErrors> = /* @__PURE__ */ errorsOf(opcodesErrors)

/** Every code that an error of this path can have. */
export type OpcodesErrorCode = keyof typeof opcodesErrors
