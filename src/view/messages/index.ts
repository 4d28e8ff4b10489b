/** The texts of every surface, in each language. @module */
import { en } from './en.ts'
import { zh } from './zh.ts'

/** The shape of `T` with texts of any content: what every language must have. */
type Texts<T> = T extends string
  ? string
  : T extends (...facts: infer Facts) => string
    ? (...facts: Facts) => string
    : { readonly [Key in keyof T]: Texts<T[Key]> }

/** All texts of the surfaces in one language: some are functions of what goes into them. */
export type Messages = Texts<typeof en>

/** The languages that texts are in. */
export const LANGUAGES = ['en', 'zh'] as const
/** One of them. */
export type Language = (typeof LANGUAGES)[number]

const MESSAGES: Readonly<Record<Language, Messages>> = { en, zh }

/** The texts in a language. */
export function messagesIn(language: Language): Messages {
  return MESSAGES[language]
}

/** The language of a locale such as `zh_CN.UTF-8`: Chinese if it says so, otherwise English. */
export function languageOfLocale(locale: string | undefined): Language {
  return /^zh(?![a-z])/i.test(locale ?? '') ? 'zh' : 'en'
}
