/**
 * Random choices for tests that generate their input: the same seed gives the same choices on every machine.
 * @module
 */

/** `MEMLANE_SEED` repeats a run; without it each run has its own. */
export function chosenSeed(): number {
  return Number(process.env.MEMLANE_SEED ?? Math.floor(Math.random() * 2 ** 31))
}

/** Values at which limbs, signs and widths end. */
const EDGES: readonly bigint[] = [
  ...[0n, 1n, 2n, 3n, 31n, 32n, 33n, 255n, 256n, 257n],
  ...[32n, 53n, 63n, 64n, 65n, 127n, 128n, 160n, 191n, 192n, 193n, 255n].flatMap((bits) => [
    (1n << bits) - 1n,
    1n << bits,
    (1n << bits) + 1n,
  ]),
  (1n << 256n) - 1n,
  (1n << 256n) - 2n,
  (1n << 256n) - 32n,
]

/** Limbs whose products and quotients carry. */
const LIMBS: readonly bigint[] = [
  0n,
  1n,
  2n,
  1n << 32n,
  (1n << 32n) - 1n,
  1n << 63n,
  (1n << 63n) - 1n,
  (1n << 64n) - 1n,
]

export class Random {
  #state: number

  constructor(seed: number) {
    // Neighbouring seeds must not begin alike.
    this.#state = Math.imul(seed ^ 0x5bd1e995, 0x2c1b3c6d) | 0
  }

  /** Mulberry32: 32 random bits. */
  bits32(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  /** A whole number from 0 to `bound` − 1. */
  below(bound: number): number {
    return Math.floor((this.bits32() / 2 ** 32) * bound)
  }

  /** True once in `odds` times. */
  oneIn(odds: number): boolean {
    return this.below(odds) === 0
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!
  }

  /** One of the second parts, as often as its first part says. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.below(choices.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, choice] of choices) if ((left -= weight) < 0) return choice
    throw new RangeError('there is nothing to choose from')
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.below(256))
  }

  /** A number of exactly that many random bits or fewer. */
  bits(count: number): bigint {
    let value = 0n
    for (let left = count; left > 0; left -= 32) value = (value << 32n) | BigInt(this.bits32())
    return BigInt.asUintN(count, value)
  }

  /** A 256-bit word: an edge, limbs that carry, a number of some width, or a power of two give or take one. */
  word(): bigint {
    switch (this.below(6)) {
      case 0:
        return this.pick(EDGES)
      case 1:
        return [0, 1, 2, 3].reduce((word) => (word << 64n) | this.pick(LIMBS), 0n)
      case 2:
        return BigInt.asUintN(256, (1n << BigInt(this.below(256))) + BigInt(this.below(3) - 1))
      case 3:
        return BigInt.asUintN(256, -this.bits(1 + this.below(255)))
      default:
        return this.bits(1 + this.below(256))
    }
  }
}
