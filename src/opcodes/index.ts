/** Opcodes, forks and code analysis: what the protocol fixes, as data. @module */
export {
  type BasicBlock,
  basicBlocks,
  endsExecution,
  type Instruction,
  immediateBytes,
  instructions,
  jumpTargets,
} from './code.ts'
export * as codes from './codes.ts'
export type { OpcodesErrorCode } from './errors.ts'
export { DEFAULT_FORK, FORK_NAMES, type ForkName, isAtLeast } from './forkNames.ts'
export { type Fork, fork, parseForkName, type Rules, type StoragePricing } from './forks.ts'
export {
  type CallKind,
  type CreationKind,
  FRAME_KINDS,
  type FrameKind,
  type FrameStatus,
  isCreation,
  isSuccess,
} from './frame.ts'
export { MAX_DEPTH, MAX_STACK_ITEMS } from './limits.ts'
export * as prices from './prices.ts'
export {
  lengthOf,
  type MemoryOperands,
  OPCODES,
  type Opcode,
  opcodeNamed,
  opcodeOfByte,
  rangeOf,
  startsCall,
  startsCreation,
  startsFrame,
  type WriteOperands,
} from './table.ts'
