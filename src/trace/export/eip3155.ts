/**
 * A recording as lines of JSON, one a step and one for the end.
 * Source: EIP-3155; field order as geth writes it where the proposal leaves it open.
 * @module
 */
import { bytesToHex, quantityToHex } from '../../base/hex.ts'
import { isSuccess } from '../../opcodes/index.ts'
import type { Recording } from '../recording.ts'
import { stackWords, tracedSteps } from './tracedSteps.ts'

/** What lines have that EIP-3155 leaves open. */
export interface Eip3155Options {
  /** Adds all of memory to each line, which is most of the text. */
  readonly memory?: boolean
}

/** The lines without their ends. */
export function* eip3155Lines(recording: Recording, { memory = false }: Eip3155Options = {}): Generator<string> {
  for (const traced of tracedSteps(recording)) {
    const { pc, opcode, name, gas, gasCost, depth, refund, error, state } = traced
    yield JSON.stringify({
      pc,
      op: opcode,
      gas: quantityToHex(gas),
      gasCost: quantityToHex(gasCost),
      memSize: state.memorySize,
      stack: stackWords(traced).map(quantityToHex),
      depth,
      returnData: bytesToHex(state.returndata),
      refund: Number(refund),
      opName: name,
      ...(memory ? { memory: bytesToHex(state.memory(0, state.memorySize)) } : {}),
      ...(error === undefined ? {} : { error }),
    })
  }
  const frame = recording.frames[0]
  const { run } = recording
  yield JSON.stringify({
    // A recording does not know the rest of the world.
    stateRoot: '0x',
    output: bytesToHex(frame?.output ?? new Uint8Array(0)),
    gasUsed: quantityToHex(run.transaction?.gasUsed ?? (frame === undefined ? 0n : frame.gas - frame.gasLeft)),
    pass: frame !== undefined && isSuccess(frame.status),
    fork: run.fork,
  })
}
