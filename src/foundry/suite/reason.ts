/**
 * Why a test failed, in the words that forge has for it.
 *
 *   revert("boo")            boo
 *   x - 1 below zero         panic: arithmetic underflow or overflow (0x11)
 *   revert Mine(5)           Mine(5)
 *   no data                  EvmError: Revert
 *
 * Source: forge 1.7.1.
 * @module
 */
import { bytesToHex, hexToBytes } from '../../base/index.ts'
import type { CallResult, HaltReason } from '../../evm/index.ts'
import { type Compilation, decodeRevert } from '../../solidity/index.ts'
import { forgeValue } from './valueText.ts'

const PANICS: ReadonlyMap<bigint, string> = new Map([
  [0x00n, 'generic/unspecified error'],
  [0x01n, 'assertion failed'],
  [0x11n, 'arithmetic underflow or overflow'],
  [0x12n, 'division or modulo by zero'],
  [0x21n, 'failed to convert value into enum type'],
  [0x22n, 'storage byte array incorrectly encoded'],
  [0x31n, 'called `.pop()` on an empty array'],
  [0x32n, 'array out-of-bounds access'],
  [0x41n, 'memory allocation error'],
  [0x51n, 'called an invalid internal function'],
])

/** revm's names. A halt at INVALID is one of its own there; solc writes no other byte that is no opcode. */
const HALTS: Readonly<Record<HaltReason, string>> = {
  outOfGas: 'OutOfGas',
  stackUnderflow: 'StackUnderflow',
  stackOverflow: 'StackOverflow',
  invalidJump: 'InvalidJump',
  invalidOpcode: 'InvalidFEOpcode',
  staticViolation: 'StateChangeDuringStaticCall',
  returnDataOutOfBounds: 'OutOfOffset',
  initcodeTooLarge: 'CreateInitCodeSizeLimit',
  codeTooLarge: 'CreateContractSizeLimit',
  invalidCodePrefix: 'CreateContractStartingWithEF',
  createCollision: 'CreateCollision',
  nonceOverflow: 'NonceOverflow',
  memoryLimit: 'MemoryLimitOOG',
}

/** CheatcodeError(string) */
const CHEATCODE_ERROR = '0xeeaa9e6f'

/** What forge writes between `[FAIL: ` and `]`. */
export function failureReason(
  { status, halt, output }: Pick<CallResult, 'status' | 'halt' | 'output'>,
  build: Compilation,
): string {
  if (status === 'halt') return `EvmError: ${HALTS[halt ?? 'invalidOpcode']}`
  return revertReason(output, build)
}

export function revertReason(output: Uint8Array, build: Compilation): string {
  if (output.length === 0) return 'EvmError: Revert'
  if (bytesToHex(output.subarray(0, 4)) === CHEATCODE_ERROR) return revertReason(asError(output), build)
  const reason = decodeRevert(build, output)
  switch (reason.kind) {
    case 'none':
      return 'EvmError: Revert'
    case 'error':
      return reason.message.kind === 'string' ? reason.message.text : rawText(output)
    case 'panic':
      return `panic: ${PANICS.get(reason.code) ?? 'unknown code'} (0x${reason.code.toString(16).padStart(2, '0')})`
    case 'custom': {
      const { arguments: values } = reason
      const members = values.kind === 'struct' ? values.members : []
      return `${reason.name}(${members.map(({ value }) => forgeValue(value)).join(', ')})`
    }
    case 'unknown':
      return rawText(output)
  }
}

/** The same data under the selector of Error(string). */
function asError(output: Uint8Array): Uint8Array {
  const copy = output.slice()
  copy.set(hexToBytes('0x08c379a0'))
  return copy
}

/** Bytes that are text are printed as text; others by their selector. */
function rawText(output: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(output)
  } catch {
    const [selector, rest] = [output.subarray(0, 4), output.subarray(4)]
    return `custom error ${bytesToHex(selector)}${rest.length === 0 ? '' : `: ${bytesToHex(rest).slice(2)}`}`
  }
}
