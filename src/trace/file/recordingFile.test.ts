import { describe, expect, it } from 'vitest'
import { multiFrameCase } from '../../../test/differential/generate.ts'
import { rewritten } from '../../../test/support/changedRecording.ts'
import { setAccounts } from '../../../test/support/evmCase.ts'
import { chosenSeed, Random } from '../../../test/support/evmRandom.ts'
import { assemble } from '../../assembly/index.ts'
import { bytesToHex } from '../../base/index.ts'
import { recordedOperands } from '../../evm/events.ts'
import { createEvm } from '../../evm/index.ts'
import { opcodeOfByte } from '../../opcodes/index.ts'
import { MemoryAccesses, type Recording, record, recordTransaction, Timeline } from '../index.ts'
import { flawOf } from '../recordingCheck.ts'
import { crc32 } from './crc32.ts'
import { decodeRecording, encodeRecording } from './recordingFile.ts'

const SELF = '0x1000000000000000000000000000000000000001'
const OTHER = '0x2000000000000000000000000000000000000002'
const seed = chosenSeed()

/** All that a recording says, as one text. */
function told(recording: Recording): string {
  const { steps, side, frames, written, unknown, world, run } = recording
  const rows = Array.from({ length: recording.stepCount }, (_, step) =>
    [
      ...[steps.pc(step), steps.opcode(step), steps.flags(step), steps.depth(step), steps.gas(step)],
      ...[steps.memorySize(step), steps.frame(step), steps.side(step)],
    ].join(' '),
  )
  const plain = (_: string, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value instanceof Uint8Array ? bytesToHex(value) : value
  const rest = JSON.stringify({ frames, written: [...written], unknown: [...unknown], world, run }, plain)
  return [...rows, bytesToHex(side.read(0, side.length)), rest].join('\n')
}

/** A call that stores, copies code of another, is answered with data, and logs. */
function smallRecording(): Recording {
  const evm = createEvm()
  evm.state.setAccount(OTHER, { code: '0x602a5f5260205ff3', balance: 5n })
  // SSTORE(1, 7), SSTORE(1, 0), EXTCODECOPY(OTHER, 0, 0, 8), STATICCALL, LOG0
  const code =
    `0x60076001555f60015560085f5f73${OTHER.slice(2)}3c602060205f5f73${OTHER.slice(2)}5afa5060405fa000` as const
  evm.state.setAccount(SELF, { code })
  return record(evm, { to: SELF, input: '0x0102' }).recording
}

describe('the checksum', () => {
  it('is that of RFC 1952', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  })
})

describe('a recording file', () => {
  it(`holds all that a recording says (MEMLANE_SEED=${seed})`, async () => {
    const random = new Random(seed)
    let steps = 0
    for (let round = 0; round < 30; round++) {
      const evmCase = multiFrameCase(random)
      const evm = createEvm()
      setAccounts(evm.state, evmCase)
      const { recording } = record(evm, evmCase.call)
      const read = await decodeRecording(await encodeRecording(recording, { call: `round ${round}` }))
      expect(read.call).toBe(`round ${round}`)
      expect(told(read.recording)).toBe(told(recording))
      steps += recording.stepCount
    }
    expect(steps).toBeGreaterThan(1000)
  })

  it('holds transactions, sources, and many chunks', async () => {
    const evm = createEvm()
    evm.state.setAccount(OTHER, { balance: 10n ** 18n })
    // 200,000 rounds of JUMPDEST PUSH1 1 SWAP1 SUB DUP1 PUSH1 4 JUMPI
    evm.state.setAccount(SELF, { code: '0x62030d405b6001900380600457' })
    const { recording } = recordTransaction(evm, { from: OTHER, to: SELF, gasLimit: 10_000_000n })
    expect(recording.stepCount).toBeGreaterThan(1_000_000)
    const sources = { kind: 'mnemonics', text: 'STOP\n' }
    const file = await encodeRecording(recording, { creator: 'test 1.0', sources })
    const read = await decodeRecording(file)
    expect(read.sources).toEqual(sources)
    expect(read.creator).toBe('test 1.0')
    expect(read.recording.run.transaction).toEqual(recording.run.transaction)
    for (const step of [0, 65_535, 65_536, 700_001, recording.stepCount - 1]) {
      for (const column of ['pc', 'opcode', 'gas', 'memorySize', 'side', 'frame'] as const)
        expect(read.recording.steps[column](step)).toBe(recording.steps[column](step))
    }
  })

  it('is refused with a reason wherever one byte is another', async () => {
    const recording = smallRecording()
    const before = told(recording)
    const file = await encodeRecording(recording)
    expect(recording.frames).toHaveLength(2)
    let refused = 0
    for (let at = 0; at < file.length; at++) {
      const altered = file.slice()
      altered[at]! ^= 1 << (at % 8)
      try {
        // Only the minor version may be another.
        expect(told((await decodeRecording(altered)).recording)).toBe(before)
        expect([10, 11]).toContain(at)
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^trace\.(notA|newer|truncated|damaged)Recording$/) })
        refused++
      }
    }
    expect(refused).toBe(file.length - 2)
  })

  it('is refused wherever it is cut off, and with more behind it', async () => {
    const file = await encodeRecording(smallRecording())
    for (let length = 0; length < file.length; length++) {
      const wanted = length < 8 ? 'trace.notARecording' : 'trace.truncatedRecording'
      await expect(decodeRecording(file.slice(0, length))).rejects.toMatchObject({ code: wanted })
    }
    const longer = new Uint8Array(file.length + 1)
    longer.set(file)
    await expect(decodeRecording(longer)).rejects.toThrow('more follows behind the end')
  })

  it('says which version it has when that is newer', async () => {
    const file = await encodeRecording(smallRecording())
    file[8] = 3
    await expect(decodeRecording(file)).rejects.toThrow(
      'The recording has version 3.1, and this memlane reads up to 2.x; update memlane.',
    )
  })
})

describe('a brutalized run in a file', () => {
  const brutalized = () => {
    // Keeps what nobody wrote, and returns the free pointer.
    const { code } = assemble('PUSH1 0x80 PUSH1 0x40 MSTORE PUSH 0x0100 MLOAD POP PUSH 32 PUSH 0x40 RETURN')
    return record(createEvm(), { code }, { brutalize: { junkSeed: 7, pointerShift: 31 } }).recording
  }

  it('is the same when it comes back', async () => {
    const recording = brutalized()
    const { recording: read } = await decodeRecording(await encodeRecording(recording))
    expect(told(read)).toBe(told(recording))
    expect(read.run).toEqual({ from: 'memlane', fork: 'osaka', brutalized: { junkSeed: 7, pointerShift: 31 } })
    expect(read.frames[0]!.output.at(-1)).toBe(0x9f)
    expect(read.cursor(0).memory(0, 4)).toEqual(recording.frames[0]!.memory.subarray(0, 4))
  })

  it('has another version, so that nobody reads it who takes memory for zero', async () => {
    const file = await encodeRecording(brutalized())
    expect([...file.subarray(8, 12)]).toEqual([2, 0, 1, 0])
    expect([...(await encodeRecording(smallRecording())).subarray(8, 12)]).toEqual([1, 0, 1, 0])
    file[8] = 1
    await expect(decodeRecording(file)).rejects.toThrow('its version is not that of its run')
  })
})

describe('what is wrong with a recording', () => {
  it(`is nothing in those of random programs (MEMLANE_SEED=${seed})`, () => {
    const random = new Random(seed + 1)
    let frames = 0
    for (let round = 0; round < 40; round++) {
      const evmCase = multiFrameCase(random)
      const evm = createEvm()
      setAccounts(evm.state, evmCase)
      const { recording } = record(evm, evmCase.call)
      expect(flawOf(recording)).toBeUndefined()
      frames += recording.frames.length
    }
    expect(frames).toBeGreaterThan(60)
  })

  /** The small recording with its first frame changed. */
  function changed(change: object): string | undefined {
    const { frames, ...rest } = smallRecording()
    const [first, ...others] = frames
    return flawOf(Object.setPrototypeOf({ ...rest, frames: [{ ...first, ...change }, ...others] }, RecordingShape))
  }
  const RecordingShape = Object.getPrototypeOf(smallRecording())

  it('is told by frame', () => {
    expect(changed({ endStep: 3 })).toBe('frame 0 is not the whole recording')
    expect(changed({ depth: 1 })).toBe('frame 0 is not at depth 0')
    expect(changed({ memory: new Uint8Array(31) })).toBe('frame 0 has a memory that is no whole number of words')
  })

  it('is told by step', () => {
    // Less memory than the steps say.
    expect(changed({ memory: new Uint8Array(32) })).toMatch(/^step \d+ leaves the memory$/)
  })
})

describe('files made to do harm', () => {
  /** CALLDATASIZE bytes to 0, with 0x60 of them: what it pushes stands in the side table and nowhere else. */
  it('never ask for more memory than they have', async () => {
    const { recording } = record(createEvm(), { code: '0x365f5f3700', to: SELF, input: `0x${'ab'.repeat(0x60)}` })
    const file = await encodeRecording(recording)
    for (const [at, bit, flaw] of [
      // 0x400000000060 instead of 0x60 on the stack, the operand as it was.
      [5, 0x40, 'step 3 has other operands than the stack'],
      // The other way round.
      [32 + 2 * 32 + 5, 0x40, 'step 3 has other operands than the stack'],
    ] as const) {
      const forged = await rewritten(file, (chunks) => {
        chunks.find(({ name }) => name === 'SIDE')!.bytes[at]! ^= bit
      })
      await expect(decodeRecording(forged)).rejects.toThrow(`The recording is damaged: ${flaw}. Record it again.`)
    }
    const both = await rewritten(file, (chunks) => {
      const { bytes } = chunks.find(({ name }) => name === 'SIDE')!
      for (const at of [5, 32 + 2 * 32 + 5]) bytes[at]! ^= 0x40
    })
    await expect(decodeRecording(both)).rejects.toThrow('The recording is damaged: step 3 leaves the memory')
  })

  /** The file with some bits of its unpacked columns or side table turned, checksums made right again. */
  it(`never lead readers astray (MEMLANE_SEED=${seed})`, async () => {
    const random = new Random(seed + 2)
    const recording = smallRecording()
    let accepted = 0
    for (let round = 0; round < 600; round++) {
      const harmful = Object.create(Object.getPrototypeOf(recording), Object.getOwnPropertyDescriptors(recording))
      // Wrong numbers where the encoder asks for them: whatever it writes then is what a forger could write.
      const { steps, side } = recording
      const target = random.below(recording.stepCount)
      const column = random.pick(['pc', 'opcode', 'frame', 'memorySize', 'side', 'flags'] as const)
      const wrong = random.oneIn(2) ? random.below(256) : random.below(2 ** 31)
      const forged = new Proxy(steps, {
        get: (object, name) => {
          if (name === 'count') return object.count
          const read = (step: number): unknown => {
            if (name === 'pc') return object.pc(step)
            if (name === 'opcode') return object.opcode(step)
            if (name === 'flags') return object.flags(step)
            if (name === 'gas') return object.gas(step)
            if (name === 'frame') return object.frame(step)
            if (name === 'side') return object.side(step)
            return object.memorySize(step)
          }
          return (step: number) =>
            name === column && step === target ? (name === 'memorySize' ? wrong * 32 : wrong & 0xffffff) : read(step)
        },
      })
      const forgedSide = new Proxy(side, {
        get: (object, name) => {
          if (name === 'length') return object.length
          return (offset: number, length: number) => {
            const bytes = object.read(offset, length)
            if (random.oneIn(2)) bytes[random.below(bytes.length)] = random.below(256)
            return bytes
          }
        },
      })
      Object.defineProperty(harmful, 'steps', { value: random.oneIn(3) ? steps : forged })
      Object.defineProperty(harmful, 'side', { value: forgedSide })
      try {
        const { recording: read } = await decodeRecording(await encodeRecording(harmful))
        accepted++
        const timeline = new Timeline(read)
        for (let step = 0; step <= read.stepCount; step++) {
          const { current } = timeline.seek(step)
          for (let depth = 0; depth < current.stackSize; depth++) current.stack(depth)
          current.memory(0, current.memorySize)
        }
        new MemoryAccesses(read)
        for (let step = 0; step < read.stepCount; step++) {
          const opcode = opcodeOfByte(read.steps.opcode(step))
          if (read.failed(step) || opcode === undefined) continue
          for (let index = 0; index < recordedOperands(opcode); index++) read.operand(step, index)
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'trace.damagedRecording' })
      }
    }
    expect(accepted).toBeGreaterThan(50)
  })
})
