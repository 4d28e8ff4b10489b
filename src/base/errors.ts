/**
 * The sentences of what this room refuses.
 * @module
 */
import { type ErrorMaker, type ErrorTable, errorsOf } from './template.ts'

export const baseErrors = {
  'base.invalidHex': ({ digits, character }) => {
    if (digits !== undefined) return 'Hex has an odd number of digits, {digits:count}; each byte needs two.'
    if (character === undefined) return 'Hex must start with 0x.'
    return 'Character {character:quoted} at position {position:count} is not a hex digit.'
  },
} as const satisfies ErrorTable

/** An error of this room, with its English sentence. */
export const baseError: ErrorMaker<typeof baseErrors> = /* @__PURE__ */ errorsOf(baseErrors)

/** Every code that an error of this path can have. */
export type BaseErrorCode = keyof typeof baseErrors
