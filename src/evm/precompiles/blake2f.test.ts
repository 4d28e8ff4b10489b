import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../base/hex.ts'
import { precompiles } from './table.ts'

const { run, gas } = precompiles('istanbul').get(9n)!

const STATE =
  '48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5' +
  'd182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b'
/** `abc`, its length, and whether the block is the last. */
const bytes = (rounds: string, last: string) =>
  hexToBytes(`0x${rounds}${STATE}616263${'00'.repeat(125)}03${'00'.repeat(15)}${last}`)

describe('blake2f', () => {
  // EIP-152, test vectors 4 to 7. Vector 5 is the hash of `abc` in RFC 7693.
  it.each([
    [
      '00000000',
      '01',
      '08c9bcf367e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d282e6ad7f520e511f6c3e2b8c68059b9442be0454267ce079217e1319cde05b',
    ],
    [
      '0000000c',
      '01',
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    ],
    [
      '0000000c',
      '00',
      '75ab69d3190a562c51aef8d88f1c2775876944407270c42c9844252c26d2875298743e7f6d5ea2f2d3e8d226039cd31b4e426ac4f2d3d666a610c2116fde4735',
    ],
    [
      '00000001',
      '01',
      'b63a380cb2897d521994a85234ee2c181b5f844d2c624c002677e9703449d2fba551b3a8333bcdf5f2f7e08993d53923de3d64fcc68c034e717b9293fed7a421',
    ],
  ])('%s rounds, last block %s', (rounds, last, expected) => {
    const input = bytes(rounds, last)
    expect(bytesToHex(run(input)!)).toBe(`0x${expected}`)
    expect(gas(input)).toBe(BigInt(`0x${rounds}`))
  })

  it('reads an input that does not begin where its buffer does', () => {
    const shifted = Uint8Array.of(9, 9, 9, ...bytes('0000000c', '01')).subarray(3)
    expect(run(shifted)).toEqual(run(bytes('0000000c', '01')))
  })

  it('costs a gas a round, up to 2^32 − 1', () => {
    expect(gas(bytes('ffffffff', '01'))).toBe(4_294_967_295n)
  })

  it('fails for another length or flag', () => {
    expect(run(bytes('0000000c', '02'))).toBeUndefined()
    expect(run(bytes('0000000c', '01').subarray(1))).toBeUndefined()
    expect(run(bytes('0000000c', '0100'))).toBeUndefined()
    expect(run(new Uint8Array(0))).toBeUndefined()
    expect(gas(new Uint8Array(2))).toBe(0n)
  })
})
