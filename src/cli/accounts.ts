/**
 * A file of accounts that are there before anything runs, in the form of a genesis file:
 *
 *   { "alloc": { "0x5fbd…0aa3": { "balance": "1000", "nonce": 1, "code": "0x60…", "storage": { "0x0": "0x7" } } } }
 *
 * The accounts stand under `alloc`, under `accounts`, or by themselves. All of the file is checked before any account
 * is made, and the first thing that is wrong is told by its field.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { formatAddress, isAddress } from '../base/address.ts'
import { isHexBytes, isHexWord } from '../base/hex.ts'
import { type Address, type ByteCount, type Hex, hexToBytes, type Word } from '../base/index.ts'
import { isObject, type JsonObject } from '../base/json.ts'
import type { AccountFields } from '../evm/index.ts'
import { cliError, truncate } from '../view/index.ts'
import type { Io } from './io.ts'
import { inPlace, placed } from './report.ts'

export type Accounts = ReadonlyMap<Address, AccountFields>

export const NO_ACCOUNTS: Accounts = new Map()

/** A hundred thousand accounts with storage fit; the file is held in memory several times over while it is read. */
const MOST_BYTES: ByteCount = 16 * 1024 * 1024
const MOST_BALANCE: Word = 2n ** 256n - 1n
const MOST_NONCE = 2n ** 64n - 1n

/**
 * The accounts that the file names.
 * @throws {PlacedError} with the file's name, and the field or the line where something is wrong.
 */
export async function readAccounts(name: string, { folder }: Io): Promise<Accounts> {
  const text = await readText(name, resolve(folder, name))
  const json = parseJson(name, text)
  return inPlace(name, () => accountsIn(json))
}

async function readText(name: string, path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > MOST_BYTES) throw placed(name, cliError('cli.fileTooLarge', { bytes: size, limit: MOST_BYTES }))
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (reason === undefined) throw error
    if (reason === 'ENOENT' || reason === 'ENOTDIR') throw placed(name, cliError('cli.fileNotFound', {}))
    if (reason === 'EISDIR') throw placed(name, cliError('cli.isDirectory', {}))
    throw placed(name, cliError('cli.notReadable', { reason }))
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // The engine tells the place in its message, if at all.
    const [, position] = /at position (\d+)/.exec(String(error)) ?? []
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n')
    throw placed(`${name}:${before.length}:${before.at(-1)!.length + 1}`, cliError('cli.notJson', {}))
  }
}

function accountsIn(json: unknown): Accounts {
  if (!isObject(json)) throw cliError('cli.noAccounts', {})
  const wrapper = ['alloc', 'accounts'].find((key) => key in json)
  const entries = wrapper === undefined ? json : object(json[wrapper], wrapper)
  const accounts = new Map<Address, AccountFields>()
  for (const [key, fields] of Object.entries(entries)) {
    const path = wrapper === undefined ? key : `${wrapper}.${key}`
    const address = addressOf(key)
    if (accounts.has(address)) throw cliError('cli.accountTwice', { address })
    accounts.set(address, accountOf(object(fields, path), path))
  }
  return accounts
}

/** Genesis files have addresses with and without 0x. */
function addressOf(key: string): Address {
  const address = key.startsWith('0x') ? key : `0x${key}`
  if (!isAddress(address)) throw cliError('cli.fieldNotAddress', { field: shown(key) })
  return formatAddress(BigInt(address))
}

const FIELDS = ['balance', 'nonce', 'code', 'storage']
/** What genesis files tell their readers. */
const REMARKS = ['comment', 'privateKey', 'secretKey']

function accountOf(fields: JsonObject, path: string): AccountFields {
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field) && !REMARKS.includes(field))
  if (unknown !== undefined) throw cliError('cli.unknownField', { field: shown(`${path}.${unknown}`), fields: FIELDS })
  const { balance, nonce, code, storage } = fields
  return {
    ...(balance === undefined ? {} : { balance: whole(balance, `${path}.balance`, MOST_BALANCE, '2^256 - 1') }),
    ...(nonce === undefined ? {} : { nonce: whole(nonce, `${path}.nonce`, MOST_NONCE, '2^64 - 1') }),
    ...(code === undefined ? {} : { code: bytes(code, `${path}.code`) }),
    ...(storage === undefined ? {} : { storage: slots(object(storage, `${path}.storage`), `${path}.storage`) }),
  }
}

function object(value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw cliError('cli.fieldNotObject', { field: shown(path) })
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
  throw cliError('cli.fieldNotNumber', { field: shown(path), value: shown(value), limit })
}

function bytes(value: unknown, path: string): Uint8Array {
  if (isHexBytes(value)) return hexToBytes(value)
  throw cliError('cli.fieldNotBytes', { field: shown(path), value: shown(value) })
}

function slots(entries: JsonObject, path: string): Record<Hex, Hex> {
  const storage: Record<Hex, Hex> = {}
  for (const [slot, value] of Object.entries(entries)) {
    if (!isHexWord(slot)) throw cliError('cli.fieldNotWord', { field: shown(path), value: shown(slot) })
    if (!isHexWord(value)) throw cliError('cli.fieldNotWord', { field: shown(`${path}.${slot}`), value: shown(value) })
    storage[slot] = value
  }
  return storage
}

/** Columns of a field's name or value in a sentence. */
const SHOWN = 80

function shown(value: unknown): string {
  return truncate(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), SHOWN)
}
