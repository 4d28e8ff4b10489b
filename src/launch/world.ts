/**
 * The world before the first call: an EVM of a fork, with the accounts that are there, in the form of a genesis file:
 *
 *   { "0x5fbd…0aa3": { "balance": "1000", "nonce": 1, "code": "0x60…", "storage": { "0x0": "0x7" } } }
 *
 * They come from files and forms: all is checked before any account is made, and the first thing that is wrong is told by
 * its field.
 * @module
 */

import { type Address, type Hex, hexToBytes, MAX_WORD } from '../base/index.ts'
import { isObject } from '../base/json.ts'
import { type AccountFields, createEvm, type Evm } from '../evm/index.ts'
import { DEFAULT_FORK, type ForkName, parseForkName } from '../opcodes/index.ts'
import { cut } from './cut.ts'
import { launchError } from './errors.ts'
import type { WorldInput } from './input.ts'
import { DEFAULT_BALANCE, DEFAULT_CONTRACT, type Limits } from './limits.ts'
import { inPlace, problemAt } from './problems.ts'

/** Accounts that were checked, by address in lower case. */
export type Accounts = ReadonlyMap<Address, AccountFields>

/** An EVM with accounts in it. */
export interface World {
  /** The EVM. */
  readonly evm: Evm
  /** Those that the input named. */
  readonly accounts: Accounts
}

/** The fork that an input names. */
export function forkOf({ fork }: WorldInput = {}): ForkName {
  return fork === undefined ? DEFAULT_FORK : inPlace({ field: 'world.fork' }, () => parseForkName(fork))
}

/** An EVM of the fork with these accounts; the sender has ether unless they say how much. */
export function worldOf(input: WorldInput = {}, sender: Address, { memory }: Limits): World {
  const accounts = inPlace({ field: 'world.accounts' }, () => accountsIn(input.accounts ?? {}))
  const evm = createEvm({ fork: forkOf(input), memoryLimit: memory })
  for (const [address, fields] of accounts) evm.state.setAccount(address, fields)
  if (accounts.get(sender)?.balance === undefined) evm.state.setAccount(sender, { balance: DEFAULT_BALANCE })
  return { evm, accounts }
}

/** Code that is given runs at an address of its own, where nothing else may be. */
export function placeCode({ evm, accounts }: World, name: string, code: Uint8Array, { codeSize }: Limits): Address {
  const { maxCodeSize: limit } = evm.fork.rules
  if (codeSize !== 'any' && limit !== undefined && code.length > limit)
    throw problemAt(
      { field: 'code' },
      launchError('launch.codeTooLarge', { bytes: code.length, limit, fork: evm.fork.name }),
    )
  if (accounts.get(DEFAULT_CONTRACT)?.code !== undefined)
    throw problemAt(
      { field: 'world.accounts' },
      launchError('launch.targetHasCode', { address: DEFAULT_CONTRACT, target: name }),
    )
  evm.state.setAccount(DEFAULT_CONTRACT, { code })
  return DEFAULT_CONTRACT
}

type Json = Readonly<Record<string, unknown>>

const MOST_NONCE = 2n ** 64n - 1n

/**
 * The accounts of a genesis file, or of a part of it: they stand under `alloc`, under `accounts`, or by themselves.
 * @throws {MemlaneError} `launch.noAccounts`, `launch.accountTwice`, `launch.field…`, `launch.unknownField`.
 */
export function accountsIn(json: unknown): Accounts {
  if (!isObject(json)) throw launchError('launch.noAccounts', {})
  const wrapper = ['alloc', 'accounts'].find((key) => key in json)
  const entries = wrapper === undefined ? json : object(json[wrapper], wrapper)
  const accounts = new Map<Address, AccountFields>()
  for (const [key, fields] of Object.entries(entries)) {
    const path = wrapper === undefined ? key : `${wrapper}.${key}`
    const address = addressOf(key)
    if (accounts.has(address)) throw launchError('launch.accountTwice', { address })
    accounts.set(address, accountOf(object(fields, path), path))
  }
  return accounts
}

/** Genesis files have addresses with and without 0x. */
function addressOf(key: string): Address {
  const [, digits] = /^(?:0x)?([0-9a-f]{40})$/i.exec(key) ?? []
  if (digits === undefined) throw launchError('launch.fieldNotAddress', { field: shown(key) })
  return `0x${digits.toLowerCase()}`
}

const FIELDS = ['balance', 'nonce', 'code', 'storage']
/** What genesis files tell their readers. */
const REMARKS = ['comment', 'privateKey', 'secretKey']

function accountOf(fields: Json, path: string): AccountFields {
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field) && !REMARKS.includes(field))
  if (unknown !== undefined)
    throw launchError('launch.unknownField', { field: shown(`${path}.${unknown}`), fields: FIELDS })
  const { balance, nonce, code, storage } = fields
  return {
    ...(balance === undefined ? {} : { balance: whole(balance, `${path}.balance`, MAX_WORD, '2^256 - 1') }),
    ...(nonce === undefined ? {} : { nonce: whole(nonce, `${path}.nonce`, MOST_NONCE, '2^64 - 1') }),
    ...(code === undefined ? {} : { code: bytes(code, `${path}.code`) }),
    ...(storage === undefined ? {} : { storage: slots(object(storage, `${path}.storage`), `${path}.storage`) }),
  }
}

function object(value: unknown, path: string): Json {
  if (!isObject(value)) throw launchError('launch.fieldNotObject', { field: shown(path) })
  return value
}

/** Decimal or hex in quotes; a bare number as far as JSON's numbers are exact. */
function whole(value: unknown, path: string, most: bigint, limit: string): bigint {
  const isExact = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
  // No number in range has more digits; longer ones would only take time.
  const isText = typeof value === 'string' && /^(?:\d{1,78}|0x[0-9a-f]{1,64})$/i.test(value)
  if (isExact || isText) {
    const number = BigInt(value)
    if (number <= most) return number
  }
  throw launchError('launch.fieldNotNumber', { field: shown(path), value: shown(value), limit })
}

function bytes(value: unknown, path: string): Uint8Array {
  if (typeof value === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(value)) return hexToBytes(value)
  throw launchError('launch.fieldNotBytes', { field: shown(path), value: shown(value) })
}

function slots(entries: Json, path: string): Record<Hex, Hex> {
  const storage: Record<Hex, Hex> = {}
  for (const [slot, value] of Object.entries(entries)) {
    if (!isWord(slot)) throw launchError('launch.fieldNotWord', { field: shown(path), value: shown(slot) })
    if (!isWord(value))
      throw launchError('launch.fieldNotWord', { field: shown(`${path}.${slot}`), value: shown(value) })
    storage[slot] = value
  }
  return storage
}

function isWord(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value)
}

/** Characters of a field's name or value in a sentence. */
const SHOWN = 80

function shown(value: unknown): string {
  return cut(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), SHOWN)
}
