import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../base/hex.ts'
import { basicBlocks, endsExecution, immediateBytes, instructions, jumpTargets } from './code.ts'
import type { ForkName } from './forkNames.ts'
import { fork } from './forks.ts'
import { OPCODES, opcodeNamed } from './table.ts'

const seed = Number(process.env.MEMLANE_SEED ?? Date.now() % 2 ** 31)

function text(hex: string, name: ForkName = 'osaka'): string[] {
  return [...instructions(hexToBytes(hex), fork(name))].map(
    ({ pc, opcode, immediate, next }) => `${pc} ${opcode?.name ?? '?'} ${bytesToHex(immediate)} ${next}`,
  )
}

describe('instructions', () => {
  it('are read one behind the other', () => {
    expect(text('0x6080604052')).toEqual(['0 PUSH1 0x80 2', '2 PUSH1 0x40 4', '4 MSTORE 0x 5'])
    expect(text('0x')).toEqual([])
  })
  it('keep what is there of a push that the end cuts off', () => {
    expect(text('0x60')).toEqual(['0 PUSH1 0x 2'])
    expect(text('0x0063aabb')).toEqual(['0 STOP 0x 1', '1 PUSH4 0xaabb 6'])
    expect(text(`0x7f${'11'.repeat(31)}`)).toEqual([`0 PUSH32 0x${'11'.repeat(31)} 33`])
  })
  it('have no opcode where the fork has none, and go on behind it', () => {
    expect(text('0x0c5f01')).toEqual(['0 ? 0x 1', '1 PUSH0 0x 2', '2 ADD 0x 3'])
    expect(text('0x5f01', 'paris')).toEqual(['0 ? 0x 1', '1 ADD 0x 2'])
  })
  it('carry the price of the fork', () => {
    const [{ opcode }] = instructions(Uint8Array.of(0x54), fork('berlin'))
    expect(opcode).toMatchObject({ name: 'SLOAD', gas: 100 })
  })
})

describe('immediateBytes', () => {
  it('are those of the table, in every fork', () => {
    for (let code = 0; code < 256; code++)
      expect(immediateBytes(code)).toBe(OPCODES.find((opcode) => opcode.code === code)?.immediate ?? 0)
  })
})

describe('jumpTargets', () => {
  it.each([
    ['0x', ''],
    ['0x5b', '1'],
    ['0x605b5b', '001'],
    ['0x5b605b', '100'],
    ['0x615b5b5b', '0001'],
    ['0x5f5b', '01'],
    ['0x0c5b', '01'],
    ['0x60', '0'],
    [`0x7f${'5b'.repeat(33)}`, `${'0'.repeat(33)}1`],
    [`0x7e${'5b'.repeat(33)}`, `${'0'.repeat(32)}11`],
  ])('%s', (hex, targets) => expect(jumpTargets(hexToBytes(hex)).join('')).toBe(targets))
})

describe('basicBlocks', () => {
  const blocks = (hex: string, name: ForkName = 'osaka') =>
    basicBlocks(hexToBytes(hex), fork(name)).map(({ start, end }) => `${start}-${end}`)

  it.each([
    ['nothing', '0x', []],
    ['straight code', '0x6001600201', ['0-5']],
    ['a JUMPDEST begins one', '0x015b015b', ['0-1', '1-3', '3-4']],
    ['a JUMPDEST at the start begins no second', '0x5b5b', ['0-1', '1-2']],
    [
      'JUMP, JUMPI, STOP, RETURN, REVERT, INVALID and SELFDESTRUCT end one',
      '0x565700f3fdfeff01',
      ['0-1', '1-2', '2-3', '3-4', '4-5', '5-6', '6-7', '7-8'],
    ],
    ['a JUMPDEST behind a JUMP begins one block', '0x565b00', ['0-1', '1-3']],
    ['an unknown opcode ends one', '0x010c01', ['0-2', '2-3']],
    ['an immediate is neither', '0x605b605600', ['0-5']],
    ['a cut push ends with the code', '0x5b0063aa', ['0-2', '2-4']],
  ])('%s', (_, hex, expected) => expect(blocks(hex)).toEqual(expected))
  it('follow the opcodes of the fork', () => {
    expect(blocks('0x5f5f01')).toEqual(['0-3'])
    expect(blocks('0x5f5f01', 'paris')).toEqual(['0-1', '1-2', '2-3'])
  })
  it(`cover any code, and begin at every jump target (MEMLANE_SEED=${seed})`, () => {
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0x5b, 0x56, 0x57, 0x60, 0x00))
    const code = fc.array(byte, { maxLength: 300, size: 'max' }).map((bytes) => Uint8Array.from(bytes))
    let total = 0
    fc.assert(
      fc.property(code, fc.constantFrom<ForkName>('frontier', 'osaka'), (code, name) => {
        const blocks = basicBlocks(code, fork(name))
        total += blocks.length
        expect(blocks[0]?.start ?? 0).toBe(0)
        expect(blocks.at(-1)?.end ?? 0).toBe(code.length)
        for (const [index, { start, end }] of blocks.entries()) {
          expect(end).toBeGreaterThan(start)
          if (index > 0) expect(start).toBe(blocks[index - 1].end)
          // Walking a block alone meets what a walk of the whole meets there: only its last instruction leaves it.
          const inside = [...instructions(code.subarray(start, end), fork(name))]
          for (const { code: byte, opcode } of inside.slice(0, -1))
            expect(byte === 0x57 || endsExecution(opcode)).toBe(false)
          for (const { code: byte } of inside.slice(1)) expect(byte).not.toBe(0x5b)
        }
        const starts = new Set(blocks.map(({ start }) => start))
        for (const [pc, target] of jumpTargets(code).entries()) if (target === 1) expect(starts).toContain(pc)
      }),
      { seed, numRuns: 500 },
    )
    expect(total).toBeGreaterThan(5000)
  })
})

describe('endsExecution', () => {
  it('is true of six opcodes, and where there is no opcode', () => {
    const ends = OPCODES.filter(endsExecution).map(({ name }) => name)
    expect(ends).toEqual(['STOP', 'JUMP', 'RETURN', 'REVERT', 'INVALID', 'SELFDESTRUCT'])
    expect(endsExecution(undefined)).toBe(true)
    expect(endsExecution(opcodeNamed('JUMPI'))).toBe(false)
  })
})
