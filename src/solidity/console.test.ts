import { describe, expect, it } from 'vitest'
import { type Hex, hexToBytes } from '../base/index.ts'
import { consoleMessage } from './console.ts'

const word = (value: bigint | number) => BigInt(value).toString(16).padStart(64, '0')
const text = (value: string) => {
  const hex = Buffer.from(value).toString('hex')
  return `${word(hex.length / 2)}${hex.padEnd(Math.ceil(hex.length / 64) * 64, '0')}`
}
/** `0x…` and words or texts, in ABI encoding: a text is a string, a number a word. */
function input(selector: string, ...values: (string | number | bigint)[]): Uint8Array {
  let heads = ''
  let tails = ''
  for (const value of values) {
    if (typeof value === 'string') {
      heads += word(32 * values.length + tails.length / 2)
      tails += text(value)
    } else heads += word(value)
  }
  return hexToBytes(`${selector}${heads}${tails}` as Hex)
}
const line = (...values: Parameters<typeof input>) => consoleMessage(input(...values))?.text

describe('consoleMessage', () => {
  // Selectors from hardhat 2.22's console.sol and logger.js, and from forge-std's console.sol.
  it.each<[string, Uint8Array, string, string]>([
    ['nothing', input('0x51973ec9'), 'log()', ''],
    ['uint256', input('0xf82c50f1', 7), 'log(uint256)', '7'],
    ['uint256, as Hardhat wrote it first', input('0xf5b1bba9', 7), 'log(uint256)', '7'],
    ['int256', input('0x2d5b6cb9', 2n ** 256n - 7n), 'log(int256)', '-7'],
    ['int256, as Hardhat wrote it first', input('0x4e0c1d1d', 2n ** 256n - 7n), 'log(int256)', '-7'],
    ['string', input('0x41304fac', 'hello'), 'log(string)', 'hello'],
    ['bool', input('0x32458eed', 1), 'log(bool)', 'true'],
    ['address', input('0x2c2ecbc2', 0xca11e), 'log(address)', '0x00000000000000000000000000000000000ca11e'],
    ['bytes', input('0x0be77f56', 'ab'), 'log(bytes)', '0x6162'],
    ['bytes4', input('0xe05f48d1', 0xabn << 248n), 'log(bytes4)', '0xab000000'],
    ['string and uint256', input('0xb60e72cc', 'x', 5), 'log(string,uint256)', 'x 5'],
    ['string and uint', input('0x9710a9d0', 'x', 5), 'log(string,uint256)', 'x 5'],
    ['string and int256, forge-std', input('0x3ca6268e', 'x', 2n ** 256n - 5n), 'log(string,int256)', 'x -5'],
    ['four', input('0x374bb4b2', 1, 0, 2, 3), 'log(bool,uint256,uint256,uint256)', 'true 0 2 3'],
  ])('%s', (_, data, signature, text) => {
    const message = consoleMessage(data)
    expect([message?.signature, message?.text]).toEqual([signature, text])
  })

  it.each([
    ['%s', 'x = %s', 7, 'x = 7'],
    ['%d', 'x = %d.', 7, 'x = 7.'],
    ['%i', '%i', 7, '7'],
    ['%o', '%o', 7, '7'],
    ['%x', '%x', 255, '0xff'],
    ['%%', '100%% of %s', 7, '100% of 7'],
    ['an unknown letter', '%z', 7, '%z 7'],
    ['too many', '%s %s', 7, '7 %s'],
    ['none', 'x', 7, 'x 7'],
  ])('formats %s', (_, format, value, expected) => expect(line('0xb60e72cc', format, value)).toBe(expected))

  it('formats nothing where nothing follows', () => expect(line('0x41304fac', '100%% %s')).toBe('100%% %s'))
  it('formats texts and truths', () => {
    expect(line('0x4b5c4277', '%o', 'a')).toBe("'a'")
    expect(line('0xc3b55635', '%d', 1)).toBe('1')
  })

  it.each<[string, Uint8Array]>([
    ['no input', new Uint8Array(0)],
    ['half a selector', Uint8Array.of(0x41, 0x30)],
    ['another selector', input('0x12345678', 1)],
  ])('is nothing of %s', (_, data) => expect(consoleMessage(data)).toBeUndefined())

  it.each<[string, Uint8Array, RegExp]>([
    ['no values', input('0xf82c50f1'), /^<.*>$/],
    ['a length beyond the data', hexToBytes(`0x41304fac${word(32)}${word(2n ** 200n)}` as Hex), /^<.*>$/],
    ['a place beyond the data', hexToBytes(`0x41304fac${word(2n ** 255n)}` as Hex), /^<.*>$/],
    ['a bool of two', input('0x32458eed', 2), /^<.*>$/],
  ])('says what is wrong with %s', (_, data, expected) => expect(consoleMessage(data)?.text).toMatch(expected))

  it('cuts what is very long', () => {
    const long = line('0x41304fac', 'x'.repeat(100_000))!
    expect(long.length).toBeLessThanOrEqual(10_001)
    expect(long.endsWith('…')).toBe(true)
  })
})
