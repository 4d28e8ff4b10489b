/** The EVM: calls, world state, results, and what an observer of a run is told. @module */
export {
  EVENT_LAYOUT,
  hasResult,
  recordedOperands,
} from './events.ts'
export { createEvm, DEFAULT_CALLER, DEFAULT_GAS, type Evm, type EvmOptions } from './evm.ts'
export type { CallParameters, CallResult, Environment, HaltReason, Log, Status } from './result.ts'
export type { AccountFields, AccountView, Snapshot, State } from './state.ts'
export type { FrameEnd, FrameKind, FrameStart, Tracer } from './tracer.ts'
