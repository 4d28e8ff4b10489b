import { describe, expect, it } from 'vitest'
import * as codes from './codes.ts'
import { type Fork, fork } from './forks.ts'
import { isCreation, isSuccess } from './frame.ts'
import {
  lengthOf,
  OPCODES,
  opcodeNamed,
  opcodeOfByte,
  rangeOf,
  startsCall,
  startsCreation,
  startsFrame,
} from './table.ts'

/**
 * Typed from the Yellow Paper, appendices G and H.2 (code, name, items removed, items added), and from the
 * proposals for what came later; gas is that of the fork in which the opcode first appeared.
 */
const EXPECTED = `
00 STOP 0 0 0
01 ADD 2 1 3
02 MUL 2 1 5
03 SUB 2 1 3
04 DIV 2 1 5
05 SDIV 2 1 5
06 MOD 2 1 5
07 SMOD 2 1 5
08 ADDMOD 3 1 8
09 MULMOD 3 1 8
0a EXP 2 1 10
0b SIGNEXTEND 2 1 5
10 LT 2 1 3
11 GT 2 1 3
12 SLT 2 1 3
13 SGT 2 1 3
14 EQ 2 1 3
15 ISZERO 1 1 3
16 AND 2 1 3
17 OR 2 1 3
18 XOR 2 1 3
19 NOT 1 1 3
1a BYTE 2 1 3
1b SHL 2 1 3
1c SHR 2 1 3
1d SAR 2 1 3
1e CLZ 1 1 5
20 KECCAK256 2 1 30
30 ADDRESS 0 1 2
31 BALANCE 1 1 20
32 ORIGIN 0 1 2
33 CALLER 0 1 2
34 CALLVALUE 0 1 2
35 CALLDATALOAD 1 1 3
36 CALLDATASIZE 0 1 2
37 CALLDATACOPY 3 0 3
38 CODESIZE 0 1 2
39 CODECOPY 3 0 3
3a GASPRICE 0 1 2
3b EXTCODESIZE 1 1 20
3c EXTCODECOPY 4 0 20
3d RETURNDATASIZE 0 1 2
3e RETURNDATACOPY 3 0 3
3f EXTCODEHASH 1 1 400
40 BLOCKHASH 1 1 20
41 COINBASE 0 1 2
42 TIMESTAMP 0 1 2
43 NUMBER 0 1 2
44 PREVRANDAO 0 1 2
45 GASLIMIT 0 1 2
46 CHAINID 0 1 2
47 SELFBALANCE 0 1 5
48 BASEFEE 0 1 2
49 BLOBHASH 1 1 3
4a BLOBBASEFEE 0 1 2
50 POP 1 0 2
51 MLOAD 1 1 3
52 MSTORE 2 0 3
53 MSTORE8 2 0 3
54 SLOAD 1 1 50
55 SSTORE 2 0 0
56 JUMP 1 0 8
57 JUMPI 2 0 10
58 PC 0 1 2
59 MSIZE 0 1 2
5a GAS 0 1 2
5b JUMPDEST 0 0 1
5c TLOAD 1 1 100
5d TSTORE 2 0 100
5e MCOPY 3 0 3
5f PUSH0 0 1 2
a0 LOG0 2 0 375
a1 LOG1 3 0 750
a2 LOG2 4 0 1125
a3 LOG3 5 0 1500
a4 LOG4 6 0 1875
f0 CREATE 3 1 32000
f1 CALL 7 1 40
f2 CALLCODE 7 1 40
f3 RETURN 2 0 0
f4 DELEGATECALL 6 1 40
f5 CREATE2 4 1 32000
fa STATICCALL 6 1 700
fd REVERT 2 0 0
fe INVALID 0 0 0
ff SELFDESTRUCT 1 0 0
`
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}${index + 1}`)
const FAMILIES = [
  ...numbered('PUSH', 32).map((name, index) => `${(0x60 + index).toString(16)} ${name} 0 1 3`),
  ...numbered('DUP', 16).map((name, index) => `${(0x80 + index).toString(16)} ${name} ${index + 1} ${index + 2} 3`),
  ...numbered('SWAP', 16).map((name, index) => `${(0x90 + index).toString(16)} ${name} ${index + 2} ${index + 2} 3`),
]

const byCode = (a: string, b: string) => Number.parseInt(a, 16) - Number.parseInt(b, 16)

describe('the opcode table', () => {
  it('has the opcodes of the protocol with their stack effects and first prices', () => {
    const rows = OPCODES.map(({ code, name, pops, pushes, gas }) =>
      [code.toString(16).padStart(2, '0'), name, pops, pushes, gas].join(' '),
    )
    expect(rows).toEqual([...EXPECTED.trim().split('\n'), ...FAMILIES].sort(byCode))
    expect(rows).toHaveLength(150)
  })
  it('gives immediates to PUSH1 to PUSH32 only', () => {
    for (const { name, immediate } of OPCODES)
      expect(immediate).toBe(/^PUSH[1-9]/.test(name) ? Number(name.slice(4)) : 0)
  })
  it('names each operand once', () => {
    for (const { operands, pops } of OPCODES) {
      expect(operands).toHaveLength(pops)
      expect(new Set(operands).size).toBe(pops)
    }
  })
  it('calls every code by its constant', () => {
    for (const [name, code] of Object.entries(codes)) expect(opcodeNamed(name)).toMatchObject({ name, code })
  })
})

describe('memory operands', () => {
  // Typed from the Yellow Paper, appendix H.2: each M(…) and μm[…], as operand numbers from the top of the stack.
  const now = { isLater: false }
  const later = { isLater: true }
  const EXPECTED: Record<string, { reads?: object; writes?: object }> = {
    KECCAK256: { reads: { offset: 0, length: 1 } },
    CALLDATACOPY: { writes: { offset: 0, length: 2, ...now } },
    CODECOPY: { writes: { offset: 0, length: 2, ...now } },
    EXTCODECOPY: { writes: { offset: 1, length: 3, ...now } },
    RETURNDATACOPY: { writes: { offset: 0, length: 2, ...now } },
    MLOAD: { reads: { offset: 0, bytes: 32 } },
    MSTORE: { writes: { offset: 0, bytes: 32, ...now } },
    MSTORE8: { writes: { offset: 0, bytes: 1, ...now } },
    MCOPY: { reads: { offset: 1, length: 2 }, writes: { offset: 0, length: 2, ...now } },
    LOG0: { reads: { offset: 0, length: 1 } },
    LOG1: { reads: { offset: 0, length: 1 } },
    LOG2: { reads: { offset: 0, length: 1 } },
    LOG3: { reads: { offset: 0, length: 1 } },
    LOG4: { reads: { offset: 0, length: 1 } },
    CREATE: { reads: { offset: 1, length: 2 } },
    CREATE2: { reads: { offset: 1, length: 2 } },
    CALL: { reads: { offset: 3, length: 4 }, writes: { offset: 5, length: 6, ...later } },
    CALLCODE: { reads: { offset: 3, length: 4 }, writes: { offset: 5, length: 6, ...later } },
    DELEGATECALL: { reads: { offset: 2, length: 3 }, writes: { offset: 4, length: 5, ...later } },
    STATICCALL: { reads: { offset: 2, length: 3 }, writes: { offset: 4, length: 5, ...later } },
    RETURN: { reads: { offset: 0, length: 1 } },
    REVERT: { reads: { offset: 0, length: 1 } },
  }
  it('are those of the protocol; all other opcodes have none', () => {
    for (const { name, reads, writes, ranges } of OPCODES) {
      const expected = EXPECTED[name] ?? {}
      expect({ name, reads, writes }).toEqual({ name, reads: undefined, writes: undefined, ...expected })
      expect(ranges).toEqual([expected.reads, expected.writes].filter((range) => range !== undefined))
    }
    for (const name of Object.keys(EXPECTED)) expect(opcodeNamed(name)).toBeDefined()
  })
  it('are called offset and length in the names of operands', () => {
    let count = 0
    for (const { operands, ranges } of OPCODES)
      for (const range of ranges) {
        count++
        expect(operands[range.offset]).toMatch(/offset$/i)
        if ('length' in range) expect(operands[range.length]).toMatch(/length$/i)
      }
    expect(count).toBe(27)
  })
  it('name a range', () => {
    const stack = [64, 7, 96]
    const operand = (index: number) => stack[index]!
    expect(rangeOf(opcodeNamed('MLOAD')!.reads!, operand)).toEqual({ offset: 64, length: 32 })
    expect(rangeOf(opcodeNamed('MCOPY')!.reads!, operand)).toEqual({ offset: 7, length: 96 })
    expect(lengthOf(opcodeNamed('MSTORE8')!.writes!, operand)).toBe(1)
  })
})

describe('prices of data', () => {
  // Yellow Paper, appendix G: Gcopy, Gkeccak256word, Glogdata; EIP-1014 for CREATE2, EIP-3860 for both creations.
  const COPY = ['CALLDATACOPY', 'CODECOPY', 'EXTCODECOPY', 'RETURNDATACOPY', 'MCOPY']
  const perWord = (fork: Fork) =>
    fork.opcodes.flatMap((opcode) => (opcode?.gasPerWord ? [`${opcode.name} ${opcode.gasPerWord}`] : [])).sort()
  it('per word', () => {
    const copies = COPY.map((name) => `${name} 3`)
    const paris = ['KECCAK256 6', 'CREATE2 6', ...copies.filter((row) => !row.startsWith('MCOPY'))].sort()
    expect(perWord(fork('paris'))).toEqual(paris)
    expect(perWord(fork('osaka'))).toEqual(['KECCAK256 6', 'CREATE 2', 'CREATE2 8', ...copies].sort())
  })
  it('per byte', () => {
    const priced = OPCODES.filter(({ gasPerByte }) => gasPerByte > 0)
    expect(priced.map(({ name, gasPerByte }) => `${name} ${gasPerByte}`)).toEqual(
      [0, 1, 2, 3, 4].map((topics) => `LOG${topics} 8`),
    )
  })
})

describe('frames', () => {
  it('are started by six opcodes', () => {
    const starting = OPCODES.filter(({ starts }) => starts !== undefined)
    expect(starting.map(({ name }) => name)).toEqual('CREATE CALL CALLCODE DELEGATECALL CREATE2 STATICCALL'.split(' '))
    for (const { name, starts, code } of starting) {
      expect(starts).toBe(name.toLowerCase())
      expect([startsFrame(code), startsCreation(code), startsCall(code)]).toEqual([
        true,
        name.startsWith('CREATE'),
        name.includes('CALL'),
      ])
      expect(isCreation(starts!)).toBe(name.startsWith('CREATE'))
    }
    for (const { code, starts } of OPCODES) expect(startsFrame(code)).toBe(starts !== undefined)
    expect([startsFrame(0x0c), startsCall(0x0c), startsCreation(0x0c)]).toEqual([false, false, false])
  })
  it('are ended by five', () => {
    const ending = OPCODES.flatMap(({ name, ends }) => (ends ? [`${name} ${ends}`] : []))
    expect(ending).toEqual(['STOP stop', 'RETURN return', 'REVERT revert', 'INVALID halt', 'SELFDESTRUCT stop'])
  })
  it('keep what they did when they stop or return', () => {
    const kept = (['stop', 'return', 'revert', 'halt'] as const).filter(isSuccess)
    expect(kept).toEqual(['stop', 'return'])
  })
})

describe('opcodeOfByte', () => {
  it('knows every row and nothing else', () => {
    const known = Array.from({ length: 256 }, (_, byte) => opcodeOfByte(byte)).filter((opcode) => opcode !== undefined)
    expect(known).toEqual(OPCODES)
    for (const byte of [0x0c, -1, 256, 1.5]) expect(opcodeOfByte(byte)).toBeUndefined()
  })
})

describe('opcodeNamed', () => {
  it.each([
    ['ADD', 0x01],
    ['add', 0x01],
    ['pUsH32', 0x7f],
    ['SHA3', 0x20],
    ['difficulty', 0x44],
    ['SUICIDE', 0xff],
    ['KECCAK256', 0x20],
  ])('%s', (name, code) => expect(opcodeNamed(name)?.code).toBe(code))
  it.each(['', 'PUSH', 'PUSH33', 'DUP0', 'SWAP17', 'LOG5', ' ADD', 'toString', '__proto__'])('knows no %j', (name) =>
    expect(opcodeNamed(name)).toBeUndefined(),
  )
})
