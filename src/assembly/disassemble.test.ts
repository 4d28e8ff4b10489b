import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../base/hex.ts'
import { FORK_NAMES, type ForkName } from '../opcodes/forkNames.ts'
import { assemble } from './assemble.ts'
import { disassemble, formatDisassembly } from './disassemble.ts'

/** The text of `hex`, without comments and indentation. */
function lines(hex: string, fork?: ForkName): string[] {
  return formatDisassembly(disassemble(hexToBytes(hex), fork && { fork }))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/;.*/, '').trim())
}

/** Data of `hex`: position, size and reason. */
function data(hex: string, fork?: ForkName): string[] {
  return disassemble(hexToBytes(hex), fork && { fork }).flatMap((part) =>
    part.kind === 'data' ? [`${part.pc} ${part.bytes.length} ${part.reason}`] : [],
  )
}

function expectRoundTrip(code: Uint8Array, fork: ForkName): void {
  const parts = disassemble(code, { fork })
  expect(bytesToHex(Uint8Array.from(parts.flatMap(({ bytes }) => [...bytes])))).toBe(bytesToHex(code))
  expect(bytesToHex(assemble(formatDisassembly(parts), { fork }).code)).toBe(bytesToHex(code))
}

describe('text', () => {
  it('is source with positions and remarks', () => {
    // PUSH1 9, PUSH1 6, JUMP, INVALID, JUMPDEST, DUP1, JUMP, JUMPDEST, STOP, metadata
    expect(formatDisassembly(disassemble(hexToBytes('0x6009600656fe5b80565b00a264697066735822')))).toBe(
      `    PUSH1 0x09                        ; 0x0000  = at_0009
    PUSH1 @at_0006                    ; 0x0002
    JUMP                              ; 0x0004
    DATA 0xfe                         ; 0x0005  never reached: 1 byte
at_0006: JUMPDEST                     ; 0x0006
    DUP1                              ; 0x0007
    JUMP                              ; 0x0008
at_0009: JUMPDEST                     ; 0x0009
    STOP                              ; 0x000a
    DATA 0xa264697066735822           ; 0x000b  never reached: 8 bytes
`,
    )
  })
  it('keeps a space before a comment that is pushed aside, and breaks long data', () => {
    const text = formatDisassembly(disassemble(hexToBytes(`0x7f${'11'.repeat(32)}00${'22'.repeat(40)}`)))
    expect(text).toContain(`PUSH32 0x${'11'.repeat(32)} ; 0x0000\n`)
    expect(text).toContain(`DATA 0x${'22'.repeat(32)} ; 0x0022  never reached: 40 bytes\n`)
    expect(text).toContain(`    DATA 0x${'22'.repeat(8)}           ; 0x0042\n`)
  })
  it('of nothing is nothing', () => expect(formatDisassembly(disassemble(new Uint8Array()))).toBe(''))
})

describe('what no mnemonic spells is data', () => {
  it('bytes that are no opcode', () => {
    expect(data('0x0c')).toEqual(['0 1 unknownOpcode'])
    expect(data('0x010c01')).toEqual(['1 1 unknownOpcode', '2 1 neverReached'])
  })
  it('opcodes of later forks', () => {
    expect(lines('0x5f00', 'paris')).toEqual(['DATA 0x5f', 'DATA 0x00'])
    expect(lines('0x5f00', 'shanghai')).toEqual(['PUSH0', 'STOP'])
    expect(lines('0x601e1e', 'prague')).toEqual(['PUSH1 0x1e', 'DATA 0x1e'])
    expect(lines('0x601e1e', 'osaka')).toEqual(['PUSH1 0x1e', 'CLZ'])
  })
  it('a push that the end cuts off', () => {
    expect(data('0x60')).toEqual(['0 1 cutPush'])
    expect(data('0x0161ff')).toEqual(['1 2 cutPush'])
    expect(data('0x0161ff00')).toEqual([])
    expect(data(`0x7f${'00'.repeat(31)}`)).toEqual(['0 32 cutPush'])
  })
})

describe('never reached', () => {
  it.each([
    ['behind STOP', '0x005b01', ['1 2 neverReached']],
    ['behind INVALID', '0xfe01', ['1 1 neverReached']],
    ['behind RETURN', '0x5f5ff301', ['3 1 neverReached']],
    ['behind REVERT', '0x5f5ffd01', ['3 1 neverReached']],
    ['behind SELFDESTRUCT', '0x5fff01', ['2 1 neverReached']],
    ['behind JUMP, up to its target', '0x60055601015b00', ['3 2 neverReached']],
    ['not behind JUMPI', '0x5f60045701005b', ['6 1 neverReached']],
    ['nothing when all falls through', '0x5b5b0101', []],
    ['a JUMPDEST that only dead code pushes', '0x0060045b00', ['1 4 neverReached']],
    ['a JUMPDEST inside an immediate', '0x6003565b615b0000', []],
    // PUSH1 8, PUSH1 6, JUMP, INVALID, 6: JUMPDEST, JUMP, 8: JUMPDEST, STOP
    ['not a return address', '0x6008600656fe5b565b00', ['5 1 neverReached']],
    // PUSH1 7, PUSH0, MSTORE, STOP, 6: INVALID, 7: JUMPDEST
    ['a JUMPDEST whose position is only stored', '0x60075f5200fefe5b', ['5 3 neverReached']],
    // PUSH1 6, PUSH1 255, AND, STOP, 6: JUMPDEST. A pointer under a mask, perhaps left for a later block.
    ['not one that goes through arithmetic', '0x600660ff16005b', []],
  ])('%s', (_, hex, expected) => expect(data(hex)).toEqual(expected))
  it('knows constants that DUP, SWAP and POP move', () => {
    // PUSH0, PUSH1 8, SWAP1, POP, DUP1, JUMP, INVALID, 8: JUMPDEST, STOP
    expect(lines('0x5f600890508056fe5b00')).toEqual([
      'PUSH0',
      'PUSH1 @at_0008',
      'SWAP1',
      'POP',
      'DUP1',
      'JUMP',
      'DATA 0xfe',
      'at_0008: JUMPDEST',
      'STOP',
    ])
  })
  it('knows which item DUP copies', () => {
    // PUSH1 6, PUSH0, DUP2, JUMP, INVALID, 6: JUMPDEST, STOP
    expect(lines('0x60065f8156fe5b00').slice(0, 2)).toEqual(['PUSH1 @at_0006', 'PUSH0'])
    expect(data('0x60065f8056fe5b00')).toEqual(['5 1 neverReached'])
  })
  it('is nothing with a JUMPDEST once a target is computed', () => {
    // CALLDATASIZE, PUSH1 1, ADD, JUMP, INVALID, JUMPDEST, STOP
    expect(data('0x3660010156fe5b00')).toEqual(['5 1 neverReached'])
    // The same with a constant target that is no JUMPDEST: all behind it is dead.
    expect(data('0x60015656fe5b00')).toEqual(['3 4 neverReached'])
  })
})

describe('solc', () => {
  const expected: { functions: { runtimeCode: string; creationCode: string }[] } = JSON.parse(
    readFileSync(new URL('../../test/vectors/solidity-expected.json', import.meta.url), 'utf8'),
  )
  const runtimes = new Set(expected.functions.map(({ runtimeCode }) => runtimeCode))
  const creations = new Set(expected.functions.map(({ creationCode }) => creationCode))

  it('code comes back byte for byte', () => {
    expect(runtimes.size).toBeGreaterThanOrEqual(6)
    expect(creations.size).toBe(runtimes.size)
    for (const hex of [...runtimes, ...creations]) expectRoundTrip(hexToBytes(hex), 'osaka')
  })
  it('everything behind the last INVALID of runtime code, and nothing else, is data', () => {
    let withoutConstants = 0
    for (const hex of runtimes) {
      const code = hexToBytes(hex)
      const parts = disassemble(code).filter(({ kind }) => kind === 'data')
      expect(parts).toHaveLength(1)
      const { pc, bytes } = parts[0]
      expect(pc + bytes.length).toBe(code.length)
      expect(bytes[0]).toBe(0xfe)
      // The last two bytes say how long the CBOR map of metadata before them is. Constants may stand in front of it.
      const metadata = code[code.length - 2] * 256 + code[code.length - 1] + 2
      expect(bytes.length).toBeGreaterThan(metadata)
      if (bytes.length === metadata + 1) withoutConstants++
    }
    // All but Probe, which holds the code of a proxy as a string.
    expect(withoutConstants).toBe(runtimes.size - 1)
  })
  it('the runtime code inside creation code is data', () => {
    for (const { runtimeCode, creationCode } of expected.functions) {
      const parts = disassemble(hexToBytes(creationCode)).filter(({ kind }) => kind === 'data')
      expect(parts.map(({ bytes }) => bytesToHex(bytes))).toEqual([`0xfe${runtimeCode.slice(2)}`])
    }
  })
})

describe('round trip', () => {
  const seed = Number(process.env.MEMLANE_SEED ?? Date.now() % 2 ** 31)
  const fork = fc.constantFrom(...FORK_NAMES)

  it('of the memory lane, which has no jump', () => {
    const source = readFileSync(new URL('../../examples/memorylane.evm', import.meta.url), 'utf8')
    expectRoundTrip(assemble(source).code, 'osaka')
  })
  it('of each opcode alone, in each fork', () => {
    for (const name of FORK_NAMES) for (let code = 0; code < 256; code++) expectRoundTrip(Uint8Array.of(code), name)
  })
  it(`of random bytes (MEMLANE_SEED=${seed})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400, size: 'max' }), fork, (code, fork) => expectRoundTrip(code, fork)),
      { seed, numRuns: 3000 },
    )
  })

  // Mostly jumps to JUMPDESTs that exist, so that labels, dead ends and cut pushes are common. A jump is
  // PUSH2 and JUMP or JUMPI; its number picks one of the JUMPDESTs.
  type Piece = readonly number[] | { readonly jump: number; readonly pick: number }
  const piece: fc.Arbitrary<Piece> = fc.oneof(
    { weight: 4, arbitrary: fc.constant([0x5b]) },
    { weight: 2, arbitrary: fc.record({ jump: fc.constantFrom(0x56, 0x57, 0x57), pick: fc.nat() }) },
    fc.constantFrom(0x56, 0x00, 0xfe, 0x5f, 0x80, 0x90, 0x50, 0x01, 0x0c).map((byte) => [byte]),
    fc.nat(255).map((value) => [0x60, value]),
    fc.nat(255).map((value) => [0x63, 0, 0, 0, value]),
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => [0x7f, ...bytes]),
  )
  const program = fc.array(piece, { maxLength: 100, size: 'max' }).map((pieces) => {
    const destinations: number[] = []
    let pc = 0
    for (const piece of pieces) {
      if ('jump' in piece) pc += 4
      else {
        if (piece[0] === 0x5b) destinations.push(pc)
        pc += piece.length
      }
    }
    const bytes = pieces.flatMap((piece) => {
      if (!('jump' in piece)) return piece
      const target = destinations.length === 0 ? 0 : destinations[piece.pick % destinations.length]
      return [0x61, target >> 8, target & 255, piece.jump]
    })
    return Uint8Array.from(bytes)
  })

  it(`of random programs (MEMLANE_SEED=${seed})`, () => {
    let labels = 0
    let jumps = 0
    let dead = 0
    fc.assert(
      fc.property(program, fork, (code, fork) => {
        expectRoundTrip(code, fork)
        for (const part of disassemble(code, { fork })) {
          if (part.kind === 'data') dead += part.reason === 'neverReached' ? 1 : 0
          else if (part.label !== undefined) labels++
          else if (part.jumps) jumps++
        }
      }),
      { seed, numRuns: 3000 },
    )
    expect(labels).toBeGreaterThan(100)
    expect(jumps).toBeGreaterThan(100)
    expect(dead).toBeGreaterThan(100)
  })

  it('takes a mebibyte of one byte, whichever it is: what takes the square of that does not end here', () => {
    for (const byte of [0x5b, 0x0c, 0x60, 0x57, 0x90]) {
      expect(disassemble(new Uint8Array(2 ** 20).fill(byte)).length).toBeGreaterThan(0)
    }
  })
})
