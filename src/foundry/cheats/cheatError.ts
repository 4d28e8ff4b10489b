/**
 * A cheatcode that refuses: its call reverts with `CheatcodeError(string)`, or with data of its own.
 * @module
 */
import { hexToBytes } from '../../base/index.ts'
import { stringAnswer } from './answer.ts'

const SELECTOR = hexToBytes('0xeeaa9e6f')

export class CheatcodeError extends Error {
  override readonly name = 'CheatcodeError'
  /** What the call reverts with; `undefined`: the message, with the cheatcode's name in front. */
  readonly #output: Uint8Array | undefined

  /** @param output `'plain'`: the message without the cheatcode's name */
  constructor(message: string, output?: Uint8Array | 'plain') {
    super(message)
    this.#output = output === 'plain' ? revertData(message) : output
  }

  get output(): Uint8Array {
    return this.#output ?? revertData(this.message)
  }

  /** What it is for the cheatcode that has refused. */
  from(signature: string): Uint8Array {
    return this.#output ?? revertData(`vm.${signature.replace(/\(.*/, '')}: ${this.message}`)
  }
}

/** `CheatcodeError(message)`. */
export function revertData(message: string): Uint8Array {
  const text = stringAnswer(message)
  const data = new Uint8Array(4 + text.length)
  data.set(SELECTOR)
  data.set(text, 4)
  return data
}
