/**
 * The running frame before an instruction, as a `step` hook sees it. There is one for each EVM: nothing is allocated for a
 * step, and once the hook has returned it refuses.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import type { Address, ByteCount, ByteOffset, Gas, Word } from '../base/units.ts'
import type { MachineFrame } from '../machine/index.ts'
import { FRAME_ADDRESS } from '../machine/layout.ts'
import { opcodeOfByte } from '../opcodes/index.ts'
import { evmError } from './errors.ts'
import type { FrameHost } from './frameHost.ts'
import type { RunWorld, Step } from './hooks.ts'
import { quantity } from './quantity.ts'

/** What one look may copy. */
const MOST_BYTES = 128n << 20n
const MOST_OFFSET = 1n << 48n

export class FrameStep implements Step {
  readonly #host: FrameHost
  #shown: MachineFrame | undefined
  readonly world: RunWorld

  constructor(host: FrameHost, world: RunWorld) {
    this.#host = host
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
    return this.#host.machine.codes.byteAt(this.#frame.code, this.#frame.pc)
  }

  get op(): string | undefined {
    return opcodeOfByte(this.opcode)?.name
  }

  get gas(): Gas {
    return this.#frame.gas
  }

  get depth(): number {
    return this.#frame.depth
  }

  get address(): Address {
    return formatAddress(this.#host.machine.memory.word(this.#frame.address + FRAME_ADDRESS))
  }

  get codeAddress(): Address {
    return formatAddress(this.#host.codeAddressOf(this.#frame))
  }

  get caller(): Address {
    return formatAddress(this.#host.callerOf(this.#frame))
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
    // No memory reaches further, and the number stays exact.
    return this.#frame.readMemory(Number(from < MOST_OFFSET ? from : MOST_OFFSET), Number(count))
  }
}
