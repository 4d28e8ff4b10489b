/**
 * The parts of a finding as text: what stands between braces in the texts of its rule.
 * @module
 */
import { isAddress } from '../../base/address.ts'
import { quantityToHex } from '../../base/hex.ts'
import { bytesToBigint, WORD_BYTES } from '../../base/word.ts'
import type { Finding, RuleId } from '../../check/index.ts'
import type { ExplainedFinding, ExplainedMemory, ExplainedStep } from '../../launch/index.ts'
import { opcodeOfByte } from '../../opcodes/index.ts'
import type { MemoryRange } from '../../trace/index.ts'
import { longHex } from '../bytesText.ts'
import type { Messages } from '../messages/index.ts'
import { grouped, hexOffset } from '../number.ts'
import { printable } from '../width.ts'
import type { Parts } from './clauses.ts'
import type { CheckFacts } from './facts.ts'

/** What is needed of a surface. */
export type Naming = Pick<CheckFacts, 'fileOf'>

/** All parts that are known. */
export function partsOf(finding: ExplainedFinding, messages: Messages, naming: Naming): Parts {
  const { at, reader, pointer, object, victim, change, cause, callee } = finding
  const { rule, range, facts } = cause.first
  const { check } = messages
  const bytes = (count: number | bigint) => check.bytes(grouped(count))
  const named = (memory: ExplainedMemory | undefined) => memory && memoryText(memory, messages)
  const place = (step: ExplainedStep | undefined) => step && lineText(step, naming)
  const [objectText, victimText] = [named(object), named(victim)]
  const isName = change?.part?.startsWith('.length') === true
  const value = (word: Uint8Array) => changedText(word, isName && !IS_ADDRESS.has(rule))
  return {
    rule,
    op: opcodeName(at.op),
    step: grouped(at.step),
    line: place(at),
    range: rangeText(range),
    taken: bytes(range.length),
    object: objectText,
    Object: objectText && beginning(objectText, object),
    end: object && hexOffset(object.end, 0),
    made: place(object?.made),
    victim: victimText,
    Victim: victimText && beginning(victimText, victim),
    victimMade: place(victim?.made),
    part: victimText && (victim?.name === undefined ? victimText : printable(victim.name + (change?.part ?? ''))),
    bytes: change && bytes(change.changed),
    before: change && value(change.before),
    after: change && value(change.after),
    beforeValue: change && value(change.before),
    afterValue: change && value(change.after),
    stale: change && rangeText({ offset: change.offset, length: change.after.length }),
    reader: reader && opcodeName(reader.op),
    readStep: reader && grouped(reader.step),
    readLine: place(reader),
    pointerLine: place(pointer),
    function: at.place?.function && printable(at.place.function),
    callee: callee && (isAddress(callee) ? shortHex(callee) : printable(callee)),
    ...Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, factText(name, fact, rule, messages)])),
    percent: percentOf(facts),
    readRange: readRangeOf(facts),
  }
}

/** Rules about word 0x40: what changes is an address. */
const IS_ADDRESS: ReadonlySet<RuleId> = new Set(['R01', 'R03', 'R04', 'R15'])

const AS_BYTES: ReadonlySet<string> = new Set(['bytes', 'expected', 'returned', 'distance', 'size'])
const AS_COUNT: ReadonlySet<string> = new Set(['gas', 'gasLeft', 'length', 'writeStep', 'overwriteStep'])

/** A number of the rule's own: bytes, a count, or an address. */
function factText(name: string, fact: bigint, rule: RuleId, { check }: Messages): string {
  // Of an allocation that is too small, the length counts elements.
  if (AS_BYTES.has(name) || (name === 'length' && rule !== 'R06')) return check.bytes(grouped(fact))
  return AS_COUNT.has(name) ? numberText(fact) : wordText(fact)
}

/** Of what was left before the step; more than all of it where the step had not enough. */
function percentOf({ gas, gasLeft }: Finding['facts']): string | undefined {
  if (gas === undefined || gasLeft === undefined || gasLeft === 0n) return undefined
  const percent = (gas * 100n) / gasLeft
  return percent === 0n ? undefined : `${grouped(percent)} %`
}

function readRangeOf({ readOffset, readLength }: Finding['facts']): string | undefined {
  if (readOffset === undefined || readLength === undefined) return undefined
  return rangeText({ offset: Number(readOffset), length: Number(readLength) })
}

/** `0xb8–0xd7`, both ends inside. */
export function rangeText({ offset, length }: MemoryRange): string {
  return length <= 1 ? hexOffset(offset, 2) : `${hexOffset(offset, 2)}–${hexOffset(offset + length - 1, 2)}`
}

/** `Stamp.sol:10`, or `pc 0xf2`. */
export function lineText({ place, pc }: ExplainedStep, { fileOf }: Pick<CheckFacts, 'fileOf'>): string {
  return place === undefined ? `pc ${quantityToHex(pc)}` : printable(`${fileOf(place.file)}:${place.line}`)
}

/** Its name, or what and where it is. */
function memoryText({ name, type, start, isInferred, isAllocated }: ExplainedMemory, { check }: Messages): string {
  if (name !== undefined) return printable(name)
  const { memory } = check
  const offset = hexOffset(start, 2)
  if (type !== undefined) return printable((isInferred ? memory.looksLike : memory.typed)(type, offset))
  return isAllocated ? memory.allocation(offset) : memory.temporary(offset)
}

/** In front of a sentence: a name stays as it is. */
function beginning(text: string, memory: ExplainedMemory | undefined): string {
  return memory?.name === undefined ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

function opcodeName(byte: number): string {
  return opcodeOfByte(byte)?.name ?? quantityToHex(byte)
}

/** Digits of a number that people still read. */
const MOST_DIGITS = 15
/** Digits of hex that are shown whole, and of each end of longer ones. */
const WHOLE_DIGITS = 20
const END_DIGITS = 4

/** A length as a number, anything else as hex. */
function changedText(bytes: Uint8Array, isNumber: boolean): string {
  if (bytes.length !== WORD_BYTES) return bytesText(bytes)
  const word = bytesToBigint(bytes)
  return isNumber ? numberText(word) : wordText(word)
}

/** Both ends; where they are zero, the first bytes that are not. */
function bytesText(bytes: Uint8Array): string {
  const text = shortHex(longHex(bytes))
  const first = bytes.findIndex((byte) => byte !== 0)
  if (first === -1 || !/^0x0+…0+$/.test(text)) return text
  return `0x…${longHex(bytes.subarray(first, first + END_DIGITS)).slice(2)}…`
}

function numberText(value: bigint): string {
  return value.toString().length <= MOST_DIGITS ? grouped(value) : wordText(value)
}

/** `0x70000000000000005`, `0xe647…6137` */
export function wordText(value: bigint): string {
  return shortHex(quantityToHex(value))
}

function shortHex(hex: string): string {
  if (hex.length - 2 <= WHOLE_DIGITS) return hex
  return `${hex.slice(0, 2 + END_DIGITS)}…${hex.slice(-END_DIGITS)}`
}
