/**
 * Paying from a frame's gas for what the machine leaves to TypeScript.
 * @module
 */
import type { Word } from '../base/units.ts'
import type { MachineFrame } from '../machine/index.ts'
import { COLD_ACCOUNT_SURCHARGE } from '../opcodes/prices.ts'
import type { FrameHost } from './frameHost.ts'
import type { HaltReason } from './result.ts'

/** Offsets from here on cost more gas than fits in 63 bits; the engine takes them as 64-bit numbers. */
const LIMIT = 1n << 42n

/** Takes gas from the frame; false, with nothing taken, when it does not suffice. */
export function charge(frame: MachineFrame, gas: bigint): boolean {
  const rest = frame.gas - gas
  if (rest < 0n) return false
  frame.gas = rest
  return true
}

/** Pays for the first touch of an account in this transaction. (EIP-2929) */
export function chargeColdAccess(host: FrameHost, frame: MachineFrame, address: bigint): boolean {
  if (!host.fork.rules.coldAccess || host.isWarm(address)) return true
  if (!charge(frame, BigInt(COLD_ACCOUNT_SURCHARGE))) return false
  host.substate.warm(address)
  return true
}

/** Pays for memory `[offset, offset + length)`. */
export function chargeMemory(host: FrameHost, frame: MachineFrame, offset: Word, length: Word): HaltReason | undefined {
  if (length === 0n) return undefined
  const paid = host.machine.expand(frame, offset < LIMIT ? offset : LIMIT, length < LIMIT ? length : LIMIT)
  return paid === 'paid' ? undefined : paid === 'unpaid' ? 'outOfGas' : 'memoryLimit'
}
