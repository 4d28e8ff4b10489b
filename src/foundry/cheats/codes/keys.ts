/** Keys and signatures. @module */
import { p256 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Address, bytesToBigint, formatAddress, type Word, wordToBytes } from '../../../base/index.ts'
import { joined, wordAnswer, wordsAnswer } from '../answer.ts'
import { CheatcodeError } from '../cheatError.ts'
import { type CheatCall, type CheatRow, works } from '../cheatRow.ts'

const SECP256K1_ORDER = secp256k1.Point.Fn.ORDER
const P256_ORDER = p256.Point.Fn.ORDER
/** Deriving one takes a third of a millisecond, and tests ask for the same again and again. */
const MOST_KEPT = 10_000
const addresses = new Map<Word, Address>()

function publicKey(key: Word): Uint8Array {
  if (key === 0n) throw new CheatcodeError('private key cannot be 0')
  if (key >= SECP256K1_ORDER)
    throw new CheatcodeError(
      'private key must be less than the Secp256k1 curve order (115792089237316195423570985008687907852837564279074904382605163141518161494337)',
    )
  return secp256k1.getPublicKey(wordToBytes(key), false).subarray(1)
}

/** Of a private key. */
function addressOfKey(key: Word): Address {
  const kept = addresses.get(key)
  if (kept !== undefined) return kept
  const address = formatAddress(bytesToBigint(keccak_256(publicKey(key)).subarray(12)))
  if (addresses.size < MOST_KEPT) addresses.set(key, address)
  return address
}

/** By RFC 6979, with a low s. */
function signature(key: Word, digest: Uint8Array) {
  addressOfKey(key)
  const bytes = secp256k1.sign(digest, wordToBytes(key), { prehash: false, format: 'recovered', lowS: true })
  const [parity = 0] = bytes
  return { parity: BigInt(parity), r: bytesToBigint(bytes.subarray(1, 33)), s: bytesToBigint(bytes.subarray(33)) }
}

function signed(key: Word, digest: Uint8Array): Uint8Array {
  const { parity, r, s } = signature(key, digest)
  return wordsAnswer(27n + parity, r, s)
}

function compact(key: Word, digest: Uint8Array): Uint8Array {
  const { parity, r, s } = signature(key, digest)
  return wordsAnswer(r, s | (parity << 255n))
}

function wallet({ cheats }: CheatCall, key: Word, name?: string): Uint8Array {
  const point = publicKey(key)
  const address = addressOfKey(key)
  if (name !== undefined) cheats.label(address, name)
  return joined([wordAnswer(address), point, wordAnswer(key)])
}

export const KEY_CHEATS: readonly CheatRow[] = [
  works('addr(uint256)', ({ given }) => wordAnswer(addressOfKey(given.word(0)))),
  works('sign(uint256,bytes32)', ({ given }) => signed(given.word(0), given.bytes32(1))),
  // A wallet: address, both halves of the public key, private key.
  works('sign((address,uint256,uint256,uint256),bytes32)', ({ given }) => signed(given.word(3), given.bytes32(4))),
  works('signCompact(uint256,bytes32)', ({ given }) => compact(given.word(0), given.bytes32(1))),
  works('signCompact((address,uint256,uint256,uint256),bytes32)', ({ given }) =>
    compact(given.word(3), given.bytes32(4)),
  ),
  works('signP256(uint256,bytes32)', ({ given }) => {
    const key = given.word(0)
    if (key === 0n || key >= P256_ORDER) throw new CheatcodeError('private key must be in the range of the P-256 order')
    const bytes = p256.sign(given.bytes32(1), wordToBytes(key), { prehash: false, lowS: false })
    return wordsAnswer(bytesToBigint(bytes.subarray(0, 32)), bytesToBigint(bytes.subarray(32, 64)))
  }),
  works('publicKeyP256(uint256)', ({ given }) => {
    const point = p256.getPublicKey(wordToBytes(given.word(0)), false).subarray(1)
    return wordsAnswer(bytesToBigint(point.subarray(0, 32)), bytesToBigint(point.subarray(32)))
  }),
  works('createWallet(uint256)', (call) => wallet(call, call.given.word(0))),
  works('createWallet(uint256,string)', (call) => wallet(call, call.given.word(0), call.given.text(1))),
  works('createWallet(string)', (call) =>
    wallet(call, bytesToBigint(keccak_256(call.given.bytes(0))) % SECP256K1_ORDER, call.given.text(0)),
  ),
  works('rememberKey(uint256)', ({ given }) => wordAnswer(addressOfKey(given.word(0)))),
  works('getNonce((address,uint256,uint256,uint256))', ({ world, given }) => wordAnswer(world.nonce(given.address(0)))),
]
