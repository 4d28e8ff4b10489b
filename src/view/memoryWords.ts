/**
 * Memory word by word: what each word is, and what it says.
 *
 *    offset   word                what                  as
 *    0x040    0x160               free memory pointer
 *    0x120    0x1                 b[0]                  1
 *    0x140    0x0                 b[1]                  0
 *
 * Words begin where their owner begins, which need not be a multiple of 32. Rows of zeros of one owner are folded.
 * @module
 */
import { formatAddress } from '../base/address.ts'
import type { ByteCount, ByteOffset, Word } from '../base/units.ts'
import type { MapObject, MemoryMap, Value } from '../solidity/index.ts'
import { partPath } from '../solidity/partPath.ts'
import type { MapEntry } from './map.ts'
import { mapEntries } from './mapEntries.ts'
import type { Messages } from './messages/index.ts'
import { grouped, hexOffset, offsetDigits } from './number.ts'
import type { OwnerKind } from './palette.ts'
import { fitLine, type Screen, span } from './span.ts'
import { layoutTable, type Row } from './table.ts'
import { printable } from './width.ts'

const WORD_BYTES = 32

/** One word of memory that somebody owns. */
export interface MemoryWord {
  /** The first byte. */
  readonly offset: ByteOffset
  /** 32, or fewer at the end of an owner. */
  readonly bytes: ByteCount
  /** What its bytes are as a number. */
  readonly word: Word
  /** `b[0]`, `x.length`, `free memory pointer`; the owner's name where more is not known. */
  readonly what: string
  /** What owns it. */
  readonly kind: OwnerKind
  /** A number, an address, or text, where that says more than hex. */
  readonly as: string
}

/** All words that have an owner, or hold something. */
export function memoryWords(map: MemoryMap, memory: Uint8Array, messages: Messages): MemoryWord[] {
  const objects = new Map(map.objects.map((object) => [object.offset, object]))
  const words: MemoryWord[] = []
  let end = 0
  for (const entry of mapEntries(map, memory, messages)) {
    if (entry.isOverwritten) continue
    // What lies over something that was told already, such as a hash over scratch space, is told from there on.
    const from = Math.max(entry.offset, end)
    const object = entry.kind === 'buffer' ? undefined : objects.get(entry.offset)
    const last = entry.offset + entry.bytes
    for (let offset = from; offset < last; offset += WORD_BYTES) {
      const bytes = Math.min(WORD_BYTES, last - offset)
      const part = memory.subarray(offset, offset + bytes)
      const word = part.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
      const index = Math.floor((offset - entry.offset) / WORD_BYTES)
      const what = object === undefined ? partOf(entry, index) : wordOf(object, entry, index, messages)
      words.push({ offset, bytes, word, what, kind: entry.kind, as: readingOf(word, part) })
    }
    end = Math.max(end, last)
  }
  return words.sort((a, b) => a.offset - b.offset)
}

function partOf({ object, bytes }: MapEntry, index: number): string {
  return bytes <= WORD_BYTES ? object : `${object} +${hexOffset(index * WORD_BYTES, 0)}`
}

/** Which member, element or piece of an object its word is. */
function wordOf(object: MapObject, entry: MapEntry, index: number, { map }: Messages): string {
  const path = object.path ?? entry.object
  const part = partPath(object, index)
  if (part === undefined) return partOf(entry, index)
  return part === 'unused' ? `${path} ${map.unused}` : path + part
}

const SMALL = 2n ** 64n
const ADDRESS_END = 2n ** 160n
const ADDRESS_BEGIN = 2n ** 96n

function readingOf(word: Word, bytes: Uint8Array): string {
  if (word < SMALL) return grouped(word)
  if (word >= ADDRESS_BEGIN && word < ADDRESS_END) return formatAddress(word)
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1
  const isText = bytes.subarray(0, end).every((byte) => byte >= 0x20 && byte < 0x7f)
  return isText ? JSON.stringify(String.fromCharCode(...bytes.subarray(0, end))) : ''
}

/** So many zero words of one owner stand in a row; more are told in one line. */
const ZEROS_SHOWN = 3

/**
 * A row for each word; many zeros of one owner are one row.
 * @param width lines are cut to so many columns
 */
export function memoryWordsScreen(words: readonly MemoryWord[], { map }: Messages, width?: number): Screen {
  const { columns } = map
  const digits = offsetDigits(words.at(-1)?.offset ?? 0)
  const rows: Row[] = []
  for (let index = 0; index < words.length; ) {
    const first = words[index]!
    let zeros = 0
    while (isZeroOf(words[index + zeros], first)) zeros++
    if (zeros > ZEROS_SHOWN) {
      const what = `${printable(first.what)} …`
      rows.push([
        span(hexOffset(first.offset, digits), 'dim'),
        span(map.zeroWords(grouped(zeros)), 'dim'),
        span(what, first.kind),
        span(''),
      ])
      index += zeros
      continue
    }
    const { offset, word, what, kind, as } = first
    rows.push([
      span(hexOffset(offset, digits), 'dim'),
      span(`0x${word.toString(16)}`, word === 0n ? 'dim' : undefined),
      span(printable(what), kind),
      span(printable(as), 'dim'),
    ])
    index++
  }
  const table = layoutTable(
    [{ title: columns.offset }, { title: columns.word, maxWidth: 66 }, { title: columns.what }, { title: columns.as }],
    rows,
  )
  return width === undefined ? table : table.map((line) => fitLine(line, width))
}

function isZeroOf(word: MemoryWord | undefined, first: MemoryWord): boolean {
  return word !== undefined && word.word === 0n && word.kind === first.kind && ownerOf(word) === ownerOf(first)
}

/** Of `x[4]` and `x.length` it is `x`. */
function ownerOf({ what }: MemoryWord): string {
  return what.replace(/(\[[^\]]*\]|\.\w+| \+0x[0-9a-f]+)$/, '')
}

/** The objects that a value leads to, with the way to each. */
export function pointersIn(value: Value | undefined): { readonly way: string; readonly to: ByteOffset }[] {
  if (value === undefined) return []
  const members =
    value.kind === 'struct'
      ? value.members.map((member) => ({ way: `.${member.name}`, value: member.value }))
      : value.kind === 'array'
        ? value.elements.map((element, index) => ({ way: `[${index}]`, value: element }))
        : []
  return members.flatMap(({ way, value: member }) => (member.kind === 'pointer' ? [{ way, to: member.to }] : []))
}
