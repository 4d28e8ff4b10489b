/** Code starts are those that solc 0.4 to 0.8 write, as read from their output. */
import { describe, expect, it } from 'vitest'
import { bytesToHex, type Hex, hexToBytes } from '../base/index.ts'
import { pointerStart, withPointerShifted } from './pointerStart.ts'

const shifted = (code: Hex, shift: number) => bytesToHex(withPointerShifted(hexToBytes(code), shift))

describe('the start of the free memory pointer', () => {
  it.each<[string, Hex, number, number]>([
    ['plain', '0x6080604052348015600e575f5ffd5b50', 0, 0x80],
    ['optimized: the constant is used again', '0x6080806040523460155760f6', 0, 0x80],
    ['an immutable in a constructor', '0x60a060405234', 0, 0xa0],
    ['pushed behind the address', '0x6040608081523415', 2, 0x80],
    ['a memory guard in two bytes', '0x6101606040526004361015', 0, 0x160],
    ['a memory guard, its address first', '0x604061018081523415', 2, 0x180],
    ['behind what does not touch it', '0x34506080604052', 2, 0x80],
    // PUSH1 0x40 PUSH1 0x80 SWAP1 MSTORE
    ['swapped', '0x604060809052', 2, 0x80],
  ])('%s', (_, code, pc, value) => {
    expect(pointerStart(hexToBytes(code))).toMatchObject({ pc, value })
  })

  it.each<[string, Hex]>([
    ['without code', '0x'],
    ['where the first store at 0x40 is of no constant', '0x34604052'],
    ['where it is of an address below the first free byte', '0x6060604052'],
    ['where it is no whole word', '0x6081604052'],
    ['behind a jump', '0x600456fe5b6080604052'],
    ['behind a jump that may be taken', '0x3460075760806040525b'],
    ['behind the end', '0x006080604052'],
    ['where the constant is cut off', '0x6040604052'],
    ['among the bytes of another constant', '0x656080604052005000'],
    ['where it is from below the stack', '0x604052'],
  ])('is none %s', (_, code) => {
    expect(pointerStart(hexToBytes(code))).toBeUndefined()
    expect(shifted(code, 1)).toBe(code)
  })

  it('is raised in the PUSH that says it, whose length stays', () => {
    expect(shifted('0x6080604052', 31)).toBe('0x609f604052')
    expect(shifted('0x608080604052', 1)).toBe('0x608180604052')
    expect(shifted('0x604061018081523415', 32)).toBe('0x60406101a081523415')
    // As PUSH2 0x01f0 is, across its bytes.
    expect(shifted('0x6101e0604052', 32)).toBe('0x610200604052')
  })

  it('stays where the sum has no room', () => {
    expect(shifted('0x60e0604052', 31)).toBe('0x60ff604052')
    expect(shifted('0x60e0604052', 32)).toBe('0x60e0604052')
  })
})
