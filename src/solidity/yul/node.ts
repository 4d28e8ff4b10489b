/**
 * Parts of a Yul program, as far as the map needs them: functions, variables and what they get, calls, and where in the
 * Solidity sources each was made from.
 *
 *   /// @src 0:265:275  "new P[](n)"            the source of all that follows, up to the next such comment
 *   let expr_46_mpos := allocate(expr)
 *   └ declaration       └ call   └ identifier
 * @module
 */
import type { SourceRange } from '../ast.ts'

export type YulKind =
  | 'function'
  | 'declaration'
  | 'assignment'
  | 'call'
  | 'identifier'
  | 'literal'
  | 'block'
  /** `if`, `switch`, `for` and what jumps: only their range and source count. */
  | 'statement'

export interface YulNode {
  readonly kind: YulKind
  /** In characters of the text. */
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** Where it was made from, by the last `@src` before it; `undefined` for nowhere. */
  readonly source: SourceRange | undefined
  /** A function's `@ast-id`. */
  readonly astId: number | undefined
  /**
   * Of a function, of what a call calls, of a variable; the text of a literal; `init`, `post` or `body` of a loop's block; the
   * word of a statement that is but a word; empty otherwise.
   */
  readonly name: string
  /** The variables of a declaration or assignment, the parameters of a function. */
  readonly variables: readonly string[]
  /** The variables that a function returns. */
  readonly returns: readonly string[]
  /** What a declaration or assignment takes its values from. */
  readonly value: YulNode | undefined
  readonly arguments: readonly YulNode[]
  /** The declaration, assignment or call of which this is the value or an argument. */
  readonly parent: YulNode | undefined
  /** The function in which it stands; `undefined` in an object's own code. */
  readonly function: YulNode | undefined
  /** The innermost block in which it stands. */
  readonly block: YulNode | undefined
}

/** An object of a Yul program, with `code` and perhaps objects inside. */
export interface YulObject {
  readonly name: string
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** 0 for the outermost. */
  readonly depth: number
}
