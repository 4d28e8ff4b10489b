/**
 * Commands as words that a shell takes: what is printed to be pasted.
 * @module
 */
import { flagOf, type OptionName, type OptionValues } from './options.ts'

/**
 * The words of `memlane debug …` for the same target.
 * @param names of the options that say what the target is
 */
export function sameTarget(
  word: string,
  callArguments: readonly string[],
  options: OptionValues,
  names: readonly OptionName[],
): string[] {
  const flags = names.flatMap((name) => flagWords(name, options))
  return ['memlane', 'debug', ...[word, ...callArguments].map(quoted), ...flags]
}

function flagWords(name: OptionName, options: OptionValues): string[] {
  const value = options[name]
  if (value === undefined || value === false) return []
  const flag = flagOf(name)
  if (value === true) return [flag]
  if (name === 'value') return [flag, `${value}wei`]
  if (value instanceof RegExp) return [flag, quoted(value.source)]
  return [flag, ...(Array.isArray(value) ? value : [value]).map((one) => quoted(String(one)))]
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
