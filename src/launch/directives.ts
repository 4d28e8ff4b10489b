/**
 * What sources ask of their compiler and import, read from their text: no compiler asks for files.
 * @module
 */

/** What a source says to its compiler. Lines count from 1. */
export interface Directives {
  /** Paths as they are written. */
  readonly imports: readonly { readonly path: string; readonly line: number }[]
  /** Ranges of versions, of `pragma solidity` only. */
  readonly pragmas: readonly { readonly range: string; readonly line: number }[]
}

/**
 * Comments and strings, so that nothing is seen in them; imports, whose path is the first string; and pragmas. None is
 * so long that the bound matters; without it, a file of nothing but the word would take quadratic time.
 */
const TOKEN =
  /\/\/.*|\/\*[\s\S]*?\*\/|\bimport\b[^;"']{0,9999}(?:"([^"\n]*)"|'([^'\n]*)')|\bpragma\s+solidity\b([^;]{0,999});|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g

/** Imports and pragmas of a Solidity text, each with the line it ends on. */
export function readDirectives(text: string): Directives {
  const imports: { path: string; line: number }[] = []
  const pragmas: { range: string; line: number }[] = []
  for (const token of text.matchAll(TOKEN)) {
    const path = token[1] ?? token[2]
    const range = token[3]
    if (path === undefined && range === undefined) continue
    const line = text.slice(0, token.index + token[0].length).split('\n').length
    if (path !== undefined) imports.push({ path, line })
    if (range !== undefined) pragmas.push({ range: range.trim(), line })
  }
  return { imports, pragmas }
}
