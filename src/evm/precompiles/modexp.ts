/**
 * Powers modulo a number of any length.
 *
 *   input  │ base length │ exponent length │ modulus length │ base │ exponent │ modulus │     lengths are words
 *
 * Lengths are claims: the input may be shorter, and what it lacks is zero. So nothing is read before it is paid for.
 *
 * Source: EIP-198; prices EIP-198, EIP-2565, EIP-7883; bounds EIP-7823.
 * @module
 */
import type { ByteCount, ByteOffset, Gas } from '../../base/units.ts'
import { integerAt, integerBytes } from './integers.ts'

const HEADER: ByteCount = 96
/** Bytes of the exponent whose bits count one by one; those behind them count as if all were set. */
const EXPONENT_HEAD: ByteCount = 32

/** `gas = max(minimum, complexity · iterations / divisor)` */
interface Price {
  /** Of one multiplication of numbers of `length` bytes. */
  readonly complexity: (length: bigint) => bigint
  /** Iterations for each byte of the exponent behind its first 32. */
  readonly iterationsPerByte: bigint
  readonly divisor: bigint
  readonly minimum: Gas
}

const BYZANTIUM: Price = { complexity: karatsuba, iterationsPerByte: 8n, divisor: 20n, minimum: 0n }
const BERLIN: Price = { complexity: (length) => words(length) ** 2n, iterationsPerByte: 8n, divisor: 3n, minimum: 200n }
const OSAKA: Price = {
  complexity: (length) => (length <= 32n ? 16n : 2n * words(length) ** 2n),
  iterationsPerByte: 16n,
  divisor: 1n,
  minimum: 500n,
}

function karatsuba(length: bigint): bigint {
  if (length <= 64n) return length ** 2n
  if (length <= 1024n) return length ** 2n / 4n + 96n * length - 3072n
  return length ** 2n / 16n + 480n * length - 199680n
}

/** 64-bit words. */
function words(length: bigint): bigint {
  return (length + 7n) / 8n
}

export const byzantiumModexpGas = (input: Uint8Array): Gas => gas(input, BYZANTIUM)
export const berlinModexpGas = (input: Uint8Array): Gas => gas(input, BERLIN)
export const osakaModexpGas = (input: Uint8Array): Gas => gas(input, OSAKA)

function gas(input: Uint8Array, price: Price): Gas {
  const base = integerAt(input, 0, 32)
  const exponent = integerAt(input, 32, 32)
  const modulus = integerAt(input, 64, 32)
  // A length of 2^53 and more rounds, far behind every input's end.
  const head = integerAt(input, HEADER + Number(base), Math.min(EXPONENT_HEAD, Number(exponent)))
  const tail = exponent > EXPONENT_HEAD ? exponent - BigInt(EXPONENT_HEAD) : 0n
  const highestBit = head === 0n ? 0n : BigInt(head.toString(2).length - 1)
  const iterations = price.iterationsPerByte * tail + highestBit
  const cost = (price.complexity(larger(base, modulus)) * larger(iterations, 1n)) / price.divisor
  return larger(cost, price.minimum)
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/**
 * Bounds the host's memory before Osaka bounds the protocol's: more than this costs 3.4 billion gas (EIP-198) or
 * 5.7 billion (EIP-2565), which no block has ever had.
 */
const LONGEST: ByteCount = 1 << 20
const LONGEST_IN_OSAKA: ByteCount = 1024

export function modexp(input: Uint8Array): Uint8Array | undefined {
  const [base, exponent, modulus] = lengths(input)
  if (modulus === 0) return new Uint8Array(0)
  if (base > LONGEST || modulus > LONGEST) return undefined
  const exponentStart: ByteOffset = HEADER + base
  const exponentEnd: ByteOffset = exponentStart + exponent
  const divisor = integerAt(input, exponentEnd, modulus)
  // So it is when the input ends within the base or the exponent: from here on, both are complete.
  if (divisor === 0n) return new Uint8Array(modulus)
  const power = modularPower(integerAt(input, HEADER, base), input.subarray(exponentStart, exponentEnd), divisor)
  return integerBytes(modulus, power)
}

/** With the bounds of EIP-7823. */
export function boundedModexp(input: Uint8Array): Uint8Array | undefined {
  return lengths(input).every((length) => length <= LONGEST_IN_OSAKA) ? modexp(input) : undefined
}

function lengths(input: Uint8Array): [base: ByteCount, exponent: ByteCount, modulus: ByteCount] {
  return [Number(integerAt(input, 0, 32)), Number(integerAt(input, 32, 32)), Number(integerAt(input, 64, 32))]
}

/**
 * `base ** exponent % modulus`, from the left, a window of bits at a time: 1.25 multiplications a bit instead of up
 * to 2. Montgomery's form would be no faster: a BigInt's `%` costs about as much as the two products in its place.
 */
function modularPower(base: bigint, exponent: Uint8Array, modulus: bigint): bigint {
  const first = exponent.findIndex((byte) => byte !== 0)
  let result = 1n % modulus
  if (first < 0) return result
  // The table of 16 powers pays from about 8 bytes on.
  const width = exponent.length - first > 8 ? 4 : 1
  const mask = (1 << width) - 1
  const powers = [result, base % modulus]
  for (let n = 2; n <= mask; n++) powers.push((powers[n - 1]! * powers[1]!) % modulus)
  for (let i = first; i < exponent.length; i++) {
    for (let shift = 8 - width; shift >= 0; shift -= width) {
      for (let bit = 0; bit < width; bit++) result = (result * result) % modulus
      const digit = (exponent[i]! >> shift) & mask
      if (digit !== 0) result = (result * powers[digit]!) % modulus
    }
  }
  return result
}
