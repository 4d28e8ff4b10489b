import { describe, expect, it } from 'vitest'
import { memoryRows } from './memoryRows.ts'
import { messagesIn } from './messages/index.ts'
import { plain } from './span.ts'

const english = messagesIn('en')
const text = (memory: Uint8Array) => memoryRows(memory, english).map(plain)

describe('memoryRows', () => {
  it('shows 16 bytes a row, in hex and as text', () => {
    const memory = new Uint8Array(32)
    memory.set([0x57, 0x54, 0x46, 0x7f, 0x20], 14)
    memory[31] = 0xa0
    expect(text(memory)).toEqual([
      ' 0x000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 57 54  ··············WT',
      ' 0x010  46 7f 20 00 00 00 00 00  00 00 00 00 00 00 00 a0  F· ·············',
    ])
  })
  it('tells three rows of zeros, and shows two', () => {
    const memory = new Uint8Array(96)
    memory[0] = 1
    memory[48] = 1
    expect(text(memory).slice(1, 3)).toEqual(
      [' 0x010', ' 0x020'].map((offset) => `${offset}${'  00 00 00 00 00 00 00 00'.repeat(2)}  ${'·'.repeat(16)}`),
    )
    memory[48] = 0
    expect(text(memory).slice(1)).toEqual([' 0x010  80 zero bytes'])
  })
  it('tells zeros only in whole rows', () => {
    const memory = new Uint8Array(96)
    memory[70] = 1
    expect(text(memory)[0]).toBe(' 0x000  64 zero bytes')
    expect(text(memory)[1]).toMatch(/^ 0x040 {2}00 00 00 00 00 00 01 00 /)
  })
  it('shows the rows of a page and tells how much is left', () => {
    const memory = new Uint8Array(8192).fill(1)
    const lines = text(memory)
    expect(lines).toHaveLength(257)
    expect(lines.at(-1)).toBe(' 0x1000  4,096 more bytes; --json prints all')
    expect(lines[0]).toMatch(/^ 0x0000 {2}01 01/)
  })
  it('shows nothing for empty memory', () => expect(text(new Uint8Array(0))).toEqual([]))
  it('dims zero bytes and gives the others the ink of their owner', () => {
    const memory = new Uint8Array(16)
    memory[3] = 1
    memory[8] = 1
    const [line = []] = memoryRows(memory, english, [{ start: 8, end: 16, kind: 'array' }])
    const inks = line.filter(({ text }) => text.includes('01')).map(({ ink }) => ink)
    expect(inks).toEqual([undefined, 'array'])
    expect(line.filter(({ text }) => /^[ 0]+$/.test(text) && text.includes('0')).map(({ ink }) => ink)).toContain('dim')
  })
})
