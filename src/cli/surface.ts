/**
 * How the program speaks, decided before anything else, so that also a wrong option is reported in the right
 * language: `--lang`, `--no-color`, `--debug`, and what the environment says.
 * @module
 */
import { cliError, LANGUAGES, type Language, languageOfLocale } from '../view/index.ts'
import type { Io } from './io.ts'

export interface Surface {
  readonly language: Language
  readonly coloured: boolean
  readonly stackTraces: boolean
}

/** What an error is reported with that `readSurface` itself throws. */
export const PLAIN_SURFACE: Surface = { language: 'en', coloured: false, stackTraces: false }

/**
 * Reads the options that every command has, wherever they stand.
 * @throws {MemlaneError} `cli.invalidChoice` for an unknown language.
 */
export function readSurface(argv: readonly string[], { environment, stdout }: Io): Surface {
  const end = argv.indexOf('--')
  const options = end === -1 ? argv : argv.slice(0, end)
  return {
    language: languageFrom(options) ?? languageOfLocale(localeFrom(environment)),
    coloured: !options.includes('--no-color') && colourWanted(environment, stdout.isTerminal),
    stackTraces: options.includes('--debug'),
  }
}

function languageFrom(options: readonly string[]): Language | undefined {
  const index = options.findLastIndex((option) => option === '--lang' || option.startsWith('--lang='))
  if (index === -1) return undefined
  const value = options[index] === '--lang' ? options[index + 1] : options[index]!.slice('--lang='.length)
  if (value === undefined) return undefined // commander reports the missing value
  const language = LANGUAGES.find((language) => language === value)
  if (language === undefined) throw cliError('cli.invalidChoice', { option: '--lang', value, choices: LANGUAGES })
  return language
}

/** The locale of messages, in the order in which POSIX looks for it. An empty variable counts as none. */
function localeFrom({ LC_ALL, LC_MESSAGES, LANG }: Io['environment']): string | undefined {
  return LC_ALL || LC_MESSAGES || LANG
}

/** See no-color.org and force-color.org: a variable counts when it is not empty. */
function colourWanted({ NO_COLOR, FORCE_COLOR, TERM }: Io['environment'], isTerminal: boolean): boolean {
  if (NO_COLOR) return false
  return FORCE_COLOR ? FORCE_COLOR !== '0' : isTerminal && TERM !== 'dumb'
}
