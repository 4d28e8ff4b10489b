/** Recordings: every step of a run, kept and read back. @module */
export { FrameCursor, type StepState } from './frameCursor.ts'
export { Recorder, record } from './recorder.ts'
export { type RecordedFrame, Recording } from './recording.ts'
export type { SideTable } from './sideTable.ts'
export type { StepTable } from './stepTable.ts'
