/** Solidity: builds, calls and their values, and the typed map of memory. @module */
export type { TypedValue } from './abi/decode.ts'
export { decodeEvent, type EventArgument, type EventContent } from './abi/event.ts'
export { type CalledFrame, decodeFrame, type FrameContent, signatureOfUnnamed } from './abi/frame.ts'
export {
  type ContractFunction,
  constructorInputs,
  decodeOutput,
  encodeCall,
  encodeCreation,
  findFunction,
  functionsOf,
} from './abi/function.ts'
export { decodeRevert, type RevertReason, revertText } from './abi/revert.ts'
export type { EnumLookup } from './abi/type.ts'
export { type Artifact, isSameCode, lackingIn, readArtifact, readBuildOutput } from './artifact.ts'
export type { SourceRange } from './ast.ts'
export type { BufferUse } from './bufferUse.ts'
export { Code, type CodeFunction } from './code.ts'
export { type AssemblyBlock, assemblyBlocks } from './codePlaces.ts'
export { Compilation, type CompiledContract, type CompileRequest, codeOf, compileSolidity } from './compilation.ts'
export {
  type AbiItem,
  type AbiParameter,
  type CodeRange,
  type Compiler,
  type CompilerSettings,
  OUTPUT_SELECTION,
  OUTPUT_SELECTION_IR,
  type SolcCode,
  type SolcContract,
  type SolcFunction,
  type SolcMessage,
  type StandardJsonInput,
  type StandardJsonOutput,
} from './compiler.ts'
export { CHEATCODE_ADDRESS, CONSOLE_ADDRESS, type ConsoleMessage, consoleMessage } from './console.ts'
export type { Budget } from './decode.ts'
export { CompileError, type Diagnostic, diagnosticText } from './diagnostics.ts'
export type { SolidityErrorCode } from './errors.ts'
export { type EthdebugRegion, type EthdebugType, type EthdebugVariable, ethdebugVariables } from './ethdebug.ts'
export { evmVersionFor } from './evmVersion.ts'
export type { PointerMove } from './heap.ts'
export { type MapOptions, mapMemory } from './map.ts'
export type { Allocation, MapBuffer, MapObject, MemoryMap, ReservedRange } from './memoryMap.ts'
export { partPath } from './partPath.ts'
export type { Frame, Run, Step } from './run.ts'
export type { SourcePosition } from './sourceFile.ts'
export { BuildLocator, type LocatedPosition, type RunningCode } from './sourceLocator.ts'
export type { JumpKind } from './sourceMap.ts'
export { Storage, type StoragePart, storageText } from './storage.ts'
export type { StorageLayout, StorageType, StorageVariable } from './storageLayout.ts'
export { needsTwin, type Twin, twinCode, twinContract, twinFrame, twinSettings } from './twin.ts'
export {
  type DataLocation,
  type EnumNames,
  type Member,
  type ReferenceType,
  type Type,
  typeName,
  type ValueType,
} from './type.ts'
export type { Known } from './typing.ts'
export { type NamedValue, type Unreadable, type Value, valueText } from './value.ts'
export { withoutCommit } from './version.ts'
export { type NoFront, type YulCode, yulCode } from './yul/front.ts'
