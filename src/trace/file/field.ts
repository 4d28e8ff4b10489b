/**
 * One value of a JSON chunk and where it stands, asked for what it must be: nothing of a file is believed.
 * @module
 */
import { bytesToHex, hexToBytes } from '../../base/hex.ts'
import { isObject } from '../../base/json.ts'
import type { ByteCount, Hex } from '../../base/units.ts'
import { damaged } from './chunks.ts'

/** A value, and the way to it. */
export class Field {
  readonly #value: unknown
  readonly #chunk: string
  readonly #path: string

  /** @param chunk what the whole is called in errors: `header` */
  constructor(value: unknown, chunk: string, path = '') {
    this.#value = value
    this.#chunk = chunk
    this.#path = path
  }

  /** @throws {MemlaneError} `trace.damagedRecording` that says what this should be. */
  fail(wanted: string): never {
    throw damaged(undefined, `${this.#path || 'what stands'} in the ${this.#chunk} is not ${wanted}`)
  }

  /** Also of a field that is not there. */
  get isNull(): boolean {
    return this.#value === null || this.#value === undefined
  }

  /** A field of an object. */
  of(name: string): Field {
    const value = this.#value
    if (!isObject(value)) return this.fail('an object')
    const path = this.#path === '' ? name : `${this.#path}.${name}`
    return new Field(Object.hasOwn(value, name) ? value[name] : undefined, this.#chunk, path)
  }

  /** Names of an object's fields. */
  names(): string[] {
    const value = this.#value
    return isObject(value) ? Object.keys(value) : this.fail('an object')
  }

  /** @param most items */
  list(most = Number.POSITIVE_INFINITY): Field[] {
    const value = this.#value
    if (!Array.isArray(value)) return this.fail('a list')
    if (value.length > most) return this.fail(`a list of at most ${most}`)
    return value.map((item, index) => new Field(item, this.#chunk, `${this.#path}[${index}]`))
  }

  text(): string {
    return typeof this.#value === 'string' ? this.#value : this.fail('a text')
  }

  flag(): boolean {
    return typeof this.#value === 'boolean' ? this.#value : this.fail('true or false')
  }

  /** A whole number from 0 to `most`. */
  count(most: number): number {
    const value = this.#value
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
      ? value
      : this.fail(`a whole number from 0 to ${most}`)
  }

  quantity(bits: number): bigint {
    const value = this.#value
    if (typeof value !== 'string' || !/^0x[0-9a-f]{1,64}$/.test(value)) return this.fail('a quantity')
    const quantity = BigInt(value)
    return quantity < 1n << BigInt(bits) ? quantity : this.fail(`below 2^${bits}`)
  }

  /** So many bytes as hex. */
  hex(bytes: ByteCount): Hex {
    return bytesToHex(this.bytes(bytes, bytes))
  }

  /** Bytes that stand as hex, from `least` to `most` of them. */
  bytes(least: ByteCount, most: ByteCount): Uint8Array {
    const value = this.text()
    const wanted = least === most ? `${least} bytes of hex` : `${least} to ${most} bytes of hex`
    const length = value.length / 2 - 1
    if (length < least || length > most || !/^0x([0-9a-f]{2})*$/.test(value)) return this.fail(wanted)
    return hexToBytes(value as Hex)
  }

  choice<Choice extends string>(choices: readonly Choice[]): Choice {
    return choices.find((choice) => choice === this.#value) ?? this.fail(`one of ${choices.join(', ')}`)
  }
}
