/**
 * SELFDESTRUCT: sends everything away and, since Cancun only in the transaction that created it, removes the account.
 * Source: Yellow Paper, appendix H.2; EIP-150, EIP-161, EIP-2929, EIP-3529, EIP-6780.
 * @module
 */
import type { MachineFrame } from '../machine/index.ts'
import { isAtLeast, prices } from '../opcodes/index.ts'
import { addressOf } from './address.ts'
import { charge } from './charges.ts'
import type { Driver } from './driver.ts'
import type { HaltReason } from './result.ts'

const NEW_ACCOUNT_GAS = BigInt(prices.NEW_ACCOUNT_GAS)
/** Refund of a removed account, until London. */
const REFUND = 24000n

export function selfdestruct(driver: Driver, frame: MachineFrame): HaltReason | 'stop' {
  if (frame.isStatic) return 'staticViolation'
  const { state, fork, machine } = driver
  const account = driver.account(frame)
  const address = addressOf(frame.operand(0))
  // Unlike a call, a warm beneficiary costs nothing extra, a cold one the whole price.
  if (fork.rules.coldAccess && !driver.isWarm(address)) {
    if (!charge(frame, BigInt(prices.COLD_ACCOUNT_SURCHARGE + prices.WARM_ACCESS_GAS))) return 'outOfGas'
    driver.accessList.touch(address, state)
  }
  const existing = state.find(address)
  const isNew = isAtLeast(fork.name, 'spuriousDragon')
    ? account.balance > 0n && (existing === undefined || existing.isEmpty)
    : isAtLeast(fork.name, 'tangerineWhistle') && existing === undefined
  if (isNew && !charge(frame, NEW_ACCOUNT_GAS)) return 'outOfGas'
  const beneficiary = state.touch(address)
  state.markTouched(beneficiary)
  const removes = !fork.rules.selfdestructOnlyNew || driver.createdAccounts.has(account)
  if (removes && !driver.destroyedAccounts.has(account) && !isAtLeast(fork.name, 'london')) machine.refund += REFUND
  const amount = account.balance
  if (beneficiary !== account) driver.transfer(account, beneficiary, amount)
  else if (removes) state.setBalance(account, 0n)
  if (removes) driver.markDestroyed(account)
  frame.drop(1)
  return 'stop'
}
