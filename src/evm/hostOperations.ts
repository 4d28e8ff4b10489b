/**
 * Opcodes that the machine leaves to TypeScript. Each takes its operands, pays what is left to pay, acts, and
 * moves the frame's pc on; or names the halt. Their static gas is paid already.
 * @module
 */
import { addressOf } from '../base/address.ts'
import type { Word } from '../base/units.ts'
import type { MachineFrame } from '../machine/index.ts'
import * as op from '../opcodes/codes.ts'
import * as prices from '../opcodes/prices.ts'
import { call, callcode, delegatecall, staticcall } from './callOperations.ts'
import { charge, chargeColdAccess, chargeMemory } from './charges.ts'
import { create, create2, newAddress } from './createOperations.ts'
import type { FrameHost } from './frameHost.ts'
import type { HaltReason } from './result.ts'
import { selfdestruct } from './selfdestruct.ts'

/** `undefined`: the machine runs on. `stop`: the frame has ended well. */
export type HostOperation = (host: FrameHost, frame: MachineFrame) => HaltReason | 'stop' | undefined

const COPY_WORD_GAS = BigInt(prices.COPY_WORD_GAS)

/** Replaces the operands by a result and goes on behind the opcode. */
function finish(frame: MachineFrame, operands: number, result: Word): undefined {
  frame.drop(operands)
  frame.push(result)
  frame.pc++
}

function balance(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  const address = addressOf(frame.operand(0))
  if (!chargeColdAccess(host, frame, address)) return 'outOfGas'
  return finish(frame, 1, host.world.find(address)?.balance ?? 0n)
}

function selfbalance(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  return finish(frame, 0, host.account(frame).balance)
}

function extcodesize(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  const address = addressOf(frame.operand(0))
  if (!chargeColdAccess(host, frame, address)) return 'outOfGas'
  return finish(frame, 1, BigInt(host.world.find(address)?.code.bytes.length ?? 0))
}

function extcodehash(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  const address = addressOf(frame.operand(0))
  if (!chargeColdAccess(host, frame, address)) return 'outOfGas'
  const account = host.world.find(address)
  return finish(frame, 1, account === undefined || account.isEmpty ? 0n : host.machine.codes.hash(account.code))
}

function extcodecopy(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  const address = addressOf(frame.operand(0))
  const offset = frame.operand(1)
  const codeOffset = frame.operand(2)
  const length = frame.operand(3)
  if (!chargeColdAccess(host, frame, address)) return 'outOfGas'
  const halt = chargeMemory(host, frame, offset, length)
  if (halt !== undefined) return halt
  if (!charge(frame, COPY_WORD_GAS * ((length + 31n) / 32n))) return 'outOfGas'
  if (length > 0n) {
    const code = host.world.find(address)?.code.bytes ?? new Uint8Array(0)
    const start = codeOffset < BigInt(code.length) ? Number(codeOffset) : code.length
    const source = code.subarray(start, start + Number(length))
    const to = frame.base + Number(offset)
    host.machine.memory.bytes.fill(0, to + source.length, to + Number(length))
    host.machine.memory.copyIn(to, source)
    host.reportCopiedCode(to, Number(length))
  }
  frame.drop(4)
  frame.pc++
  return undefined
}

function blockhash(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  return finish(frame, 1, host.blockHashes.of(frame.operand(0), host.environment.number))
}

/** By opcode byte: exactly the opcodes that the machine's table leaves to TypeScript. */
export const hostOperations: Readonly<Record<number, HostOperation>> = {
  [op.BALANCE]: balance,
  [op.SELFBALANCE]: selfbalance,
  [op.EXTCODESIZE]: extcodesize,
  [op.EXTCODEHASH]: extcodehash,
  [op.EXTCODECOPY]: extcodecopy,
  [op.BLOCKHASH]: blockhash,
  [op.CALL]: call,
  [op.CALLCODE]: callcode,
  [op.DELEGATECALL]: delegatecall,
  [op.STATICCALL]: staticcall,
  [op.CREATE]: create,
  [op.CREATE2]: create2,
  [op.SELFDESTRUCT]: selfdestruct,
}

/** The account that an operation looks at, besides the frame's own; `undefined` for those that look at none. */
export function touchedAddress(host: FrameHost, opcode: number, frame: MachineFrame): bigint | undefined {
  switch (opcode) {
    case op.BALANCE:
    case op.EXTCODESIZE:
    case op.EXTCODEHASH:
    case op.EXTCODECOPY:
    case op.SELFDESTRUCT:
      return addressOf(frame.operand(0))
    case op.CALL:
    case op.CALLCODE:
    case op.DELEGATECALL:
    case op.STATICCALL:
      return addressOf(frame.operand(1))
    case op.CREATE:
    case op.CREATE2:
      return newAddress(host, frame, opcode === op.CREATE2)
    default:
      return undefined
  }
}
