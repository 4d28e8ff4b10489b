/** Where gas goes, where bytes stood, and what is another: of random programs beside slow models, of small ones by hand. */
import { describe, expect, it } from 'vitest'
import { multiFrameCase } from '../../test/differential/generate.ts'
import { setAccounts } from '../../test/support/evmCase.ts'
import { chosenSeed, Random } from '../../test/support/evmRandom.ts'
import { createEvm } from '../evm/index.ts'
import { memoryCost } from '../memory/index.ts'
import {
  diffMoments,
  diffRuns,
  findBytes,
  GasProfile,
  gasTree,
  parsePattern,
  type Recording,
  record,
  speedscope,
  Timeline,
} from './index.ts'

const SELF = '0x1000000000000000000000000000000000000001'
const OTHER = '0x2000000000000000000000000000000000000002'
const seed = chosenSeed()

function randomRecordings(count: number, offset: number): Recording[] {
  const random = new Random(seed + offset)
  return Array.from({ length: count }, () => {
    const evmCase = multiFrameCase(random)
    const evm = createEvm()
    setAccounts(evm.state, evmCase)
    return record(evm, evmCase.call).recording
  }).filter(({ frames }) => frames.length > 0)
}

const run = (code: `0x${string}`) => record(createEvm(), { code, to: SELF }).recording

describe(`where gas goes (MEMLANE_SEED=${seed})`, () => {
  it('adds up to what the outermost frame used, and to the price of each frame’s memory', () => {
    let expansions = 0
    for (const recording of randomRecordings(40, 0)) {
      const profile = new GasProfile(recording, undefined)
      const { gas, gasLeft } = recording.frames[0]!
      expect(profile.total().gas).toBe(Number(gas - gasLeft))
      for (const row of profile.rows('frame')) {
        const { status, memory } = recording.frames[row.frame!]!
        const price = Number(memoryCost(BigInt(memory.length / 32)))
        if (status !== 'halt') expect(row.expansion).toBe(price)
        expansions += row.expansions
      }
      const sums = profile.rows('opcode').reduce((sum, row) => sum + row.gas, 0)
      expect(sums).toBe(profile.total().gas)
      expect(gasTree(profile, undefined, 'gas').total).toBe(
        profile.rows('frame').reduce((sum, row) => sum + row.gas, 0),
      )
    }
    expect(expansions).toBeGreaterThan(20)
  })

  it('is, step by step, what a hand counts', () => {
    // PUSH1 1, PUSH2 0x400, MSTORE: 33 words cost 3·33 + ⌊33²/512⌋ = 101
    const profile = new GasProfile(run('0x60016104005200'), undefined)
    expect([0, 1, 2, 3].map((step) => profile.of(step))).toEqual([
      { gas: 3, expansion: 0 },
      { gas: 3, expansion: 0 },
      { gas: 104, expansion: 101 },
      { gas: 0, expansion: 0 },
    ])
    expect(profile.total()).toEqual({ gas: 110, expansion: 101, steps: 4, expansions: 1 })
  })

  it('is a profile whose frames open and close in order', () => {
    const recording = randomRecordings(8, 3).sort((a, b) => b.frames.length - a.frames.length)[0]!
    expect(recording.frames.length).toBeGreaterThan(1)
    const profile = new GasProfile(recording, undefined)
    const document = JSON.parse([...speedscope(profile, undefined, 'gas', 'random')].join(''))
    const { events, endValue } = document.profiles[0]
    const open: number[] = []
    let at = 0
    for (const event of events) {
      expect(event.at).toBeGreaterThanOrEqual(at)
      at = event.at
      if (event.type === 'O') open.push(event.frame)
      else expect(open.pop()).toBe(event.frame)
    }
    expect([open, at]).toEqual([[], endValue])
    expect(endValue).toBe(profile.total().gas)
  })
})

describe(`where bytes stood (MEMLANE_SEED=${seed})`, () => {
  /** Every step of every frame: at which offsets the pattern stands before it. */
  function naive(recording: Recording, pattern: Uint8Array): Set<string> {
    const places = new Set<string>()
    const timeline = new Timeline(recording)
    for (let step = 0; step < recording.stepCount; step++) {
      const { current } = timeline.seek(step)
      const memory = Buffer.from(current.memory(0, current.memorySize))
      for (let at = memory.indexOf(pattern); at >= 0; at = memory.indexOf(pattern, at + 1))
        places.add(`${current.frame.id}:${at}:${step}`)
    }
    return places
  }

  it('is what looking at every step finds', () => {
    let found = 0
    const random = new Random(seed + 7)
    for (const recording of randomRecordings(25, 1)) {
      if (recording.stepCount > 3000) continue
      // Two bytes that some memory ends with, so that there is something to find.
      const { memory } = recording.frames[random.below(recording.frames.length)]!
      const at = memory.findLastIndex((byte) => byte !== 0)
      if (at < 1) continue
      const pattern = memory.slice(at - 1, at + 1)
      const { findings, count } = findBytes(recording, pattern, 100_000)
      expect(findings).toHaveLength(count)
      const places = new Set<string>()
      for (const { where, frame, offset, from, until } of findings) {
        if (where !== 'memory') continue
        const end = until === undefined ? recording.frames[frame]!.endStep : until + 1
        for (let step = from + 1; step < end; step++)
          if (recording.steps.frame(step) === frame) places.add(`${frame}:${offset}:${step}`)
      }
      expect([...places].sort()).toEqual([...naive(recording, pattern)].sort())
      found += places.size
    }
    expect(found).toBeGreaterThan(20)
  })

  it('has a beginning and an end', () => {
    // MSTORE(0, 0xabcd) at step 2, MSTORE8(31, 0) at step 5
    const { findings } = findBytes(run('0x61abcd5f525f601f5300'), parsePattern('0xabcd'))
    expect(findings).toEqual([{ where: 'memory', frame: 0, offset: 30, from: 2, until: 5 }])
  })

  it('is asked for as bytes, text or a number', () => {
    expect([...parsePattern('0x00ff')]).toEqual([0, 255])
    expect([...parsePattern('"hé"')]).toEqual([0x68, 0xc3, 0xa9])
    expect([...parsePattern('text:a b')]).toEqual([0x61, 0x20, 0x62])
    expect([...parsePattern('258')].slice(-3)).toEqual([0, 1, 2])
    for (const text of ['', '0x', '0xf', 'abc', '-1', `${2n ** 256n}`, '""'])
      expect(() => parsePattern(text)).toThrow('is nothing to look for')
    expect(() => parsePattern('0')).toThrow('Zeros stand everywhere in memory')
  })
})

describe('what is another', () => {
  it('at two moments: memory, stack, slots and frames', () => {
    const evm = createEvm()

    // SSTORE(2, 5), MSTORE8(3, 8), PUSH1 6
    evm.state.setAccount(SELF, { code: '0x60056002556008600353600600', storage: { '0x2': '0x4' } })
    const { recording } = record(evm, { to: SELF })
    const difference = diffMoments(recording, 0, recording.stepCount)
    expect(difference.frames).toEqual([
      {
        frame: 0,
        memorySize: [0, 32],
        memory: [{ offset: 3, before: Uint8Array.of(0), after: Uint8Array.of(8) }],
        stack: [{ place: 0, before: undefined, after: 6n }],
      },
    ])
    expect(difference.slots).toEqual([{ address: SELF, slot: 2n, before: 4n, after: 5n }])
    expect(diffMoments(recording, 3, 3)).toMatchObject({ frames: [{ memory: [], stack: [] }], slots: [] })
  })

  it('leaves out what a frame stored that failed', () => {
    const evm = createEvm()
    evm.state.setAccount(OTHER, { code: '0x60096001555f5ffd' }) // SSTORE(1, 9), REVERT
    evm.state.setAccount(SELF, { code: `0x${'5f'.repeat(5)}73${OTHER.slice(2)}5af100` })
    const { recording } = record(evm, { to: SELF })
    const callee = recording.frames[1]!
    expect(diffMoments(recording, 0, callee.endStep - 1).slots).toHaveLength(1)
    expect(diffMoments(recording, 0, recording.stepCount).slots).toEqual([])
    expect(diffMoments(recording, 0, callee.firstStep).started).toEqual([1])
  })

  it('in two runs: nothing for the same, however often', () => {
    for (const recording of randomRecordings(10, 2)) {
      const difference = diffRuns(recording, recording)
      expect(difference).toMatchObject({ parts: undefined, step: undefined, memory: [], sameCode: true })
      expect(difference.same).toBe(difference.acts[0])
      // Every frame begins and ends.
      expect(difference.same).toBeGreaterThanOrEqual(recording.frames.length * 2)
    }
  })

  it('in two runs: the first store, the first step, the memory', () => {
    // SSTORE(1, x), MSTORE(0, x)
    const code = (x: string) => `0x60${x}60015560${x}5f5200` as const
    const difference = diffRuns(run(code('07')), run(code('08')))
    expect(difference.parts).toMatchObject({
      first: { kind: 'store', what: 'SSTORE 0x1 0x7', step: 2 },
      second: { kind: 'store', what: 'SSTORE 0x1 0x8', step: 2 },
    })
    expect(difference.memory).toEqual([{ offset: 31, before: Uint8Array.of(7), after: Uint8Array.of(8) }])
    expect(difference.sameCode).toBe(false)
    // The same code on other calldata: CALLDATALOAD(0) gives another word.
    const asked = (input: `0x${string}`) => record(createEvm(), { code: '0x5f3500', to: SELF, input }).recording
    expect(diffRuns(asked('0x01'), asked('0x02'))).toMatchObject({ sameCode: true, step: { step: 2, what: 'stack' } })
  })
})
