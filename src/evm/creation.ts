/**
 * Contract creation: the address, and what happens to the code that a creation returns.
 * @module
 */
import { addressOf } from '../base/address.ts'
import type { Word } from '../base/units.ts'
import { bytesToBigint, wordToBytes } from '../base/word.ts'
import { Code, type Machine, type MachineFrame } from '../machine/index.ts'
import { isAtLeast, prices } from '../opcodes/index.ts'
import type { Account } from './account.ts'
import type { Creation, FrameHost } from './frameHost.ts'
import type { HaltReason } from './result.ts'
import { rlpOf } from './rlp.ts'

const DEPOSIT_BYTE_GAS = BigInt(prices.DEPOSIT_BYTE_GAS)
/** First byte of code that London reserved. (EIP-3541) */
const RESERVED_PREFIX = 0xef

/** Address of a contract created by CREATE: keccak256(rlp([sender, nonce])). (Yellow Paper, section 7) */
export function createdAddress(machine: Machine, sender: bigint, nonce: bigint): bigint {
  return addressOf(bytesToBigint(machine.keccakOf(rlpOf([wordToBytes(sender).subarray(12), nonce]))))
}

/** Address of a contract created by CREATE2: keccak256(0xff ‖ sender ‖ salt ‖ keccak256(initcode)). (EIP-1014) */
function create2Address(machine: Machine, sender: bigint, salt: Word, initcode: Code): bigint {
  const initcodeHash = wordToBytes(machine.codes.hash(initcode))
  const address = wordToBytes(sender).subarray(12)
  return addressOf(
    bytesToBigint(machine.keccakOf(Uint8Array.of(0xff, ...address, ...wordToBytes(salt), ...initcodeHash))),
  )
}

/** Where a creation's contract is going to be, by the creator's nonce as it is now or by the salt. */
export function creationAddress(
  machine: Machine,
  { caller, salt, initcode }: Pick<Creation, 'caller' | 'salt' | 'initcode'>,
  nonce: bigint,
): bigint {
  return salt === undefined ? createdAddress(machine, caller, nonce) : create2Address(machine, caller, salt, initcode)
}

/** Deploys what a creation returned and charges the frame for it; a reason when that is not allowed. */
export function completeCreation(
  host: FrameHost,
  frame: MachineFrame,
  account: Account,
  code: Uint8Array,
): HaltReason | undefined {
  const { name } = host.fork
  if (host.maxCodeSize !== undefined && code.length > host.maxCodeSize) return 'codeTooLarge'
  if (code[0] === RESERVED_PREFIX && isAtLeast(name, 'london')) return 'invalidCodePrefix'
  const deposit = DEPOSIT_BYTE_GAS * BigInt(code.length)
  if (frame.gas < deposit) {
    // Frontier kept the account, without code, when the deposit could not be paid. (EIP-2)
    return name === 'frontier' ? undefined : 'outOfGas'
  }
  frame.gas -= deposit
  host.world.setCode(account, new Code(code))
  return undefined
}
