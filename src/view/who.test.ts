import { beforeAll, describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { createEvm } from '../evm/index.ts'
import { MemoryAccesses, OriginFinder, type Recording, record, watch, writersOf } from '../trace/index.ts'
import { messagesIn } from './messages/index.ts'
import { lineWidth, plain } from './span.ts'
import { rangeText, type WatchFacts, type WhoFacts, watchDocument, watchScreen, whoDocument, whoScreen } from './who.ts'

const SELF = '0x1000000000000000000000000000000000000001'
const en = messagesIn('en')
const zh = messagesIn('zh')

/** 2 MSTORE(0, 7), 5 MSTORE8(0, 0xff), 9 CALLDATACOPY(8, 0, 2), 10 ADDRESS 11 SLOAD 12 PUSH 0x20 13 MSTORE, 14 STOP */
const source = `PUSH 7 PUSH 0 MSTORE PUSH 0xff PUSH 0 MSTORE8 PUSH 2 PUSH 0 PUSH 8 CALLDATACOPY
  ADDRESS SLOAD PUSH 0x20 MSTORE STOP`
let recording: Recording
let accesses: MemoryAccesses

beforeAll(() => {
  const { code } = assemble(source)
  const evm = createEvm()
  evm.state.setAccount(SELF, { code })
  recording = record(evm, { to: SELF, input: '0xaabb' }).recording
  accesses = new MemoryAccesses(recording)
})

function asked(offset: number, length: number, at?: number): WhoFacts {
  const found = writersOf(recording, accesses, { frame: 0, offset, length, ...(at !== undefined && { at }) })
  const finder = new OriginFinder(recording, accesses, { acrossCalls: true })
  const origins = found.writers.map((writer) => finder.ofWrite(writer.step, writer))
  const placeOf = () => ({ file: 'a\u001b[2J.sol', line: 3, column: 1, text: 'x = 7;', function: 'C.f' })
  const facts = { call: 'C.f()', status: 'stop', recording, locator: undefined, placeOf } as const
  return { ...facts, frame: 0, at, range: { offset, length }, found, origins }
}

function watched(offset: number, length: number, most: number): WatchFacts {
  const range = { offset, length }
  const facts = { call: 'C.f()', status: 'stop', recording, locator: undefined, placeOf: () => undefined } as const
  return { ...facts, range, ...watch(recording, accesses, range, { most }) }
}

const shown = (facts: WhoFacts, messages = en) => whoScreen(facts, messages).map(plain)

describe('the screen of who', () => {
  it('shows writers newest first, what they changed, and where it came from', () => {
    expect(shown(asked(0, 32))).toEqual([
      '0x00..0x1f at the end of frame 0   0xff0000…000007',
      '',
      ' step 9  pc 0xd  CALLDATACOPY  0x08..0x09   0x0000 → 0xaabb',
      '   a\\u{1b}[2J.sol:3   x = 7;',
      '   CALLDATACOPY calldata 0x00..0x01',
      '',
      ' step 5  pc 0x7  MSTORE8  0x00   0x00 → 0xff',
      '   a\\u{1b}[2J.sol:3   x = 7;',
      '   PUSH1 0xff  constant at pc 0x4',
      '',
      ' step 2  pc 0x3  MSTORE  0x01..0x07 0x0a..0x1f   0x0 → 0x7',
      '   a\\u{1b}[2J.sol:3   x = 7;',
      '   PUSH1 0x7  constant at pc 0x0',
    ])
  })

  it('says what is shadowed, never written, and not in memory', () => {
    expect(shown(asked(0, 1)).filter((line) => / step 2/.test(line))).toEqual([
      ' step 2  pc 0x3  MSTORE  overwritten later   0x00 → 0x00',
    ])
    expect(shown(asked(0x3f, 2, 5))).toEqual([
      '0x3f..0x40 before step 5, in frame 0   –',
      ' 2 B of it lie behind the end of memory',
      '',
      ' 0x3f..0x40 never written: zero',
    ])
  })

  it('fits the terminal in both languages', () => {
    for (const messages of [en, zh]) {
      const lines = whoScreen(asked(0, 64), messages, 40)
      expect(lines.length).toBeGreaterThan(10)
      expect(Math.max(...lines.map(lineWidth))).toBe(40)
    }
    expect(shown(asked(0x20, 32), zh)).toEqual([
      '0x20..0x3f 在第 0 个调用帧结束时   0x0',
      '',
      ' 第 13 步  pc 0x12  MSTORE   0x0 → 0x0',
      '   a\\u{1b}[2J.sol:3   x = 7;',
      `   SLOAD 存储槽 ${SELF} = 0x0  本次执行之前的值`,
    ])
  })
})

describe('the document of who', () => {
  it('has numbers, hex and the tree of the origin', () => {
    const document = JSON.parse(JSON.stringify(whoDocument(asked(0x1f, 1))))
    expect(document).toMatchObject({
      ...{
        version: 1,
        call: 'C.f()',
        status: 'stop',
        range: { offset: 31, size: 1 },
        frame: 0,
        at: null,
        bytes: '0x07',
      },
      ...{ unwritten: [], more: false },
    })
    expect(document.writers).toEqual([
      {
        ...{ step: 2, pc: 3, op: 'MSTORE', frame: 0, offset: 31, size: 1, visible: [{ offset: 31, size: 1 }] },
        ...{ shadowed: false, known: true, before: '0x00', after: '0x07' },
        source: { file: 'a\u001b[2J.sol', line: 3, column: 1, text: 'x = 7;', function: 'C.f' },
        origin: {
          ...{ kind: 'constant', step: 0, pc: 0, op: 'PUSH1', frame: 0, value: '0x7' },
          source: { file: 'a\u001b[2J.sol', line: 3, column: 1, text: 'x = 7;', function: 'C.f' },
        },
      },
    ])
  })
})

describe('watching', () => {
  it('is a table, with a count of what was left out', () => {
    expect(watchScreen(watched(0, 1, 2), en).map(plain)).toEqual([
      '0x00 2 accesses',
      '',
      ' step  frame  opcode   access  value',
      '    2      0  MSTORE   write   0x00 → 0x00',
      '    5      0  MSTORE8  write   0x00 → 0xff',
    ])
    expect(
      watchScreen(watched(0, 1, 1), en)
        .map(plain)
        .at(-1),
    ).toBe('  1 more; --limit shows more')
    expect(watchScreen(watched(0x100, 1, 1), en).map(plain)).toEqual(['0x100 0 accesses'])
    expect(Math.max(...watchScreen(watched(0, 1, 1), zh, 20).map(lineWidth))).toBe(20)
  })

  it('is a document', () => {
    expect(watchDocument(watched(9, 1, 5))).toMatchObject({
      ...{ version: 1, range: { offset: 9, size: 1 }, count: 2 },
      accesses: [
        {
          step: 2,
          pc: 3,
          op: 'MSTORE',
          kind: 'write',
          offset: 0,
          size: 32,
          before: '0x00',
          after: '0x00',
          source: null,
        },
        { step: 9, op: 'CALLDATACOPY', kind: 'write', offset: 8, size: 2, before: '0x00', after: '0xbb' },
      ],
    })
  })
})

it('a range is written with its last byte', () =>
  expect([
    rangeText({ offset: 5, length: 1 }),
    rangeText({ offset: 0x80, length: 32 }),
    rangeText({ offset: 0xfff, length: 2 }),
  ]).toEqual(['0x05', '0x80..0x9f', '0xfff..0x1000']))
