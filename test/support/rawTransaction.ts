/**
 * A signed transaction as it travels, decoded, with its sender recovered: for vectors that have nothing else.
 * Source: EIP-2718, EIP-155, EIP-1559, EIP-2930, EIP-4844, EIP-7702; Yellow Paper, appendix F.
 * @module
 */
import { RLP } from '@ethereumjs/rlp'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Address, bytesToBigint, bytesToHex, type Hex, hexToBytes } from '../../src/base/index.ts'
import type { AccessListItem, Authorization, Transaction } from '../../src/evm/index.ts'

type Item = Uint8Array | Item[]

const bytes = (item: Item | undefined): Uint8Array => {
  if (item instanceof Uint8Array) return item
  throw new Error('a list where bytes should be')
}
const list = (item: Item | undefined): Item[] => {
  if (Array.isArray(item)) return item
  throw new Error('bytes where a list should be')
}
const number = (item: Item | undefined) => bytesToBigint(bytes(item))
const to = (item: Item | undefined) => (bytes(item).length === 0 ? {} : { to: bytesToHex(bytes(item)) as Address })

function signer(hash: Uint8Array, yParity: bigint, r: bigint, s: bigint): Address {
  const signature = new secp256k1.Signature(r, s).addRecoveryBit(Number(yParity))
  const key = signature.recoverPublicKey(hash).toBytes(false).subarray(1)
  return bytesToHex(keccak_256(key).subarray(12)) as Address
}

function accessList(item: Item | undefined): AccessListItem[] {
  return list(item).map((entry) => {
    const [address, keys] = list(entry)
    return {
      address: bytesToHex(bytes(address)) as Address,
      storageKeys: list(keys).map((key) => bytesToHex(bytes(key)) as Hex),
    }
  })
}

function authorizations(item: Item | undefined): Authorization[] {
  return list(item).map((entry) => {
    const [chainId, address, nonce, yParity, r, s] = list(entry)
    return {
      ...{ chainId: number(chainId), address: bytesToHex(bytes(address)) as Address, nonce: number(nonce) },
      ...{ yParity: number(yParity), r: number(r), s: number(s) },
    }
  })
}

export function decodeTransaction(raw: Hex): Transaction {
  const all = hexToBytes(raw)
  const type = all[0]!
  if (type >= 0xc0) {
    const fields = list(RLP.decode(all) as Item)
    const [nonce, gasPrice, gasLimit, target, value, input, v, r, s] = fields
    const recovery = number(v)
    const chainId = recovery >= 35n ? (recovery - 35n) / 2n : undefined
    const unsigned = chainId === undefined ? fields.slice(0, 6) : [...fields.slice(0, 6), chainId, 0n, 0n]
    const yParity = chainId === undefined ? recovery - 27n : (recovery - 35n) % 2n
    return {
      from: signer(keccak_256(RLP.encode(unsigned as never)), yParity, number(r), number(s)),
      ...to(target),
      ...{ type: 0, nonce: number(nonce), gasPrice: number(gasPrice), gasLimit: number(gasLimit) },
      ...{ value: number(value), input: bytes(input) },
    }
  }
  const fields = list(RLP.decode(all.subarray(1)) as Item)
  const [yParity, r, s] = fields.slice(-3)
  const payload = RLP.encode(fields.slice(0, -3) as never)
  const from = signer(keccak_256(Uint8Array.of(type, ...payload)), number(yParity), number(r), number(s))
  if (type === 1) {
    const [, nonce, gasPrice, gasLimit, target, value, input, access] = fields
    return {
      ...{ type: 1, from, nonce: number(nonce), gasPrice: number(gasPrice), gasLimit: number(gasLimit) },
      ...{ ...to(target), value: number(value), input: bytes(input), accessList: accessList(access) },
    }
  }
  const [, nonce, tip, fee, gasLimit, target, value, input, access, ...more] = fields
  const common = {
    ...{ from, nonce: number(nonce), maxPriorityFeePerGas: number(tip), maxFeePerGas: number(fee) },
    ...{ gasLimit: number(gasLimit), ...to(target), value: number(value), input: bytes(input) },
    accessList: accessList(access),
  }
  if (type === 2) return { type: 2, ...common }
  if (type === 4) return { type: 4, ...common, authorizations: authorizations(more[0]) }
  throw new Error(`no type ${type} here`)
}
