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
export {
  COLD_ACCOUNT_SURCHARGE,
  COLD_SLOT_GAS,
  COLD_SLOT_SURCHARGE,
  DEFAULT_FORK,
  FORK_NAMES,
  type Fork,
  type ForkName,
  fork,
  isAtLeast,
  parseForkName,
  type Rules,
  type StoragePricing,
  WARM_ACCESS_GAS,
} from './forks.ts'
export { type MemoryOperands, OPCODES, type Opcode, opcodeNamed } from './table.ts'
