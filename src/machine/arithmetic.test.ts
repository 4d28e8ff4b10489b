/**
 * The engine's word arithmetic beside BigInt, on values at which limbs carry, borrow and overflow.
 *
 *   MEMLANE_SEED=123 npx vitest run src/machine/arithmetic.test.ts     repeats a run
 * @module
 */
import { describe, expect, it } from 'vitest'
import { newMachine } from '../../test/support/evmMachine.ts'
import { chosenSeed, Random } from '../../test/support/evmRandom.ts'
import { signed, type Word } from '../base/index.ts'

const WORD = 1n << 256n
const MASK_64 = (1n << 64n) - 1n
const CASES = 16_000

const machine = newMachine()
const { engine, memory } = machine
const words = machine.heap.allocate(4 * 32)
const [A, B, N, TO] = [words, words + 32, words + 64, words + 96] as const
const seed = chosenSeed()
const random = new Random(seed)

const wrap = (value: bigint): Word => BigInt.asUintN(256, value)

/** The Yellow Paper's EXP: square and multiply, modulo 2^256. */
function power(base: Word, exponent: Word): Word {
  let result = 1n
  for (let square = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % WORD
    square = (square * square) % WORD
  }
  return result
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}

/** Operands from the top of the stack, as the Yellow Paper writes them (appendix H.2). */
const binary: Record<string, (a: Word, b: Word) => Word> = {
  add: (a, b) => wrap(a + b),
  sub: (a, b) => wrap(a - b),
  mul: (a, b) => wrap(a * b),
  div: (a, b) => (b === 0n ? 0n : a / b),
  mod: (a, b) => (b === 0n ? 0n : a % b),
  // BigInt rounds towards zero, and its remainder has the sign of the numerator.
  sdiv: (a, b) => (b === 0n ? 0n : wrap(signed(a) / signed(b))),
  smod: (a, b) => (b === 0n ? 0n : wrap(signed(a) % signed(b))),
  exp: power,
}
const ternary: Record<string, (a: Word, b: Word, n: Word) => Word> = {
  addmod: (a, b, n) => (n === 0n ? 0n : (a + b) % n),
  mulmod: (a, b, n) => (n === 0n ? 0n : (a * b) % n),
}
const indexed: Record<string, (index: bigint, a: Word) => Word> = {
  shl: (shift, a) => (shift > 255n ? 0n : wrap(a << shift)),
  shr: (shift, a) => (shift > 255n ? 0n : a >> shift),
  sar: (shift, a) => wrap(signed(a) >> (shift > 255n ? 255n : shift)),
  signextend: (index, a) => (index > 30n ? a : wrap(BigInt.asIntN(Number(index) * 8 + 8, a))),
  byte: (index, a) => (index > 31n ? 0n : (a >> (248n - 8n * index)) & 255n),
}

/** What the engine's own functions are called. `index` is what is left of a word when it is narrowed: below 2^42, or 2^42. */
const run: Record<string, (to: number, index: bigint) => void> = {
  add: (to) => engine.add(to, A, B),
  sub: (to) => engine.sub(to, A, B),
  mul: (to) => engine.mul(to, A, B),
  div: (to) => engine.div(to, A, B),
  mod: (to) => engine.mod(to, A, B),
  sdiv: (to) => engine.sdiv(to, A, B),
  smod: (to) => engine.smod(to, A, B),
  exp: (to) => engine.exp(to, A, B),
  addmod: (to) => engine.addmod(to, A, B, N),
  mulmod: (to) => engine.mulmod(to, A, B, N),
  shl: (to, index) => engine.shl(to, index, A),
  shr: (to, index) => engine.shr(to, index, A, 0n),
  sar: (to, index) => engine.shr(to, index, A, memory.word(A) >> 255n === 1n ? -1n : 0n),
  signextend: (to, index) => engine.signextend(to, index, A),
  byte: (to, index) => engine.byteAt(to, index, A),
  clz: (to) => engine.leadingZeros(to, A),
}

/** Runs an operation with its result in its own place and in that of each operand. */
function expectResult(name: string, [a, b = 0n, n = 0n]: readonly Word[], index: bigint, places: number[], want: Word) {
  for (const to of [TO, ...places]) {
    memory.setWord(A, a)
    memory.setWord(B, b)
    memory.setWord(N, n)
    memory.setWord(TO, random.word())
    run[name]!(to, index)
    const got = memory.word(to)
    if (got === want) continue
    const operands = [a, b, n, index].map((word) => `0x${word.toString(16)}`).join(', ')
    throw new Error(`seed ${seed}: ${name}(${operands}) is 0x${got.toString(16)}, not 0x${want.toString(16)}`)
  }
}

/** Operands that are near each other, near multiples of each other, or have nothing to do with each other. */
function related(): [Word, Word, Word] {
  const a = random.word()
  const b = random.word()
  switch (random.below(4)) {
    case 0:
      return [wrap(b + BigInt(random.below(5) - 2)), b, random.word()]
    case 1:
      return [wrap(b * (random.word() >> BigInt(random.below(256))) + BigInt(random.below(5) - 2)), b, b]
    case 2:
      return [a, b, wrap((a | 1n) + BigInt(random.below(3)))]
    default:
      return [a, b, random.word()]
  }
}

describe(`word arithmetic (MEMLANE_SEED=${seed})`, () => {
  it.each(Object.keys(binary))('%s', (name) => {
    const count = name === 'exp' ? CASES / 8 : CASES
    let checked = 0
    for (; checked < count; checked++) {
      const [a, b] = related()
      expectResult(name, [a, b], 0n, [A, B], binary[name]!(a, b))
    }
    expect(checked).toBe(count)
  })

  it.each(Object.keys(ternary))('%s', (name) => {
    let checked = 0
    for (; checked < CASES; checked++) {
      const [a, b, n] = related()
      expectResult(name, [a, b, n], 0n, [A, B, N], ternary[name]!(a, b, n))
    }
    expect(checked).toBe(CASES)
  })

  it.each(Object.keys(indexed))('%s', (name) => {
    let checked = 0
    for (; checked < CASES; checked++) {
      const a = random.word()
      const index = random.oneIn(8) ? random.bits(42) : BigInt(random.below(300))
      expectResult(name, [a], index, [A], indexed[name]!(index, a))
    }
    for (const index of [30n, 31n, 32n, 63n, 64n, 255n, 256n, 1n << 42n])
      for (const a of [0n, 1n, 1n << 255n, WORD - 1n]) expectResult(name, [a], index, [A], indexed[name]!(index, a))
    expect(checked).toBe(CASES)
  })

  it('clz', () => {
    expectResult('clz', [0n], 0n, [A], 256n)
    let checked = 0
    for (let bit = 0n; bit < 256n; bit++) {
      for (const a of [1n << bit, (1n << bit) | random.bits(Number(bit)), (2n << bit) - 1n]) {
        expectResult('clz', [a], 0n, [A], 255n - bit)
        checked++
      }
    }
    expect(checked).toBe(3 * 256)
  })
})

/** What schoolbook division (Knuth, TAOCP 2, 4.3.1, algorithm D) meets on the way: digits guessed one too high. */
function addBacks(numerator: bigint, divisor: bigint): number {
  const limbs = Math.ceil(bitLength(divisor) / 64)
  if (limbs < 3) return 0
  const shift = BigInt(limbs * 64 - bitLength(divisor))
  const d = divisor << shift
  const d2 = d >> BigInt(64 * (limbs - 2))
  let rest = numerator << shift
  let count = 0
  for (let position = Math.ceil(bitLength(numerator) / 64) - limbs; position >= 0; position--) {
    const weight = BigInt(64 * position)
    const top = rest >> (weight + BigInt(64 * (limbs - 2)))
    const guess = top / d2 > MASK_64 ? MASK_64 : top / d2
    const digit = rest / (d << weight)
    if (guess !== digit) count++
    rest -= digit * (d << weight)
  }
  return count
}

describe('division where a digit is guessed one too high', () => {
  /** Two full high limbs and low limbs that the guess does not see, as large as they can be. */
  const divisors = [
    ...[1n << 63n, (1n << 63n) + 1n, MASK_64, 1n, 1n << 32n].flatMap((high) =>
      [0n, 1n, MASK_64].flatMap((next) => [
        (high << 128n) | (next << 64n) | MASK_64,
        (high << 192n) | (next << 128n) | (MASK_64 << 64n) | MASK_64,
        (high << 192n) | (next << 128n) | MASK_64,
      ]),
    ),
  ]

  it('is right for DIV and MOD', () => {
    let met = 0
    for (const divisor of divisors) {
      for (let trial = 0; trial < 200; trial++) {
        const room = 256 - bitLength(divisor)
        const quotient = room === 0 ? 1n : random.bits(1 + random.below(room))
        const a = wrap(divisor * quotient - BigInt(1 + random.below(3)))
        met += addBacks(a, divisor)
        expectResult('div', [a, divisor], 0n, [A, B], a / divisor)
        expectResult('mod', [a, divisor], 0n, [A, B], a % divisor)
      }
    }
    expect(met).toBeGreaterThan(100)
  })

  it('is right for the 512-bit products of MULMOD and the 257-bit sums of ADDMOD', () => {
    let met = 0
    for (const n of divisors) {
      for (let trial = 0; trial < 200; trial++) {
        // (n − i)(n × 2^k − j) is a little less than a multiple of n.
        const a = wrap(n - BigInt(random.below(3)))
        const b = wrap((n << BigInt(random.below(257 - bitLength(n)))) - BigInt(random.below(3)))
        met += addBacks(a * b, n)
        expectResult('mulmod', [a, b, n], 0n, [A, B, N], (a * b) % n)
        expectResult('addmod', [a, b, n], 0n, [A, B, N], (a + b) % n)
      }
    }
    expect(met).toBeGreaterThan(100)
  })
})
