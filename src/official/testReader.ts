/**
 * Reading the JSON of Ethereum's test files: every field is checked, and its place named when it is not what it
 * should be. Hex in these files is sloppy (`0x`, odd lengths, keys without 0x), and only here is that accepted.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import { hexToBytes, isHexBytes } from '../base/hex.ts'
import type { Address, Hex } from '../base/units.ts'
import type { AccountFields } from '../evm/accountFields.ts'
import { evmError } from '../evm/errors.ts'

export type Json = { readonly [key: string]: unknown }

/** Reads fields of parsed JSON and names the place when one is not what it should be. */
export class TestReader {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  fail(where: string, what: string): never {
    const sentence = `${where} ${what}`
    throw evmError('evm.malformedStateTest', {
      name: this.#name,
      what: sentence,
    })
  }

  object(value: unknown, where: string): Json {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.fail(where, 'is not an object')
    return value as Json
  }

  array(value: unknown, where: string): readonly unknown[] {
    if (!Array.isArray(value)) this.fail(where, 'is not a list')
    return value
  }

  string(value: unknown, where: string): string {
    if (typeof value !== 'string') this.fail(where, 'is not a string')
    return value
  }

  number(value: unknown, where: string): bigint {
    // Numbers that do not fit their field are marked so.
    const text = this.string(value, where).replace(/^0x:bigint /, '')
    if (text === '' || text === '0x') return 0n
    if (!/^(0x[0-9a-fA-F]+|[0-9]+)$/.test(text)) this.fail(where, `is ${JSON.stringify(text)}, not a number`)
    return BigInt(text)
  }

  index(value: unknown, where: string): number {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) this.fail(where, 'is not an index')
    return value
  }

  bytes(value: unknown, where: string): Uint8Array {
    const text = this.string(value, where)
    const hex = text.startsWith('0x') ? text : `0x${text}`
    if (!isHexBytes(hex)) this.fail(where, 'is not hex bytes')
    return hexToBytes(hex)
  }

  address(value: unknown, where: string): Address {
    const text = this.string(value, where)
    const digits = text.startsWith('0x') ? text.slice(2) : text
    if (!/^[0-9a-fA-F]{1,40}$/.test(digits)) this.fail(where, `is ${JSON.stringify(text)}, not an address`)
    return formatAddress(BigInt(`0x${digits}`))
  }

  word(value: unknown, where: string): Hex {
    const text = this.string(value, where)
    const digits = text.startsWith('0x') ? text.slice(2) : text
    if (!/^[0-9a-fA-F]{0,64}$/.test(digits)) this.fail(where, `is ${JSON.stringify(text)}, not a word`)
    return `0x${digits === '' ? '0' : digits}`
  }

  accounts(value: unknown, where: string): Map<Address, AccountFields> {
    const accounts = new Map<Address, AccountFields>()
    for (const [address, fields] of Object.entries(this.object(value, where))) {
      const at = `${where}.${address}`
      const account = this.object(fields, at)
      const storage: Record<Hex, Hex> = {}
      for (const [slot, word] of Object.entries(this.object(account.storage ?? {}, `${at}.storage`)))
        storage[this.word(slot, `${at}.storage`)] = this.word(word, `${at}.storage.${slot}`)
      accounts.set(this.address(address, at), {
        balance: this.number(account.balance ?? '0x0', `${at}.balance`),
        nonce: this.number(account.nonce ?? '0x0', `${at}.nonce`),
        code: this.bytes(account.code ?? '0x', `${at}.code`),
        storage,
      })
    }
    return accounts
  }
}
