import { describe, expect, it } from 'vitest'
import { multiFrameCase } from '../../test/differential/generate.ts'
import { setAccounts } from '../../test/support/evmCase.ts'
import { chosenSeed, Random } from '../../test/support/evmRandom.ts'
import { bytesToHex } from '../base/index.ts'
import { createEvm } from '../evm/index.ts'
import { type FrameCursor, type Recording, record, Timeline } from './index.ts'

const SELF = '0x1000000000000000000000000000000000000001'
const OTHER = '0x2000000000000000000000000000000000000002'
const seed = chosenSeed()

/** A loop of 14 instructions, `rounds` times, that writes its counter at 32 × counter mod 2^16. */
function loopOf(rounds: number) {
  const count = rounds.toString(16).padStart(6, '0')
  // PUSH3 rounds; JUMPDEST; DUP1 DUP1 PUSH1 5 SHL PUSH2 ffff AND MSTORE PUSH1 1 SWAP1 SUB DUP1 PUSH1 4 JUMPI; STOP
  return `0x62${count}5b808060051b61ffff16526001900380600457${'00'}` as const
}

function stateOf(cursor: FrameCursor): string {
  const { stackSize, memorySize } = cursor
  const stack = Array.from({ length: stackSize }, (_, depth) => cursor.stack(depth).toString(16)).join(' ')
  const memory = bytesToHex(cursor.memory(0, memorySize))
  return `${cursor.frame.id} at ${cursor.index}: ${stack} | ${memory} | ${bytesToHex(cursor.returndata)}`
}

function momentOf(timeline: Timeline): string {
  return timeline.frames.map(stateOf).join('\n')
}

/** Every moment, told by one walk forward through each frame. */
function momentsOf(recording: Recording): string[] {
  const timeline = new Timeline(recording)
  return Array.from({ length: recording.stepCount + 1 }, (_, step) => momentOf(timeline.seek(step)))
}

describe('the timeline', () => {
  it('goes forward and back over key frames', () => {
    const { result, recording } = record(createEvm(), { code: loopOf(2000), to: SELF, inspect: true })
    expect(recording.stepCount).toBe(1 + 2000 * 14 + 1)
    const timeline = new Timeline(recording)
    // The counter stands on the stack at each JUMPDEST: 2000 at step 1, one less every 14 steps.
    for (const round of [1999, 0, 1500, 1499, 273, 274, 1998, 1]) {
      timeline.seek(1 + round * 14)
      expect(timeline.current.stack(0)).toBe(BigInt(2000 - round))
      const before = 2000 - round + 1
      if (round > 0) expect(timeline.current.memory(before * 32, 32)[31]).toBe(before & 255)
      expect(timeline.current.memory((2000 - round) * 32 - 32, 32).every((byte) => byte === 0)).toBe(true)
    }
    timeline.seek(recording.stepCount)
    expect(timeline.atEnd).toBe(true)
    expect(timeline.current.memory(0, timeline.current.memorySize)).toEqual(result.memory)
    expect(timeline.current.stack(0)).toBe(result.stack![0])
  })

  it('shows the frames that wait', () => {
    const evm = createEvm()
    evm.state.setAccount(OTHER, { code: '0x602a5f5260205ff3' })
    // MSTORE(0, 7), then STATICCALL with output at 0x20
    const code = `0x60075f5260206020${'5f5f'}73${OTHER.slice(2)}5afa00` as const
    const { recording } = record(evm, { code, to: SELF })
    const call = recording.frames[1]!.startedBy!
    const timeline = new Timeline(recording).seek(call + 2)
    expect(timeline.frames.map(({ frame, index }) => [frame.id, index])).toEqual([
      [0, call],
      [1, call + 2],
    ])
    expect(timeline.frames[0]!.memory(0, 64)[31]).toBe(7)
    expect(timeline.frames[0]!.memory(32, 32)[31]).toBe(0)
    timeline.seek(recording.frames[1]!.endStep)
    expect(timeline.frames).toHaveLength(1)
    expect(timeline.current.memory(32, 32)[31]).toBe(0x2a)
    expect(timeline.current.stack(0)).toBe(1n)
  })

  it(`tells the same in whatever order it is asked (MEMLANE_SEED=${seed})`, () => {
    const random = new Random(seed)
    let asked = 0
    for (let round = 0; round < 8; round++) {
      const evmCase = multiFrameCase(random)
      const evm = createEvm()
      setAccounts(evm.state, evmCase)
      const { recording } = record(evm, evmCase.call)
      if (recording.frames.length === 0) continue
      const moments = momentsOf(recording)
      const timeline = new Timeline(recording)
      for (let n = 0; n < 40; n++) {
        const step = random.below(recording.stepCount + 1)
        expect(momentOf(timeline.seek(step))).toBe(moments[step])
        asked++
      }
    }
    expect(asked).toBeGreaterThan(120)
  })

  it('refuses steps that are not there', () => {
    const { recording } = record(createEvm(), { code: '0x00', to: SELF })
    const timeline = new Timeline(recording)
    for (const step of [-1, 2, 0.5, Number.NaN]) {
      expect(() => timeline.seek(step)).toThrow(`There is no step ${step}: the recording has steps 0 to 1.`)
    }
  })
})
