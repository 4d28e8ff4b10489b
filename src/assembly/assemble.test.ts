import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bytesToHex } from '../base/hex.ts'
import { assemble, MAX_SOURCE_LENGTH } from './assemble.ts'
import { formatListing } from './listing.ts'
import { AssemblyError } from './problem.ts'

function hex(source: string, options?: Parameters<typeof assemble>[1]): string {
  return bytesToHex(assemble(source, options).code).slice(2)
}

/** The problems of `source` as `line:column code`. */
function problems(source: string, options?: Parameters<typeof assemble>[1]): string[] {
  return thrownBy(source, options).problems.map(({ line, column, code }) => `${line}:${column} ${code.slice(9)}`)
}

function thrownBy(source: string, options?: Parameters<typeof assemble>[1]): AssemblyError {
  try {
    assemble(source, options)
  } catch (error) {
    if (error instanceof AssemblyError) return error
    throw error
  }
  throw new Error('it assembled')
}

describe('the memory lane', () => {
  const source = readFileSync(new URL('../../examples/memorylane.evm', import.meta.url), 'utf8')
  const vectors: { seedInstructions: number; sections: { section: number; prefixCode: string }[] } = JSON.parse(
    readFileSync(new URL('../../test/vectors/memorylane-sections.json', import.meta.url), 'utf8'),
  )
  const assembly = assemble(source)

  it('has 84 instructions in 109 bytes', () => {
    expect(vectors.seedInstructions).toBe(84)
    expect(assembly.listing).toHaveLength(84)
    expect(assembly.code).toHaveLength(109)
  })
  it('has six sections that cover the code, each ending where the known prefix ends', () => {
    const { sections, code } = assembly
    expect(sections.map(({ name }) => name)).toEqual([
      '1 free memory pointer initialisation',
      '2 allocate a, bump the free memory pointer',
      '3 zero-initialise a',
      '4 allocate b, bump the free memory pointer',
      '5 zero-initialise b',
      '6 b[0] = 1',
    ])
    expect(sections[0].start).toBe(0)
    expect(vectors.sections).toHaveLength(6)
    for (const [index, { prefixCode }] of vectors.sections.entries()) {
      const { start, end } = sections[index]
      expect(bytesToHex(code.subarray(0, end))).toBe(prefixCode)
      if (index > 0) expect(start).toBe(sections[index - 1].end)
    }
  })
})

describe('instructions', () => {
  it.each([
    ['STOP', '00'],
    ['stop Stop sTOP', '000000'],
    ['PUSH1 0x80 PUSH1 0x40 MSTORE', '6080604052'],
    ['SHA3 KECCAK256 DIFFICULTY PREVRANDAO SUICIDE SELFDESTRUCT', '20204444ffff'],
    ['DUP1 DUP16 SWAP1 SWAP16 LOG0 LOG4 INVALID', '808f909fa0a4fe'],
    ['PUSH0 MCOPY TLOAD TSTORE CLZ BLOBHASH', '5f5e5c5d1e49'],
    ['PUSH1@x x:', '6002'],
    ['', ''],
    [' \t \n\r\n\r ; nothing', ''],
  ])('%s', (source, code) => expect(hex(source)).toBe(code))
  it('counts lines at \\n, \\r\\n and \\r', () => {
    expect(assemble('STOP\nADD\r\nMUL\rSUB').listing.map(({ line }) => line)).toEqual([1, 2, 3, 4])
  })
  it('takes no-break spaces and a byte order mark for space', () => {
    expect(hex('\ufeffPUSH1\u00a00x01\u3000STOP')).toBe('600100')
  })
})

describe('numbers', () => {
  it.each([
    ['PUSH1 255', '60ff'],
    ['PUSH1 0xfF', '60ff'],
    ['PUSH2 255', '6100ff'],
    ['PUSH2 0xff', '6100ff'],
    ['PUSH1 0x00ff', '60ff'],
    ['PUSH1 007', '6007'],
    ['PUSH32 1', `7f${'00'.repeat(31)}01`],
    ['PUSH 0', '5f'],
    ['PUSH 0x0000', '5f'],
    ['PUSH1 0', '6000'],
    ['PUSH 1', '6001'],
    ['PUSH 255', '60ff'],
    ['PUSH 256', '610100'],
    ['PUSH 0x010000', '62010000'],
    ['PUSH 16777216', '6301000000'],
    // 2^256 − 1
    [`PUSH 115792089237316195423570985008687907853269984665640564039457584007913129639935`, `7f${'ff'.repeat(32)}`],
    [`PUSH 0x${'00'.repeat(100)}${'ff'.repeat(32)}`, `7f${'ff'.repeat(32)}`],
    [`PUSH ${'0'.repeat(100)}9`, '6009'],
  ])('%s', (source, code) => expect(hex(source)).toBe(code))
  it('pushes 0 with a byte where there is no PUSH0', () => {
    expect(hex('PUSH 0', { fork: 'paris' })).toBe('6000')
    expect(hex('PUSH 0', { fork: 'shanghai' })).toBe('5f')
  })
})

describe('labels', () => {
  it('emit nothing and name the next byte', () => {
    const { code, labels } = assemble('start: JUMPDEST middle: POP PUSH @middle end:')
    expect(bytesToHex(code)).toBe('0x5b506001')
    expect([...labels]).toEqual([
      ['start', 0],
      ['middle', 1],
      ['end', 4],
    ])
  })
  it('may follow or precede their pushes, several on one place', () => {
    expect(hex('a: b: PUSH @c PUSH @b c: d : PUSH @d')).toBe('60035f6003')
  })
  it('are told apart by letter case, take any script, and may look like mnemonics', () => {
    expect(hex('PUSH @a PUSH @A PUSH @循环 PUSH @add.1_$ A: STOP a: STOP 循环: STOP add.1_$: STOP ADD:')).toBe(
      '6009600860 0a600b00000000'.replace(' ', ''),
    )
  })
  it('at 0 are pushed by PUSH0 where there is one', () => {
    expect(hex('a: PUSH @a')).toBe('5f')
    expect(hex('a: PUSH @a', { fork: 'london' })).toBe('6000')
    expect(hex('a: PUSH1 @a PUSH3 @a')).toBe('600062000000')
  })
  // 2 + 253 bytes put the label at 255; one more byte, and the push itself grows.
  it.each([
    [253, '60ff'],
    [254, '610101'],
    [255, '610102'],
  ])('behind %i bytes of data are pushed as narrow as can be', (size, push) => {
    expect(hex(`PUSH @end DATA 0x${'aa'.repeat(size)} end:`)).toBe(push + 'aa'.repeat(size))
  })
  it('grow all pushes that one growing push moves out of reach', () => {
    // With one byte each: b at 257, a at 255. Widening the push of b moves a to 256, which widens the push of a.
    const { code, labels } = assemble(`PUSH @a PUSH @b DATA 0x${'00'.repeat(251)} a: DATA 0x0000 b:`)
    expect(labels.get('a')).toBe(257)
    expect(labels.get('b')).toBe(259)
    expect(bytesToHex(code.subarray(0, 6))).toBe('0x610101610103')
  })
  it('fit a fixed width or are refused', () => {
    const gap = (size: number) => `DATA 0x${'00'.repeat(size)}`
    expect(hex(`PUSH1 @end ${gap(253)} end:`).slice(0, 4)).toBe('60ff')
    expect(hex(`PUSH2 @end ${gap(253)} end:`).slice(0, 6)).toBe('610100')
    const error = thrownBy(`PUSH1 @end ${gap(254)} end:`)
    expect(error).toMatchObject({ code: 'assembly.pushTooNarrow', line: 1, column: 7 })
    expect(error.message).toBe(
      'Line 1, column 7: PUSH1 holds 1 byte, but @end (0x100) needs 2; write PUSH2, or PUSH for the smallest width.',
    )
  })
})

describe('data', () => {
  it.each([
    ['DATA 0x00', '00'],
    ['data 0xDEADbeef', 'deadbeef'],
    ['DATA 0x5b DATA 0x60', '5b60'],
    ['DATA "Az09"', '417a3039'],
    ['DATA "; // @x:"', '3b202f2f2040783a'],
    [String.raw`DATA "\"\\\n\r\t"`, '225c0a0d09'],
    ['DATA "é内"', 'c3a9e58685'],
    ['STOP DATA "a"STOP', '006100'],
  ])('%s', (source, code) => expect(hex(source)).toBe(code))
})

describe('comments and sections', () => {
  it('end with their line', () => {
    expect(hex('STOP ; ADD // x\nADD // MUL ; y\nMUL;SUB\n;;\n;; sections are nice\nSTOP')).toBe('00010200')
  })
  it('cover the code from mark to mark', () => {
    const { sections, code } = assemble(
      ';;section none\n;; SECTION  the first \nPUSH1 1\nPOP ;; section in a line\nSTOP\n  ;; section last',
    )
    expect(code).toHaveLength(4)
    expect(sections).toEqual([
      { name: 'none', start: 0, end: 0, line: 1 },
      { name: 'the first', start: 0, end: 3, line: 2 },
      { name: 'in a line', start: 3, end: 4, line: 4 },
      { name: 'last', start: 4, end: 4, line: 6 },
    ])
  })
  it('leave code before the first mark to no section', () => {
    expect(assemble('STOP\n;; section a\nADD').sections).toEqual([{ name: 'a', start: 1, end: 2, line: 2 }])
  })
})

describe('the listing', () => {
  it('says where each instruction stands in code and source', () => {
    const { listing } = assemble('a: PUSH  @a ; x\n\n  DATA "b" ADD')
    expect(listing.map(({ bytes, ...entry }) => ({ ...entry, bytes: bytesToHex(bytes) }))).toEqual([
      { pc: 0, bytes: '0x5f', line: 1, column: 4, text: 'PUSH  @a' },
      { pc: 1, bytes: '0x62', line: 3, column: 3, text: 'DATA "b"' },
      { pc: 2, bytes: '0x01', line: 3, column: 12, text: 'ADD' },
    ])
  })
  it('puts bytes beside the source, long ones over several rows', () => {
    const text = formatListing(assemble('; top\nx: PUSH17 1 STOP ; here\n\nSTOP\n'))
    expect(text).toBe(
      [
        '                                          1  ; top',
        '0x0000  70000000000000000000000000000000  2  x: PUSH17 1 STOP ; here',
        '        0001',
        '0x0012  00',
        '                                          3',
        '0x0013  00                                4  STOP',
        '',
      ].join('\n'),
    )
  })
  it('of nothing is nothing', () => expect(formatListing(assemble(''))).toBe(''))
})

describe('problems', () => {
  it.each([
    ['PUHS1 1', '1:1 unknownMnemonic', 'There is no instruction PUHS1; did you mean PUSH1?'],
    ['PUSH33 1', '1:1 unknownMnemonic', 'There is no instruction PUSH33; did you mean PUSH32?'],
    ['bananas', '1:1 unknownMnemonic', 'There is no instruction bananas.'],
    ['STOP\n  PUSH 1 @x', '2:10 unexpectedImmediate', 'PUSH takes one immediate, but @x follows it as well.'],
    ['ADD 0x02', '1:5 unexpectedImmediate', 'ADD takes no immediate, but 0x02 follows it.'],
    ['PUSH0 0', '1:7 unexpectedImmediate', 'PUSH0 takes no immediate, but 0 follows it.'],
    ['"x"', '1:1 unexpectedImmediate', '"x" stands without an instruction; write DATA in front of it.'],
    ['0x80', '1:1 unexpectedImmediate', '0x80 stands without an instruction; write PUSH in front of it.'],
    ['STOP, STOP', '1:5 unexpectedText', ', is no instruction, label or comment.'],
    [
      'PUSH1\nSTOP',
      '1:1 missingImmediate',
      'PUSH1 needs a decimal number, 0x hex or @label behind it on the same line.',
    ],
    ['PUSH1 add', '1:1 missingImmediate', undefined],
    ['PUSH1 next: STOP', '1:1 missingImmediate', undefined],
    ['PUSH ; 1', '1:1 missingImmediate', undefined],
    ['DATA', '1:1 missingImmediate', undefined],
    ['PUSH1 -1', '1:7 invalidImmediate', 'PUSH1 takes a decimal number, 0x hex or @label, not -1.'],
    ['PUSH1 ff', '1:7 invalidImmediate', 'PUSH1 takes a decimal number, 0x hex or @label, not ff.'],
    ['PUSH1 "a"', '1:7 invalidImmediate', undefined],
    ['DATA 12', '1:6 invalidImmediate', 'DATA takes bytes in 0x hex or a string in double quotes, not 12.'],
    ['DATA @x x:', '1:6 invalidImmediate', undefined],
    ['DATA ""', '1:6 emptyData', 'An empty string is no data; leave the DATA out.'],
    ['PUSH1 0x1', '1:7 oddHex', '0x1 has an odd number of hex digits, 1; write two for each byte, as in 0x01.'],
    ['DATA 0x123', '1:6 oddHex', '0x123 has an odd number of hex digits, 3; write two for each byte, as in 0x0123.'],
    ['PUSH1 0x', '1:7 invalidNumber', undefined],
    ['PUSH1 0xgg', '1:7 invalidNumber', undefined],
    ['PUSH1 0X10', '1:7 invalidNumber', undefined],
    ['PUSH1 0x01STOP', '1:7 invalidNumber', undefined],
    ['PUSH1 1.5', '1:7 invalidNumber', undefined],
    [`PUSH32 0x01${'00'.repeat(32)}`, '1:8 numberTooLarge', undefined],
    [
      'PUSH 115792089237316195423570985008687907853269984665640564039457584007913129639936',
      '1:6 numberTooLarge',
      '1157920892373161954235709850086879078532… does not fit into 32 bytes.',
    ],
    [
      'PUSH1 256',
      '1:7 pushTooNarrow',
      'PUSH1 holds 1 byte, but 256 needs 2; write PUSH2, or PUSH for the smallest width.',
    ],
    ['PUSH2 0x010000', '1:7 pushTooNarrow', undefined],
    ['PUSH @nope', '1:6 unknownLabel', 'There is no label nope; write nope: in front of the instruction it names.'],
    ['a: STOP\n\n a: STOP', '3:2 duplicateLabel', 'The label a stands on line 1 already.'],
    ['PUSH @', '1:6 missingLabelName', undefined],
    ['DATA "abc', '1:6 unterminatedString', 'This string has no closing quote on its line.'],
    ['DATA "abc\\', '1:6 unterminatedString', undefined],
    ['DATA "abc\\"', '1:6 unterminatedString', undefined],
    [String.raw`DATA "a\x41"`, '1:8 invalidEscape', String.raw`A string knows no \x; it knows \" \\ \n \r \t.`],
    [';; section', '1:1 missingSectionName', undefined],
    ['STOP ;; section ', '1:6 missingSectionName', undefined],
  ])('%s', (source, problem, message) => {
    const error = thrownBy(source)
    expect(problems(source)).toEqual([problem])
    if (message !== undefined) expect(error.problems[0].message).toBe(message)
  })

  it('name the fork that an instruction came with', () => {
    expect(thrownBy('PUSH0', { fork: 'paris' }).problems[0].message).toBe(
      'PUSH0 does not exist in paris; it came with shanghai.',
    )
    expect(hex('PUSH0', { fork: 'shanghai' })).toBe('5f')
  })
  it('are all reported, in source order, under the first of them', () => {
    const error = thrownBy('PUSH @no\nFOO 0x1 BAR\nPUSH1 0x1\nx: x: STOP 1')
    expect(error.problems.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([
      '1:6 assembly.unknownLabel',
      '2:1 assembly.unknownMnemonic',
      '2:9 assembly.unknownMnemonic',
      '3:7 assembly.oddHex',
      '4:4 assembly.duplicateLabel',
      '4:12 assembly.unexpectedImmediate',
    ])
    expect(error).toMatchObject({ name: 'AssemblyError', code: 'assembly.unknownLabel', line: 1, column: 6 })
    expect(error.facts).toEqual({ label: 'no', line: 1, column: 6, others: 5 })
    expect(error.message).toBe(
      'Line 1, column 6: There is no label no; write no: in front of the instruction it names. (5 more problems follow.)',
    )
  })
  it('end at one hundred', () => expect(thrownBy('X\n'.repeat(1000)).problems).toHaveLength(100))
})

describe('limits', () => {
  it('hold code to its size, before and after labels have addresses', () => {
    expect(assemble('DATA 0x000000', { maxCodeSize: 3 }).code).toHaveLength(3)
    expect(problems('STOP\nDATA 0x000000', { maxCodeSize: 3 })).toEqual(['2:1 codeTooLarge'])
    const late = `PUSH @end\nDATA 0x${'00'.repeat(254)}\nSTOP end:`
    expect(assemble(late, { maxCodeSize: 258 }).code).toHaveLength(258)
    expect(problems(late, { maxCodeSize: 257 })).toEqual(['3:1 codeTooLarge'])
    expect(problems(late, { maxCodeSize: 256 })).toEqual(['2:1 codeTooLarge'])
  })
  it('are one MiB of code by default', () => {
    const megabyte = `DATA 0x${'00'.repeat(2 ** 20)}`
    expect(assemble(megabyte).code).toHaveLength(2 ** 20)
    expect(problems(`${megabyte} STOP`)).toEqual([`1:${megabyte.length + 2} codeTooLarge`])
  })
  it('hold source and marks', () => {
    expect(problems(' '.repeat(MAX_SOURCE_LENGTH + 1))).toEqual(['1:1 sourceTooLarge'])
    expect(problems('a: b: c: STOP', { maxCodeSize: 2 })).toEqual(['1:7 tooManyMarks'])
  })
})

describe('a megabyte of nuisance', () => {
  const length = 2 ** 20
  const repeated = (text: string) => text.repeat(Math.ceil(length / text.length))
  // Each takes well under 2 s when every step is linear, and minutes when one is quadratic.
  it.each<[string, string]>([
    ['one word', repeated('a')],
    ['one number', `PUSH ${repeated('9')}`],
    ['zeros', `PUSH 0x${repeated('00')}`],
    ['spaces', `a${repeated(' ')}`],
    ['a comment of spaces', `;;${repeated(' ')}section`],
    ['an open string', `DATA "${repeated('\\"')}`],
    ['at signs', repeated('@')],
    ['one name', repeated('a:')],
    ['unknown words', repeated('foo ')],
    ['pushes of one label', `${repeated('PUSH @a ')}a:`],
    // Each label that crosses 65,536 makes room for one push to grow, which moves the next label over the edge.
    [
      'widths that grow one by one',
      [
        ...Array.from({ length: 12_000 }, (_, n) => `PUSH @l${n}`),
        `DATA 0x${'5b'.repeat(65_536 - 3 * 12_000 - 11_999)}`,
        ...Array.from({ length: 12_000 }, (_, n) => `l${12_000 - 1 - n}: STOP`),
      ].join('\n'),
    ],
  ])('%s', (_, source) => {
    let outcome: unknown
    try {
      outcome = assemble(source).code
    } catch (error) {
      outcome = error
    }
    expect(outcome instanceof Uint8Array || outcome instanceof AssemblyError, String(outcome)).toBe(true)
  })
})
