/** Accounts and storage. @module */

import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToBigint, wordToBytes } from '../../../base/index.ts'
import { checksummed } from '../../suite/valueText.ts'
import { joined, pointed, stringAnswer, tail, wordAnswer, wordsAnswer } from '../answer.ts'
import { CheatcodeError } from '../cheatError.ts'
import { type CheatRow, differs, works } from '../cheatRow.ts'

const FACTORY = '0x4e59b44847b379578588920ca78fbf26c0b4956c'
const MOST_ADDRESS_BITS = 160

export const ACCOUNT_CHEATS: readonly CheatRow[] = [
  differs('deal(address,uint256)', 'a frame that reverts takes it back', ({ world, given }) => {
    world.warm(given.address(0))
    world.setBalance(given.address(0), given.word(1))
  }),
  works('etch(address,bytes)', ({ world, given }) => {
    const address = given.address(0)
    const number = BigInt(address)
    if (number >= 1n && number <= 0x11n)
      throw new CheatcodeError(`cannot use precompile ${checksummed(address)} as an argument`)
    world.warm(address)
    world.setCode(address, given.bytes(1))
  }),
  works('store(address,bytes32,bytes32)', ({ world, given }) => {
    world.warm(given.address(0), given.word(1))
    world.store(given.address(0), given.word(1), given.word(2))
  }),
  works('load(address,bytes32)', ({ world, given }) => {
    world.warm(given.address(0), given.word(1))
    return wordAnswer(world.load(given.address(0), given.word(1)))
  }),
  works('getNonce(address)', ({ world, given }) => {
    world.warm(given.address(0))
    return wordAnswer(world.nonce(given.address(0)))
  }),
  works('setNonce(address,uint64)', ({ world, given }) => {
    const address = given.address(0)
    world.warm(address)
    const before = world.nonce(address)
    if (given.word(1) < before)
      throw new CheatcodeError(
        `new nonce (${given.word(1)}) must be strictly equal to or higher than the account's current nonce (${before})`,
      )
    world.setNonce(address, given.word(1))
  }),
  works('setNonceUnsafe(address,uint64)', ({ world, given }) => {
    world.warm(given.address(0))
    world.setNonce(given.address(0), given.word(1))
  }),
  works('resetNonce(address)', ({ world, given }) => {
    world.warm(given.address(0))
    world.setNonce(given.address(0), world.code(given.address(0)).length === 0 ? 0n : 1n)
  }),
  works('label(address,string)', ({ cheats, given }) => cheats.label(given.address(0), given.text(1))),
  works('getLabel(address)', ({ cheats, given }) =>
    stringAnswer(cheats.labels.get(given.address(0)) ?? `unlabeled:${checksummed(given.address(0))}`),
  ),
  works('recordLogs()', ({ cheats }) => {
    cheats.recorded = []
  }),
  works('getRecordedLogs()', ({ cheats }) => {
    const logs = cheats.recorded ?? []
    if (cheats.recorded !== undefined) cheats.recorded = []
    const items = logs.map(({ topics, data, address }) => {
      const topicWords = joined([
        wordAnswer(BigInt(topics.length)),
        ...topics.map((topic) => wordAnswer(BigInt(topic))),
      ])
      return joined([wordsAnswer(96n, 96n + BigInt(topicWords.length), address), topicWords, tail(data)])
    })
    return joined([wordsAnswer(32n, BigInt(items.length)), pointed(items)])
  }),
  works('computeCreateAddress(address,uint256)', ({ cheats, given }) =>
    wordAnswer(cheats.ports.createdBy(given.address(0), given.word(1))),
  ),
  works('computeCreate2Address(bytes32,bytes32,address)', ({ given }) =>
    create2(given.address(2), given.bytes32(0), given.bytes32(1)),
  ),
  works('computeCreate2Address(bytes32,bytes32)', ({ given }) => create2(FACTORY, given.bytes32(0), given.bytes32(1))),
  works('allowCheatcodes(address)', () => {}),
  works('makePersistent(address)', () => {}),
  works('makePersistent(address,address)', () => {}),
  works('makePersistent(address,address,address)', () => {}),
  works('makePersistent(address[])', () => {}),
  works('revokePersistent(address)', () => {}),
  works('isPersistent(address)', () => wordAnswer(true)),
]

/** EIP-1014. */
function create2(creator: string, salt: Uint8Array, hash: Uint8Array): Uint8Array {
  const creatorBytes = wordToBytes(BigInt(creator)).subarray(12)
  const digest = keccak_256(joined([Uint8Array.of(0xff), creatorBytes, salt, hash]))
  return wordAnswer(BigInt.asUintN(MOST_ADDRESS_BITS, bytesToBigint(digest)))
}
