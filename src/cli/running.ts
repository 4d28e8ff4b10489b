/**
 * Making a prepared call, and gathering what happened and what it left behind.
 * @module
 */
import type { Tracer } from '../evm/index.ts'
import { decodeOutput, type TypedValue, typeName } from '../solidity/index.ts'
import type { OwnedRange, RunFacts } from '../view/index.ts'
import { BoundedRecorder } from './boundedRecorder.ts'
import { NamedCalls } from './calls.ts'
import { CallTracer } from './callTracer.ts'
import { type Prepared, runOnHost } from './execution.ts'
import { outcomeOf } from './outcome.ts'
import { sectionResults } from './sections.ts'

/** The words that solc keeps for itself. */
export const SOLIDITY_OWNERS: readonly OwnedRange[] = [
  { start: 0x00, end: 0x40, kind: 'scratch' },
  { start: 0x40, end: 0x60, kind: 'freePointer' },
  { start: 0x60, end: 0x80, kind: 'zeroSlot' },
]

/** Its calls are watched. Its steps are recorded only where they are needed to tell what happened on the way. */
export async function runPrepared(prepared: Prepared): Promise<RunFacts> {
  const { evm, parameters, sections, source } = prepared
  const { result, tracer, recorder } = await runOnHost(() => {
    const tracer = new CallTracer()
    const recorder = sections.length > 0 ? new BoundedRecorder(evm.fork.name) : undefined
    const result = evm.call(parameters, { tracer: recorder === undefined ? tracer : both(tracer, recorder) })
    return { result, tracer, recorder }
  })
  const { memory = new Uint8Array(0), stack = [], output, logs, created, status } = result
  const calls = new NamedCalls(tracer, evm.fork.name, source?.contract.compilation)
  return {
    outcome: outcomeOf(prepared, result, tracer.calls, tracer.calls[0]?.invalidOpcode),
    memory,
    stack,
    output,
    outputs: status === 'return' ? outputsOf(source, output) : undefined,
    calls: calls.tree,
    logs: logs.map((log) => calls.log(log)),
    created,
    sections: recorder === undefined ? [] : sectionResults(sections, recorder.recording(), result),
    owners: source === undefined ? [] : SOLIDITY_OWNERS,
  }
}

/** One observer that tells two. */
function both(first: Tracer, second: Tracer): Tracer {
  return {
    frameStart: (frame) => {
      first.frameStart(frame)
      second.frameStart(frame)
    },
    frameEnd: (frame) => {
      first.frameEnd(frame)
      second.frameEnd(frame)
    },
    copiedCode: (bytes) => {
      first.copiedCode(bytes)
      second.copiedCode(bytes)
    },
    steps: (steps, side) => {
      first.steps(steps, side)
      second.steps(steps, side)
    },
    runEnd: (touched) => {
      first.runEnd(touched)
      second.runEnd(touched)
    },
  }
}

export function outputsOf(source: Prepared['source'], output: Uint8Array): readonly TypedValue[] | undefined {
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
