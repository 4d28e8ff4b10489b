/**
 * Recordings of random programs beside `@ethereumjs/evm`: at every step of every frame, stack and memory that the
 * recording tells are those that the peer had.
 *
 *   MEMLANE_SEED=123 npx vitest run test/differential/recordings      repeats a run
 * @module
 */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Word } from '../../src/base/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { codes, DEFAULT_FORK, fork } from '../../src/opcodes/index.ts'
import { type FrameCursor, type Recording, record } from '../../src/trace/index.ts'
import { type PeerState, runOnPeer } from '../support/ethereumjs.ts'
import { blockHashOf, type EvmCase, setAccounts } from '../support/evmCase.ts'
import { chosenSeed, Random } from '../support/evmRandom.ts'
import { multiFrameCase } from './generate.ts'

const PROGRAMS = Number(process.env.MEMLANE_PROGRAMS ?? 60)
const seed = chosenSeed()

interface State {
  readonly pc: number
  readonly opcode: number
  readonly depth: number
  readonly gas: bigint
  readonly stack: readonly Word[]
  /** Size and digest: some programs do thousands of steps with megabytes, and their states are kept side by side. */
  readonly memory: string
}

function digest(memory: Uint8Array): string {
  return `${memory.length} bytes, ${createHash('sha1').update(memory).digest('hex')}`
}

/** Every step of the run in order, with the state before it as the frames' cursors tell it. */
function* statesOf(recording: Recording): Generator<State> {
  const cursors = new Map<number, FrameCursor>()
  for (let step = 0; step < recording.stepCount; step++) {
    const { steps } = recording
    const id = steps.frame(step)
    let cursor = cursors.get(id)
    if (cursor === undefined) {
      cursor = recording.cursor(id)
      cursors.set(id, cursor)
    } else cursor.next()
    expect(cursor.index).toBe(step)
    const { stackSize } = cursor
    yield {
      pc: cursor.pc,
      // The peer calls every byte without an opcode INVALID.
      opcode: fork(DEFAULT_FORK).opcodes[cursor.op] === undefined ? codes.INVALID : cursor.op,
      depth: steps.depth(step),
      gas: cursor.gas,
      stack: Array.from({ length: stackSize }, (_, index) => cursor.stack(stackSize - 1 - index)),
      memory: digest(cursor.memory(0, cursor.memorySize)),
    }
  }
}

function stateOfPeer({ pc, opcode, depth, gas, stack, memory, memoryWords }: PeerState): State {
  const bytes = new Uint8Array(memoryWords * 32)
  bytes.set(memory.subarray(0, bytes.length))
  return { pc, opcode, depth, gas, stack: [...stack], memory: digest(bytes) }
}

/** `undefined` when the peer could not say. */
async function compare(example: EvmCase): Promise<{ steps: number; frames: number } | undefined> {
  const evm = createEvm({ blockHash: blockHashOf })
  setAccounts(evm.state, example)
  const { result, recording } = record(evm, { ...example.call, inspect: true })
  const peer: State[] = []
  try {
    await runOnPeer(example, { onStep: (state) => peer.push(stateOfPeer(state)) })
  } catch (error) {
    // For a step's event the peer reads what a REVERT names before it is paid, which may be more than there is.
    if (error instanceof RangeError) return undefined
    throw error
  }
  // The STOP behind the code's end is a step of ours only.
  const ours = [...statesOf(recording)].filter(
    ({ pc }, step) => pc < recording.frames[recording.steps.frame(step)]!.code.length,
  )
  expect(ours.length).toBe(peer.length)
  for (const [index, state] of ours.entries()) expect(state).toEqual(peer[index])
  expect(recording.frames[0]?.memory).toEqual(result.memory)
  expect(recording.frames[0]?.stack).toEqual(result.stack)
  return { steps: ours.length, frames: recording.frames.length }
}

describe('recordings of random programs', () => {
  it(`tell stack and memory at every step as @ethereumjs/evm does (${PROGRAMS} programs, MEMLANE_SEED=${seed})`, async () => {
    let steps = 0
    let frames = 0
    let unknown = 0
    for (let index = 0; index < PROGRAMS; index++) {
      const compared = await compare(multiFrameCase(new Random(seed + index)))
      if (compared === undefined) {
        unknown++
        continue
      }
      steps += compared.steps
      frames += compared.frames
    }
    expect(steps).toBeGreaterThan(PROGRAMS)
    expect(frames).toBeGreaterThan(PROGRAMS)
    expect(unknown).toBeLessThan(PROGRAMS / 4)
  })
})
