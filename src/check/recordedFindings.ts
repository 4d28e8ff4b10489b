/**
 * Findings in the file of a recording, so that it can be handed on with what a check of it said:
 *
 *   { kind: 'memlane-findings', version: 1, findings: [{ rule, severity, count, frame, step, range, … }] }
 *
 * Only what the recording does not tell stands there: lines, names and texts are made from it anew by whoever opens it. A
 * file is from outside: what it says of steps and bytes must be so that its recording can have it.
 * @module
 */
import { bytesToHex, quantityToHex } from '../base/hex.ts'
import { isObject } from '../base/json.ts'
import { WORD_BYTES } from '../base/word.ts'
import { recordedOperands } from '../evm/events.ts'
import { opcodeOfByte } from '../opcodes/index.ts'
import { Field } from '../trace/file/field.ts'
import type { RecordedFrame, Recording } from '../trace/index.ts'
import { MOST_CAUSES, MOST_COUNTED } from './causes.ts'
import type { Block, Cause, ChangedBytes, Finding, MemoryRange, StepPlace } from './finding.ts'
import { RULES, type Severity } from './ruleTable.ts'

const KIND = 'memlane-findings'
const VERSION = 1
const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly Severity[]

/** Bytes of all findings together that changed. */
const MOST_BYTES = 1 << 24
const MOST_FACTS = 32
const MOST_OFFSET = Number.MAX_SAFE_INTEGER

/** What a file says of findings. */
export type RecordedFindings =
  | {
      /** They can be read. */
      readonly kind: 'read'
      /** By step. */
      readonly causes: readonly Cause[]
    }
  | {
      /** A newer memlane wrote them. */
      readonly kind: 'newer'
      /** The version of their form. */
      readonly version: number
      /** As it stands in the file, to be handed on. */
      readonly document: unknown
    }

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The document for a file: what `encodeRecording` takes as `findings`. */
export function findingsDocument(causes: readonly Cause[]): object {
  return { kind: KIND, version: VERSION, findings: causes.map(causeFields) }
}

function causeFields({ rule, count, first }: Cause): object {
  const { severity, frame, at, range, object, victim, changed, reader, pointer, origin, facts } = first
  return {
    ...{ rule, severity, count, frame, step: at.step, range: rangeFields(range) },
    ...{ object: blockFields(object), victim: blockFields(victim), reader: reader?.step ?? null },
    pointer: pointer?.step ?? null,
    changed: changed && {
      ...{ offset: changed.offset, before: bytesToHex(changed.before), after: bytesToHex(changed.after) },
    },
    origin: origin && { calldata: origin.isCalldata, returndata: origin.isReturndata },
    facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, quantityToHex(fact)])),
  }
}

/** An access that nobody could pay may be longer than a number is exact. */
function rangeFields({ offset, length }: MemoryRange): object {
  return { offset: Math.min(offset, MOST_OFFSET), size: Math.min(length, MOST_OFFSET) }
}

function blockFields(block: Block | undefined): object | null {
  if (block === undefined) return null
  const { start, end, made } = block
  return { start: Math.min(start, MOST_OFFSET), end: Math.min(end, MOST_OFFSET), made: made?.step ?? null }
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What a document says of a recording.
 * @throws {MemlaneError} `trace.damagedRecording` naming the field that cannot be so.
 */
export function readFindings(document: unknown, recording: Recording): RecordedFindings {
  const root = new Field(document, 'findings')
  if (!isObject(document) || document.kind !== KIND) return root.fail('a document of findings')
  const version = root.of('version').count(MOST_OFFSET)
  if (version > VERSION) return { kind: 'newer', version, document }
  if (version !== VERSION) return root.of('version').fail(`${VERSION}`)
  let left = MOST_BYTES
  const causes = root
    .of('findings')
    .list(MOST_CAUSES)
    .map((field) => {
      const cause = causeOf(field, recording, left)
      left -= cause.first.changed?.after.length ?? 0
      return cause
    })
  return { kind: 'read', causes: causes.toSorted((a, b) => a.first.at.step - b.first.at.step) }
}

const RULE_IDS = RULES.map(({ id }) => id)

function causeOf(field: Field, recording: Recording, mostBytes: number): Cause {
  const rule = field.of('rule').choice(RULE_IDS)
  const frame = recording.frames[field.of('frame').count(recording.frames.length - 1)]!
  const step = (of: Field) => (of.isNull ? undefined : stepOf(of, frame, recording))
  const block = (of: Field): Block | undefined => (of.isNull ? undefined : blockOf(of, step(of.of('made'))))
  const at = stepOf(field.of('step'), frame, recording)
  if (!hasOperands(at, recording)) field.of('step').fail('a step that has what it takes')
  const range = field.of('range')
  const [changed, origin] = [field.of('changed'), field.of('origin')]
  const first: Finding = {
    rule,
    severity: field.of('severity').choice(SEVERITIES),
    frame: frame.id,
    at,
    range: { offset: range.of('offset').count(MOST_OFFSET), length: range.of('size').count(MOST_OFFSET) },
    object: block(field.of('object')),
    victim: block(field.of('victim')),
    changed: changed.isNull ? undefined : changedOf(changed, frame, mostBytes),
    reader: step(field.of('reader')),
    pointer: step(field.of('pointer')),
    origin: origin.isNull
      ? undefined
      : { isCalldata: origin.of('calldata').flag(), isReturndata: origin.of('returndata').flag() },
    facts: factsOf(field.of('facts')),
  }
  return { rule, first, count: Math.max(1, field.of('count').count(MOST_COUNTED)) }
}

/** Of the frame's own steps; what it is, the recording tells. */
function stepOf(field: Field, frame: RecordedFrame, { steps }: Recording): StepPlace {
  const step = field.count(steps.count - 1)
  if (steps.frame(step) !== frame.id) return field.fail(`a step of frame ${frame.id}`)
  return { step, pc: steps.pc(step), op: steps.opcode(step) }
}

/** A step that halts for want of operands has none recorded. */
function hasOperands({ step, op }: StepPlace, recording: Recording): boolean {
  const { steps, side } = recording
  const opcode = opcodeOfByte(op)
  const end = step + 1 < steps.count ? steps.side(step + 1) : side.length
  return opcode === undefined || recording.operandsAt(step) + WORD_BYTES * recordedOperands(opcode) <= end
}

function blockOf(field: Field, made: StepPlace | undefined): Block {
  const start = field.of('start').count(MOST_OFFSET)
  return { start, end: Math.max(start, field.of('end').count(MOST_OFFSET)), made }
}

function changedOf(field: Field, { memory }: RecordedFrame, mostBytes: number): ChangedBytes {
  const offset = field.of('offset').count(memory.length)
  const most = Math.min(mostBytes, memory.length - offset)
  const after = field.of('after').bytes(0, most)
  return { offset, before: field.of('before').bytes(after.length, after.length), after }
}

function factsOf(field: Field): Finding['facts'] {
  const names = field.names()
  if (names.length > MOST_FACTS || !names.every((name) => /^[a-zA-Z]{1,32}$/.test(name)))
    return field.fail(`at most ${MOST_FACTS} numbers with names`)
  return Object.fromEntries(names.map((name) => [name, field.of(name).quantity(256)]))
}
