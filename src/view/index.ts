/** Rows, numbers, colours and texts for any surface. @module */

export {
  type AllocationHistory,
  type AllocationRow,
  allocationHistory,
  allocationsScreen,
  type MemoryRead,
} from './allocations.ts'
export { callLines, callText } from './calls.ts'
export { consoleScreen } from './console.ts'
export { costScreen, type MemoryPrice, priceOfSize, type SizePrice } from './cost.ts'
export { type Key, keyLines } from './debugger/key.ts'
export {
  type MomentsFacts,
  momentsDocument,
  momentsScreen,
  type RunsFacts,
  runsDocument,
  runsScreen,
} from './diff.ts'
export { type MapExtras, mapDocument, runDocument } from './documents.ts'
export { type FindFacts, findDocument, findScreen } from './find.ts'
export { isBrutalizedOtherwise } from './findings/brutalized.ts'
export { checkDocument } from './findings/document.ts'
export type { AuditRow, BrutalizedFacts, CheckFacts, FuzzFacts } from './findings/facts.ts'
export { foundText } from './findings/found.ts'
export { githubLines } from './findings/github.ts'
export { findingsAt, mapFindingsScreen, markedEntries } from './findings/mapped.ts'
export type { Naming } from './findings/parts.ts'
export { sarifLog } from './findings/sarif.ts'
export { checkScreen, findingLines } from './findings/screen.ts'
export { type FindingTexts, findingTexts } from './findings/texts.ts'
export { flameScreen, type GasFacts, gasDocument, gasScreen } from './gas.ts'
export { logLines } from './logs.ts'
export { type MapEntry, mapScreen, type SourceLine } from './map.ts'
export { mapEntries, ownedRanges } from './mapEntries.ts'
export { mapPlaceScreen } from './mapPlace.ts'
export { memoryRows, type OwnedRange, ROW_BYTES } from './memoryRows.ts'
export { type MemoryWord, memoryWords, memoryWordsScreen } from './memoryWords.ts'
export type { CliErrorCode } from './messages/en.ts'
export { LANGUAGES, type Language, languageOfLocale, type Messages, messagesIn, type Texts } from './messages/index.ts'
export { type CliFacts, cliError, type Problem, sentence } from './messages/sentence.ts'
export { byteCount, grouped, hexOffset, offsetDigits } from './number.ts'
export {
  type GraphEdge,
  type GraphNode,
  type ObjectGraph,
  objectGraph,
  objectGraphDot,
  objectGraphScreen,
} from './objectGraph.ts'
export {
  outcomeScreen,
  panicMeaning,
  reasonText,
  revertText,
  shownReason,
  statusText,
} from './outcome.ts'
export { type OwnerKind, type OwnerLook, PALETTE, PAPER, type TerminalColour } from './palette.ts'
export { type ReplayFacts, replayDocument, replayLines, replayScreen } from './replay.ts'
export { runScreen } from './run.ts'
export { fitLine, type Ink, type Line, lineWidth, plain, type Role, type Screen, type Span, span } from './span.ts'
export { storageScreen } from './storage.ts'
export { type Column, layoutTable, type Row } from './table.ts'
export { noYulScreen, twinScreen } from './twin.ts'
export { shownList, shownValue } from './valueText.ts'
export {
  type RecordedFacts,
  rangeText,
  type WatchFacts,
  type WhoFacts,
  watchDocument,
  watchScreen,
  whoDocument,
  whoScreen,
} from './who.ts'
export { displayWidth, padEnd, padStart, printable, truncate } from './width.ts'
export { type WrittenRecording, writtenScreen } from './writtenRecording.ts'
