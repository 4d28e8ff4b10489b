/**
 * What a code's source map says of each instruction: whether it belongs to the sources at all, to which block of inline
 * assembly, and what its jump does.
 * @module
 */
import type { Pc } from '../base/index.ts'
import type { AstNode } from './ast.ts'
import type { Code } from './code.ts'
import type { Compilation } from './compilation.ts'
import type { JumpKind } from './sourceMap.ts'

/** A block of inline assembly. */
export interface AssemblyBlock {
  /** Its number in the build, above 0. */
  readonly id: number
  /** Its place. */
  readonly range: { readonly file: number; readonly start: number; readonly end: number }
  /** Marked as `"memory-safe"`, or by the older comment. */
  readonly isMarkedSafe: boolean
}

const blocks = new WeakMap<Compilation, readonly AssemblyBlock[]>()

/** All blocks of inline assembly of a build, file by file from top to bottom. */
export function assemblyBlocks(build: Compilation): readonly AssemblyBlock[] {
  let found = blocks.get(build)
  if (found === undefined) {
    found = [...build.ast.nodes()]
      .filter(({ kind, id }) => kind === 'InlineAssembly' && id > 0)
      .map((node) => ({ id: node.id, range: node, isMarkedSafe: isMarkedSafe(node, build) }))
      .sort((a, b) => a.range.file - b.range.file || a.range.start - b.range.start)
    blocks.set(build, found)
  }
  return found
}

/** Source: https://docs.soliditylang.org/en/v0.8.37/assembly.html#memory-safety */
function isMarkedSafe(node: AstNode, build: Compilation): boolean {
  if (node.texts('flags').includes('memory-safe')) return true
  const before = build.text({ file: node.file, start: node.start - 200, end: node.start })
  return /@solidity\s+memory-safe-assembly\s*(\*\/\s*)?$/.test(before)
}

/** Whether a build has a syntax tree: without one, nobody knows where inline assembly stands. */
export function hasSyntaxTree(build: Compilation): boolean {
  for (const _ of build.ast.nodes()) return true
  return false
}

/** Answers are kept: a run asks of the same instructions again and again. */
export class CodePlaces {
  readonly #code: Code
  readonly #blocks = new Map<number, AssemblyBlock[]>()
  /** By pc: the block's number and 1, so that 0 is what nobody asked for yet. */
  readonly #blockAt: Uint32Array

  constructor(code: Code, build: Compilation) {
    this.#code = code
    for (const block of assemblyBlocks(build)) {
      const list = this.#blocks.get(block.range.file)
      if (list === undefined) this.#blocks.set(block.range.file, [block])
      else list.push(block)
    }
    this.#blockAt = new Uint32Array(code.bytes.length)
  }

  /** The block of inline assembly that an instruction belongs to; 0 outside of all. */
  assemblyAt(pc: Pc): number {
    const kept = this.#blockAt[pc]
    if (kept === undefined) return 0
    if (kept !== 0) return kept - 1
    const { file, start, end } = this.#code.sourceMap.entry(pc)
    const block = this.#blocks.get(file)?.find(({ range }) => range.start <= start && end <= range.end)
    const number = block?.id ?? 0
    this.#blockAt[pc] = number + 1
    return number
  }

  /** Whether an instruction belongs to a place in the sources. */
  isKnown(pc: Pc): boolean {
    return this.#code.sourceMap.entry(pc).file >= 0
  }

  /** What the jump at `pc` does; `inside` for what is none. */
  jumpAt(pc: Pc): JumpKind {
    return this.#code.sourceMap.entry(pc).jump
  }
}
