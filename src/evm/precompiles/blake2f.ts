/**
 * The compression function F of BLAKE2b with any number of rounds.
 *
 *   input  │ rounds 4 │ state h 8 × 8 │ message m 16 × 8 │ offset t 2 × 8 │ last block 1 │     little-endian but for rounds
 *
 * A 64-bit word is two 32-bit halves, low first, as in the input: with BigInts a round takes 20 times as long.
 *
 * Source: EIP-152; RFC 7693, section 3.
 * @module
 */
import type { Gas } from '../../base/units.ts'

const INPUT_LENGTH = 213
const STATE = 4
const MESSAGE = 68
const OFFSET = 196
const LAST_BLOCK = 212

/** Fractional parts of the square roots of the first eight primes, halves low first. */
// biome-ignore format: a word a row
const INITIAL = Int32Array.of(
  0xf3bcc908, 0x6a09e667,
  0x84caa73b, 0xbb67ae85,
  0xfe94f82b, 0x3c6ef372,
  0x5f1d36f1, 0xa54ff53a,
  0xade682d1, 0x510e527f,
  0x2b3e6c1f, 0x9b05688c,
  0xfb41bd6b, 0x1f83d9ab,
  0x137e2179, 0x5be0cd19,
)

/** Which message words a round mixes, in order, as indices of their low halves; round 10 begins with the first row again. */
// biome-ignore format: a round a row
const SCHEDULE = [
  [ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15],
  [14, 10,  4,  8,  9, 15, 13,  6,  1, 12,  0,  2, 11,  7,  5,  3],
  [11,  8, 12,  0,  5,  2, 15, 13, 10, 14,  3,  6,  7,  1,  9,  4],
  [ 7,  9,  3,  1, 13, 12, 11, 14,  2,  6,  5, 10,  4,  0, 15,  8],
  [ 9,  0,  5,  7,  2,  4, 10, 15, 14,  1, 11, 12,  6,  8,  3, 13],
  [ 2, 12,  6, 10,  0, 11,  8,  3,  4, 13,  7,  5, 15, 14,  1,  9],
  [12,  5,  1, 15, 14, 13,  4, 10,  0,  7,  6,  3,  9,  2,  8, 11],
  [13, 11,  7, 14, 12,  1,  3,  9,  5,  0, 15,  4,  8,  6,  2, 10],
  [ 6, 15, 14,  9, 11,  3,  0,  8, 12,  2, 13,  7,  1,  4, 10,  5],
  [10,  2,  8,  4,  7,  6,  1,  5, 15, 11,  9, 14,  3, 12, 13,  0],
].map((round) => Uint8Array.from(round, (word) => 2 * word))

export function blake2fGas(input: Uint8Array): Gas {
  return input.length === INPUT_LENGTH ? BigInt(rounds(input)) : 0n
}

function rounds(input: Uint8Array): number {
  return new DataView(input.buffer, input.byteOffset).getUint32(0)
}

export function blake2f(input: Uint8Array): Uint8Array | undefined {
  if (input.length !== INPUT_LENGTH || input[LAST_BLOCK]! > 1) return undefined
  const halves = (offset: number, count: number) => {
    const view = new DataView(input.buffer, input.byteOffset + offset)
    return Int32Array.from({ length: count }, (_, i) => view.getInt32(4 * i, true))
  }
  const state = halves(STATE, 16)
  const message = halves(MESSAGE, 32)
  const offset = halves(OFFSET, 4)
  const v = new Int32Array(32)
  v.set(state)
  v.set(INITIAL, 16)
  for (let i = 0; i < 4; i++) v[24 + i]! ^= offset[i]!
  if (input[LAST_BLOCK] === 1) for (let i = 28; i < 30; i++) v[i] = ~v[i]!
  mix(v, message, rounds(input))
  const output = new DataView(new ArrayBuffer(64))
  for (let i = 0; i < 16; i++) output.setInt32(4 * i, state[i]! ^ v[i]! ^ v[i + 16]!, true)
  return new Uint8Array(output.buffer)
}

function mix(v: Int32Array, message: Int32Array, rounds: number): void {
  for (let round = 0; round < rounds; round++) {
    const order = SCHEDULE[round % 10]!
    // The columns of the 4 × 4 words, then the diagonals.
    quarter(v, 0, 8, 16, 24, message, order[0]!, order[1]!)
    quarter(v, 2, 10, 18, 26, message, order[2]!, order[3]!)
    quarter(v, 4, 12, 20, 28, message, order[4]!, order[5]!)
    quarter(v, 6, 14, 22, 30, message, order[6]!, order[7]!)
    quarter(v, 0, 10, 20, 30, message, order[8]!, order[9]!)
    quarter(v, 2, 12, 22, 24, message, order[10]!, order[11]!)
    quarter(v, 4, 14, 16, 26, message, order[12]!, order[13]!)
    quarter(v, 6, 8, 18, 28, message, order[14]!, order[15]!)
  }
}

const CARRY = 2 ** 32

/** RFC 7693's G on the words of `v` whose low halves are at `a`, `b`, `c` and `d`, with two message words. */
function quarter(
  v: Int32Array,
  a: number,
  b: number,
  c: number,
  d: number,
  message: Int32Array,
  x: number,
  y: number,
): void {
  let aLow = v[a]!
  let aHigh = v[a + 1]!
  let bLow = v[b]!
  let bHigh = v[b + 1]!
  let cLow = v[c]!
  let cHigh = v[c + 1]!
  let dLow = v[d]!
  let dHigh = v[d + 1]!
  // a += b + x; d = (d ^ a) turned by 32; c += d; b = (b ^ c) turned right by 24
  let sum = (aLow >>> 0) + (bLow >>> 0) + (message[x]! >>> 0)
  aLow = sum | 0
  aHigh = (aHigh + bHigh + message[x + 1]! + ((sum / CARRY) | 0)) | 0
  let low = dLow ^ aLow
  dLow = dHigh ^ aHigh
  dHigh = low
  sum = (cLow >>> 0) + (dLow >>> 0)
  cLow = sum | 0
  cHigh = (cHigh + dHigh + ((sum / CARRY) | 0)) | 0
  low = bLow ^ cLow
  let high = bHigh ^ cHigh
  bLow = (low >>> 24) | (high << 8)
  bHigh = (high >>> 24) | (low << 8)
  // a += b + y; d = (d ^ a) turned right by 16; c += d; b = (b ^ c) turned right by 63
  sum = (aLow >>> 0) + (bLow >>> 0) + (message[y]! >>> 0)
  aLow = sum | 0
  aHigh = (aHigh + bHigh + message[y + 1]! + ((sum / CARRY) | 0)) | 0
  low = dLow ^ aLow
  high = dHigh ^ aHigh
  dLow = (low >>> 16) | (high << 16)
  dHigh = (high >>> 16) | (low << 16)
  sum = (cLow >>> 0) + (dLow >>> 0)
  cLow = sum | 0
  cHigh = (cHigh + dHigh + ((sum / CARRY) | 0)) | 0
  low = bLow ^ cLow
  high = bHigh ^ cHigh
  bLow = (low << 1) | (high >>> 31)
  bHigh = (high << 1) | (low >>> 31)
  v[a] = aLow
  v[a + 1] = aHigh
  v[b] = bLow
  v[b + 1] = bHigh
  v[c] = cLow
  v[c + 1] = cHigh
  v[d] = dLow
  v[d + 1] = dHigh
}
