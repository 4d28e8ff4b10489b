/**
 * What hooks are called for, in the form in which frames ask.
 * @module
 */
import type { MemlaneError } from '../base/error.ts'
import { spelled } from '../base/template.ts'
import { opcodeNamed } from '../opcodes/index.ts'
import { parseAddress } from './address.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseUnknown } from './fieldNames.ts'
import type { Hooks, Interest } from './hooks.ts'

export interface Watched {
  /** Whose calls; `undefined`: nobody's. */
  readonly calls: 'all' | ReadonlySet<bigint> | undefined
  readonly results: boolean
  readonly logs: boolean
  /** Opcode bytes; `undefined`: none. */
  readonly steps: ReadonlySet<number> | undefined
}

const INTEREST_FIELDS: FieldNames<Interest> = { calls: true, results: true, logs: true, steps: true }
const ALL_OPCODES: ReadonlySet<number> = new Set(Array.from({ length: 256 }, (_, code) => code))

/** @throws {MemlaneError} `evm.unknownField`, `evm.invalidInterest`, `evm.invalidAddress`. */
export function watchedBy(hooks: Hooks): Watched {
  const { interest = {} } = hooks
  refuseUnknown('An interest', interest, INTEREST_FIELDS)
  const told = hooks.call !== undefined || hooks.result !== undefined
  return {
    calls: told ? callsOf(interest.calls ?? 'all') : undefined,
    results: hooks.result !== undefined && (interest.results ?? true),
    logs: hooks.log !== undefined && (interest.logs ?? true),
    steps: hooks.step === undefined ? undefined : stepsOf(interest.steps ?? 'all'),
  }
}

function callsOf(calls: NonNullable<Interest['calls']>): Watched['calls'] {
  if (calls === 'all') return 'all'
  if (calls === 'none') return undefined
  if (typeof calls === 'object' && Symbol.iterator in calls) return new Set(Array.from(calls, parseAddress))
  throw invalid('calls', calls, 'all, none or a set of addresses')
}

function stepsOf(steps: NonNullable<Interest['steps']>): Watched['steps'] {
  if (steps === 'all') return ALL_OPCODES
  if (steps === 'none') return undefined
  if (!Array.isArray(steps)) throw invalid('steps', steps, 'all, none or a list of mnemonics')
  return new Set(
    steps.map((name) => {
      const opcode = typeof name === 'string' ? opcodeNamed(name) : undefined
      if (opcode === undefined) throw invalid('steps', name, 'the name of an opcode, as SSTORE')
      return opcode.code
    }),
  )
}

function invalid(field: string, value: unknown, wanted: string): MemlaneError {
  return evmError('evm.invalidInterest', {
    field,
    value: spelled(value),
    wanted,
  })
}
