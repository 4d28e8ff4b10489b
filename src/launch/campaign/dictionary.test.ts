import { describe, expect, it } from 'vitest'
import { hexToBytes } from '../../base/index.ts'
import { fork } from '../../opcodes/index.ts'
import { constantsIn, Dictionary } from './dictionary.ts'
import { Random } from './random.ts'

describe('constantsIn', () => {
  it('gives what is pushed, each once, without positions to jump to', () => {
    // PUSH2 0x0102, PUSH1 9 (the JUMPDEST), JUMP, PUSH1 7, DUP1, JUMPDEST, PUSH2 0x0102, and PUSH3 that ends after two bytes.
    const code = hexToBytes('0x6101026009566007805b610102620304')
    expect(code[9]).toBe(0x5b)
    expect(constantsIn(code, fork('osaka'))).toEqual([0x102n, 7n, 0x304n])
  })
})

describe('Dictionary', () => {
  it('keeps constants, and the last values that were seen', () => {
    const dictionary = new Dictionary([1n, 300n])
    for (let value = 1000n; value < 2000n; value++) dictionary.add(value)
    expect(dictionary.constants(256n)).toEqual([1n])
    const random = new Random('seen')
    const picked = new Set(Array.from({ length: 5000 }, () => dictionary.pick(random)))
    expect(picked).toContain(300n)
    expect(picked).toContain(1999n)
    expect(picked).not.toContain(1500n)
    expect(new Dictionary([]).pick(random)).toBeUndefined()
  })
})
