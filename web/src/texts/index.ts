/** The texts of the page, in each language. @module */
import type { Language } from 'memlane/view'
import { en } from './en.ts'
import { zh } from './zh.ts'

export type Texts = typeof en

const TEXTS: Readonly<Record<Language, Texts>> = { en, zh }

export function textsIn(language: Language): Texts {
  return TEXTS[language]
}
