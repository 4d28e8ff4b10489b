/**
 * Set-code authorizations: an account lets another's code run as its own. (EIP-7702)
 * @module
 */
import { hexToBytes } from '../base/hex.ts'
import { bytesToBigint, wordToBytes } from '../base/word.ts'
import { Code } from '../machine/index.ts'
import type { Steps } from './absent.ts'
import { delegationTarget } from './account.ts'
import { parseAddress } from './address.ts'
import { MAX_NONCE } from './nonce.ts'
import { rlpOf } from './rlp.ts'
import type { Runner } from './runner.ts'
import { AUTHORIZATION_REFUND, type Authorization } from './transaction.ts'

/** First byte of the message that an authority signs. */
const MAGIC = 0x05
/** Half of secp256k1's order: a larger `s` is the other form of the same signature and not accepted. (EIP-2) */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** Applies the valid ones in order, skips the others; returns the gas refund. */
export function* applyAuthorizations(
  runner: Runner,
  authorizations: readonly Authorization[],
  chainId: bigint,
): Steps<bigint> {
  if (authorizations.length > 0) yield* runner.needSignatures()
  let refund = 0n
  for (const authorization of authorizations) refund += yield* apply(runner, authorization, chainId)
  return refund
}

function* apply(runner: Runner, authorization: Authorization, chainId: bigint): Steps<bigint> {
  const { world } = runner
  if (authorization.chainId !== 0n && authorization.chainId !== chainId) return 0n
  if (authorization.nonce >= MAX_NONCE) return 0n
  const authority = recoverAuthority(runner, authorization)
  if (authority === undefined) return 0n
  yield* runner.need(authority)
  runner.substate.add(authority)
  const existing = world.find(authority)
  if (existing !== undefined && existing.code.bytes.length > 0 && delegationTarget(existing) === undefined) return 0n
  if ((existing?.nonce ?? 0n) !== authorization.nonce) return 0n
  const refund = existing === undefined || existing.isEmpty ? 0n : AUTHORIZATION_REFUND
  const account = world.touch(authority)
  const target = parseAddress(authorization.address)
  world.setCode(
    account,
    target === 0n ? Code.EMPTY : new Code(Uint8Array.of(0xef, 0x01, 0x00, ...wordToBytes(target).subarray(12))),
  )
  world.setNonce(account, authorization.nonce + 1n)
  return refund
}

/** The signer of an authorization, `undefined` when the signature is none. */
function recoverAuthority(
  runner: Runner,
  { chainId, address, nonce, yParity, r, s }: Authorization,
): bigint | undefined {
  if (yParity > 1n || s > HALF_ORDER) return undefined
  const payload = rlpOf([chainId, hexToBytes(address), nonce])
  const hash = runner.machine.keccakOf(Uint8Array.of(MAGIC, ...payload))
  const input = Uint8Array.of(...hash, ...wordToBytes(27n + yParity), ...wordToBytes(r), ...wordToBytes(s))
  const recovered = runner.recover(input)
  return recovered === undefined || recovered.length === 0 ? undefined : bytesToBigint(recovered)
}
