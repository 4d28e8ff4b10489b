/**
 * Making a prepared call, and gathering what it left behind.
 * @module
 */
import { decodeOutput, typeName } from '../solidity/index.ts'
import { record } from '../trace/index.ts'
import type { OwnedRange, RunFacts, TypedValue } from '../view/index.ts'
import { type Prepared, withPrecompiles } from './execution.ts'
import { outcomeOf } from './outcome.ts'
import { sectionResults } from './sections.ts'

/** The words that solc keeps for itself. */
const SOLIDITY_OWNERS: readonly OwnedRange[] = [
  { start: 0x00, end: 0x40, kind: 'scratch' },
  { start: 0x40, end: 0x60, kind: 'freePointer' },
  { start: 0x60, end: 0x80, kind: 'zeroSlot' },
]

/** Recorded only where that is needed to tell what happened on the way. */
export async function runPrepared(prepared: Prepared): Promise<RunFacts> {
  const { evm, parameters, sections, source } = prepared
  const { result, recording } = await withPrecompiles(() =>
    sections.length > 0 ? record(evm, parameters) : { result: evm.call(parameters), recording: undefined },
  )
  const { memory = new Uint8Array(0), stack = [], output, logs, created, status } = result
  return {
    outcome: await outcomeOf(prepared, result),
    memory,
    stack,
    output,
    outputs: status === 'return' ? outputsOf(source, output) : undefined,
    logs,
    created,
    sections: recording === undefined ? [] : sectionResults(sections, recording, result),
    owners: source === undefined ? [] : SOLIDITY_OWNERS,
  }
}

function outputsOf(source: Prepared['source'], output: Uint8Array): readonly TypedValue[] | undefined {
  const called = source?.called
  if (called === undefined) return undefined
  const values = decodeOutput(called, output)
  if (values.kind !== 'struct') return undefined
  return called.outputs.map(({ name, type }, index) => ({
    type: typeName(type),
    name,
    value: values.members[index]!.value,
  }))
}
