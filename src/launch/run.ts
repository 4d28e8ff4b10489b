/**
 * Making a call that is ready, and gathering what happened and what it left behind.
 * @module
 */
import type { Tracer } from '../evm/index.ts'
import { decodeOutput, type TypedValue, typeName } from '../solidity/index.ts'
import { Recorder } from '../trace/index.ts'
import type { ContractSource } from './call.ts'
import { NamedCalls } from './calls.ts'
import { CallTracer } from './callTracer.ts'
import type { RunFacts } from './facts.ts'
import { onHost } from './host.ts'
import { outcomeOf } from './outcome.ts'
import { sectionResults } from './sections.ts'
import type { Stage } from './stage.ts'

/** Its calls are watched. Its steps are recorded only where they are needed to tell what happened on the way. */
export async function runStage(stage: Stage): Promise<RunFacts> {
  const { evm, parameters, sections, source, limits, hooks } = stage
  const tracer = new CallTracer(limits)
  const recorder = sections.length > 0 ? recorderFor(stage) : undefined
  const watched = { tracer: recorder === undefined ? tracer : both(tracer, recorder), hooks }
  const result = await onHost(evm.callAsync(parameters, watched))
  const { memory = new Uint8Array(0), stack = [], output, logs, created, status } = result
  const calls = new NamedCalls(tracer, evm.fork.name, source?.contract.compilation)
  return {
    outcome: outcomeOf(stage, result, tracer.calls, tracer.calls[0]?.invalidOpcode),
    memory,
    stack,
    output,
    outputs: status === 'return' ? outputsOf(source, output) : undefined,
    calls: calls.tree,
    logs: logs.map((log) => calls.log(log)),
    created,
    sections: recorder === undefined ? [] : sectionResults(sections, recorder.recording(), result),
    isSolidity: source !== undefined,
  }
}

/** A recorder within the limits of what is launched. */
export function recorderFor({ evm, limits: { steps, bytes } }: Pick<Stage, 'evm' | 'limits'>): Recorder {
  return new Recorder(evm.fork.name, { maxSteps: steps, maxBytes: bytes })
}

/** One observer that tells two. */
function both(first: Tracer, second: Tracer): Tracer {
  return {
    runStart: (run) => {
      first.runStart?.(run)
      second.runStart?.(run)
    },
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
    steps: (steps) => {
      first.steps(steps)
      second.steps(steps)
    },
    runEnd: (touched) => {
      first.runEnd(touched)
      second.runEnd(touched)
    },
  }
}

/** What the function returned, by type and name. */
export function outputsOf(source: ContractSource | undefined, output: Uint8Array): readonly TypedValue[] | undefined {
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
