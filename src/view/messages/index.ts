/** The texts of every surface, in each language. @module */
import { en } from './en.ts'
import type { Messages, Texts } from './texts.ts'
import { zh } from './zh.ts'

export type { Messages, Texts }

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
