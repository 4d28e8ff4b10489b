/**
 * Objects that a node gave, asked field by field for what they must be.
 * @module
 */
import {
  type Address,
  bytesToHex,
  type Hex,
  hexToBytes,
  isHexBytes,
  isHexWord,
  isObject,
  type JsonObject,
} from '../base/index.ts'
import { nonsense } from './jsonRpc.ts'

export class NodeObject {
  readonly #fields: JsonObject
  readonly #method: string

  /** @throws {MemlaneError} `rpc.nonsense` for anything but an object. */
  constructor(value: unknown, method: string) {
    if (!isObject(value)) throw nonsense(method, 'is no object')
    this.#fields = value
    this.#method = method
  }

  has(name: string): boolean {
    const value = this.#fields[name]
    return Object.hasOwn(this.#fields, name) && value !== null && value !== undefined
  }

  quantity(name: string): bigint {
    const value = this.#fields[name]
    if (isHexWord(value)) return BigInt(value)
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value)
    throw this.#wrong(name, 'a quantity')
  }

  flag(name: string): boolean {
    const value = this.#fields[name]
    if (typeof value !== 'boolean') throw this.#wrong(name, 'true or false')
    return value
  }

  bytes(name: string): Uint8Array {
    return hexToBytes(this.hex(name))
  }

  /** Bytes as lower-case hex; of that many bytes where it says so. */
  hex(name: string, bytes?: number): Hex {
    const value = this.#fields[name]
    if (!isHexBytes(value)) throw this.#wrong(name, 'hex')
    if (bytes !== undefined && value.length !== 2 + bytes * 2) throw this.#wrong(name, `${bytes} bytes`)
    return bytesToHex(hexToBytes(value))
  }

  address(name: string): Address {
    return this.hex(name, 20)
  }

  list(name: string): readonly unknown[] {
    const value = this.#fields[name]
    if (!Array.isArray(value)) throw this.#wrong(name, 'a list')
    return value
  }

  objects(name: string): NodeObject[] {
    return this.list(name).map((item) => new NodeObject(item, this.#method))
  }

  entries(): [string, unknown][] {
    return Object.entries(this.#fields)
  }

  object(name: string): NodeObject {
    return new NodeObject(this.#fields[name], this.#method)
  }

  #wrong(name: string, wanted: string): Error {
    return nonsense(this.#method, `has something else than ${wanted} as ${name}`)
  }
}
