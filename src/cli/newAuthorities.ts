/**
 * The one difference in gas between nodes that is known: a set-code transaction pays 25,000 for each authorization, and
 * 12,500 of them go to the refund counter "if authority is not empty" (EIP-7702, step 7). A node whose state says
 * "empty" for accounts that are not there gives them for new accounts too: anvil 1.7.1 does.
 * @module
 */
import type { Transaction, TransactionResult } from '../evm/index.ts'

const REFUND = 12_500n
/** Refunds are at most this part of the gas that was spent. (EIP-3529) */
const QUOTIENT = 5n

/** Whether the receipt's gas is ours less refunds for authorizations, as far as their cap lets them come. */
export function fitsNewAuthorities(
  { authorizations = [] }: Pick<Transaction, 'authorizations'>,
  { gasUsed, gasRefund }: Pick<TransactionResult, 'gasUsed' | 'gasRefund'>,
  receipt: { readonly gasUsed: bigint },
): boolean {
  const less = gasUsed - receipt.gasUsed
  if (less <= 0n || less > REFUND * BigInt(authorizations.length)) return false
  const spent = gasUsed + gasRefund
  return less % REFUND === 0n || receipt.gasUsed === spent - spent / QUOTIENT
}
