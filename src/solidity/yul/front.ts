/**
 * The via-IR front end: what solc's code generator calls things in code that went through the IR pipeline.
 *
 * solc keeps no names in such code, but it prints the Yul that it compiled. Compiled once more as Yul, it gives the same
 * bytes, and then the source map points at the Yul:
 *
 *   irOptimized ── comments blanked ── compile ──▶ bytes: the same, or nothing is claimed
 *        │                                └──────▶ source map ──▶ ranges in the Yul
 *        └── names, @src ────────── nodes in the same order ──────────┘
 * @module
 */
import { type FrameKind, isCreation } from '../../opcodes/index.ts'
import { Code } from '../code.ts'
import type { CompiledContract } from '../compilation.ts'
import type { Compiler, CompilerSettings, SolcCode, SolcContract, StandardJsonInput } from '../compiler.ts'
import { YulNames } from './names.ts'
import type { YulNode } from './node.ts'
import { type NotYul, parseYul, type YulProgram } from './parse.ts'

/** Why nothing is known about a code: one sentence. */
export interface NoFront {
  /** One sentence of English. */
  readonly reason: string
}

/** One code of a contract, instruction by instruction, as Yul. */
export interface YulCode {
  /** The Yul, with its comments. */
  readonly text: string
  /** With the source map into the Yul. */
  readonly code: Code
  /**
   * What generated functions and variables are called in the sources.
   * @internal
   */
  readonly names: YulNames
  /** True when the code generator's names are exact: without the optimizer, which joins equal functions. */
  readonly isPlain: boolean
  /**
   * The nodes of exactly the range that the source map gives for an instruction.
   * @internal
   */
  nodesOf(range: { readonly start: number; readonly end: number }): readonly YulNode[]
  /**
   * In the order in which they end: a node comes behind those inside it.
   * @internal
   */
  readonly nodes: readonly YulNode[]
}

/**
 * The Yul behind the code that a frame of this kind runs.
 * @param compiler of the same version as the build
 */
export async function yulCode(
  compiler: Compiler,
  contract: CompiledContract,
  kind: FrameKind,
): Promise<YulCode | NoFront> {
  const { ir, irOptimized } = contract
  const { settings } = contract.compilation.input
  if (settings.viaIR !== true) return { reason: 'The build does not use the IR pipeline.' }
  if (!ir || !irOptimized) return { reason: 'The build has no ir and irOptimized; name them in outputSelection.' }
  const creates = isCreation(kind)
  const text = creates ? irOptimized : runtimeProgram(irOptimized)
  if (typeof text !== 'string') return text
  const named = parseYul(text)
  if ('reason' in named) return named
  const blank = withoutComments(text)
  const wanted = (creates ? contract.creation : contract.runtime).bytes
  let reason = ''
  for (const optimizer of optimizers(settings)) {
    const compiled = await compileYul(compiler, blank, optimizer, settings.evmVersion)
    if ('reason' in compiled) {
      reason = compiled.reason
      continue
    }
    const code = new Code(creates ? compiled.evm?.bytecode : compiled.evm?.deployedBytecode)
    if (!isSame(code.bytes, wanted)) {
      reason = `Compiled again, the Yul gives other code: ${code.bytes.length} bytes, not ${wanted.length}.`
      continue
    }
    return indexed(
      code,
      text,
      named,
      [compiled.irOptimized ?? '', blank],
      new YulNames(ir),
      !settings.optimizer.enabled,
    )
  }
  return { reason }
}

/**
 * The settings that may give the same code. Up to about 0.8.20 that is the build's own; from then on solc must be kept
 * from optimizing a second time.
 */
function optimizers({ optimizer }: CompilerSettings): CompilerSettings['optimizer'][] {
  if (!optimizer.enabled) return [{ enabled: false }]
  const yulDetails = { stackAllocation: true, optimizerSteps: ':' }
  return [{ ...optimizer, details: { ...optimizer.details, yul: true, yulDetails } }, optimizer]
}

async function compileYul(
  compiler: Compiler,
  content: string,
  optimizer: CompilerSettings['optimizer'],
  evmVersion: string | undefined,
): Promise<SolcContract | NoFront> {
  const input: StandardJsonInput = {
    language: 'Yul',
    sources: { [FILE]: { content } },
    settings: { ...(evmVersion === undefined ? {} : { evmVersion }), optimizer, outputSelection: YUL_OUTPUT },
  }
  const { errors = [], contracts = {} } = await compiler.compile(input)
  const error = errors.find(({ severity }) => severity === 'error')
  const [compiled] = Object.values(contracts[FILE] ?? {})
  if (error || !compiled) return { reason: `solc does not compile its own Yul: ${error?.message ?? 'no output'}` }
  return compiled
}

const FILE = 'contract.yul'

const CODE_OUTPUT: readonly (keyof SolcCode)[] = ['object', 'sourceMap', 'linkReferences', 'immutableReferences']
const YUL_OUTPUT: CompilerSettings['outputSelection'] = {
  '*': {
    '*': [
      'irOptimized',
      'evm.bytecode.object',
      'evm.bytecode.sourceMap',
      'evm.bytecode.linkReferences',
      ...CODE_OUTPUT.map((output) => `evm.deployedBytecode.${output}`),
    ],
  },
}

/** Comments that say where code was made from, with spaces in their place: solc would follow them. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\/\/ @(?:use-src|src|ast-id)[^\n]*/g, (comment) => '//'.padEnd(comment.length))
    .replace(/\/\*\* @src[\s\S]*?\*\//g, (comment) => ' '.repeat(comment.length))
}

/**
 * A program of which the contract's deployed code alone is the deployed code: of one with more objects, solc gives none.
 * It must mention all immutables, or solc says that nobody sets them. Like solc's own, its code is a block in a block:
 * printed, it has the same nodes.
 */
function runtimeProgram(irOptimized: string): string | NotYul {
  const program = parseYul(irOptimized)
  if ('reason' in program) return program
  const deployed = program.objects.find(({ name, depth }) => depth === 1 && name.endsWith('_deployed'))
  if (!deployed) return { reason: 'irOptimized has no object of deployed code.' }
  const object = irOptimized.slice(deployed.start, deployed.end)
  const immutables = new Set([...object.matchAll(/\bloadimmutable\("([^"\n]+)"\)/g)].map(([, id]) => id))
  const { name } = deployed
  return `object "${name.replace(/_deployed$/, '')}" {
code { {
datacopy(0, dataoffset("${name}"), datasize("${name}"))
${[...immutables].map((id) => `setimmutable(0, "${id}", 0)`).join('\n')}
return(0, datasize("${name}"))
} }
${object}
}
`
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length > 0 && a.length === b.length && a.every((byte, index) => byte === b[index])
}

/**
 * Puts the names of one text at the places of another: the same program, as printed or as it was read. Which of them the
 * source map counts in changed between solc 0.8.24 and 0.8.28, so the one that more instructions hit is taken.
 */
function indexed(
  code: Code,
  text: string,
  named: YulProgram,
  texts: readonly string[],
  names: YulNames,
  isPlain: boolean,
): YulCode | NoFront {
  let best: { readonly byRange: Map<string, YulNode[]>; readonly hits: number } | undefined
  for (const candidate of texts) {
    const placed = parseYul(candidate)
    if ('reason' in placed || placed.nodes.length !== named.nodes.length) continue
    if (!placed.nodes.every(({ kind }, index) => kind === named.nodes[index]!.kind)) continue
    const byRange = new Map<string, YulNode[]>()
    for (const [index, range] of placed.nodes.entries()) {
      const key = keyOf(range)
      const nodes = byRange.get(key)
      if (nodes) nodes.push(named.nodes[index]!)
      else byRange.set(key, [named.nodes[index]!])
    }
    const hits = code.sourceMap.ranges().filter((range) => byRange.has(keyOf(range))).length
    if (!best || hits > best.hits) best = { byRange, hits }
  }
  if (!best || best.hits === 0) return { reason: 'The source map of the Yul leads to no part of it.' }
  const { byRange } = best
  return { text, code, names, isPlain, nodes: named.nodes, nodesOf: (range) => byRange.get(keyOf(range)) ?? NONE }
}

const NONE: readonly YulNode[] = []

function keyOf({ start, end }: { readonly start: number; readonly end: number }): string {
  return `${start}:${end}`
}
