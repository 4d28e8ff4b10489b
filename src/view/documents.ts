/**
 * Results as JSON documents: stable within a version, in which fields are only added.
 *
 * Offsets, sizes and steps are numbers, gas is a decimal string, words and bytes are 0x hex. What there is not
 * is null.
 * @module
 */

import { assertNever } from '../base/error.ts'
import { bytesToHex, quantityToHex } from '../base/hex.ts'
import type { Address } from '../base/units.ts'
import type { Log } from '../evm/result.ts'
import type { MemoryMap, SourcePosition, Value } from '../solidity/index.ts'
import type { Outcome } from './outcome.ts'
import type { MachineState, SectionResult } from './run.ts'

export interface RunFacts extends MachineState {
  readonly outcome: Outcome
  readonly output: Uint8Array
  readonly logs: readonly Log[]
  readonly created: Address | undefined
  /** After each section of mnemonics; empty without any. */
  readonly sections: readonly SectionResult[]
}

export function runDocument({ outcome, output, logs, created, sections, ...state }: RunFacts): object {
  return {
    version: 1,
    ...outcomeFields(outcome),
    gasRefund: outcome.gasRefund.toString(),
    ...stateFields(state),
    output: bytesToHex(output),
    logs: logs.map(({ address, topics, data }) => ({ address, topics, data: bytesToHex(data) })),
    created: created ?? null,
    ...(sections.length === 0 ? {} : { sections: sections.map(sectionFields) }),
  }
}

export function mapDocument(outcome: Outcome, map: MemoryMap): object {
  return {
    version: 1,
    ...outcomeFields(outcome),
    freePointer: map.freePointer ?? null,
    reserved: map.reserved.map(({ offset, size, use, value }) => ({ offset, size, use, value: word(value) })),
    objects: map.objects.map((object) => ({
      offset: object.offset,
      size: object.size,
      type: object.type ?? null,
      name: object.name ?? null,
      path: object.path ?? null,
      aliases: object.aliases,
      formerly: object.formerly,
      value: object.value === undefined ? null : valueField(object.value),
      known: object.known,
      allocatedBy: position(object.allocatedBy),
      step: object.step,
    })),
    buffers: map.buffers.map(({ offset, size, use, usedBy, step }) => ({
      offset,
      size,
      use,
      usedBy: position(usedBy),
      step,
    })),
  }
}

/** What the documents of a run and of its map have in common. */
function outcomeFields({ call, status, halt, revert, gasUsed, memoryGas, memorySize }: Outcome): object {
  return {
    call,
    status,
    halt: halt ?? null,
    revert: revert === undefined ? null : { reason: revert.text, at: revert.at ?? null },
    gasUsed: gasUsed.toString(),
    memoryGas: memoryGas.toString(),
    memorySize,
  }
}

function stateFields({ memory, stack }: MachineState): object {
  return { memory: bytesToHex(memory), stack: stack.map(quantityToHex) }
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
