/** A sanitizer for memory: which write broke which object. @module */
export { AssemblyAudit, type AuditedBlock, type BrokenPromise, type PromiseBreak } from './assemblyAudit.ts'
export { MOST_COUNTED } from './causes.ts'
export { type CheckOptions, type CheckReport, checkRecording, type NotChecked } from './check.ts'
export { type CodeFacts, factsFrom } from './codeFacts.ts'
export type { Block, Cause, ChangedBytes, Finding, MemoryRange, StepPlace, ValueOrigin } from './finding.ts'
export { type KnownBug, knownBug } from './knownBugs.ts'
export { findingsDocument, type RecordedFindings, readFindings } from './recordedFindings.ts'
export { parseRule, RULES, type RuleId, type RuleInfo, type RuleNeed, ruleOf, type Severity } from './ruleTable.ts'
