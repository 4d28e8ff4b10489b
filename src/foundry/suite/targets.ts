/**
 * What an invariant's runs call: contracts that setUp made, but for what the test contract says otherwise.
 *
 *   targetContracts() ─┐                              targetSelectors() ─┐
 *   excludeContracts() ┴─▶ contracts ─▶ functions that change something ─┴─▶ targets      targetSenders() ─▶ senders
 *
 * Source: https://getfoundry.sh/forge/invariant-testing, forge-std's StdInvariant.
 * @module
 */
import type { Address, Hex } from '../../base/index.ts'
import {
  type CompiledContract,
  type ContractFunction,
  decodeOutput,
  functionsOf,
  type Value,
} from '../../solidity/index.ts'

/** A function that is called. */
export interface Target {
  readonly address: Address
  readonly contract: CompiledContract
  readonly called: ContractFunction
}

export interface Targets {
  readonly targets: readonly Target[]
  /** Those that call; any address where there are none. */
  readonly senders: readonly Address[]
  readonly excludedSenders: ReadonlySet<Address>
}

export interface DeployedContract {
  readonly address: Address
  readonly contract: CompiledContract
}

/** @param ask the output of a function of the test contract without parameters; `undefined` where it failed */
export function targetsOf(
  test: DeployedContract,
  deployed: readonly DeployedContract[],
  ask: (called: ContractFunction) => Uint8Array | undefined,
): Targets {
  const functions = functionsOf(test.contract)
  const said = (name: string): readonly Value[] => {
    const called = functions.find((one) => one.name === name && one.inputs.length === 0)
    const output = called && ask(called)
    if (called === undefined || output === undefined) return []
    const values = decodeOutput(called, output)
    const [list] = values.kind === 'struct' ? values.members : []
    return list?.value.kind === 'array' ? list.value.elements : []
  }
  const addresses = (name: string) =>
    said(name).flatMap((value) => (value.kind === 'address' ? lower(value.value) : []))
  const texts = (name: string) => said(name).flatMap((value) => (value.kind === 'string' ? value.text : []))
  const selectors = (name: string) =>
    new Map(
      said(name).flatMap((value): [Address, readonly Hex[]][] => {
        const [address, list] = value.kind === 'struct' ? value.members.map((member) => member.value) : []
        if (address?.kind !== 'address' || list?.kind !== 'array') return []
        return [[lower(address.value), list.elements.flatMap((each) => (each.kind === 'fixedBytes' ? each.value : []))]]
      }),
    )
  const wanted = addresses('targetContracts')
  const unwanted = new Set(addresses('excludeContracts'))
  const [wantedNames, unwantedNames] = [texts('targetArtifacts'), texts('excludeArtifacts')]
  const wantedSelectors = selectors('targetSelectors')
  const unwantedSelectors = selectors('excludeSelectors')
  const isNamed = (names: readonly string[], { contract: { file, name } }: DeployedContract) =>
    names.some((one) => one === name || one === `${file}:${name}`)
  const all = [...deployed, ...(wanted.includes(test.address) || wantedSelectors.has(test.address) ? [test] : [])]
  const chosen = all.filter((one) => {
    if (unwanted.has(one.address) || isNamed(unwantedNames, one)) return false
    if (wanted.length + wantedSelectors.size + wantedNames.length === 0) return true
    return wanted.includes(one.address) || wantedSelectors.has(one.address) || isNamed(wantedNames, one)
  })
  const targets = chosen.flatMap(({ address, contract }) => {
    const only = wantedSelectors.get(address)
    const never = unwantedSelectors.get(address) ?? []
    const changing = new Set(
      contract.abi
        .filter(({ type, stateMutability }) => type === 'function' && !/^(?:view|pure)$/.test(stateMutability ?? ''))
        .map(({ name }) => name),
    )
    return functionsOf(contract)
      .filter(({ selector, name }) => (only === undefined ? changing.has(name) : only.includes(selector)))
      .filter(({ selector }) => !never.includes(selector))
      .map((called): Target => ({ address, contract, called }))
  })
  return {
    targets,
    senders: addresses('targetSenders'),
    excludedSenders: new Set(addresses('excludeSenders')),
  }
}

function lower(address: Hex): Address {
  return `0x${address.slice(2).toLowerCase()}`
}
