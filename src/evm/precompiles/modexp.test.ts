import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../base/hex.ts'
import { bytesToBigint } from '../../base/word.ts'
import type { ForkName } from '../../opcodes/index.ts'
import { precompiles } from './table.ts'

const modexp = (fork: ForkName) => precompiles(fork).get(5n)!
const word = (value: bigint) => value.toString(16).padStart(64, '0')
const MAX = (1n << 256n) - 1n
const P = '0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f'.slice(2)

/** Lengths from the parts, unless they are given. */
function input(base: string, exponent: string, modulus: string, lengths: readonly bigint[] = []): Uint8Array {
  const parts = [base, exponent, modulus]
  const header = parts.map((part, i) => word(lengths[i] ?? BigInt(part.length / 2)))
  return hexToBytes(`0x${header.join('')}${parts.join('')}`)
}

function output(fork: ForkName, bytes: Uint8Array): string | undefined {
  const result = modexp(fork).run(bytes)
  return result && bytesToHex(result)
}

/** 3 ** (p − 1) % p, the first example of EIP-198. */
const FERMAT = input('03', `${P.slice(0, -2)}2e`, P)

describe('results (EIP-198)', () => {
  it('finds Fermat’s little theorem true', () => {
    expect(output('byzantium', FERMAT)).toBe(`0x${word(1n)}`)
  })

  it('takes an empty base for zero', () => {
    expect(output('byzantium', input('', `${P.slice(0, -2)}2e`, P))).toBe(`0x${word(0n)}`)
  })

  it('ignores bytes behind the modulus', () => {
    const bytes = input('03', 'ffff', `80${'00'.repeat(31)}07`, [1n, 2n, 32n])
    expect(output('byzantium', bytes)).toBe('0x3b01b01ac41f2d6e917c6d6a221ce793802469026d9ab7578fa2e79e4da6aaab')
  })

  it('reads zeros behind the input’s end', () => {
    const bytes = input('03', 'ffff', '80', [1n, 2n, 32n])
    expect(output('byzantium', bytes)).toBe('0x3b01b01ac41f2d6e917c6d6a221ce793802469026d9ab7578fa2e79e4da6aaab')
  })

  it.each([
    ['no modulus', '03', '02', '', '0x'],
    ['nothing at all', '', '', '', '0x'],
    ['modulus 0', '03', '02', '0000', '0x0000'],
    ['modulus 1', '03', '02', '0001', '0x0000'],
    ['exponent 0 and modulus 1', '03', '00', '01', '0x00'],
    ['0 to the power of 0', '00', '00', '07', '0x01'],
    ['no base, no exponent', '', '', '07', '0x01'],
    ['leading zeros in the exponent', '02', '000000000000000000000003', '0a', '0x08'],
    ['a base above the modulus', '0103', '01', '0a', '0x09'],
  ])('%s', (_, base, exponent, modulus, expected) => {
    expect(output('byzantium', input(base, exponent, modulus))).toBe(expected)
  })

  it('agrees with the plain method on random numbers, odd and even', () => {
    const seed = 20251203
    let state = seed
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
    const hex = (bytes: number) =>
      Array.from({ length: bytes }, () => (random(4) === 0 ? 0 : random(256)).toString(16).padStart(2, '0')).join('')
    const value = (text: string) => bytesToBigint(hexToBytes(`0x${text}`))
    for (let i = 0; i < 400; i++) {
      const [base, exponent, modulus] = [hex(random(40)), hex(random(20)), hex(1 + random(40))]
      const m = value(modulus)
      let expected = m === 0n ? 0n : 1n % m
      if (m > 0n)
        for (const bit of value(exponent).toString(2)) {
          expected = (expected * expected) % m
          if (bit === '1') expected = (expected * value(base)) % m
        }
      const text = `0x${expected.toString(16).padStart(modulus.length, '0')}`
      expect(output('osaka', input(base, exponent, modulus)), `seed ${seed}, case ${i}`).toBe(text)
    }
  })
})

describe('prices', () => {
  // 32² · 255 / 20; (32 / 8)² · 255 / 3; 16 · 255
  it.each<[ForkName, bigint]>([
    ['byzantium', 13_056n],
    ['istanbul', 13_056n],
    ['berlin', 1360n],
    ['prague', 1360n],
    ['osaka', 4080n],
  ])('of the first example in %s', (fork, gas) => {
    expect(modexp(fork).gas(FERMAT)).toBe(gas)
  })

  // 65² / 4 + 96 · 65 − 3072 = 4224; 1025² / 16 + 480 · 1025 − 199680 = 357984
  it.each([
    [64n, 4096n],
    [65n, 4224n],
    [1024n, 357_376n],
    [1025n, 357_984n],
  ])('of a multiplication of %i bytes before Berlin', (length, complexity) => {
    // Exponent 2^40: forty squarings, a twentieth of the price each.
    expect(modexp('byzantium').gas(input('', '010000000000', '', [0n, 6n, length]))).toBe(complexity * 2n)
    expect(modexp('byzantium').gas(input('00', '0100', '', [length, 2n, 1n]))).toBe(complexity / 20n)
  })

  it('counts an exponent’s first 32 bytes by bits and the others whole', () => {
    // EIP-198: bit 253 − 8 of the first 32 bytes, and 68 bytes behind them.
    const exponent = `000001${'00'.repeat(97)}`
    const [byzantium, osaka] = [8n * 68n + 232n, 16n * 68n + 232n]
    expect(modexp('byzantium').gas(input('', exponent, '', [0n, 100n, 20n]))).toBe((400n * byzantium) / 20n)
    expect(modexp('osaka').gas(input('', exponent, '', [0n, 100n, 20n]))).toBe(16n * osaka)
    expect(modexp('osaka').gas(input('', exponent, '', [0n, 100n, 33n]))).toBe(2n * 25n * osaka)
  })

  it('has a floor since Berlin', () => {
    const bytes = input('02', '03', '07')
    expect([modexp('byzantium').gas(bytes), modexp('berlin').gas(bytes), modexp('osaka').gas(bytes)]).toEqual([
      0n,
      200n,
      500n,
    ])
  })
})

describe('hostile lengths', () => {
  const huge = [MAX, 1n << 255n, 1n << 64n, 1n << 53n, 1n << 32n]

  it('are priced without being read', () => {
    for (const fork of ['byzantium', 'berlin', 'osaka'] as const) {
      for (const length of huge) {
        for (const lengths of [
          [length, 1n, 1n],
          [1n, 1n, length],
          [length, length, length],
        ])
          expect(modexp(fork).gas(input('', '', '', lengths))).toBeGreaterThan(1n << 40n)
        expect(modexp(fork).gas(input('03', '', '', [1n, length, 1n]))).toBeGreaterThan(1n << 30n)
      }
    }
  })

  it('fail where the price could be paid all the same', () => {
    for (const length of huge) {
      expect(modexp('berlin').run(input('', '', '', [length, 1n, 1n]))).toBeUndefined()
      expect(modexp('berlin').run(input('', '', '', [1n, 1n, length]))).toBeUndefined()
    }
  })

  it('cost nothing much when nothing is to be multiplied', () => {
    const bytes = input('', '', '', [0n, MAX, 0n])
    expect(modexp('byzantium').gas(bytes)).toBe(0n)
    expect(modexp('berlin').gas(bytes)).toBe(200n)
    expect(output('berlin', bytes)).toBe('0x')
    expect(output('osaka', bytes)).toBeUndefined()
  })

  it.each([0, 1, 2])('of 1,024 bytes are the longest in Osaka: length %i', (index) => {
    const lengths = (length: bigint) => [0n, 0n, 1n].map((one, i) => (i === index ? length : one))
    expect(modexp('osaka').run(input('', '', '', lengths(1024n)))).toBeDefined()
    expect(modexp('osaka').run(input('', '', '', lengths(1025n)))).toBeUndefined()
    expect(modexp('prague').run(input('', '', '', lengths(1025n)))).toBeDefined()
  })
})
