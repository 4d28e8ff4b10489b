/** The EVM: calls, world state, results, and what an observer of a run is told. @module */

export type { Cancellation, StateSource } from './absent.ts'
export type { AccountFields, SourceAccount } from './accountFields.ts'
export { beginBlock, type ParentFields } from './beginBlock.ts'
export { type BlobSchedule, type BlockFields, BPO1, BPO2 } from './block.ts'
export type { Brutalize, Brutalized } from './brutalize.ts'
export { DEFAULT_CALLER, DEFAULT_GAS, MAX_GAS } from './defaults.ts'
export type { EvmErrorCode, InvalidReason } from './errors.ts'
export { createEvm, type Evm, type EvmOptions } from './evm.ts'
export type {
  CallAnswer,
  CallRequest,
  FrameResult,
  Hooks,
  Interest,
  RunWorld,
  Step,
  WorldCheckpoint,
} from './hooks.ts'
export { loadPrecompiles } from './precompiles/load.ts'
export { NotLoadedError } from './precompiles/notLoaded.ts'
export type { PrecompileFunction } from './precompiles/precompile.ts'
export { precompileName } from './precompiles/table.ts'
export type { Given } from './quantity.ts'
export type { CallParameters, CallResult, Environment, HaltReason, Log, Status, TransactionResult } from './result.ts'
export type { AccountOverride, AsyncRunOptions, RunOptions, StateOverrides } from './runOptions.ts'
export type { AccountView, State } from './state.ts'
export type { StepRecords } from './stepRecords.ts'
export type {
  AccountState,
  FrameEnd,
  FrameKind,
  FrameStart,
  RunStart,
  Tracer,
  WorldTouched,
} from './tracer.ts'
export {
  type AccessListItem,
  type Authorization,
  InvalidTransactionError,
  type Transaction,
} from './transaction.ts'
export type { Snapshot } from './world.ts'
