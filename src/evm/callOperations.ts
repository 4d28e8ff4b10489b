/**
 * CALL, CALLCODE, DELEGATECALL and STATICCALL.
 *
 *   operands ─► pay: memory, access, value, new account ─► gas for the callee ─► enter
 *
 * Source: Yellow Paper, appendix H.2; EIP-150, EIP-161, EIP-214, EIP-2929, EIP-7702.
 * @module
 */
import { addressOf } from '../base/address.ts'
import type { Word } from '../base/units.ts'
import type { LinearAddress, MachineFrame } from '../machine/index.ts'
import { SLOT_BYTES } from '../machine/layout.ts'
import { type CallKind, isAtLeast, prices } from '../opcodes/index.ts'
import { type Account, delegateOf } from './account.ts'
import { charge, chargeColdAccess, chargeMemory } from './charges.ts'
import type { FrameHost } from './frameHost.ts'
import type { HaltReason } from './result.ts'

const VALUE_GAS = BigInt(prices.CALL_VALUE_GAS)
const STIPEND = BigInt(prices.CALL_STIPEND)
const NEW_ACCOUNT_GAS = BigInt(prices.NEW_ACCOUNT_GAS)

/** A call's operands under their names; those without a value operand have value 0 here. */
interface Operands {
  readonly count: number
  readonly gas: Word
  readonly address: bigint
  readonly value: Word
  readonly inputOffset: Word
  readonly inputLength: Word
  readonly outputOffset: Word
  readonly outputLength: Word
}

function operandsOf(frame: MachineFrame, hasValue: boolean): Operands {
  const input = hasValue ? 3 : 2
  return {
    count: input + 4,
    gas: frame.operand(0),
    address: addressOf(frame.operand(1)),
    value: hasValue ? frame.operand(2) : 0n,
    inputOffset: frame.operand(input),
    inputLength: frame.operand(input + 1),
    outputOffset: frame.operand(input + 2),
    outputLength: frame.operand(input + 3),
  }
}

export function call(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  const operands = operandsOf(frame, true)
  if (frame.isStatic && operands.value > 0n) return 'staticViolation'
  return start(host, frame, 'call', operands)
}

export function callcode(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  return start(host, frame, 'callcode', operandsOf(frame, true))
}

export function delegatecall(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  return start(host, frame, 'delegatecall', operandsOf(frame, false))
}

export function staticcall(host: FrameHost, frame: MachineFrame): HaltReason | undefined {
  return start(host, frame, 'staticcall', operandsOf(frame, false))
}

function start(host: FrameHost, frame: MachineFrame, kind: CallKind, operands: Operands): HaltReason | undefined {
  const { address, value } = operands
  const { world } = host
  const halt =
    chargeMemory(host, frame, operands.inputOffset, operands.inputLength) ??
    chargeMemory(host, frame, operands.outputOffset, operands.outputLength)
  if (halt !== undefined) return halt
  if (!chargeColdAccess(host, frame, address)) return 'outOfGas'
  const named = world.find(address)
  const delegate = named && delegateOf(host.fork, named)
  if (delegate !== undefined && !chargeDelegation(host, frame, delegate)) return 'outOfGas'
  const extra = (value > 0n ? VALUE_GAS : 0n) + (kind === 'call' ? newAccountGas(host, named, value) : 0n)
  if (!charge(frame, extra)) return 'outOfGas'
  const forwarded = forwardedGas(host, frame.gas, operands.gas)
  if (!charge(frame, forwarded)) return 'outOfGas'

  if (
    delegate === undefined &&
    named !== undefined &&
    host.precompileAt(address) === undefined &&
    host.mayEngineCall(address)
  )
    letEngineCall(host, frame.top - SLOT_BYTES, named)
  const self = host.account(frame)
  const isOwnCode = kind === 'call' || kind === 'staticcall'
  const delegated = kind === 'delegatecall'
  const inputLength = Number(operands.inputLength)
  const isStatic = frame.isStatic || kind === 'staticcall'
  // From here on the operands are taken; a frame that ends pushes its result and moves the pc.
  frame.drop(operands.count)
  host.enter({
    kind,
    self,
    caller: delegated ? host.callerOf(frame) : self.address,
    target: isOwnCode ? address : self.address,
    codeAddress: address,
    code: undefined,
    value: delegated ? host.valueOf(frame) : value,
    gas: forwarded + (value > 0n ? STIPEND : 0n),
    isStatic,
    depth: frame.depth + 1,
    input: frame.base + (inputLength === 0 ? 0 : Number(operands.inputOffset)),
    inputLength,
    outputOffset: operands.outputLength === 0n ? 0 : Number(operands.outputOffset),
    outputLength: Number(operands.outputLength),
    checkpoint: undefined,
    request: undefined,
  })
  return undefined
}

/** Now that the account is warm, later calls of its code need the host no more, unless they send value. */
function letEngineCall({ fork, machine, world }: FrameHost, addressWord: LinearAddress, account: Account): void {
  if (account.code.bytes.length === 0 || !fork.rules.allButOne64th) return
  const entry = machine.enterAccount(addressWord, account.code, account.number)
  if (entry !== undefined) world.onUndo(() => machine.forgetAccount(entry))
}

/** The account that a delegation names is touched too. (EIP-7702) */
function chargeDelegation(host: FrameHost, frame: MachineFrame, delegate: bigint): boolean {
  const warm = host.isWarm(delegate)
  if (!charge(frame, BigInt(prices.WARM_ACCESS_GAS + (warm ? 0 : prices.COLD_ACCOUNT_SURCHARGE)))) return false
  if (!warm) host.substate.warm(delegate)
  return true
}

/** Since EIP-161 only value sent to an account that is not there costs more; before, any call to one. */
function newAccountGas(host: FrameHost, target: Account | undefined, value: Word): bigint {
  if (isAtLeast(host.fork.name, 'spuriousDragon'))
    return value > 0n && (target === undefined || target.isEmpty) ? NEW_ACCOUNT_GAS : 0n
  return target === undefined ? NEW_ACCOUNT_GAS : 0n
}

/** All but one 64th of what is left, at most what was asked for. (EIP-150) */
function forwardedGas(host: FrameHost, available: bigint, asked: Word): bigint {
  if (!host.fork.rules.allButOne64th) return asked
  const most = available - available / 64n
  return asked < most ? asked : most
}
