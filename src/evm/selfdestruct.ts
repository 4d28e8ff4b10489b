/**
 * SELFDESTRUCT: sends everything away and, since Cancun only in the transaction that created it, removes the account.
 * Source: Yellow Paper, appendix H.2; EIP-150, EIP-161, EIP-2929, EIP-3529, EIP-6780.
 * @module
 */
import { addressOf } from '../base/address.ts'
import type { MachineFrame } from '../machine/index.ts'
import { isAtLeast, prices } from '../opcodes/index.ts'
import { charge } from './charges.ts'
import type { FrameHost } from './frameHost.ts'
import type { HaltReason } from './result.ts'

const NEW_ACCOUNT_GAS = BigInt(prices.NEW_ACCOUNT_GAS)
/** Refund of a removed account, until London. */
const REFUND = 24000n

export function selfdestruct(host: FrameHost, frame: MachineFrame): HaltReason | 'stop' {
  if (frame.isStatic) return 'staticViolation'
  const { world, fork, machine, substate } = host
  const account = host.account(frame)
  const address = addressOf(frame.operand(0))
  // Unlike a call, a warm beneficiary costs nothing extra, a cold one the whole price.
  if (fork.rules.coldAccess && !host.isWarm(address)) {
    if (!charge(frame, BigInt(prices.COLD_ACCOUNT_SURCHARGE + prices.WARM_ACCESS_GAS))) return 'outOfGas'
    host.substate.warm(address)
  }
  const existing = world.find(address)
  const isNew = isAtLeast(fork.name, 'spuriousDragon')
    ? account.balance > 0n && (existing === undefined || existing.isEmpty)
    : isAtLeast(fork.name, 'tangerineWhistle') && existing === undefined
  if (isNew && !charge(frame, NEW_ACCOUNT_GAS)) return 'outOfGas'
  const beneficiary = world.touch(address)
  world.markTouched(beneficiary)
  const removes = !fork.rules.selfdestructOnlyNew || substate.isCreated(account)
  if (removes && !substate.isDestroyed(account) && !isAtLeast(fork.name, 'london')) machine.refund += REFUND
  const amount = account.balance
  if (beneficiary !== account) host.transfer(account, beneficiary, amount)
  else if (removes) world.setBalance(account, 0n)
  if (removes) substate.markDestroyed(account)
  frame.drop(1)
  return 'stop'
}
