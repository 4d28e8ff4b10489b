/**
 * What part of the sources an instruction belongs to: the questions that the map asks of every step, answered
 * once for each instruction.
 * @module
 */
import type { Pc } from '../base/index.ts'
import type { Ast, AstNode, SourceRange } from './ast.ts'
import type { Code } from './code.ts'
import type { JumpKind, SourceMapEntry } from './sourceMap.ts'

export interface Place {
  readonly jump: JumpKind
  /** The instruction's own range, which may be a part of the node, such as a line of inline assembly. */
  readonly range: SourceRange
  /** `undefined` for generated code and for code that stands for a whole contract, such as its dispatcher. */
  readonly node: AstNode | undefined
  /** The declaration of local variables that the instruction is part of. */
  readonly statement: AstNode | undefined
  /** What the instruction stands in the body of, when that has parameters but is not called: see `callStack.ts`. */
  readonly clause: AstNode | undefined
  /** Whether it is part of the value of a constant, which is computed wherever the constant is used. */
  readonly isConstant: boolean
}

export class Places {
  readonly #code: Code
  readonly #ast: Ast
  readonly #byPc: (Place | undefined)[]
  readonly #byEntry = new Map<SourceMapEntry, Place>()

  constructor(code: Code, ast: Ast) {
    this.#code = code
    this.#ast = ast
    this.#byPc = new Array(code.bytes.length)
  }

  at(pc: Pc): Place {
    return (this.#byPc[pc] ??= this.#ofEntry(this.#code.sourceMap.entry(pc)))
  }

  #ofEntry(entry: SourceMapEntry): Place {
    let place = this.#byEntry.get(entry)
    if (!place) this.#byEntry.set(entry, (place = describe(entry, this.#ast)))
    return place
  }
}

function describe(entry: SourceMapEntry, ast: Ast): Place {
  const node = ast.nodeAt(entry)
  if (!node || node.kind === 'SourceUnit' || node.kind === 'ContractDefinition') {
    return {
      jump: entry.jump,
      range: entry,
      node: undefined,
      statement: undefined,
      clause: undefined,
      isConstant: false,
    }
  }
  return {
    jump: entry.jump,
    range: entry,
    node,
    statement: node.closest(({ kind }) => kind === 'VariableDeclarationStatement'),
    clause: node.closest(isClauseBody)?.parent,
    isConstant: node.closest(isConstant) !== undefined,
  }
}

/** Whether a node is the declaration of a constant. */
export function isConstant(node: AstNode): boolean {
  return node.kind === 'VariableDeclaration' && node.flag('constant')
}

/** A body that solc compiles in place: of a modifier, a clause of `try`, a constructor, `fallback` or `receive`. */
function isClauseBody(node: AstNode): boolean {
  const { kind, parent } = node
  if (kind !== 'Block' || !parent) return false
  return parent.kind === 'TryCatchClause' || parent.kind === 'ModifierDefinition' || isFunctionInPlace(parent)
}

function isFunctionInPlace(node: AstNode): boolean {
  if (node.kind !== 'FunctionDefinition' || node.text('kind') === 'function') return false
  // With modifiers the parameters do not lie on top of the stack where the body begins.
  return !node.many('modifiers').some((modifier) => modifier?.text('kind') === 'modifierInvocation')
}

const WHOLES: ReadonlySet<string> = new Set([
  'FunctionDefinition',
  'ModifierDefinition',
  'Block',
  'UncheckedBlock',
  'ParameterList',
])

/** Whether a range says only which function or block one is in: entry, exit, clean-up. */
export function isWhole(node: AstNode): boolean {
  return WHOLES.has(node.kind)
}
