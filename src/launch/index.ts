/** From what is to be run, as plain data, to a finished run and what is known of it. @module */
export { parseAddress, parseAmount, parseWhole } from './amount.ts'
export { type AskedCall, readCall } from './askedCall.ts'
export { assembled } from './assembled.ts'
export {
  type BuildPorts,
  type Built,
  buildCode,
  keptLayout,
  type SourceCode,
  type TwinBuild,
  type YulOf,
} from './build.ts'
export { type ContractSource, isConstructor, likelyFunction, type ReadyCall } from './call.ts'
export { CallTracer, type TracedCall } from './callTracer.ts'
export {
  CAMPAIGN_CALLS,
  CAMPAIGN_LIMITS,
  type CampaignFinding,
  type CampaignLimits,
  type CampaignOptions,
  type CampaignProgress,
  type CampaignResult,
  campaign,
} from './campaign/campaign.ts'
export type { CodeCoverage } from './campaign/coverage.ts'
export { type CampaignStage, prepareCampaign } from './campaign/creation.ts'
export type { CampaignCall } from './campaign/draft.ts'
export type { CallLimits } from './campaign/ground.ts'
export { replay } from './campaign/replay.ts'
export type { CampaignFailure, CampaignFunction } from './campaign/tally.ts'
export type { ChosenCompiler, Compiled, Compilers, Pragma } from './compilers.ts'
export { consoleOf } from './console.ts'
export { chosenContract } from './contractStage.ts'
export { type Deployer, DeploymentError, deployLinked } from './deploy.ts'
export { type Directives, readDirectives } from './directives.ts'
export { type LaunchErrorCode, launchError } from './errors.ts'
export { Evidence, type Mapped, type OwnRun } from './evidence.ts'
export type {
  CallFacts,
  CallTree,
  ConsoleFacts,
  FrameEndFacts,
  LaterOpcode,
  LaunchEvent,
  LogFacts,
  MachineState,
  MapPlace,
  Outcome,
  PlacedFrame,
  Revert,
  RevertCause,
  RunFacts,
  SectionResult,
  SectionState,
  StorageRow,
  TwinUse,
} from './facts.ts'
export { type BaselineEntry, baselineOf, newFindings, readBaseline } from './findings/baseline.ts'
export { type BrutalizedStage, brutalizedStage, SHIFT } from './findings/brutalized.ts'
export type {
  ExplainedChange,
  ExplainedFinding,
  ExplainedMemory,
  ExplainedOrigin,
  ExplainedStep,
  FindingKey,
} from './findings/explained.ts'
export { FindingExplainer } from './findings/explainer.ts'
export { checkedFindings, type FindOptions, type FoundFindings, findingsOf, MOST_CHECKED } from './findings/found.ts'
export { type FuzzedCheck, type FuzzOptions, fuzzedCheck } from './findings/fuzzed.ts'
export { type IgnoreComment, ignoresAt } from './findings/ignores.ts'
export {
  type CheckedRun,
  type JudgedFindings,
  type JudgeOptions,
  judgeFindings,
  SEVERITIES,
} from './findings/judged.ts'
export { parseHexText } from './hexText.ts'
export type {
  AccountInput,
  BuildCode,
  BuildInput,
  CallInput,
  Choosing,
  CodeInput,
  ContractInput,
  LaunchInput,
  Quantity,
  WorldInput,
} from './input.ts'
export { type Launch, launch, recordStage } from './launch.ts'
export {
  DEFAULT_BALANCE,
  DEFAULT_CONTRACT,
  DEFAULT_GAS_LIMIT,
  DEFAULT_SENDER,
  LIMITS,
  type Limits,
  MOST_GAS,
} from './limits.ts'
export { type FrameMoment, frameMoment, type MapQuestion, memoryAt } from './moments.ts'
export { outcomeOfFrame } from './named.ts'
export { otherCall } from './otherCall.ts'
export { revertOf } from './outcome.ts'
export { fitsPragmas, pragmaMismatch } from './pragmas.ts'
export { builtOf, type LaunchPorts, prepare } from './prepare.ts'
export {
  fromData,
  inPlace,
  LaunchError,
  type LaunchProblem,
  type Place,
  type ProblemData,
  problemAt,
  toData,
} from './problems.ts'
export {
  type OpenPorts,
  openLaunch,
  openRecording,
  outcomeOfLaunch,
  recordedLaunch,
  runOfRecording,
  withBuilds,
} from './recorded.ts'
export { type KnownSources, knownSources, type RecordedSources } from './recordedSources.ts'
export { outputsOf, recorderFor, runStage } from './run.ts'
export type { Stage } from './stage.ts'
export { storageRows } from './storageRows.ts'
export type { MadeCall, RecordedTwin } from './twin.ts'
export { type Accounts, accountsIn, type World } from './world.ts'
