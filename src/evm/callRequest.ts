/**
 * A call that is about to happen, as hooks see and change it: addresses as hex over the numbers of a `FrameEntry`.
 * @module
 */

import { formatAddress } from '../base/address.ts'
import type { MemlaneError } from '../base/error.ts'
import type { Address, Gas, Hex, Word } from '../base/units.ts'
import { Code } from '../machine/index.ts'
import { parseAddress } from './address.ts'
import { creationAddress } from './creation.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import type { FrameEntry, FrameHost } from './frameHost.ts'
import type { CallRequest, RunWorld } from './hooks.ts'
import { quantity, word } from './quantity.ts'
import { inputBytes } from './result.ts'
import type { FrameKind } from './tracer.ts'

const REQUEST_FIELDS: FieldNames<CallRequest> = {
  kind: true,
  depth: true,
  isStatic: true,
  caller: true,
  target: true,
  codeAddress: true,
  value: true,
  input: true,
  gas: true,
  callerGas: true,
  world: true,
}

export class EntryRequest implements CallRequest {
  readonly #host: FrameHost
  readonly #entry: FrameEntry
  readonly #mostGas: Gas
  #input: Uint8Array
  readonly #world: RunWorld

  /** `mostGas` is what fits into the caller's when it comes back. */
  constructor(host: FrameHost, entry: FrameEntry, world: RunWorld, mostGas: Gas) {
    this.#host = host
    this.#entry = entry
    this.#mostGas = mostGas
    // Copied at once: storing a slot may move all of the frames' memory.
    this.#input =
      'initcode' in entry ? entry.initcode.bytes : host.machine.memory.copyOut(entry.input, entry.inputLength)
    this.#world = world
  }

  get kind(): FrameKind {
    return this.#entry.kind
  }

  set kind(_: FrameKind) {
    throw fixed('kind')
  }

  get depth(): number {
    return this.#entry.depth
  }

  set depth(_: number) {
    throw fixed('depth')
  }

  get isStatic(): boolean {
    return this.#entry.isStatic
  }

  set isStatic(_: boolean) {
    throw fixed('isStatic')
  }

  get callerGas(): Gas {
    const { depth } = this.#entry
    return depth === 0 ? 0n : this.#host.machine.frame(depth - 1).gas
  }

  set callerGas(_: Gas) {
    throw fixed('callerGas')
  }

  get world(): RunWorld {
    return this.#world
  }

  set world(_: RunWorld) {
    throw fixed('world')
  }

  get caller(): Address {
    return formatAddress(this.#entry.caller)
  }

  set caller(address: Address) {
    this.#entry.caller = parseAddress(address)
  }

  get target(): Address {
    const entry = this.#entry
    if (!('initcode' in entry)) return formatAddress(entry.target)
    const { world, machine } = this.#host
    const nonce = world.find(entry.caller)?.nonce ?? 0n
    return formatAddress(entry.target ?? creationAddress(machine, entry, nonce))
  }

  set target(address: Address) {
    const entry = this.#entry
    entry.target = parseAddress(address)
    if (entry.kind === 'call' || entry.kind === 'staticcall') entry.codeAddress = entry.target
  }

  get codeAddress(): Address {
    return 'initcode' in this.#entry ? this.target : formatAddress(this.#entry.codeAddress)
  }

  set codeAddress(address: Address) {
    if ('initcode' in this.#entry) throw evmError('evm.creationWithoutCodeAddress', {})
    this.#entry.codeAddress = parseAddress(address)
  }

  get value(): Word {
    return this.#entry.value
  }

  set value(wei: bigint | number) {
    this.#entry.value = word('value', wei)
  }

  get input(): Uint8Array {
    return this.#input.slice()
  }

  set input(given: Uint8Array | Hex) {
    this.#input = inputBytes(given).slice()
    if ('initcode' in this.#entry) this.#entry.initcode = new Code(this.#input)
    else this.#hasOtherInput = true
  }

  #hasOtherInput = false

  get gas(): Gas {
    return this.#entry.gas
  }

  set gas(given: bigint | number) {
    const gas = quantity('gas', given)
    if (gas < 0n || gas > this.#mostGas) throw evmError('evm.gasBeyondCaller', { gas, most: this.#mostGas })
    this.#entry.gas = gas
  }

  /** @throws {MemlaneError} `evm.unknownField` when a hook set what a request does not have: nothing would come of it. */
  refuseOtherFields(): void {
    refuseUnknown('A request', this, REQUEST_FIELDS)
  }

  /** Puts calldata that a hook set where the frame is going to read it. */
  place(): void {
    if (!this.#hasOtherInput) return
    const entry = this.#entry
    this.#hasOtherInput = false
    entry.input = this.#host.machine.placeInput(this.#input, entry.depth)
    entry.inputLength = this.#input.length
  }
}

function fixed(field: string): MemlaneError {
  return evmError('evm.fixedField', { field })
}
