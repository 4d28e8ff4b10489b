/**
 * Ends of calls that others give: hooks in a frame's place, and precompiles of a caller's own.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import type { MemlaneError } from '../base/error.ts'
import { spelled } from '../base/template.ts'
import type { Gas } from '../base/units.ts'
import { isSuccess } from '../opcodes/index.ts'
import { parseAddress } from './address.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import type { CallAnswer, FrameResult } from './hooks.ts'
import { type Given, quantity } from './quantity.ts'
import { type HaltReason, inputBytes, type Outcome, type Status, type Undone } from './result.ts'

const ANSWER_FIELDS: FieldNames<CallAnswer> = { status: true, output: true, gasUsed: true, created: true }
const RESULT_FIELDS: FieldNames<FrameResult> = {
  ...{ status: true, halt: true, output: true, gasLeft: true, created: true },
  ...{ gasAtHalt: true, refund: true },
}
/** What an answer may be: one that stops returns nothing. */
const ANSWERS: readonly Status[] = ['return', 'revert', 'halt']
const STATUSES: readonly Status[] = ['stop', 'return', 'revert', 'halt']
const EMPTY = new Uint8Array(0)

/**
 * The end that an answer means for a call with that much gas.
 * @throws {MemlaneError} `evm.invalidAnswer`, `evm.unknownField`, and those of bytes, numbers and addresses.
 */
export function outcomeOf(answer: Given<CallAnswer>, gas: Gas, isCreation: boolean): Outcome {
  if (typeof answer !== 'object' || answer === null) throw invalid('The answer', answer, 'an object')
  refuseUnknown('An answer', answer, ANSWER_FIELDS)
  const gasUsed = quantity('gasUsed', answer.gasUsed ?? 0n)
  if (gasUsed < 0n) throw invalid('gasUsed', gasUsed, '0 or more')
  const { status = 'return', output, created } = answer
  if (!ANSWERS.includes(status)) throw invalid('status', status, ANSWERS.join(' or '))
  if (gasUsed > gas) return outcome('halt', 'outOfGas', EMPTY, 0n, undefined)
  if (status === 'halt') return outcome(status, 'outOfGas', EMPTY, 0n, undefined)
  return outcome(status, undefined, bytes(output), gas - gasUsed, isCreation ? (created ?? null) : undefined)
}

/**
 * What a hook made of a result. `most` is the gas that fits into the caller's.
 * @throws {MemlaneError} as `outcomeOf`.
 */
export function changedOutcome(result: FrameResult, most: Gas, isCreation: boolean): Outcome {
  refuseUnknown('A result', result, RESULT_FIELDS)
  const { status, halt, output, created } = result
  const gasLeft = quantity('gasLeft', result.gasLeft)
  if (gasLeft < 0n || gasLeft > most) throw invalid('gasLeft', gasLeft, `from 0 to ${most}`)
  return outcome(status, halt, bytes(output), gasLeft, isCreation ? (created ?? null) : undefined)
}

/** What a hook sees of an end. */
export function resultOfFrame({ status, halt, output, gasLeft, created }: Outcome, undone: Undone): FrameResult {
  return {
    ...{ status, halt, output, gasLeft, created: created === undefined ? undefined : formatAddress(created) },
    ...undone,
  }
}

/** `created` is `null` for a creation that names no contract. */
function outcome(
  status: Status,
  halt: HaltReason | undefined,
  output: Uint8Array,
  gasLeft: Gas,
  created: FrameResult['created'] | null,
): Outcome {
  if (!STATUSES.includes(status)) throw invalid('status', status, STATUSES.join(' or '))
  if (!isSuccess(status)) {
    const isHalt = status === 'halt'
    return {
      status,
      halt: isHalt ? (halt ?? 'outOfGas') : undefined,
      output: isHalt ? EMPTY : output,
      gasLeft,
      created: undefined,
    }
  }
  if (created === null) throw invalid('created', undefined, 'the contract of a creation that succeeded')
  const address = created === undefined ? undefined : parseAddress(created)
  return { status, halt: undefined, output, gasLeft, created: address }
}

/** A copy: what the giver does with its bytes later does not matter. */
function bytes(output: FrameResult['output'] | undefined): Uint8Array {
  return typeof output === 'string' ? inputBytes(output, 'output') : inputBytes(output, 'output').slice()
}

function invalid(field: string, value: unknown, wanted: string): MemlaneError {
  return evmError('evm.invalidAnswer', { field, value: spelled(value), wanted })
}
