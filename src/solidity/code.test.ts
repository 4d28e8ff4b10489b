import { describe, expect, it } from 'vitest'
import { hexToBytes } from '../base/index.ts'
import { Code } from './code.ts'

describe('startsIn', () => {
  it('compares byte for byte', () => {
    const code = new Code({ object: '6001600255' })
    expect(code.startsIn(hexToBytes('0x6001600255'))).toBe(true)
    expect(code.startsIn(hexToBytes('0x6001600255ffff'))).toBe(true) // a constructor's arguments
    expect(code.startsIn(hexToBytes('0x6001600355'))).toBe(false)
    expect(code.startsIn(hexToBytes('0x60016002'))).toBe(false)
  })
  it('ignores immutables and linked addresses', () => {
    const code = new Code({
      object: `6000__$${'a'.repeat(34)}$__00`,
      immutableReferences: { 12: [{ start: 1, length: 1 }] },
      linkReferences: { 'L.sol': { L: [{ start: 2, length: 20 }] } },
    })
    expect(code.unlinked).toEqual(['L.sol:L'])
    expect(code.startsIn(hexToBytes(`0x60ff${'12'.repeat(20)}00`))).toBe(true)
    expect(code.startsIn(hexToBytes(`0x61ff${'12'.repeat(20)}00`))).toBe(false)
  })
  it('links addresses where they belong', () => {
    const code = new Code({
      object: `60__$${'a'.repeat(34)}$__73__$${'b'.repeat(34)}$__00`,
      linkReferences: {
        'L.sol': { L: [{ start: 1, length: 20 }], M: [{ start: 22, length: 20 }] },
      },
    })
    const address = `0x${'12'.repeat(20)}` as const
    const linked = code.linked(new Map([['L.sol:M', address]]))
    expect(linked).toEqual(hexToBytes(`0x60${'00'.repeat(20)}73${'12'.repeat(20)}00`))
    expect(code.bytes).toEqual(hexToBytes(`0x60${'00'.repeat(20)}73${'00'.repeat(20)}00`))
  })
  it('ignores the address that a library pushes first', () => {
    const code = new Code({ object: `73${'00'.repeat(20)}3014` })
    expect(code.startsIn(hexToBytes(`0x73${'ab'.repeat(20)}3014`))).toBe(true)
    expect(code.startsIn(hexToBytes(`0x73${'ab'.repeat(20)}3015`))).toBe(false)
  })
  it('is no prefix of anything when there is no code', () => {
    expect(new Code(undefined).startsIn(hexToBytes('0x00'))).toBe(false)
  })
})

it('functions are found by their first instruction', () => {
  const functionDebugData = {
    '@f_7': { entryPoint: 3, id: 7 },
    abi_decode_t_bool: { entryPoint: 5, id: null },
    gone: {},
  }
  const code = new Code({ object: '00'.repeat(8), functionDebugData })
  expect(code.functionAt(3)).toEqual({ name: '@f_7', id: 7 })
  expect(code.functionAt(5)).toEqual({ name: 'abi_decode_t_bool', id: undefined })
  expect(code.functionAt(4)).toBeUndefined()
})
