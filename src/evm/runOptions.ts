/**
 * How a run is watched and what is kept of it: what a call or a transaction takes beside its parameters.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import type { Address } from '../base/units.ts'
import type { Cancellation } from './absent.ts'
import { ACCOUNT_FIELDS, type AccountChange, type AccountFields, accountChange } from './accountFields.ts'
import { parseAddress } from './address.ts'
import { type Brutalize, type Brutalized, checkedBrutalize } from './brutalize.ts'
import { evmError } from './errors.ts'
import { type FieldNames, refuseNonObject, refuseUnknown } from './fieldNames.ts'
import type { Hooks } from './hooks.ts'
import { checkedHooks } from './interest.ts'
import type { Precompile } from './precompiles/precompile.ts'
import type { Given } from './quantity.ts'
import type { Tracer } from './tracer.ts'

/** What a run takes beside its parameters: who watches, and what is kept. */
export interface RunOptions {
  /** Is told of every step and frame. */
  readonly tracer?: Tracer | undefined
  /** In place of the EVM's own hooks. */
  readonly hooks?: Hooks | undefined
  /** `false`: the state stays as it was, whatever the run does. Default: `true`, without overrides. */
  readonly commit?: boolean
  /** What accounts are for this run, as in `eth_call`. Nothing of the run is kept. */
  readonly overrides?: StateOverrides
  /** Junk where memory is taken for zero, and a free pointer that starts elsewhere. Default: neither, which costs nothing. */
  readonly brutalize?: Brutalize | undefined
}

/** The same, for runs that load what is absent. */
export interface AsyncRunOptions extends RunOptions {
  /** Ends the wait for a source that does not answer; the promise rejects with its reason. */
  readonly signal?: Cancellation | undefined
}

/** By address; what is left out stays as it is. */
export type StateOverrides = Readonly<Record<Address, Given<AccountOverride>>>

/** An account for one run: `setAccount`'s fields, by the names that `eth_call` has for them, and where a precompile goes. */
export interface AccountOverride extends AccountFields {
  /**
   * The precompile at this address stands at that one. A precompile's address that is overridden in any way has none, as
   * in go-ethereum: its code runs.
   */
  readonly movePrecompileToAddress?: Address
}

const RUN_FIELDS: FieldNames<AsyncRunOptions> = {
  tracer: true,
  hooks: true,
  commit: true,
  overrides: true,
  brutalize: true,
  signal: true,
}

const OVERRIDE_FIELDS: FieldNames<AccountOverride> = { ...ACCOUNT_FIELDS, movePrecompileToAddress: true }

/** Options, checked. */
export interface CheckedOptions {
  readonly tracer: Tracer | undefined
  readonly hooks: Hooks | undefined
  readonly commits: boolean
  readonly overrides: readonly AccountChange[]
  readonly precompiles: ReadonlyMap<bigint, Precompile> | undefined
  readonly brutalized: Brutalized | undefined
}

const NOTHING: CheckedOptions = {
  tracer: undefined,
  hooks: undefined,
  commits: true,
  overrides: [],
  precompiles: undefined,
  brutalized: undefined,
}

/** What a run takes that is given none. */
export const NO_OPTIONS: RunOptions = {}

/**
 * @param hooks The EVM's own.
 * @throws {MemlaneError} `evm.unknownField`, `evm.overridesCommit`, `evm.overriddenTwice`, `evm.noSuchPrecompile`, and
 *   those of `setAccount`.
 */
export function checkedOptions(
  options: AsyncRunOptions,
  hooks: Hooks | undefined,
  precompiles: ReadonlyMap<bigint, Precompile>,
): CheckedOptions {
  if (options === NO_OPTIONS && hooks === undefined) return NOTHING
  refuseNonObject('The options of a run', options)
  // A tracer alone has methods of its class only, which no loop over its fields finds.
  if ('frameStart' in options) refuseUnknown('A run', { frameStart: true }, RUN_FIELDS)
  refuseUnknown('A run', options, RUN_FIELDS)
  const { tracer, commit, overrides } = options
  const given = options.hooks === undefined ? hooks : options.hooks
  if (overrides !== undefined && commit === true) throw evmError('evm.overridesCommit', {})
  return {
    tracer,
    hooks: given === undefined ? undefined : checkedHooks(given),
    commits: (commit ?? true) && overrides === undefined,
    overrides: overrides === undefined ? [] : changesOf(overrides),
    precompiles: overrides === undefined ? undefined : movedPrecompiles(overrides, precompiles),
    brutalized: checkedBrutalize(options.brutalize),
  }
}

function changesOf(overrides: StateOverrides): AccountChange[] {
  refuseNonObject('The field overrides', overrides)
  const changes = Object.entries(overrides).map(([address, override]) => {
    refuseUnknown(`The override of ${address}`, override, OVERRIDE_FIELDS)
    const { movePrecompileToAddress: _, ...fields } = override
    return accountChange(checkedHex(address), fields)
  })
  const seen = new Set<bigint>()
  for (const { address } of changes) {
    if (seen.has(address))
      throw evmError('evm.overriddenTwice', {
        address: formatAddress(address),
      })
    seen.add(address)
  }
  return changes
}

/** Source: go-ethereum, internal/ethapi/override: `StateOverride.Apply`. */
function movedPrecompiles(
  overrides: StateOverrides,
  precompiles: ReadonlyMap<bigint, Precompile>,
): ReadonlyMap<bigint, Precompile> {
  const moved = new Map(precompiles)
  const overridden = new Set(Object.keys(overrides).map(parseAddress))
  for (const address of overridden) moved.delete(address)
  for (const [address, { movePrecompileToAddress: to }] of Object.entries(overrides)) {
    if (to === undefined) continue
    const precompile = precompiles.get(parseAddress(address))
    if (precompile === undefined)
      throw evmError('evm.noSuchPrecompile', {
        address,
      })
    if (overridden.has(parseAddress(to))) throw evmError('evm.overriddenTwice', { address: to, precompile: address })
    moved.set(parseAddress(to), precompile)
  }
  return moved
}

/** A key of the overrides as an address. */
function checkedHex(address: string): Address {
  parseAddress(address)
  return `0x${address.slice(2)}`
}
