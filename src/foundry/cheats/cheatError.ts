/**
 * A cheatcode that refuses: its call reverts with `CheatcodeError(string)`, or with data of its own.
 * @module
 */
import { hexToBytes } from '../../base/index.ts'
import { stringAnswer } from './answer.ts'

const SELECTOR = hexToBytes('0xeeaa9e6f')

export class CheatcodeError extends Error {
  override readonly name = 'CheatcodeError'
  /** What the call reverts with. */
  readonly output: Uint8Array

  constructor(message: string, output: Uint8Array = revertData(message)) {
    super(message)
    this.output = output
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
