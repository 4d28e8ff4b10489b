/**
 * Which variables a contract's storage slots hold: solc's storage layout, and for mappings and dynamic arrays the
 * preimages that a run hashed.
 *
 *   slot 3 ─────────────────────────▶ balances            a variable's own slots, several to a slot
 *   keccak256(key . 3) + 1 ─────────▶ balances[key].since  the run hashed `key . 3`
 *   keccak256(4) + 2 ───────────────▶ list[2]
 *
 * Source: https://docs.soliditylang.org/en/v0.8.37/internals/layout_in_storage.html
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { type ByteCount, bytesToHex, hexToBytes, type Word, wordToHex } from '../base/index.ts'
import type { EnumLookup } from './abi/type.ts'
import type { StorageLayout, StorageType } from './storageLayout.ts'
import type { EnumNames } from './type.ts'

/** A variable, or a part of one, in a slot. */
export interface StoragePart {
  /** The way to it: `balances[0x…].since`, `list[2]`. */
  readonly path: string
  /** As in a declaration: `uint128`, `enum Color`. */
  readonly type: string
  /** The slot that it is in. */
  readonly slot: Word
  /** From the slot's low end. */
  readonly offset: ByteCount
  /** How many it takes of the slot. */
  readonly bytes: ByteCount
  /** Of an enum: what its values are called. */
  readonly enum?: EnumNames | undefined
}

const SLOT: ByteCount = 32
const MOST_DEPTH = 16
/** Slots behind a hash that belong to what begins there. */
const MOST_BEHIND = 2n ** 32n

/** Variables by slot, of one contract in one run. */
export class Storage {
  readonly #layout: StorageLayout
  readonly #hashes: readonly { readonly hash: Word; readonly preimage: Uint8Array }[]

  readonly #enums: EnumLookup | undefined

  /** @param preimages what the run hashed, of 32 and 64 bytes and strings' keys */
  constructor(layout: StorageLayout, preimages: readonly Uint8Array[], enums?: EnumLookup) {
    this.#layout = layout
    this.#enums = enums
    // The optimizer hashes slots of variables itself: the run need not.
    const own = layout.storage.map(({ slot }) => hexToBytes(wordToHex(BigInt(slot))))
    this.#hashes = [...own, ...preimages].map((preimage) => ({ hash: wordOf(keccak_256(preimage)), preimage }))
  }

  /** What a slot holds, by ascending offset; empty where nothing is known. */
  parts(slot: Word): StoragePart[] {
    const parts: StoragePart[] = []
    this.#visit(slot, 0, (part) => parts.push({ ...part, ...this.#enumOf(part.type) }))
    return parts.sort((a, b) => a.offset - b.offset)
  }

  #enumOf(label: string): Pick<StoragePart, 'enum'> {
    const name = /^enum (.+)$/.exec(label)?.[1]
    const found = name === undefined ? undefined : this.#enums?.(name)
    return found ? { enum: found } : {}
  }

  /** Looks for the slot among variables' own slots, then behind each hash. */
  #visit(slot: Word, depth: number, found: (part: StoragePart, type: StorageType) => void): void {
    if (depth > MOST_DEPTH) return
    let isFound = false
    const take = (part: StoragePart, type: StorageType) => {
      isFound = true
      found(part, type)
    }
    for (const { label, slot: base, offset, type } of this.#layout.storage)
      this.#walk(type, BigInt(base), offset, label, slot, take)
    if (isFound) return
    for (const { hash, preimage } of this.#hashes) {
      if (slot < hash || slot - hash >= MOST_BEHIND) continue
      const base = wordOf(preimage.subarray(preimage.length - SLOT))
      const key = preimage.subarray(0, preimage.length - SLOT)
      this.#visit(base, depth + 1, ({ path, slot: at }, container) => {
        if (at !== base) return
        if (key.length > 0 && container.value !== undefined && container.key !== undefined)
          this.#walk(container.value, hash, 0, `${path}[${this.#keyText(key, container.key)}]`, slot, take)
        else if (key.length === 0 && container.encoding === 'dynamic_array' && container.base !== undefined)
          this.#elements(container.base, hash, path.replace(/\.length$/, ''), slot, take)
        else if (key.length === 0 && container.encoding === 'bytes')
          take(
            { path: `${path}[${(slot - hash) * 32n}…]`, type: `${container.label} data`, slot, offset: 0, bytes: SLOT },
            container,
          )
      })
      if (isFound) return
    }
  }

  #type(id: string): StorageType | undefined {
    const { types } = this.#layout
    return types !== null && Object.hasOwn(types, id) ? types[id] : undefined
  }

  #walk(
    id: string,
    base: Word,
    offset: ByteCount,
    path: string,
    slot: Word,
    found: (part: StoragePart, type: StorageType) => void,
  ): void {
    const type = this.#type(id)
    // A layout comes from outside: it may lead in circles.
    if (type === undefined || path.split(/[.[]/).length > MOST_DEPTH) return
    const bytes = Number(type.numberOfBytes)
    if (slot < base || slot >= base + BigInt(Math.max(1, Math.ceil(bytes / SLOT)))) return
    if (type.members !== undefined)
      for (const member of type.members)
        this.#walk(member.type, base + BigInt(member.slot), member.offset, `${path}.${member.label}`, slot, found)
    else if (type.encoding === 'inplace' && type.base !== undefined)
      this.#elements(type.base, base, path, slot, found, bytes)
    else {
      const isLength = type.encoding === 'dynamic_array'
      const label = isLength ? 'uint256' : type.label
      found({ path: isLength ? `${path}.length` : path, type: label, slot, offset, bytes }, type)
    }
  }

  /** Elements lie side by side in a slot as long as they fit. */
  #elements(
    id: string,
    base: Word,
    path: string,
    slot: Word,
    found: (part: StoragePart, type: StorageType) => void,
    total = Number.POSITIVE_INFINITY,
  ): void {
    const type = this.#type(id)
    if (type === undefined || slot < base) return
    const bytes = Number(type.numberOfBytes)
    if (bytes > SLOT / 2 || type.encoding !== 'inplace' || type.members !== undefined || type.base !== undefined) {
      const slots = BigInt(Math.ceil(bytes / SLOT))
      const index = (slot - base) / slots
      this.#walk(id, base + index * slots, 0, `${path}[${index}]`, slot, found)
      return
    }
    const perSlot = Math.floor(SLOT / bytes)
    const first = Number(slot - base) * perSlot
    const last = Math.min(
      first + perSlot,
      total === Number.POSITIVE_INFINITY ? first + perSlot : Math.ceil((total / SLOT) * perSlot),
    )
    for (let index = first; index < last; index++)
      found({ path: `${path}[${index}]`, type: type.label, slot, offset: (index - first) * bytes, bytes }, type)
  }

  #keyText(key: Uint8Array, id: string): string {
    const label = this.#type(id)?.label ?? ''
    if (label === 'string') return JSON.stringify(new TextDecoder().decode(key))
    return key.length === SLOT
      ? storageText(wordOf(key), {
          ...{ type: label, offset: 0, bytes: Number(this.#type(id)?.numberOfBytes ?? SLOT) },
          ...this.#enumOf(label),
        })
      : bytesToHex(key)
  }
}

/** A part's value in its slot's word, as Solidity writes it. */
export function storageText(
  word: Word,
  { type, offset, bytes, enum: names }: Pick<StoragePart, 'type' | 'offset' | 'bytes' | 'enum'>,
): string {
  const value = (word >> BigInt(offset * 8)) & ((1n << BigInt(bytes * 8)) - 1n)
  const hex = (digits: number) => `0x${value.toString(16).padStart(digits, '0')}`
  if (type === 'bool') return value === 0n ? 'false' : 'true'
  if (type === 'string' || type === 'bytes') return bytesText(word, type)
  if (type === 'string data') return JSON.stringify(textOf(hexToBytes(wordToHex(word))))
  if (/^int\d*$/.test(type)) return String(BigInt.asIntN(bytes * 8, value))
  const member = names?.members[Number(value)]
  if (names && member !== undefined) return `${names.name}.${member}`
  if (/^uint\d*$/.test(type) || type.startsWith('enum ')) return String(value)
  if (type.startsWith('mapping(')) return ''
  return hex(bytes * 2)
}

/** Up to 31 bytes stand in the slot itself, with twice their length in the last byte; of longer ones only the length does. */
function bytesText(word: Word, type: string): string {
  if ((word & 1n) === 1n) return `${(word - 1n) / 2n} bytes`
  const length = Number((word & 0xffn) / 2n)
  const bytes = Uint8Array.from({ length: Math.min(length, 31) }, (_, index) =>
    Number((word >> BigInt(8 * (31 - index))) & 0xffn),
  )
  return type === 'string' ? JSON.stringify(new TextDecoder().decode(bytes)) : bytesToHex(bytes)
}

/** Without the zeros behind it. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1))
}

function wordOf(bytes: Uint8Array): Word {
  return bytes.reduce((word, byte) => (word << 8n) | BigInt(byte), 0n)
}
