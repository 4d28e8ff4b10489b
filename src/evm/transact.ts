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
import { codeOf, delegationTarget } from './account.ts'
import { parseAddress } from './address.ts'
import { applyAuthorizations } from './authorization.ts'
import type { BlockFields } from './block.ts'
import { checkedTransaction } from './checkedTransaction.ts'
import { createdAddress } from './creation.ts'
import { checkedGas } from './parameters.ts'
import type { Given } from './quantity.ts'
import { resultOf, type TransactionResult } from './result.ts'
import type { Runner } from './runner.ts'
import type { CheckedOptions } from './runOptions.ts'
import { blobFee, checkValid, floorGas, intrinsicGas, type Transaction } from './transaction.ts'

export function* transactSteps(
  runner: Runner,
  given: Given<Transaction>,
  fields: Given<BlockFields>,
  options: CheckedOptions,
): Steps<TransactionResult> {
  const { world, frames, substate, machine } = runner
  const { name: fork, rules } = runner.fork
  const { transaction, from, input, block, environment } = checkedTransaction(given, fields, fork)
  return yield* runner.run({ environment, options, anyCodeSize: false }, function* () {
    yield* runner.need(from)
    const existing = world.find(from)
    checkValid(transaction, input, block, fork, {
      balance: existing?.balance ?? 0n,
      nonce: existing?.nonce ?? 0n,
      hasCode: existing !== undefined && existing.code.bytes.length > 0 && delegationTarget(existing) === undefined,
    })
    const baseFee = isAtLeast(fork, 'london') ? block.baseFee : 0n
    const { gasPrice } = environment
    const { gasLimit } = transaction
    const value = transaction.value ?? 0n
    const sender = world.touch(from)
    world.markTouched(sender)
    const nonce = sender.nonce
    world.setBalance(sender, sender.balance - gasLimit * gasPrice - blobFee(transaction, block.blobBaseFee))
    world.setNonce(sender, nonce + 1n)
    const creates = transaction.to === undefined
    const target = creates ? createdAddress(machine, from, nonce) : parseAddress(transaction.to!)
    yield* runner.need(target)
    yield* runner.need(environment.coinbase)
    substate.add(from)
    substate.add(target)
    if (isAtLeast(fork, 'shanghai')) substate.add(environment.coinbase)
    for (const { address, storageKeys } of transaction.accessList ?? []) {
      const listed = parseAddress(address)
      substate.add(listed)
      for (const key of storageKeys) substate.addSlot(listed, BigInt(key))
    }
    const authorizationRefund = yield* applyAuthorizations(
      runner,
      transaction.authorizations ?? [],
      environment.chainId,
    )
    const gas = checkedGas(gasLimit - intrinsicGas(transaction, input, fork))
    const checkpoint = frames.checkpoint()
    if (!creates) yield* runner.warmDelegate(target)
    const outcome = creates
      ? yield* frames.create({ caller: from, target, initcode: codeOf(input), value, gas, checkpoint })
      : yield* frames.call({ caller: from, target, code: undefined, value, gas, isStatic: false, input, checkpoint })
    const succeeded = isSuccess(outcome.status)
    const spent = gasLimit - outcome.gasLeft
    const earned = authorizationRefund + (succeeded ? machine.refund : 0n)
    const gasRefund = smaller(earned, spent / BigInt(rules.refundQuotient))
    const gasUsed = larger(spent - gasRefund, floorGas(input, fork))
    world.setBalance(sender, sender.balance + (gasLimit - gasUsed) * gasPrice)
    const coinbase = world.touch(environment.coinbase)
    world.markTouched(coinbase)
    world.setBalance(coinbase, coinbase.balance + gasUsed * (gasPrice - baseFee))
    runner.commit()
    return resultOf(outcome, gasUsed, gasRefund, runner.lazyLogs())
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
