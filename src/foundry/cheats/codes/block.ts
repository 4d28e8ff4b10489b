/** Block and transaction. @module */
import { bytesToHex, wordToHex } from '../../../base/index.ts'
import { wordAnswer } from '../answer.ts'
import type { CheatArguments } from '../cheatArguments.ts'
import { CheatcodeError } from '../cheatError.ts'
import { type CheatRow, works } from '../cheatRow.ts'
import type { TestEnvironment } from '../testEnvironment.ts'

const MOST_64_BITS = 2n ** 64n

function sets(signature: string, fields: (given: CheatArguments) => Partial<TestEnvironment>): CheatRow {
  return works(signature, ({ cheats, request, given }) => cheats.setEnvironment(request, fields(given)))
}

/** A number that the block has 64 bits for. */
function small(given: CheatArguments, name: string): bigint {
  const value = given.word(0)
  if (value >= MOST_64_BITS) throw new CheatcodeError(`${name} must be less than 2^64`)
  return value
}

export const BLOCK_CHEATS: readonly CheatRow[] = [
  sets('warp(uint256)', (given) => ({ timestamp: given.word(0) })),
  sets('roll(uint256)', (given) => ({ number: given.word(0) })),
  sets('fee(uint256)', (given) => ({ baseFee: small(given, 'base fee') })),
  sets('chainId(uint256)', (given) => ({ chainId: small(given, 'chain ID') })),
  sets('coinbase(address)', (given) => ({ coinbase: given.address(0) })),
  sets('prevrandao(bytes32)', (given) => ({ prevRandao: given.word(0) })),
  sets('prevrandao(uint256)', (given) => ({ prevRandao: given.word(0) })),
  sets('difficulty(uint256)', (given) => ({ prevRandao: given.word(0) })),
  sets('txGasPrice(uint256)', (given) => ({ gasPrice: small(given, 'gas price') })),
  sets('blobBaseFee(uint256)', (given) => ({ blobBaseFee: small(given, 'blob base fee') })),
  sets('blobhashes(bytes32[])', (given) => ({ blobHashes: given.words(0).map((hash) => bytesToHex(hash)) })),
  works('getBlobBaseFee()', ({ cheats }) => wordAnswer(cheats.environment.blobBaseFee)),
  works('getBlockTimestamp()', ({ cheats }) => wordAnswer(cheats.environment.timestamp)),
  works('getBlockNumber()', ({ cheats }) => wordAnswer(cheats.environment.number)),
  works('getChainId()', ({ cheats }) => wordAnswer(cheats.environment.chainId)),
  works('setBlockhash(uint256,bytes32)', ({ cheats, given }) =>
    cheats.setBlockHash(given.word(0), wordToHex(given.word(1))),
  ),
]
