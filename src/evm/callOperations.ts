/**
 * CALL, CALLCODE, DELEGATECALL and STATICCALL.
 *
 *   operands ─► pay: memory, access, value, new account ─► gas for the callee ─► frame, precompile, or nothing to run
 *
 * Source: Yellow Paper, appendix H.2; EIP-150, EIP-161, EIP-214, EIP-2929, EIP-7702.
 * @module
 */
import type { Word } from '../base/units.ts'
import type { LinearAddress, MachineFrame } from '../machine/index.ts'
import { SLOT_BYTES } from '../machine/layout.ts'
import { isAtLeast, MAX_DEPTH, prices } from '../opcodes/index.ts'
import { addressOf } from './address.ts'
import { charge, chargeColdAccess, chargeMemory } from './charges.ts'
import type { Driver, FrameRequest } from './driver.ts'
import type { Precompile } from './precompiles/precompile.ts'
import type { HaltReason } from './result.ts'
import { type Account, delegationTarget } from './state.ts'
import type { FrameKind } from './tracer.ts'

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

export function call(driver: Driver, frame: MachineFrame): HaltReason | undefined {
  const operands = operandsOf(frame, true)
  if (frame.isStatic && operands.value > 0n) return 'staticViolation'
  return start(driver, frame, 'call', operands)
}

export function callcode(driver: Driver, frame: MachineFrame): HaltReason | undefined {
  return start(driver, frame, 'callcode', operandsOf(frame, true))
}

export function delegatecall(driver: Driver, frame: MachineFrame): HaltReason | undefined {
  return start(driver, frame, 'delegatecall', operandsOf(frame, false))
}

export function staticcall(driver: Driver, frame: MachineFrame): HaltReason | undefined {
  return start(driver, frame, 'staticcall', operandsOf(frame, false))
}

function start(driver: Driver, frame: MachineFrame, kind: FrameKind, operands: Operands): HaltReason | undefined {
  const { address, value } = operands
  const { state, machine } = driver
  const halt =
    chargeMemory(driver, frame, operands.inputOffset, operands.inputLength) ??
    chargeMemory(driver, frame, operands.outputOffset, operands.outputLength)
  if (halt !== undefined) return halt
  if (!chargeColdAccess(driver, frame, address)) return 'outOfGas'
  const target = state.find(address)
  const delegate = target === undefined ? undefined : delegationTarget(target)
  const follows = delegate !== undefined && isAtLeast(driver.fork.name, 'prague')
  if (follows && !chargeDelegation(driver, frame, delegate)) return 'outOfGas'
  const extra = (value > 0n ? VALUE_GAS : 0n) + (kind === 'call' ? newAccountGas(driver, target, value) : 0n)
  if (!charge(frame, extra)) return 'outOfGas'
  const forwarded = forwardedGas(driver, frame.gas, operands.gas)
  if (!charge(frame, forwarded)) return 'outOfGas'
  const gas = forwarded + (value > 0n ? STIPEND : 0n)

  const precompile = driver.precompileAt(address)
  if (precompile === undefined && !follows && target !== undefined)
    letEngineCall(driver, frame.top - SLOT_BYTES, target)
  const self = driver.account(frame)
  // From here on the operands are taken; a frame that ends pushes its result and moves the pc.
  frame.drop(operands.count)
  if (frame.depth >= MAX_DEPTH || (value > 0n && self.balance < value)) {
    machine.setReturndata(EMPTY)
    frame.gas += gas
    frame.push(0n)
    frame.pc++
    return undefined
  }
  const checkpoint = driver.checkpoint()
  const callee = kind === 'call' || kind === 'staticcall' ? state.touch(address) : self
  if (kind === 'call' || kind === 'staticcall') state.markTouched(callee)
  if (kind === 'call' && value > 0n) driver.transfer(self, callee, value)
  const codeAddress = follows ? delegate : address
  const delegated = kind === 'delegatecall'
  const inputLength = Number(operands.inputLength)
  const request: FrameRequest = {
    kind,
    account: callee,
    codeAddress,
    code: state.codeAt(codeAddress),
    caller: delegated ? driver.callerOf(frame) : self.address,
    value: delegated ? driver.valueOf(frame) : value,
    gas,
    isStatic: frame.isStatic || kind === 'staticcall',
    input: frame.base + (inputLength === 0 ? 0 : Number(operands.inputOffset)),
    inputLength,
    creates: undefined,
    outputOffset: operands.outputLength === 0n ? 0 : Number(operands.outputOffset),
    outputLength: Number(operands.outputLength),
    checkpoint,
  }
  if (precompile === undefined) driver.startFrame(request)
  else runPrecompile(driver, frame, precompile, request)
  return undefined
}

const EMPTY = new Uint8Array(0)

/** Now that the account is warm, later calls of its code need the driver no more, unless they send value. */
function letEngineCall({ fork, machine, state }: Driver, addressWord: LinearAddress, account: Account): void {
  if (account.code.bytes.length === 0 || !fork.rules.allButOne64th) return
  const entry = machine.enterAccount(addressWord, account.code, account.number)
  if (entry !== undefined) state.onUndo(() => machine.forgetAccount(entry))
}

/** The account that a delegation names is touched too. (EIP-7702) */
function chargeDelegation(driver: Driver, frame: MachineFrame, delegate: bigint): boolean {
  const warm = driver.isWarm(delegate)
  if (!charge(frame, BigInt(prices.WARM_ACCESS_GAS + (warm ? 0 : prices.COLD_ACCOUNT_SURCHARGE)))) return false
  if (!warm) driver.accessList.touch(delegate, driver.state)
  return true
}

/** Since EIP-161 only value sent to an account that is not there costs more; before, any call to one. */
function newAccountGas(driver: Driver, target: Account | undefined, value: Word): bigint {
  if (isAtLeast(driver.fork.name, 'spuriousDragon'))
    return value > 0n && (target === undefined || target.isEmpty) ? NEW_ACCOUNT_GAS : 0n
  return target === undefined ? NEW_ACCOUNT_GAS : 0n
}

/** All but one 64th of what is left, at most what was asked for. (EIP-150) */
function forwardedGas(driver: Driver, available: bigint, asked: Word): bigint {
  if (!driver.fork.rules.allButOne64th) return asked
  const most = available - available / 64n
  return asked < most ? asked : most
}

/** Runs a precompile in place: it needs no frame of the machine. */
function runPrecompile(driver: Driver, frame: MachineFrame, precompile: Precompile, request: FrameRequest): void {
  const { machine } = driver
  const input = machine.memory.copyOut(request.input, request.inputLength)
  const price = precompile.gas(input)
  const output = price <= request.gas ? precompile.run(input) : undefined
  const gasLeft = output === undefined ? 0n : request.gas - price
  driver.reportPrecompile(request, output !== undefined, gasLeft, output ?? EMPTY)
  if (output === undefined) driver.revertTo(request.checkpoint)
  machine.setReturndata(output ?? EMPTY)
  if (output !== undefined) {
    const copied = Math.min(request.outputLength, output.length)
    machine.memory.copyIn(frame.base + request.outputOffset, output.subarray(0, copied))
  }
  frame.gas += gasLeft
  frame.push(output === undefined ? 0n : 1n)
  frame.pc++
}
