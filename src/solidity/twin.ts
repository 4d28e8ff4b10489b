/**
 * The unoptimized twin of a build: the same sources, compiled so that every variable can be found, run with the same
 * call from the same state. What is known of the twin's memory is brought over to the build that is looked at.
 *
 *   the build's run     call ─┬─ call A ─── call B         frames are matched by what was called, level by level
 *   the twin's run      call ─┬─ call A ─── call B
 *                             └─ call C                    only the twin makes it
 * @module
 */

import { bytesToHex } from '../base/index.ts'
import { isSame } from '../base/sameBytes.ts'
import { isCreation } from '../opcodes/index.ts'
import { SELECTOR_BYTES } from './abi/lookup.ts'
import { align, type Comparison } from './alignment.ts'
import type { Code } from './code.ts'
import type { Compilation, CompiledContract } from './compilation.ts'
import { type CompilerSettings, OUTPUT_SELECTION, OUTPUT_SELECTION_IR } from './compiler.ts'
import { solidityError } from './errors.ts'
import type { Frame, Run } from './run.ts'
import type { YulCode } from './yul/front.ts'

/** A second build and run, in which variables can be found: see `needsTwin`. */
export interface Twin {
  /** A build of the same sources, without the optimizer. */
  readonly compilation: Compilation
  /** The same call, run by the twin's code. */
  readonly run: Run
  /** The Yul behind the code of the frame that is mapped, of a twin that came through the IR pipeline. */
  readonly yul?: YulCode
}

/** Whether code compiled so needs a twin, because its variables have no fixed places. */
export function needsTwin({ optimizer, viaIR }: Pick<CompilerSettings, 'optimizer' | 'viaIR'>): boolean {
  return optimizer.enabled || viaIR === true
}

/**
 * The settings of the twins that a build with these settings may have, the best first: the code generator in which every
 * variable has its slot, and for sources that are too deep for its stack the IR pipeline.
 */
export function twinSettings(settings: CompilerSettings): CompilerSettings[] {
  const { viaIR, ...others } = settings
  const optimizer = { enabled: false }
  // `ir` would make solc generate Yul, which is slow and can fail where plain code does not.
  const plain = { ...others, optimizer, outputSelection: OUTPUT_SELECTION }
  if (viaIR === true && !settings.optimizer.enabled) return [plain]
  return [plain, { ...plain, viaIR: true, outputSelection: OUTPUT_SELECTION_IR }]
}

/**
 * The twin's deployed code in place of a contract's, with the addresses of libraries and the immutables that
 * `deployed` has.
 */
export function twinCode(build: Code, twin: Code, deployed: Uint8Array): Uint8Array<ArrayBuffer> {
  return twin.filled(build.filling(deployed))
}

/**
 * The contract of the twin's build that is `contract` here.
 * @throws {MemlaneError} `solidity.foreignTwin` when the twin is a build of other sources.
 */
export function twinContract({ file, name, compilation }: CompiledContract, twin: Compilation): CompiledContract {
  const found = twin.contracts.find((candidate) => candidate.file === file && candidate.name === name)
  if (found && compilation.hasSourcesOf(twin)) return found
  throw solidityError('solidity.foreignTwin', { contract: name })
}

/** The frame of the twin's run that makes the call of `frame`; `undefined` where the twin went another way. */
export function twinFrame(build: Compilation, run: Run, frame: Frame, twin: Twin): Frame | undefined {
  const calls = new Calls(build, twin.compilation)
  const way = wayTo(run, frame)
  let found: Frame | undefined = twin.run.frames[0]
  if (!found || !way[0] || calls.likeness(found, way[0]) === 0) return undefined
  for (const [index, wanted] of way.slice(1).entries()) {
    const comparison = calls.comparison(childrenOf(twin.run, found.id), childrenOf(run, way[index]!.id))
    const position = comparison.right.indexOf(wanted)
    const pair = align(comparison).find(({ right }) => right === position)
    found = pair && comparison.left[pair.left]
    if (!found) return undefined
  }
  return found
}

/** From the outermost frame to this one. */
function wayTo(run: Run, frame: Frame): Frame[] {
  const way = [frame]
  // A parent starts before its child; a run that says otherwise would never end.
  for (let inner = frame; inner.parent !== undefined && inner.parent < inner.id; ) {
    const outer = run.frames[inner.parent]
    if (!outer) break
    way.push((inner = outer))
  }
  return way.reverse()
}

function childrenOf(run: Run, parent: number): Frame[] {
  return run.frames.filter((frame) => frame.parent === parent)
}

interface CallComparison extends Comparison {
  readonly left: readonly Frame[]
  readonly right: readonly Frame[]
}

const SAME_FUNCTION = 1
const SAME_INPUT = 1

class Calls {
  readonly #build: Compilation
  readonly #twin: Compilation
  /** Many frames run the same code. */
  readonly #names = new Map<Uint8Array, string>()

  constructor(build: Compilation, twin: Compilation) {
    this.#build = build
    this.#twin = twin
  }

  comparison(left: readonly Frame[], right: readonly Frame[]): CallComparison {
    return {
      left,
      right,
      leftCount: left.length,
      rightCount: right.length,
      score: (a, b) => this.likeness(left[a]!, right[b]!),
      isCertain: (a, b) => this.likeness(left[a]!, right[b]!) === SAME_FUNCTION + SAME_INPUT,
    }
  }

  likeness(twin: Frame, frame: Frame): number {
    if (twin.kind !== frame.kind || this.#nameOf(twin, this.#twin) !== this.#nameOf(frame, this.#build)) return 0
    if (isCreation(frame.kind)) return SAME_FUNCTION
    const [a, b] = [twin.input, frame.input]
    if (!isSame(a.subarray(0, SELECTOR_BYTES), b.subarray(0, SELECTOR_BYTES))) return 0
    return isSame(a, b) ? SAME_FUNCTION + SAME_INPUT : SAME_FUNCTION
  }

  /** Says whose code runs; code of others is its own name. */
  #nameOf(frame: Frame, build: Compilation): string {
    let name = this.#names.get(frame.code)
    if (name === undefined) {
      const contract = build.contractOf(frame)
      name = contract ? `${contract.file}:${contract.name}` : bytesToHex(frame.code)
      this.#names.set(frame.code, name)
    }
    return name
  }
}
