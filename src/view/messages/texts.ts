/**
 * Which texts every language has: those of English.
 * @module
 */
import type { en } from './en.ts'

/** The shape of `T` with texts of any content: what every language must have. */
export type Texts<T> = T extends string
  ? string
  : T extends (...facts: infer Facts) => string
    ? (...facts: Facts) => string
    : { readonly [Key in keyof T]: Texts<T[Key]> }

/** All texts of the surfaces in one language: some are functions of what goes into them. */
export type Messages = Texts<typeof en>
