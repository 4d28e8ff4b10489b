/** The few names that most people need. Everything else is behind the path of its room, `memlane/memory` and so on. @module */
export { AssemblyError, assemble, disassemble } from './assembly/index.ts'
export { bytesToHex, hexToBytes, MemlaneError } from './base/index.ts'
export { createEvm } from './evm/index.ts'
export { Memory, MemoryError, memoryCost } from './memory/index.ts'
