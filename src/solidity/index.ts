/** Solidity: builds, types, and the typed map of memory. @module */
export { Compilation, type CompiledContract, type CompileRequest, codeOf, compileSolidity } from './compilation.ts'
export {
  type AbiItem,
  type AbiParameter,
  type Compiler,
  type CompilerSettings,
  OUTPUT_SELECTION,
  type StandardJsonInput,
  type StandardJsonOutput,
} from './compiler.ts'
export { CompileError, type Diagnostic, diagnosticText } from './diagnostics.ts'
export { type MapOptions, mapMemory } from './map.ts'
export type { MapBuffer, MapObject, MemoryMap, ReservedRange } from './memoryMap.ts'
export type { Frame, Run, Step } from './run.ts'
export type { SourcePosition } from './sourceFile.ts'
export { type Value, valueText } from './value.ts'
