/**
 * Where in the sources of a build an instruction comes from, for whoever shows steps of a run.
 * @module
 */
import type { Pc } from '../base/index.ts'
import type { FrameKind } from '../opcodes/index.ts'
import type { AstNode } from './ast.ts'
import { type Compilation, type CompiledContract, codeOf } from './compilation.ts'
import type { SourcePosition } from './sourceFile.ts'

/** A frame as far as its code tells what it runs. */
export interface RunningCode {
  /** A creation runs other code of its contract than a call. */
  readonly kind: FrameKind
  /** The bytes that it runs. */
  readonly code: Uint8Array
}

/** A place in the sources, and the function that it is in. */
export interface LocatedPosition extends SourcePosition {
  /** `Contract.function`; the contract alone for its dispatcher, the function alone for a free one. */
  readonly function: string | undefined
}

/**
 * Finds places in the sources for instructions of any frame. It remembers what it found by a frame's `code`, so hand in
 * the same array for the same code.
 */
export class BuildLocator {
  /** The builds that are asked, in this order. */
  readonly compilations: readonly Compilation[]
  /** By code: many frames run the same. */
  readonly #contracts = new Map<Uint8Array, CompiledContract | undefined>()
  readonly #places = new Map<Uint8Array, Map<Pc, LocatedPosition | undefined>>()

  /** Of several builds the first one that has the code counts. */
  constructor(...compilations: readonly Compilation[]) {
    this.compilations = compilations
  }

  /** The contract whose code a frame runs. */
  contractOf(frame: RunningCode): CompiledContract | undefined {
    const { code } = frame
    if (!this.#contracts.has(code)) this.#contracts.set(code, this.#find(frame))
    return this.#contracts.get(code)
  }

  /** The name of the contract whose code a frame runs; `undefined` for code of other builds. */
  contract(frame: RunningCode): string | undefined {
    return this.contractOf(frame)?.name
  }

  /** `undefined` for code of other builds and for code that the compiler added by itself. */
  place(frame: RunningCode, pc: Pc): LocatedPosition | undefined {
    let places = this.#places.get(frame.code)
    if (places === undefined) this.#places.set(frame.code, (places = new Map()))
    if (!places.has(pc)) places.set(pc, this.#locate(frame, pc))
    return places.get(pc)
  }

  #find(frame: RunningCode): CompiledContract | undefined {
    for (const compilation of this.compilations) {
      const found = compilation.contractOf(frame)
      if (found !== undefined) return found
    }
    return undefined
  }

  #locate(frame: RunningCode, pc: Pc): LocatedPosition | undefined {
    const contract = this.contractOf(frame)
    if (contract === undefined) return undefined
    const range = codeOf(contract, frame).sourceMap.entry(pc)
    const { compilation } = contract
    const position = compilation.position(range)
    if (position === undefined) return undefined
    return { ...position, function: functionName(compilation.ast.nodeAt(range)) }
  }
}

function functionName(node: AstNode | undefined): string | undefined {
  const definition = node?.closest(({ kind }) => kind === 'FunctionDefinition' || kind === 'ModifierDefinition')
  const contract = node?.closest(({ kind }) => kind === 'ContractDefinition')
  const name = definition === undefined ? undefined : definition.name || definition.text('kind')
  return [contract?.name, name].filter((part) => part !== undefined && part !== '').join('.') || undefined
}
