/** Foundry's projects and their tests. @module */
export { CheatcodeError } from './cheats/cheatError.ts'
export type { CheatRow } from './cheats/cheatRow.ts'
export { Cheats } from './cheats/cheats.ts'
export type { CheatPorts } from './cheats/ports.ts'
export { CHEAT_ROWS } from './cheats/table.ts'
export { type FoundryErrorCode, foundryError, foundryErrors } from './errors.ts'
export { type Chunk, chunksOf } from './project/chunks.ts'
export { type SourceUnit, SourceUnits } from './project/closure.ts'
export { compilerInput } from './project/compilerInput.ts'
export { contractsIn, isTestContract, maySayTests, type TestKind, testKind, testsOf } from './project/discover.ts'
export type { FolderEntry, ProjectFiles } from './project/files.ts'
export { type InlineConfig, inlineConfigs } from './project/inlineConfig.ts'
export { libraryRemappings } from './project/libraries.ts'
export {
  FOUNDRY_FILE,
  type ProjectSettings,
  profileName,
  profileTable,
  REMAPPINGS_FILE,
  readSettings,
  type SettingProblem,
} from './project/profile.ts'
export { type FoundryProject, openProject, type ProjectPorts, testFiles } from './project/project.ts'
export { parseRemapping, type Remapping, remapped, remappingText, withoutOverridden } from './project/remapping.ts'
export { createdBy, Libraries } from './suite/libraries.ts'
export { revertReason } from './suite/reason.ts'
export { type SuiteResult, type Tally, type TestResult, type TestTrace, tallyOf } from './suite/result.ts'
export { runSuite, type SuitePorts, type SuiteRequest, type TestWatch } from './suite/suite.ts'
export type { Ended, TestCheats } from './suite/testCheats.ts'
export { checksummed, forgeValue } from './suite/valueText.ts'
