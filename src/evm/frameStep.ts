/**
 * The running frame before an instruction, as a `step` hook sees it. There is one for each EVM: nothing is allocated for a
 * step, and once the hook has returned it refuses.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import type { Address, ByteCount, ByteOffset, Gas, Word } from '../base/units.ts'
import type { Machine, MachineFrame } from '../machine/index.ts'
import { FRAME_ADDRESS } from '../machine/layout.ts'
import { evmError } from './errors.ts'
import type { RunWorld, Step } from './hooks.ts'
import { quantity } from './quantity.ts'

/** What one look may copy. */
const MOST_BYTES = 128n << 20n

export class FrameStep implements Step {
  readonly #machine: Machine
  #shown: MachineFrame | undefined
  readonly world: RunWorld

  constructor(machine: Machine, world: RunWorld) {
    this.#machine = machine
    this.world = world
  }

  /** Shows the frame until another is shown, or none. */
  show(frame: MachineFrame | undefined): void {
    this.#shown = frame
  }

  get #frame(): MachineFrame {
    if (this.#shown !== undefined) return this.#shown
    throw evmError('evm.staleStep', {})
  }

  get pc(): ByteOffset {
    return this.#frame.pc
  }

  get opcode(): number {
    return this.#machine.codes.byteAt(this.#frame.code, this.#frame.pc)
  }

  get gas(): Gas {
    return this.#frame.gas
  }

  get depth(): number {
    return this.#frame.depth
  }

  get address(): Address {
    return formatAddress(this.#machine.memory.word(this.#frame.address + FRAME_ADDRESS))
  }

  get isStatic(): boolean {
    return this.#frame.isStatic
  }

  get stackSize(): number {
    return this.#frame.stackSize
  }

  stack(index: number): Word {
    const { stackSize } = this.#frame
    if (Number.isInteger(index) && index >= 0 && index < stackSize) return this.#frame.operand(index)
    throw evmError('evm.noSuchStackItem', { index, stackSize })
  }

  get memorySize(): ByteCount {
    return this.#frame.size
  }

  memory(offset: bigint | number, length: bigint | number): Uint8Array {
    const from = quantity('offset', offset)
    const count = quantity('length', length)
    if (from < 0n || count < 0n || count > MOST_BYTES)
      throw evmError('evm.invalidRange', { offset: from, length: count, most: MOST_BYTES })
    const bytes = new Uint8Array(Number(count))
    const { base, size } = this.#frame
    if (from >= BigInt(size)) return bytes
    const start = base + Number(from)
    bytes.set(this.#frame.bytes().subarray(start, Math.min(start + bytes.length, base + size)))
    return bytes
  }
}
