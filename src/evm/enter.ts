/**
 * Entering a message call or a creation, for the outermost frame and inner ones alike.
 *
 *   may it? ─► checkpoint ─► value moves ─┬─ a frame starts, which ends later
 *                                         └─ it has ended: a precompile ran, or it could not start
 *
 * Sources: Yellow Paper, sections 7 and 8; EIP-161, EIP-684, EIP-2929, EIP-7610, EIP-7702.
 * @module
 */
import { MAX_DEPTH } from '../machine/layout.ts'
import { isAtLeast } from '../opcodes/index.ts'
import { type Account, delegationTarget } from './account.ts'
import { creationAddress } from './creation.ts'
import type { Creation, FrameEntry, FrameHost, FrameStarted, MessageCall } from './frameHost.ts'
import type { Precompile } from './precompiles/precompile.ts'
import type { Outcome } from './result.ts'

const EMPTY = new Uint8Array(0)
const MAX_NONCE = (1n << 64n) - 1n

/** How the entry ended; `undefined` when a frame has started. */
export function enter(host: FrameHost, entry: FrameEntry): Outcome | undefined {
  return 'initcode' in entry ? enterCreation(host, entry) : enterCall(host, entry)
}

/** It never started: all of its gas is left. */
function refused({ gas }: FrameEntry): Outcome {
  return { status: 'revert', halt: undefined, gasLeft: gas, output: EMPTY, created: undefined }
}

function callerAccount(host: FrameHost, { self, caller }: FrameEntry): Account {
  return self !== undefined && self.address === caller ? self : host.world.touch(caller)
}

function enterCall(host: FrameHost, call: MessageCall): Outcome | undefined {
  const { world } = host
  const { kind, value, self, target } = call
  if (call.depth > MAX_DEPTH) return refused(call)
  const sends = value > 0n && (kind === 'call' || kind === 'callcode')
  if (sends && callerAccount(host, call).balance < value) return refused(call)
  const checkpoint = call.checkpoint ?? host.checkpoint()
  const isOwnCode = kind === 'call' || kind === 'staticcall'
  const account = !isOwnCode && self !== undefined && self.address === target ? self : world.touch(target)
  if (isOwnCode) world.markTouched(account)
  if (sends && kind === 'call') host.transfer(callerAccount(host, call), account, value)
  if (call.code !== undefined) {
    host.startFrame(call, { account, code: call.code, codeAddress: call.codeAddress, checkpoint })
    return undefined
  }
  const codeAddress = delegateOf(host, call.codeAddress) ?? call.codeAddress
  const started = { account, code: world.codeAt(codeAddress), codeAddress, checkpoint }
  const precompile = host.precompileAt(call.codeAddress)
  if (precompile !== undefined) return runPrecompile(host, call, precompile, started)
  host.startFrame(call, started)
  return undefined
}

/** The account whose code runs as that of an address. (EIP-7702) */
export function delegateOf({ fork, world }: FrameHost, address: bigint): bigint | undefined {
  const account = world.find(address)
  if (account === undefined || !isAtLeast(fork.name, 'prague')) return undefined
  return delegationTarget(account)
}

/** Runs a precompile in place: it needs no frame of the machine. */
function runPrecompile(host: FrameHost, call: MessageCall, precompile: Precompile, started: FrameStarted): Outcome {
  const input = host.machine.memory.copyOut(call.input, call.inputLength)
  const price = precompile.gas(input)
  const output = price <= call.gas ? precompile.run(input) : undefined
  const outcome: Outcome =
    output === undefined
      ? { status: 'halt', halt: 'outOfGas', gasLeft: 0n, output: EMPTY, created: undefined }
      : { status: 'return', halt: undefined, gasLeft: call.gas - price, output, created: undefined }
  host.reportFrameless(call, outcome, started)
  if (output === undefined) host.revertTo(started.checkpoint)
  return outcome
}

function enterCreation(host: FrameHost, creation: Creation): Outcome | undefined {
  const { world, fork, substate } = host
  const { value, initcode } = creation
  const creator = callerAccount(host, creation)
  if (creation.depth > MAX_DEPTH || creator.balance < value) return refused(creation)
  const address = creation.target ?? creationAddress(host.machine, creation, creator)
  // The outermost creation's nonce was raised by the run, whether it succeeds or not.
  if (creation.self !== undefined) {
    if (creator.nonce === MAX_NONCE) return refused(creation)
    world.setNonce(creator, creator.nonce + 1n)
    if (fork.rules.coldAccess && !host.isWarm(address)) substate.warm(address)
  }
  // A collision takes all of the creation's gas.
  if (world.isTaken(address)) {
    if (creation.checkpoint !== undefined) host.revertTo(creation.checkpoint)
    return { status: 'halt', halt: 'createCollision', gasLeft: 0n, output: EMPTY, created: undefined }
  }
  const checkpoint = creation.checkpoint ?? host.checkpoint()
  const account = world.beginCreation(address)
  substate.markCreated(account)
  if (fork.rules.contractNonce > 0) world.setNonce(account, BigInt(fork.rules.contractNonce))
  if (value > 0n) host.transfer(creator, account, value)
  host.startFrame(creation, { account, code: initcode, codeAddress: address, checkpoint })
  return undefined
}
