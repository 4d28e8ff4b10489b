/**
 * From the text on the page to something that can be called: compiled, assembled, or bytecode as it is.
 * @module
 */
import { hexToBytes } from 'memlane'
import { type Assembly, assemble } from 'memlane/assembly'
import {
  Compilation,
  type CompiledContract,
  CompileError,
  type Compiler,
  type CompilerSettings,
  evmVersionFor,
  type Frame,
  needsTwin,
  OUTPUT_SELECTION,
  OUTPUT_SELECTION_IR,
  type StandardJsonInput,
  twinSettings,
  type YulCode,
  yulCode,
} from 'memlane/solidity'
import type { Input } from './protocol.ts'

export type Build =
  | { readonly kind: 'solc'; readonly compilation: Compilation; readonly isYul: boolean }
  | { readonly kind: 'assembly'; readonly code: Uint8Array; readonly assembly: Assembly }
  | { readonly kind: 'code'; readonly code: Uint8Array }

/** @throws {CompileError | AssemblyError | MemlaneError} with the places of what is wrong. */
export async function build(input: Input, compiler: Compiler): Promise<Build> {
  const { kind, text, fork } = input
  switch (kind) {
    case 'bytecode': {
      const hex = text.replace(/\s+/g, '')
      return { kind: 'code', code: hexToBytes(hex.startsWith('0x') ? hex : `0x${hex}`) }
    }
    case 'mnemonics': {
      const assembly = assemble(text, { fork })
      return { kind: 'assembly', code: assembly.code, assembly }
    }
    case 'yul':
    case 'solidity':
      return { kind: 'solc', compilation: await compile(inputOf(input, compiler), compiler), isYul: kind === 'yul' }
  }
}

function inputOf(
  { kind, name, text, others, remappings, fork, optimize, viaIr }: Input,
  { version }: Compiler,
): StandardJsonInput {
  const settings: CompilerSettings = {
    evmVersion: evmVersionFor(fork, version),
    optimizer: { enabled: optimize },
    ...(viaIr && kind === 'solidity' ? { viaIR: true } : {}),
    remappings,
    outputSelection: viaIr && kind === 'solidity' ? OUTPUT_SELECTION_IR : OUTPUT_SELECTION,
  }
  const all = Object.fromEntries([...others, { name, text }].map((one) => [one.name, { content: one.text }]))
  return { language: kind === 'yul' ? 'Yul' : 'Solidity', sources: all, settings }
}

async function compile(input: StandardJsonInput, compiler: Compiler): Promise<Compilation> {
  return new Compilation(compiler.version, input, await compiler.compile(input))
}

/** Where names and types come from in code that keeps no variable in a place of its own. */
export interface Evidence {
  readonly twin: Compilation | undefined
  readonly yulOf: ((contract: CompiledContract, frame: Pick<Frame, 'kind'>) => Promise<YulCode | undefined>) | undefined
}

/** The twin of an optimized build, and the Yul behind one from the IR pipeline, as far as there are any. */
export async function evidenceOf(compilation: Compilation, compiler: Compiler): Promise<Evidence> {
  const { input, isViaIr } = compilation
  const yulOf = async (contract: CompiledContract, { kind }: Pick<Frame, 'kind'>) => {
    const found = await yulCode(compiler, contract, kind)
    return 'reason' in found ? undefined : found
  }
  const twin = needsTwin(input.settings) ? await twinOf(input, compiler) : undefined
  return { twin, yulOf: isViaIr ? yulOf : undefined }
}

async function twinOf(input: StandardJsonInput, compiler: Compiler): Promise<Compilation | undefined> {
  for (const settings of twinSettings(input.settings)) {
    try {
      return await compile({ ...input, settings }, compiler)
    } catch (error) {
      if (!(error instanceof CompileError)) throw error
    }
  }
  return undefined
}
