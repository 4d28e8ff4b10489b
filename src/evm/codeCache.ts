/**
 * Code that callers hand in with a call: the same content is copied and analysed once.
 * @module
 */
import type { Hex } from '../base/units.ts'
import type { Code } from '../machine/index.ts'
import { codeOf } from './account.ts'

/** Most pieces that are kept; then all are forgotten. */
const SIZE = 64

export class CodeCache {
  readonly #byHex = new Map<Hex, Code>()
  #byBytes: Code[] = []

  of(code: Hex | Uint8Array): Code {
    return typeof code === 'string' ? this.#ofHex(code) : this.#ofBytes(code)
  }

  #ofHex(hex: Hex): Code {
    const known = this.#byHex.get(hex)
    if (known !== undefined) return known
    const made = codeOf(hex)
    if (this.#byHex.size >= SIZE) this.#byHex.clear()
    this.#byHex.set(hex, made)
    return made
  }

  /** By content, not by object: the caller may change its bytes between two calls. */
  #ofBytes(bytes: Uint8Array): Code {
    const known = this.#byBytes.find((code) => sameBytes(code.bytes, bytes))
    if (known !== undefined) return known
    const made = codeOf(bytes)
    if (this.#byBytes.length >= SIZE) this.#byBytes = []
    this.#byBytes.push(made)
    return made
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
