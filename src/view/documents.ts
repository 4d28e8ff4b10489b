/**
 * Results as JSON documents: stable within a version, in which fields are only added.
 *
 * Offsets, sizes and steps are numbers, gas is a decimal string, words and bytes are 0x hex. What there is not
 * is null.
 * @module
 */
import { assertNever } from '../base/error.ts'
import { quantityToHex } from '../base/hex.ts'
import type {
  CallFacts,
  ConsoleFacts,
  LogFacts,
  MachineState,
  MapPlace,
  Outcome,
  Revert,
  RunFacts,
  SectionResult,
  StorageRow,
  TwinUse,
} from '../launch/facts.ts'
import type { ExplainedFinding } from '../launch/index.ts'
import type { MemoryMap, SourcePosition, TypedValue, Value } from '../solidity/index.ts'
import type { AllocationHistory } from './allocations.ts'
import { longHex } from './bytesText.ts'
import { findingFields } from './findings/document.ts'
import { findingsAbout, type Lying } from './findings/mapped.ts'
import type { Naming } from './findings/parts.ts'
import type { MemoryWord } from './memoryWords.ts'
import { messagesIn } from './messages/index.ts'
import type { ObjectGraph } from './objectGraph.ts'
import { revertText } from './outcome.ts'

/**
 * What `memlane run --json` prints: plain JSON values, with `version: 1`. Words and bytes are hex, sizes numbers, gas
 * decimal text.
 */
export function runDocument(facts: RunFacts): object {
  const { outcome, output, outputs, calls, logs, created, sections } = facts
  return {
    version: 1,
    ...outcomeFields(outcome),
    gasRefund: outcome.gasRefund.toString(),
    ...stateFields(facts),
    output: longHex(output),
    ...(outputs === undefined ? {} : { outputs: typedFields(outputs) }),
    calls: calls.calls.map(callFields),
    moreCalls: calls.more,
    logs: logs.map(logFields),
    created: created ?? null,
    ...(sections.length === 0 ? {} : { sections: sections.map(sectionFields) }),
  }
}

/** What `map` prints beside the map, where it was asked for. */
export interface MapExtras {
  /** Whether labels come from an unoptimized twin. */
  readonly twin?: TwinUse | undefined
  /** Why the Yul behind the code is not known: one sentence. */
  readonly noYul?: string | undefined
  /** The moment that is shown. */
  readonly place?: MapPlace
  /** Memory word by word. */
  readonly words?: readonly MemoryWord[] | undefined
  /** Who allocated, wrote and read the objects. */
  readonly history?: AllocationHistory | undefined
  /** Which objects point to which. */
  readonly graph?: ObjectGraph | undefined
  /** Parts of slots that the run looked at or changed. */
  readonly storage?: readonly StorageRow[] | undefined
  /** What was printed so far. */
  readonly console?: ConsoleFacts | undefined
  /** What a check of the run found in this frame so far. */
  readonly findings?: readonly ExplainedFinding[] | undefined
  /** A file of the sources as the user calls it. */
  readonly fileOf?: Naming['fileOf']
}

/**
 * What `memlane map --json` prints: plain JSON values, with `version: 1`. Words and bytes are hex, sizes numbers, gas
 * decimal text.
 */
export function mapDocument(
  outcome: Outcome,
  map: MemoryMap,
  { twin, noYul, place, words, history, graph, storage, console, findings, fileOf = (file) => file }: MapExtras = {},
): object {
  /** Numbers of the findings that are about it. */
  const found = (lying: Lying) =>
    findings && { findings: findingsAbout(findings, lying).map((one) => findings.indexOf(one)) }
  return {
    version: 1,
    ...outcomeFields(outcome),
    endedAt: position(outcome.endedAt),
    ...(console === undefined || console.lines.length === 0
      ? {}
      : { console: console.lines, moreConsole: console.more }),
    freePointer: map.freePointer === undefined ? null : { first: map.freePointer.first, last: map.freePointer.last },
    reserved: map.reserved.map(({ offset, size, use, value, name, overwrittenAt }) => ({
      offset,
      size,
      use,
      value: word(value),
      name: name ?? null,
      overwrittenAt: overwrittenAt ?? null,
      ...found({ offset, size, step: undefined }),
    })),
    objects: map.objects.map((object) => ({
      offset: object.offset,
      size: object.size,
      type: object.type ?? null,
      name: object.name ?? null,
      path: object.path ?? null,
      aliases: object.aliases,
      formerly: object.formerly,
      value: object.value === undefined ? null : valueField(object.value),
      overrun: object.overrun,
      known: object.known,
      allocatedBy: position(object.allocatedBy),
      isPlaceInferred: object.isPlaceInferred,
      step: object.step,
      overwrittenAt: object.overwrittenAt ?? null,
      ...found(object),
    })),
    buffers: map.buffers.map(({ offset, size, use, signature, value, usedBy, step, isRest, overwrittenAt }) => ({
      offset,
      size,
      use,
      signature: signature ?? null,
      value: value === undefined ? null : valueField(value),
      usedBy: position(usedBy),
      step,
      isRest,
      overwrittenAt: overwrittenAt ?? null,
      ...found({ offset, size, step: undefined }),
    })),
    twin: twin ?? null,
    noYul: noYul ?? null,
    frame: place?.shown ?? 0,
    at: place?.at ?? null,
    frames: place?.frames ?? [],
    ...(words && { words: words.map(({ word: value, ...others }) => ({ ...others, word: word(value) })) }),
    ...(history && {
      history: {
        ...history,
        allocations: history.allocations.map((one) => ({
          ...one,
          neverRead: one.neverRead ?? null,
          slack: one.slack ?? null,
          releasedAt: one.releasedAt ?? null,
          reusedAt: one.reusedAt ?? null,
          allocatedBy: position(one.allocatedBy),
        })),
      },
    }),
    ...(findings && { findings: findings.map((finding) => findingFields(finding, { fileOf })) }),
    ...(graph && { graph }),
    ...(storage && {
      storage: storage.map(({ slot, path, type, ...others }) => ({
        ...{ slot: word(slot), path: path ?? null, type: type ?? null },
        ...others,
      })),
    }),
  }
}

/** What the documents of a run and of its map have in common. */
function outcomeFields({ call, status, halt, revert, gasUsed, memoryGas, memorySize }: Outcome): object {
  return {
    call,
    status,
    halt: halt ?? null,
    revert: revert === undefined ? null : revertFields(revert),
    gasUsed: gasUsed.toString(),
    memoryGas: memoryGas.toString(),
    memorySize,
  }
}

/** The reason in English, whatever the language of the surface. */
function revertFields(revert: Revert): object {
  return { kind: revert.reason.kind, reason: revertText(revert, messagesIn('en')), data: longHex(revert.data) }
}

function stateFields({ memory, stack }: MachineState): object {
  return { memory: longHex(memory), stack: stack.map(quantityToHex) }
}

function callFields(call: CallFacts): object {
  const { content, revert, input, output } = call
  return {
    id: call.id,
    parent: call.parent ?? null,
    depth: call.depth,
    kind: call.kind,
    caller: call.caller,
    address: call.address,
    codeAddress: call.codeAddress,
    contract: call.contract ?? null,
    function: content?.signature ?? null,
    arguments: content === undefined ? null : typedFields(content.arguments),
    ...(call.said === undefined ? {} : { said: call.said }),
    value: call.value.toString(),
    gas: call.gas.toString(),
    gasUsed: call.gasUsed.toString(),
    memoryGas: call.memoryGas.toString(),
    memorySize: call.memorySize,
    status: call.status,
    halt: call.halt ?? null,
    revert: revert === undefined ? null : revertFields(revert),
    input: input === undefined ? null : longHex(input),
    output: output === undefined ? null : longHex(output),
    outputs: content?.outputs === undefined ? null : typedFields(content.outputs),
  }
}

function logFields({ address, topics, data, contract, event }: LogFacts): object {
  return {
    address,
    topics,
    data: longHex(data),
    contract: contract ?? null,
    event: event?.signature ?? null,
    arguments:
      event?.arguments.map(({ type, name, isIndexed, value, hash }) => ({
        type,
        name,
        indexed: isIndexed,
        value: value === undefined ? { hash } : valueField(value),
      })) ?? null,
  }
}

function typedFields(values: readonly TypedValue[]): object {
  return values.map(({ type, name, value }) => ({ type, name, value: valueField(value) }))
}

function sectionFields(section: SectionResult): object {
  if ('notReached' in section) return { name: section.name, reached: false }
  const { name, gasUsed, memorySize } = section
  return { name, reached: true, gasUsed: gasUsed.toString(), memorySize, ...stateFields(section) }
}

function word(value: bigint | undefined): string | null {
  return value === undefined ? null : quantityToHex(value)
}

function position(source: SourcePosition | undefined): SourcePosition | null {
  return source ?? null
}

/** Numbers as decimal strings, bytes as hex, structs as objects; what was cut or cannot be read says so. */
function valueField(value: Value): unknown {
  switch (value.kind) {
    case 'number':
      return value.value.toString()
    case 'bool':
    case 'address':
    case 'fixedBytes':
    case 'function':
      return value.value
    case 'enum':
      return value.name
    case 'bytes':
      return whole(value.value, (value.value.length - 2) / 2, value.length)
    case 'string':
      return value.isCut ? { shown: value.text, length: value.length } : value.text
    case 'array':
      return whole(value.elements.map(valueField), value.elements.length, value.length)
    case 'struct':
      return Object.fromEntries(
        value.members.map(({ name, value: member }, index) => [name || index, valueField(member)]),
      )
    case 'pointer':
      return valueField(value.target)
    case 'unreadable':
      return { unreadable: value.code, reason: value.reason }
    default:
      return assertNever(value)
  }
}

function whole(shown: unknown, count: number, length: number): unknown {
  return count < length ? { shown, length } : shown
}
