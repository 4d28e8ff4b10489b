/**
 * From the form on the page to what is launched. The form is what links hold; `LaunchInput` is not.
 * @module
 */
import { MemlaneError } from 'memlane'
import {
  type Built,
  type CallInput,
  type CodeInput,
  chosenContract,
  inPlace,
  type LaunchInput,
  likelyFunction,
  MOST_GAS,
  parseAddress,
  parseAmount,
  parseWhole,
} from 'memlane/launch'
import { type CompiledContract, functionsOf } from 'memlane/solidity'
import type { Input } from './input.ts'

/** Fields of what is launched, as the form calls them. */
export const FORM_FIELDS: Readonly<Record<string, string>> = {
  'call.calldata': 'calldata',
  'call.from': 'from',
  'call.value': 'value',
  'call.gas': 'gas',
  'call.function': 'call',
  'contract.name': 'contract',
  'contract.constructorArguments': 'constructor',
}

/**
 * @param built the build of the code, which tells how many of the form's arguments are meant
 * @throws {LaunchError} naming the field that is wrong.
 */
export function launchInputOf(form: Input, built: Built | undefined): LaunchInput {
  const { kind, fork, optimize, viaIr, remappings, solc } = form
  const isSolidity = kind === 'solidity'
  const from = form.from.trim()
  const value = form.value.trim()
  const gas = form.gas.trim()
  return {
    code: codeOf(form),
    ...((isSolidity || kind === 'yul') && {
      build: { solc, optimizer: { enabled: optimize }, remappings, ...(isSolidity && { viaIr }) },
    }),
    ...(isSolidity && {
      contract: { name: form.contract, choose: 'likely', constructorArguments: form.constructorArguments },
    }),
    call: {
      ...(isSolidity ? calledIn(form, built) : {}),
      ...(form.calldata.trim() === '' ? {} : { calldata: form.calldata }),
      ...(value !== '' && { value: inPlace({ field: 'call.value' }, () => parseAmount(value)).toString() }),
      ...(from !== '' && { from: inPlace({ field: 'call.from' }, () => parseAddress(from)) }),
      ...(gas !== '' && { gas: inPlace({ field: 'call.gas' }, () => parseWhole(gas, MOST_GAS)).toString() }),
    },
    world: { fork },
  }
}

/** What is compiled, as far as that does not depend on the call. */
export function codeOf({ kind, name, text, others }: Input): CodeInput {
  if (kind === 'mnemonics' || kind === 'bytecode') return { kind, name, text }
  return {
    kind,
    entry: name,
    sources: Object.fromEntries([...others, { name, text }].map((one) => [one.name, one.text])),
  }
}

/** A call by name; the form may still hold arguments of a function that was chosen before. */
function calledIn(form: Input, built: Built | undefined): CallInput {
  if (form.calldata.trim() !== '') return {}
  const contract = built && likelyContract(built, form)
  const wanted = form.call === '' ? contract && likelyFunction(contract) : form.call
  const called =
    contract && functionsOf(contract).find(({ signature, name }) => wanted === signature || wanted === name)
  const values = called === undefined ? form.callArguments : form.callArguments.slice(0, called.inputs.length)
  return { ...(wanted !== undefined && { function: wanted }), choose: 'likely', arguments: values }
}

/** The contract that is meant; `undefined` where none can be. */
export function likelyContract(built: Built, { contract }: Input): CompiledContract | undefined {
  try {
    return chosenContract(built, { name: contract, choose: 'likely' })
  } catch (error) {
    if (error instanceof MemlaneError) return undefined
    throw error
  }
}
