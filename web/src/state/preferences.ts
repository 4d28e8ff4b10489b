/**
 * Language and theme: chosen here, else as the browser is set.
 * @module
 */
import type { Language } from 'memlane/view'

export type Theme = 'light' | 'dark'

const LANGUAGE_KEY = 'memlane.language'
const THEME_KEY = 'memlane.theme'

/** Storage may be forbidden, and then nothing is remembered. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Not remembered.
  }
}

export function preferredLanguage(): Language {
  const kept = read(LANGUAGE_KEY)
  if (kept === 'en' || kept === 'zh') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export function keepLanguage(language: Language): void {
  write(LANGUAGE_KEY, language)
}

export function preferredTheme(): Theme {
  const kept = read(THEME_KEY)
  if (kept === 'light' || kept === 'dark') return kept
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export function keepTheme(theme: Theme): void {
  write(THEME_KEY, theme)
}
