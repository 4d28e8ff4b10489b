/**
 * Entering a message call or a creation, for the outermost frame and inner ones alike.
 *
 *   may it? ─► checkpoint ─► value moves ─┬─ a frame starts, which ends later
 *                                         └─ it has ended: a precompile ran, or it could not start
 *
 * Sources: Yellow Paper, sections 7 and 8; EIP-161, EIP-684, EIP-2929, EIP-7610, EIP-7702.
 * @module
 */
import type { Gas } from '../base/units.ts'
import { Code } from '../machine/index.ts'
import { MAX_DEPTH } from '../opcodes/index.ts'
import { type Account, delegateOf } from './account.ts'
import { outcomeOf } from './answer.ts'
import { refusePromise } from './atOnce.ts'
import { creationAddress } from './creation.ts'
import type { Checkpoint, Creation, FrameEntry, FrameHost, MessageCall } from './frameHost.ts'
import { MAX_NONCE } from './nonce.ts'
import type { Precompile } from './precompiles/precompile.ts'
import type { HaltReason, Outcome } from './result.ts'

const EMPTY = new Uint8Array(0)

/** How the entry ended; `undefined` when a frame has started. */
export function enter(host: FrameHost, entry: FrameEntry): Outcome | undefined {
  return 'initcode' in entry ? enterCreation(host, entry) : enterCall(host, entry)
}

/** It does not start: all of its gas is left. */
function refuse(host: FrameHost, entry: FrameEntry): Outcome {
  return host.endUnstarted(entry, refused(entry.gas))
}

function refused(gasLeft: Gas): Outcome {
  return { status: 'revert', halt: undefined, gasLeft, output: EMPTY, created: undefined }
}

function callerAccount(host: FrameHost, { self, caller }: FrameEntry): Account {
  return self !== undefined && self.address === caller ? self : host.world.touch(caller)
}

function enterCall(host: FrameHost, call: MessageCall): Outcome | undefined {
  const { world } = host
  const { kind, value, self, target } = call
  if (call.depth > MAX_DEPTH) return refuse(host, call)
  const sender = value > 0n && (kind === 'call' || kind === 'callcode') ? callerAccount(host, call) : undefined
  if (sender !== undefined && sender.balance < value) return refuse(host, call)
  const checkpoint = call.checkpoint ?? host.checkpoint()
  const isOwnCode = kind === 'call' || kind === 'staticcall'
  const account = !isOwnCode && self !== undefined && self.address === target ? self : world.touch(target)
  if (isOwnCode) world.markTouched(account)
  if (sender !== undefined && kind === 'call') host.transfer(sender, account, value)
  if (call.code !== undefined) {
    host.startFrame(call, { account, code: call.code, codeAddress: call.codeAddress, checkpoint })
    return undefined
  }
  const precompile = host.precompileAt(call.codeAddress)
  if (precompile !== undefined) return runPrecompile(host, call, precompile, checkpoint)
  // Nearly always the account itself: one look-up less.
  const named = call.codeAddress === target ? account : world.find(call.codeAddress)
  const delegate = named === undefined ? undefined : delegateOf(host.fork, named)
  const code = delegate === undefined ? (named?.code ?? Code.EMPTY) : world.codeAt(delegate)
  host.startFrame(call, { account, code, codeAddress: delegate ?? call.codeAddress, checkpoint })
  return undefined
}

/** Runs a precompile in place: it needs no frame of the machine. */
function runPrecompile(host: FrameHost, call: MessageCall, precompile: Precompile, checkpoint: Checkpoint): Outcome {
  const input = host.machine.memory.copyOut(call.input, call.inputLength)
  return host.endFrameless(call, precompileOutcome(precompile, input, call), checkpoint)
}

function precompileOutcome(precompile: Precompile, input: Uint8Array, { gas }: MessageCall): Outcome {
  if ('answer' in precompile) {
    const answer = precompile.answer({ input, gas })
    refusePromise(`precompiles[${precompile.name}]`, answer)
    return outcomeOf(answer, gas, false)
  }
  const price = precompile.gas(input)
  const output = price <= gas ? precompile.run(input) : undefined
  if (output === undefined) return halted('outOfGas')
  return { status: 'return', halt: undefined, gasLeft: gas - price, output, created: undefined }
}

function halted(halt: HaltReason): Outcome {
  return { status: 'halt', halt, gasLeft: 0n, output: EMPTY, created: undefined }
}

function enterCreation(host: FrameHost, creation: Creation): Outcome | undefined {
  const { world, fork, substate } = host
  const { value, initcode } = creation
  const creator = callerAccount(host, creation)
  if (creation.depth > MAX_DEPTH || creator.balance < value) return refuse(host, creation)
  const address = creation.target ?? creationAddress(host.machine, creation, creator.nonce)
  // The outermost creation's nonce was raised by the run, whether it succeeds or not.
  if (creation.self !== undefined) {
    if (creator.nonce === MAX_NONCE) return refuse(host, creation)
    world.setNonce(creator, creator.nonce + 1n)
    if (fork.rules.coldAccess && !host.isWarm(address)) substate.warm(address)
  }
  // A collision takes all of the creation's gas.
  if (world.isTaken(address)) {
    return host.endUnstarted(creation, halted('createCollision'))
  }
  const checkpoint = creation.checkpoint ?? host.checkpoint()
  const account = world.beginCreation(address)
  substate.markCreated(account)
  if (fork.rules.contractNonce > 0) world.setNonce(account, BigInt(fork.rules.contractNonce))
  if (value > 0n) host.transfer(creator, account, value)
  host.startFrame(creation, { account, code: initcode, codeAddress: address, checkpoint })
  return undefined
}
