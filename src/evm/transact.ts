/**
 * A transaction from its first check to its last payment.
 *
 *   valid? ─► buy gas, raise nonce ─► warm, authorize ─► outermost frame ─► refund, pay back, pay coinbase ─► commit
 *
 * Source: Yellow Paper, section 6; EIP-1559, 2929, 2930, 3529, 3651, 4844, 7623, 7702.
 * @module
 */
import { isAtLeast, isSuccess } from '../opcodes/index.ts'
import type { Steps } from './absent.ts'
import { formatAddress, parseAddress } from './address.ts'
import { applyAuthorizations } from './authorization.ts'
import type { BlockFields } from './block.ts'
import { checkedTransaction } from './checkedTransaction.ts'
import { createdAddress } from './creation.ts'
import type { Driver } from './driver.ts'
import { checkedGas } from './parameters.ts'
import type { Given } from './quantity.ts'
import { type Outcome, resultOf, type TransactionResult } from './result.ts'
import { delegationTarget } from './state.ts'
import type { Tracer } from './tracer.ts'
import { blobFee, checkValid, floorGas, intrinsicGas, type Transaction } from './transaction.ts'

export function* transactSteps(
  driver: Driver,
  given: Given<Transaction>,
  fields: Given<BlockFields>,
  tracer: Tracer | undefined,
): Steps<TransactionResult> {
  const { state, machine } = driver
  const { name: fork, rules } = driver.fork
  const { transaction, from, input, block, environment } = checkedTransaction(given, fields, fork)
  return yield* driver.withRun(environment, tracer, function* () {
    yield* driver.need(from)
    const existing = state.find(from)
    checkValid(transaction, input, block, fork, {
      balance: existing?.balance ?? 0n,
      nonce: existing?.nonce ?? 0n,
      hasCode: existing !== undefined && existing.code.bytes.length > 0 && delegationTarget(existing) === undefined,
    })
    const baseFee = isAtLeast(fork, 'london') ? block.baseFee : 0n
    const { gasPrice } = environment
    const { gasLimit } = transaction
    const value = transaction.value ?? 0n
    const sender = state.touch(from)
    state.markTouched(sender)
    const nonce = sender.nonce
    state.setBalance(sender, sender.balance - gasLimit * gasPrice - blobFee(transaction, block.blobBaseFee))
    state.setNonce(sender, nonce + 1n)
    const creates = transaction.to === undefined
    const target = creates ? createdAddress(from, nonce) : parseAddress(transaction.to!)
    yield* driver.need(target)
    yield* driver.need(environment.coinbase)
    driver.accessList.add(from)
    driver.accessList.add(target)
    if (isAtLeast(fork, 'shanghai')) driver.accessList.add(environment.coinbase)
    for (const { address, storageKeys } of transaction.accessList ?? []) {
      const listed = parseAddress(address)
      driver.accessList.add(listed)
      for (const key of storageKeys) driver.accessList.addSlot(listed, BigInt(key))
    }
    const authorizationRefund = yield* applyAuthorizations(
      driver,
      transaction.authorizations ?? [],
      environment.chainId,
    )
    const gas = checkedGas(gasLimit - intrinsicGas(transaction, input, fork))
    const checkpoint = driver.checkpoint()
    let outcome: Outcome
    if (creates) outcome = yield* driver.runCreation(from, target, input, value, gas, checkpoint)
    else {
      const codeAddress = yield* driver.codeAddressOf(target)
      outcome = yield* driver.runCall(
        from,
        target,
        state.codeAt(codeAddress),
        input,
        value,
        gas,
        false,
        checkpoint,
        codeAddress,
      )
    }
    const succeeded = isSuccess(outcome.status)
    const spent = gasLimit - outcome.gasLeft
    const earned = authorizationRefund + (succeeded ? machine.refund : 0n)
    const gasRefund = smaller(earned, spent / BigInt(rules.refundQuotient))
    const gasUsed = larger(spent - gasRefund, floorGas(input, fork))
    state.setBalance(sender, sender.balance + (gasLimit - gasUsed) * gasPrice)
    const coinbase = state.touch(environment.coinbase)
    state.markTouched(coinbase)
    state.setBalance(coinbase, coinbase.balance + gasUsed * (gasPrice - baseFee))
    driver.commit()
    const result = resultOf(outcome, gasUsed, gasRefund, driver.lazyLogs())
    if (creates && succeeded) result.created = formatAddress(target)
    return result
  })
}

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a
  return b
}
