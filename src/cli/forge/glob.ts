/**
 * Patterns of paths, as --match-path takes them: `*` within a folder, `**` across folders, `?` one letter, `{a,b}` either.
 * @module
 */

/** Whether a path fits; a pattern without `*` fits what lies below it too. */
export function fitsGlob(pattern: string, path: string): boolean {
  const plain = pattern.replace(/^\.\//, '')
  let expression = ''
  let depth = 0
  for (let index = 0; index < plain.length; index++) {
    const letter = plain[index]!
    if (letter === '*' && plain[index + 1] === '*') {
      expression += plain[index + 2] === '/' ? '(?:.*/)?' : '.*'
      index += plain[index + 2] === '/' ? 2 : 1
    } else if (letter === '*') expression += '.*'
    else if (letter === '?') expression += '.'
    else if (letter === '{') {
      depth++
      expression += '(?:'
    } else if (letter === '}' && depth > 0) {
      depth--
      expression += ')'
    } else if (letter === ',' && depth > 0) expression += '|'
    else expression += letter.replace(/[\\^$.|+()[\]]/, '\\$&')
  }
  expression += ')'.repeat(depth)
  return new RegExp(`^${expression}(?:/.*)?$`).test(path)
}
