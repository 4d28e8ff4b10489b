/** The few names that most people need. Everything else is behind the path of its room, `memlane/memory` and so on. @module */
export { AssemblyError, assemble, disassemble } from './assembly/index.ts'
export {
  type Address,
  type BaseErrorCode,
  type ByteCount,
  type ByteOffset,
  bytesToHex,
  type ErrorMaker,
  type ErrorTable,
  type ErrorTemplate,
  type Fact,
  type FactNames,
  type Facts,
  type FactsOf,
  type Gas,
  type Hex,
  hexToBytes,
  MemlaneError,
  type Pc,
  type StepIndex,
  type Word,
  type WordCount,
} from './base/index.ts'
export { createEvm } from './evm/index.ts'
export { Memory, MemoryError, memoryCost } from './memory/index.ts'
