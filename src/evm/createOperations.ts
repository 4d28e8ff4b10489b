/**
 * CREATE and CREATE2. Source: Yellow Paper, section 7; EIP-150, EIP-161, EIP-684, EIP-1014, EIP-2929, EIP-3860.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Word } from '../base/units.ts'
import { Code, type MachineFrame } from '../machine/index.ts'
import * as op from '../opcodes/codes.ts'
import { MAX_DEPTH } from '../opcodes/limits.ts'
import { charge, chargeMemory } from './charges.ts'
import { create2Address, createdAddress } from './creation.ts'
import type { Driver } from './driver.ts'
import { MAX_NONCE } from './nonce.ts'
import type { HaltReason } from './result.ts'

/** Far more than a creation may have. */
const MAX_HASHED_INITCODE = 1n << 24n
const EMPTY = new Uint8Array(0)

export function create(driver: Driver, frame: MachineFrame): HaltReason | undefined {
  return start(driver, frame, undefined)
}

export function create2(driver: Driver, frame: MachineFrame): HaltReason | undefined {
  return start(driver, frame, frame.operand(3))
}

function start(driver: Driver, frame: MachineFrame, salt: Word | undefined): HaltReason | undefined {
  if (frame.isStatic) return 'staticViolation'
  const { machine, state } = driver
  const { rules, opcodes } = driver.fork
  const value = frame.operand(0)
  const offset = frame.operand(1)
  const length = frame.operand(2)
  const halt = chargeMemory(driver, frame, offset, length)
  if (halt !== undefined) return halt
  const { maxCodeSize } = driver
  if (rules.initcodeLimit && maxCodeSize !== undefined && length > BigInt(maxCodeSize) * 2n) return 'initcodeTooLarge'
  const perWord = opcodes[salt === undefined ? op.CREATE : op.CREATE2]!.gasPerWord
  if (!charge(frame, BigInt(perWord) * ((length + 31n) / 32n))) return 'outOfGas'

  const gas = rules.allButOne64th ? frame.gas - frame.gas / 64n : frame.gas
  const creator = driver.account(frame)
  const initcodeAt = length === 0n ? frame.base : frame.base + Number(offset)
  frame.drop(salt === undefined ? 3 : 4)
  const fail = (): undefined => {
    machine.setReturndata(EMPTY)
    frame.push(0n)
    frame.pc++
  }
  if (frame.depth >= MAX_DEPTH || creator.balance < value || creator.nonce === MAX_NONCE) return fail()
  frame.gas -= gas
  const initcode = machine.memory.copyOut(initcodeAt, Number(length))
  const address =
    salt === undefined
      ? createdAddress(creator.address, creator.nonce)
      : create2Address(creator.address, salt, machine.keccak(initcodeAt, Number(length)))
  state.setNonce(creator, creator.nonce + 1n)
  if (rules.coldAccess && !driver.isWarm(address)) driver.accessList.touch(address, state)
  // A collision takes all of the creation's gas.
  if (state.isTaken(address)) return fail()
  const checkpoint = driver.checkpoint()
  const account = state.beginCreation(address)
  driver.markCreated(account)
  if (rules.maxCodeSize !== undefined) state.setNonce(account, 1n)
  driver.transfer(creator, account, value)
  driver.startFrame({
    kind: salt === undefined ? 'create' : 'create2',
    account,
    codeAddress: address,
    code: new Code(initcode),
    caller: creator.address,
    value,
    gas,
    isStatic: false,
    input: 0,
    inputLength: 0,
    creates: account,
    outputOffset: 0,
    outputLength: 0,
    checkpoint,
  })
  return undefined
}

/**
 * Where the creation at the frame's pc is going to be; `undefined` when its code lies past what memory can pay for, and
 * it fails before that matters.
 */
export function newAddress(driver: Driver, frame: MachineFrame, salted: boolean): bigint | undefined {
  const creator = driver.account(frame)
  if (!salted) return createdAddress(creator.address, creator.nonce)
  const offset = frame.operand(1)
  const length = frame.operand(2)
  if (length > MAX_HASHED_INITCODE || offset > MAX_HASHED_INITCODE) return undefined
  // Memory that is not there yet reads as zero.
  const initcode = new Uint8Array(Number(length))
  const from = frame.base + Number(offset)
  initcode.set(frame.bytes().subarray(from, Math.min(from + initcode.length, frame.base + frame.size)))
  return create2Address(creator.address, frame.operand(3), keccak_256(initcode))
}
