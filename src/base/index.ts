export { ADDRESS_BYTES, addressOf, formatAddress, isAddress } from './address.ts'
export { assertNever, BugError, type Fact, MemlaneError } from './error.ts'
export type { BaseErrorCode } from './errors.ts'
export { bytesToHex, hexToBytes, isHexBytes, isHexWord, quantityToHex, wordToHex } from './hex.ts'
export { isObject, type JsonObject } from './json.ts'
export {
  type ErrorMaker,
  type ErrorTable,
  type ErrorTemplate,
  errorsOf,
  type FactNames,
  type Facts,
  type FactsOf,
  fill,
  grouped,
  spelled,
} from './template.ts'
export type { Address, ByteCount, ByteOffset, Gas, Hex, Pc, StepIndex, Word, WordCount } from './units.ts'
export {
  bytesToBigint,
  MAX_WORD,
  putWord,
  signed,
  WORD_BYTES,
  wordAt,
  wordFromLimbs,
  wordToBytes,
  wordToLimbs,
} from './word.ts'
