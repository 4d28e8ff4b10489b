/** Recordings: every step of a run, kept and read back. @module */

export { AssemblyLocator } from './assemblyLocator.ts'
export {
  type ChangedBytes,
  diffMoments,
  type FrameChange,
  type MomentDifference,
  type SlotChange,
} from './diffMoments.ts'
export { type Act, diffRuns, type RunDifference } from './diffRuns.ts'
export type { TraceErrorCode } from './errors.ts'
export {
  type CallTracerConfig,
  callTracer,
  recordedLogs,
  type TracedCall,
  type TracedLog,
} from './export/callTracer.ts'
export { type Eip3155Options, eip3155Lines } from './export/eip3155.ts'
export {
  type Prestate,
  type PrestateAccount,
  type PrestateConfig,
  prestateDiff,
  prestateTracer,
} from './export/prestateTracer.ts'
export {
  type StructLog,
  type StructLogOptions,
  structLogResult,
  structLogSummary,
  structLogs,
} from './export/structLogs.ts'
export { tracedStepCount } from './export/tracedSteps.ts'
export { decodeRecording, type EncodeOptions, encodeRecording, type RecordingFile } from './file/recordingFile.ts'
export { isRecordingFile } from './file/signature.ts'
export { type Finding, type Found, findBytes, parsePattern } from './find.ts'
export { type CursorState, FrameCursor, type Replayed, type StepState } from './frameCursor.ts'
export { type GasKey, GasProfile, type GasRow, type GasSum } from './gasProfile.ts'
export { type GasNode, gasTree, speedscope } from './gasTree.ts'
export { Eip3155Importer } from './import/eip3155.ts'
export { importStructLogs, isStructLogs } from './import/structLogs.ts'
export { importTraceDocument, isBlock, isTraceDocument } from './import/traceDocument.ts'
export type { TraceContext } from './import/traceStep.ts'
export { type AccessFilter, type AccessKind, type MemoryAccess, MemoryAccesses } from './memoryAccesses.ts'
export {
  leavesOf,
  type MemoryOrigin,
  madeFrom,
  type Origin,
  OriginFinder,
  type OriginLimits,
  type OriginPart,
  type OriginStep,
  type SourceOrigin,
} from './origin.ts'
export { preimages } from './preimages.ts'
export type { RecordedFrame } from './recordedFrame.ts'
export { Recorder, type RecorderLimits, type RecordOptions, record, recordTransaction } from './recorder.ts'
export { type RecordedRun, Recording, type RecordingParts } from './recording.ts'
export type { SideTable } from './sideTable.ts'
export { placeOfStep, type SourceLocator, type SourcePlace } from './sourceLocator.ts'
export { StepGas } from './stepGas.ts'
export type { StepTable } from './stepTable.ts'
export {
  type Direction,
  type FoundStop,
  type MemoryRange,
  nextStop,
  parseMoment,
  parseRange,
  parseStop,
  STOP_FORMS,
  type Stop,
  stopText,
} from './stops.ts'
export { Timeline } from './timeline.ts'
export {
  parseCondition,
  type ValueCondition,
  type Watched,
  type WatchedAccess,
  type WatchLimits,
  type WatchQuestion,
  watch,
} from './watch.ts'
export {
  bytesAt,
  type MemoryQuestion,
  type MemoryWriter,
  type WriterLimits,
  type Writers,
  writersOf,
} from './writers.ts'
