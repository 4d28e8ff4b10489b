/**
 * The instructions of a frame's code by position, for a pane that shows some around one.
 * @module
 */
import { bytesToHex } from '../../base/hex.ts'
import type { Pc } from '../../base/units.ts'
import { immediateBytes, opcodeOfByte } from '../../opcodes/index.ts'

/** The mnemonic of an opcode byte, in any fork; hex for one that no fork has. */
export function opcodeName(byte: number): string {
  return opcodeOfByte(byte)?.name ?? `0x${byte.toString(16).padStart(2, '0')}`
}

export class InstructionList {
  readonly #code: Uint8Array
  readonly #pcs: Pc[] = []
  readonly #indexAt = new Map<Pc, number>()

  constructor(code: Uint8Array) {
    this.#code = code
    for (let pc = 0; pc < code.length; pc += 1 + immediateBytes(code[pc]!)) {
      this.#indexAt.set(pc, this.#pcs.length)
      this.#pcs.push(pc)
    }
  }

  /** Positions of `count` instructions, that at `pc` about a third from the top. */
  around(pc: Pc, count: number): Pc[] {
    // The STOP behind the end is an instruction too.
    const at = this.#indexAt.get(pc) ?? this.#pcs.length
    const all = this.#indexAt.has(pc) ? this.#pcs : [...this.#pcs, pc]
    const first = Math.max(0, Math.min(at - Math.floor(count / 3), all.length - count))
    return all.slice(first, first + count)
  }

  /** `PUSH2 0x01f3` */
  text(pc: Pc): string {
    const byte = this.#code[pc] ?? 0
    const length = immediateBytes(byte)
    const name = opcodeName(byte)
    return length === 0 ? name : `${name} ${bytesToHex(this.#code.subarray(pc + 1, pc + 1 + length))}`
  }
}
