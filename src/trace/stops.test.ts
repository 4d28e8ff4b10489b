import { describe, expect, it } from 'vitest'
import { createEvm } from '../evm/index.ts'
import {
  type Direction,
  nextStop,
  parseMoment,
  parseRange,
  parseStop,
  record,
  type SourceLocator,
  stopText,
} from './index.ts'

const SELF = '0x1000000000000000000000000000000000000001'
const OTHER = '0x2000000000000000000000000000000000000002'

/**
 * The caller, by step: 0 PUSH1 7, 1 PUSH0, 2 MSTORE(0), 3 PUSH1 32, 4 PUSH1 32, 5 PUSH0, 6 PUSH0, 7 PUSH20 OTHER, 8 GAS,
 * 9 STATICCALL (output at 0x20), [callee 10 PUSH1 9, 11 SLOAD, 12 PUSH0, 13 MSTORE, 14 PUSH1 32, 15 PUSH0, 16 RETURN],
 * 17 PUSH1 0x3f, 18 MLOAD, 19 STOP.
 */
const evm = createEvm()
evm.state.setAccount(OTHER, { code: '0x6009545f5260205ff3' })
const code = `0x60075f526020602${'05f5f'}73${OTHER.slice(2)}5afa603f5100` as const
const { recording } = record(evm, { code, to: SELF, gas: 100_000n })
const AT = { mstore: 2, call: 9, callee: 10, sload: 11, calleeMstore: 13, back: 17, mload: 18, stop: 19 }

/** Two lines: the caller's code up to the call is line 1, everything behind it line 2; the callee is not known. */
const locator: SourceLocator = {
  place: ({ code }, pc) =>
    code.length < 20
      ? undefined
      : { file: 'src/Mem.evm', line: pc <= 32 ? 1 : 2, column: 1, text: '', function: undefined },
  contract: () => undefined,
}

function all(text: string, direction: Direction = 'forward'): number[] {
  const steps: number[] = []
  let from = direction === 'forward' ? -1 : recording.stepCount
  for (;;) {
    const found = nextStop(recording, from, direction, [parseStop(text)], locator)
    if (found === undefined) return steps
    steps.push((from = found.step))
  }
}

describe('stops', () => {
  it('is about this program', () => {
    expect(recording.stepCount).toBe(AT.stop + 1)
    expect(recording.steps.opcode(AT.call)).toBe(0xfa)
    expect(recording.steps.opcode(AT.mload)).toBe(0x51)
  })

  for (const [text, steps] of [
    ['step:5', [5]],
    ['pc:0x3', [2, 12]],
    ['op:MSTORE', [AT.mstore, AT.calleeMstore]],
    ['op:mload', [AT.mload]],
    ['line:Mem.evm:1', [0]],
    ['line:2', [AT.back]],
    ['line:em.evm:1', []],
    // STATICCALL writes [0x20, 0x40), MLOAD reads [0x3f, 0x5f), the callee has a memory of its own.
    ['mem:0x3f', [AT.call, AT.mload]],
    ['mem:0x40:1', [AT.mload]],
    ['write:0x3f', [AT.call]],
    ['read:0x3f', [AT.mload]],
    ['write:0x00-0x20', [AT.mstore, AT.calleeMstore]],
    ['mem:0x5f:100', []],
    ['slot:9', [AT.sload]],
    ['slot:8', []],
    ['tslot:9', []],
    ['depth:1', [AT.callee]],
    ['depth:0', [0, AT.back]],
    // PUSH1 3, PUSH0 2, MSTORE 3 and a word of memory 3, PUSH1 3.
    ['gas:<99995', [3]],
    ['gas:<100000', [1]],
    ['gas:<99989', [4]],
  ] as const)
    it(`${text} holds at ${steps.join(', ') || 'no step'}, both ways`, () => {
      expect(all(text)).toEqual(steps)
      expect(all(text, 'back')).toEqual([...steps].reverse())
    })

  it('are told apart: the first of several that hold', () => {
    const stops = ['op:SLOAD', 'slot:9', 'op:MSTORE'].map(parseStop)
    expect(nextStop(recording, AT.mstore, 'forward', stops)).toEqual({ step: AT.sload, stop: stops[0] })
    expect(nextStop(recording, AT.sload, 'back', stops)).toEqual({ step: AT.mstore, stop: stops[2] })
  })

  it('can be about one frame', () => {
    const stop = { kind: 'memory', offset: 0, length: 1, on: 'write', frame: 1 } as const
    expect(nextStop(recording, -1, 'forward', [stop])?.step).toBe(AT.calleeMstore)
  })

  it('do not hold at a step that failed', () => {
    // MSTORE with one operand.
    const { recording } = record(createEvm(), { code: '0x5f5200', to: SELF })
    expect(recording.frames[0]!.halt).toBe('stackUnderflow')
    expect(nextStop(recording, -1, 'forward', [parseStop('mem:0:32')])).toBeUndefined()
    expect(nextStop(recording, -1, 'forward', [parseStop('op:MSTORE')])?.step).toBe(1)
  })

  it('need sources for a line', () =>
    expect(() => nextStop(recording, -1, 'forward', [parseStop('line:3')])).toThrow('There are no sources'))
})

describe('the words for stops', () => {
  for (const text of [
    ...['step:412', 'pc:0x1f3', 'line:Mem.sol:12', 'line:12', 'op:MSTORE', 'mem:0x80:32', 'read:0x0:1', 'write:0x80:7'],
    ...['slot:0x0', 'tslot:0xff', 'depth:2', 'gas:<5000'],
  ])
    it(`${text} comes back`, () => expect(stopText(parseStop(text))).toBe(text))

  it('are read as people write them', () => {
    expect(parseStop(' PC:499 ')).toEqual({ kind: 'pc', pc: 0x1f3 })
    expect(parseStop('gas:5000')).toEqual(parseStop('gas:< 5000'))
    expect(parseStop('mem:0x80-0xa0')).toEqual(parseStop('mem:128:0x20'))
    expect(parseStop('line:C:\\a b.sol:7')).toEqual({ kind: 'line', file: 'C:\\a b.sol', line: 7 })
  })

  for (const text of [
    ...[
      '',
      'x',
      'pc',
      'pc:',
      'pc:-1',
      'pc:0x',
      'pc:1e3',
      'step:99999999999999999999',
      'op:NOPE',
      'line:Mem.sol',
      'mem:',
      'mem:0x80:0',
    ],
    ...[
      'mem:0x80-0x80',
      'mem:0xa0-0x80',
      'mem:0:0x2000000001',
      'slot:x',
      `slot:0x1${'0'.repeat(64)}`,
      'toString:1',
      'gas:>5',
    ],
  ])
    it(`${JSON.stringify(text)} is refused`, () => expect(() => parseStop(text)).toThrow('is no condition to stop at'))
})

describe('moments', () => {
  it('are steps, stops and the end', () => {
    const moment = (text: string) => parseMoment(text, recording, locator)
    expect(['end', '7', 'step:7', 'step:20', 'slot:9', 'line:2'].map(moment)).toEqual([20, 7, 7, 20, AT.sload, AT.back])
    expect(() => moment('21')).toThrow('There is no step 21: the recording has steps 0 to 20.')
    expect(() => moment('op:CREATE')).toThrow('The run never comes to op:CREATE; it has 20 steps.')
  })
})

describe('ranges', () => {
  it('are a byte, offset and length, or start and end', () => {
    expect(parseRange('0x80')).toEqual({ offset: 0x80, length: 1 })
    expect(parseRange('128:0x20')).toEqual({ offset: 128, length: 32 })
    expect(parseRange('0x80-0xa0')).toEqual({ offset: 128, length: 32 })
  })
  for (const text of ['', '0x', '0x80:', ':5', '5-5', '5-4', '0:0', '1.5', '-5', '0x80:0x20:3', '9007199254740991:2'])
    it(`${JSON.stringify(text)} is refused`, () => expect(() => parseRange(text)).toThrow('is no range of memory'))
})
