/** Mnemonics with labels and sections ⇄ bytecode. @module */
export {
  type AssembleOptions,
  type Assembly,
  assemble,
  DEFAULT_MAX_CODE_SIZE,
  type ListingEntry,
  MAX_SOURCE_LENGTH,
  type Section,
} from './assemble.ts'
export {
  type CodeData,
  type CodeInstruction,
  type CodePart,
  disassemble,
  formatDisassembly,
} from './disassemble.ts'
export type { AssemblyErrorCode } from './errors.ts'
export { formatListing } from './listing.ts'
export { AssemblyError, type AssemblyProblem, MAX_PROBLEMS, type Place } from './problem.ts'
