import { describe, expect, it } from 'vitest'
import type { Outcome } from '../launch/facts.ts'
import { type MapEntry, mapScreen } from './map.ts'
import { messagesIn } from './messages/index.ts'
import { outcomeScreen } from './outcome.ts'
import { plain } from './span.ts'
import { displayWidth } from './width.ts'

const OUTCOME: Outcome = {
  call: 'MemoryLane.memoryLane()',
  status: 'stop',
  gasUsed: 434n,
  gasRefund: 0n,
  memoryGas: 33n,
  memorySize: 352,
  freePointer: { first: 0x80, last: 0x160 },
}

const reserved = (offset: number, bytes: number, object: string, value?: string): MapEntry => ({
  kind: 'scratch',
  offset,
  bytes,
  object,
  value,
  allocatedBy: undefined,
})

const ENTRIES: readonly MapEntry[] = [
  reserved(0x00, 64, 'scratch space'),
  reserved(0x40, 32, 'free memory pointer', '0x160'),
  reserved(0x60, 32, 'zero slot', '0'),
  {
    kind: 'array',
    offset: 0x80,
    bytes: 160,
    object: 'bytes32[5] a',
    value: '[0, 0, 0, 0, 0]',
    allocatedBy: { file: 'MemoryLane.sol', line: 7, text: 'bytes32[5] memory a;' },
  },
  {
    kind: 'array',
    offset: 0x120,
    bytes: 64,
    object: 'bytes32[2] b',
    value: '[1, 0]',
    allocatedBy: { file: 'MemoryLane.sol', line: 8, text: 'bytes32[2] memory b;' },
  },
]

describe('the first screen', () => {
  it('is the one that the product promises', () => {
    const english = messagesIn('en')
    const lines = [...outcomeScreen(OUTCOME, english), [], ...mapScreen(ENTRIES, english)].map(plain)
    expect(`${lines.join('\n')}\n`).toBe(
      `\
MemoryLane.memoryLane()   stopped   gas 434, of which memory 33   size 352 B   free pointer 0x80 → 0x160

 offset   bytes  object               value                     allocated by
 0x000       64  scratch space        –
 0x040       32  free memory pointer  0x160
 0x060       32  zero slot            0
 0x080      160  bytes32[5] a         [0, 0, 0, 0, 0]           MemoryLane.sol:7   bytes32[5] memory a;
 0x120       64  bytes32[2] b         [1, 0]                    MemoryLane.sol:8   bytes32[2] memory b;
`,
    )
  })
  it('lines up in Chinese', () => {
    const lines = mapScreen(ENTRIES, messagesIn('zh')).map(plain)
    expect(lines[0]).toBe(' 偏移      字节  对象                 值                        分配位置')
    const columns = lines.map((line) => displayWidth(line.slice(0, line.indexOf('MemoryLane.sol'))))
    expect(columns.slice(-2)).toEqual([displayWidth(lines[0]!) - displayWidth('分配位置'), columns.at(-1)])
  })
})

describe('mapScreen', () => {
  const english = messagesIn('en')
  const rows = (entry: Partial<MapEntry>) => mapScreen([{ ...ENTRIES[3]!, ...entry }], english).map(plain)[1]

  it('cuts a value that is longer than 72 columns', () => {
    expect(rows({ value: 'x'.repeat(72) })).toContain(`  ${'x'.repeat(72)}  `)
    expect(rows({ value: 'x'.repeat(73) })).toContain(`  ${'x'.repeat(71)}…  `)
  })
  it('shows control characters of values and source lines', () => {
    expect(rows({ value: '"\u001b[31m"' })).toContain('"\\u{1b}[31m"')
    expect(rows({ allocatedBy: { file: 'A.sol', line: 1, text: 'a;\t// \u202e' } })).toContain('a;\\t// \\u{202e}')
  })
  it('lines up source lines behind places of different length', () => {
    const place = (line: number) => ({ ...ENTRIES[3]!, allocatedBy: { file: 'A.sol', line, text: 'x;' } })
    const lines = mapScreen([place(7), place(12)], english).map(plain)
    expect(lines[1]!.endsWith('A.sol:7    x;')).toBe(true)
    expect(lines[2]!.endsWith('A.sol:12   x;')).toBe(true)
  })
  it('keeps the line that allocated in sight on a terminal of 80 columns', () => {
    const long = { ...ENTRIES[3]!, value: `[${'1, '.repeat(40)}1]`, object: `string ${'x'.repeat(50)}` }
    for (const width of [80, 100, 200]) {
      const lines = mapScreen([long], english, width).map(plain)
      expect(lines.every((line) => displayWidth(line) <= width)).toBe(true)
      expect(lines[1]).toContain(width === 80 ? ' Memo' : ' MemoryLane.sol:7')
    }
    const [, short = ''] = mapScreen([{ ...long, object: 'uint256[] x' }], english, 80).map(plain)
    expect(short).toContain('…  MemoryLane.sol:7   bytes32')
  })
  it('says what a question mark means when there is one', () => {
    const lines = mapScreen([{ ...ENTRIES[3]!, isInferred: true }], english).map(plain)
    expect(lines.slice(2)).toEqual(['', ' A type or place with ? is inferred from the code that allocated it.'])
  })
  it('writes all offsets with as many digits as the largest needs', () => {
    const lines = mapScreen([ENTRIES[0]!, { ...ENTRIES[3]!, offset: 0x12340 }], english).map(plain)
    expect(lines[1]!.startsWith(' 0x00000  ')).toBe(true)
    expect(lines[2]!.startsWith(' 0x12340  ')).toBe(true)
  })
})
