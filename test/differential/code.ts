/**
 * Bytecode with labels, for code that a generator writes: it knows bytes, not mnemonics, and can leave a PUSH wider
 * than it need be.
 * @module
 */
import { codes } from '../../src/opcodes/index.ts'

/** A place in the code: its position is known when all of it is written. */
export class Label {
  position = -1
}

interface LabelPush {
  readonly label: Label
  /** Added to the label's position. */
  readonly shift: number
  /** Bytes of the PUSH; a position that does not fit takes two. */
  width: number
}

export class CodeBuilder {
  readonly #items: (number | Label | LabelPush)[] = []

  bytes(...bytes: readonly number[]): this {
    this.#items.push(...bytes)
    return this
  }

  /** The smallest PUSH that holds the value, or one of `width` bytes. */
  push(value: bigint, width: number = bytesOf(value)): this {
    this.#items.push(codes.PUSH0 + width)
    for (let index = width - 1; index >= 0; index--) this.#items.push(Number((value >> BigInt(8 * index)) & 255n))
    return this
  }

  pushLabel(label: Label, { shift = 0, width = 2 }: { shift?: number; width?: number } = {}): this {
    this.#items.push({ label, shift, width })
    return this
  }

  /** Puts the label here. */
  mark(label: Label): this {
    this.#items.push(label)
    return this
  }

  /** The finished code. */
  build(): Uint8Array<ArrayBuffer> {
    while (!this.#place()) {
      // A PUSH grew and moved what is behind it.
    }
    const code: number[] = []
    for (const item of this.#items) {
      if (typeof item === 'number') code.push(item)
      else if (!(item instanceof Label)) {
        const position = item.label.position + item.shift
        code.push(codes.PUSH0 + item.width)
        if (item.width > 1) code.push(position >> 8)
        code.push(position & 255)
      }
    }
    return Uint8Array.from(code)
  }

  /** Gives every label its position; false when a PUSH turned out too narrow. */
  #place(): boolean {
    let position = 0
    for (const item of this.#items) {
      if (item instanceof Label) item.position = position
      else position += typeof item === 'number' ? 1 : 1 + item.width
    }
    const narrow = this.#items.filter(
      (item): item is LabelPush =>
        typeof item === 'object' && 'width' in item && item.width === 1 && item.label.position + item.shift > 255,
    )
    for (const item of narrow) item.width = 2
    return narrow.length === 0
  }
}

function bytesOf(value: bigint): number {
  return value === 0n ? 0 : Math.ceil(value.toString(16).length / 2)
}
