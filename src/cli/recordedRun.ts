/**
 * What `memlane run` shows of a run that was made elsewhere, from its recording.
 * @module
 */
import { isCreation, isSuccess } from '../opcodes/index.ts'
import { BuildLocator, functionsOf } from '../solidity/index.ts'
import { type RecordedFrame, type Recording, recordedLogs } from '../trace/index.ts'
import { cliError, type RunFacts } from '../view/index.ts'
import { NamedCalls } from './calls.ts'
import { MOST_CALLS, type TracedCall } from './callTracer.ts'
import { mappedRecording } from './mapping.ts'
import type { Recorded } from './recorded.ts'
import { outputsOf, SOLIDITY_OWNERS } from './running.ts'

/** @throws {MemlaneError} `cli.nothingRan` for a transaction that ended before it called anything. */
export function runOfRecording(recorded: Recorded): RunFacts {
  const { recording, builds = new BuildLocator() } = recorded
  const { frames, run } = recording
  const frame = frames[0]
  if (frame === undefined) throw cliError('cli.nothingRan', {})
  const contract = builds.contractOf(frame)
  const calls = frames.slice(0, MOST_CALLS).map((one) => callOf(one, recording))
  const named = new NamedCalls({ calls, moreCalls: frames.length - calls.length }, run.fork, contract?.compilation)
  const succeeded = isSuccess(frame.status)
  return {
    outcome: mappedRecording(recorded, builds).outcome,
    memory: frame.memory,
    stack: frame.stack,
    output: frame.output,
    outputs:
      contract && frame.status === 'return'
        ? outputsOf({ contract, called: calledIn(frame) }, frame.output)
        : undefined,
    calls: named.tree,
    logs: recordedLogs(recording).map((log) => named.log(log)),
    created: succeeded && isCreation(frame.kind) ? frame.address : undefined,
    sections: [],
    owners: contract === undefined ? [] : SOLIDITY_OWNERS,
  }

  function calledIn({ kind, input }: RecordedFrame) {
    if (contract === undefined || isCreation(kind)) return undefined
    const selector = Buffer.from(input.subarray(0, 4)).toString('hex')
    return functionsOf(contract).find((one) => one.selector.replace(/^0x/, '') === selector)
  }
}

function callOf(frame: RecordedFrame, { steps }: Recording): TracedCall {
  const invalidOpcode =
    frame.halt === 'invalidOpcode' && frame.endStep > frame.firstStep ? steps.opcode(frame.endStep - 1) : undefined
  return { ...frame, memorySize: frame.memory.length, invalidOpcode }
}
