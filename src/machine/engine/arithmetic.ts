// 256-bit arithmetic on words in linear memory. `to` may be any of the operands.

import { SCRATCH } from '../layout.ts'
import { copy, set } from './limbs.ts'

/** High 64 bits of a 64 × 64 bit product. WebAssembly has no such instruction: four 32-bit products. */
// @ts-ignore: decorator
@inline export function mulHigh(a: u64, b: u64): u64 {
  const al = a & 0xffffffff, ah = a >> 32, bl = b & 0xffffffff, bh = b >> 32
  const t = ah * bl + ((al * bl) >> 32)
  return ah * bh + (t >> 32) + ((al * bh + (t & 0xffffffff)) >> 32)
}

// @ts-ignore: decorator
@inline export function add(to: usize, a: usize, b: usize): void {
  let x = load<u64>(a), r = x + load<u64>(b), carry = u64(r < x)
  store<u64>(to, r)
  x = load<u64>(a, 8)
  let s = x + carry
  carry = u64(s < x)
  r = s + load<u64>(b, 8)
  carry |= u64(r < s)
  store<u64>(to, r, 8)
  x = load<u64>(a, 16)
  s = x + carry
  carry = u64(s < x)
  r = s + load<u64>(b, 16)
  carry |= u64(r < s)
  store<u64>(to, r, 16)
  store<u64>(to, load<u64>(a, 24) + load<u64>(b, 24) + carry, 24)
}

// @ts-ignore: decorator
@inline export function sub(to: usize, a: usize, b: usize): void {
  let x = load<u64>(a), y = load<u64>(b), borrow = u64(x < y)
  store<u64>(to, x - y)
  x = load<u64>(a, 8)
  y = load<u64>(b, 8)
  let next = u64(x < y) | (u64(x == y) & borrow)
  store<u64>(to, x - y - borrow, 8)
  x = load<u64>(a, 16)
  y = load<u64>(b, 16)
  borrow = next
  next = u64(x < y) | (u64(x == y) & borrow)
  store<u64>(to, x - y - borrow, 16)
  store<u64>(to, load<u64>(a, 24) - load<u64>(b, 24) - next, 24)
}

export function mul(to: usize, a: usize, b: usize): void {
  const a0 = load<u64>(a), a1 = load<u64>(a, 8), a2 = load<u64>(a, 16), a3 = load<u64>(a, 24)
  const b0 = load<u64>(b), b1 = load<u64>(b, 8), b2 = load<u64>(b, 16), b3 = load<u64>(b, 24)
  if ((a1 | a2 | a3 | b1 | b2 | b3) == 0) {
    store<u64>(to, a0 * b0)
    store<u64>(to, (a0 | b0) >> 32 ? mulHigh(a0, b0) : 0, 8)
    store<u64>(to, 0, 16)
    store<u64>(to, 0, 24)
    return
  }
  // Column by column: r_k collects the low halves of a_i × b_j with i + j = k and the high halves with i + j = k − 1.
  let r1 = mulHigh(a0, b0), r2: u64, r3: u64, t: u64, high: u64
  t = a0 * b1
  high = mulHigh(a0, b1)
  r1 += t
  r2 = high + u64(r1 < t)
  t = a1 * b0
  high = mulHigh(a1, b0)
  r1 += t
  high += u64(r1 < t)
  r2 += high
  r3 = u64(r2 < high)
  t = a0 * b2
  r2 += t
  r3 += mulHigh(a0, b2) + u64(r2 < t)
  t = a1 * b1
  r2 += t
  r3 += mulHigh(a1, b1) + u64(r2 < t)
  t = a2 * b0
  r2 += t
  r3 += mulHigh(a2, b0) + u64(r2 < t)
  r3 += a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0
  store<u64>(to, a0 * b0)
  store<u64>(to, r1, 8)
  store<u64>(to, r2, 16)
  store<u64>(to, r3, 24)
}

// ── Division: schoolbook on 64-bit limbs, with a reciprocal instead of a hardware division ────────────
// Source: Möller and Granlund, "Improved division by invariant integers", IEEE Trans. Computers 60(2), 2011.
// Knuth, TAOCP volume 2, 4.3.1, algorithm D for divisors of three and four limbs.

const NUMERATOR: usize = SCRATCH // up to 9 limbs, shifted left so that the divisor's top bit is set
const DIVISOR: usize = SCRATCH + 80 // up to 4 limbs, shifted likewise
const QUOTIENT: usize = SCRATCH + 112 // up to 8 limbs
const PRODUCT: usize = SCRATCH + 192 // 8 limbs: a sum or product before its reduction
const LEFT: usize = SCRATCH + 256
const RIGHT: usize = SCRATCH + 288

/** ⌊(2^128 − 1) / d⌋ − 2^64 for a d whose top bit is set (algorithm 2 of the paper, the table replaced by a division). */
function reciprocal(d: u64): u64 {
  const v0 = <u64>(<u32>0x7fd00 / <u32>(d >> 55))
  const d40 = (d >> 24) + 1
  const v1 = (v0 << 11) - ((v0 * v0 * d40) >> 40) - 1
  const v2 = (v1 << 13) + ((v1 * (0x1000000000000000 - v1 * d40)) >> 47)
  const odd = d & 1
  const e = ((v2 >> 1) & (0 - odd)) - v2 * ((d >> 1) + odd)
  const v3 = (mulHigh(v2, e) >> 1) + (v2 << 31)
  const low = v3 * d + d
  return v3 - (mulHigh(v3, d) + u64(low < d)) - d
}

/** The reciprocal for dividing three limbs by two (algorithm 6). */
function reciprocal2(d1: u64, d0: u64): u64 {
  let v = reciprocal(d1)
  let p = d1 * v + d0
  if (p < d0) {
    v--
    if (p >= d1) {
      v--
      p -= d1
    }
    p -= d1
  }
  const t1 = mulHigh(v, d0), t0 = v * d0
  p += t1
  if (p < t1) {
    v--
    if (p >= d1 && (p > d1 || t0 >= d0)) v--
  }
  return v
}

/** Divides the `count` limbs at NUMERATOR by d; quotient limbs to QUOTIENT; returns the remainder (algorithm 4). */
function divideBy1(count: i32, d: u64): u64 {
  const v = reciprocal(d)
  let r = load<u64>(NUMERATOR + (count << 3))
  for (let i = count - 1; i >= 0; i--) {
    const u0 = load<u64>(NUMERATOR + (i << 3))
    const low = v * r
    const q0 = low + u0
    let q1 = mulHigh(v, r) + r + u64(q0 < low) + 1
    let rest = u0 - q1 * d
    if (rest > q0) {
      q1--
      rest += d
    }
    if (rest >= d) {
      q1++
      rest -= d
    }
    store<u64>(QUOTIENT + (i << 3), q1)
    r = rest
  }
  return r
}

/** One quotient limb of (u2, u1, u0) / (d1, d0) (algorithm 5); `rest1` and `rest0` get the remainder. */
let rest1: u64 = 0, rest0: u64 = 0
// @ts-ignore: decorator
@inline function quotientLimb(u2: u64, u1: u64, u0: u64, d1: u64, d0: u64, v: u64): u64 {
  const low = v * u2
  const q0 = low + u1
  let q1 = mulHigh(v, u2) + u2 + u64(q0 < low)
  let r1 = u1 - q1 * d1
  const t0 = d0 * q1, t1 = mulHigh(d0, q1)
  let r0 = u0 - t0
  r1 = r1 - t1 - u64(u0 < t0)
  let s0 = r0 - d0
  r1 = r1 - d1 - u64(r0 < d0)
  r0 = s0
  q1++
  if (r1 >= q0) {
    q1--
    s0 = r0 + d0
    r1 = r1 + d1 + u64(s0 < r0)
    r0 = s0
  }
  if (r1 > d1 || (r1 == d1 && r0 >= d0)) {
    q1++
    s0 = r0 - d0
    r1 = r1 - d1 - u64(r0 < d0)
    r0 = s0
  }
  rest1 = r1
  rest0 = r0
  return q1
}

function divideBy2(count: i32, d1: u64, d0: u64): void {
  const v = reciprocal2(d1, d0)
  let r1 = load<u64>(NUMERATOR + (count << 3)), r0 = load<u64>(NUMERATOR + ((count - 1) << 3))
  for (let i = count - 2; i >= 0; i--) {
    store<u64>(QUOTIENT + (i << 3), quotientLimb(r1, r0, load<u64>(NUMERATOR + (i << 3)), d1, d0, v))
    r1 = rest1
    r0 = rest0
  }
  store<u64>(NUMERATOR, r0)
  store<u64>(NUMERATOR, r1, 8)
}

/** Algorithm D: `limbs` is 3 or 4; the remainder stays in NUMERATOR's low limbs. */
function divideByMany(count: i32, limbs: i32): void {
  const d1 = load<u64>(DIVISOR + ((limbs - 1) << 3)), d0 = load<u64>(DIVISOR + ((limbs - 2) << 3))
  const v = reciprocal2(d1, d0)
  for (let j = count - limbs; j >= 0; j--) {
    const at = NUMERATOR + (j << 3), top = at + (limbs << 3)
    const u2 = load<u64>(top), u1 = load<u64>(top - 8)
    let q: u64
    if (u2 == d1 && u1 == d0) q = u64.MAX_VALUE
    else q = quotientLimb(u2, u1, load<u64>(top - 16), d1, d0, v)
    // Subtract q × divisor; where that was once too much, add the divisor back.
    let borrow: u64 = 0
    for (let i = 0; i < limbs << 3; i += 8) {
      const d = load<u64>(DIVISOR + i), u = load<u64>(at + i)
      const low = q * d, sum = low + borrow
      borrow = mulHigh(q, d) + u64(sum < low) + u64(u < sum)
      store<u64>(at + i, u - sum)
    }
    store<u64>(top, u2 - borrow)
    if (u2 < borrow) {
      q--
      let carry: u64 = 0
      for (let i = 0; i < limbs << 3; i += 8) {
        const u = load<u64>(at + i), s = u + carry, r = s + load<u64>(DIVISOR + i)
        carry = u64(s < u) | u64(r < s)
        store<u64>(at + i, r)
      }
      store<u64>(top, load<u64>(top) + carry)
    }
    store<u64>(QUOTIENT + (j << 3), q)
  }
}

// @ts-ignore: decorator
@inline function significantLimbs(a: usize, limbs: i32): i32 {
  while (limbs > 0 && load<u64>(a + ((limbs - 1) << 3)) == 0) limbs--
  return limbs
}

/** Divides `limbs` limbs at `a` by the word at `b`. The quotient's low four limbs (`quotient`) or the remainder to `to`. */
function divide(to: usize, a: usize, limbs: i32, b: usize, quotient: bool): void {
  const bn = significantLimbs(b, 4)
  if (bn == 0) {
    set(to, 0)
    return
  }
  const an = significantLimbs(a, limbs)
  if (an <= 1 && bn == 1) {
    const x = load<u64>(a), y = load<u64>(b)
    set(to, quotient ? x / y : x % y)
    return
  }
  if (an < bn) {
    if (quotient) set(to, 0)
    else if (to != a) copy(to, a)
    // The limbs of `a` above its fourth are zero here: an < bn <= 4.
    return
  }
  // Shift both left until the divisor's top bit is set.
  const shift = clz<u64>(load<u64>(b + ((bn - 1) << 3)))
  let above: u64 = 0
  for (let i = 0; i < an << 3; i += 8) {
    const limb = load<u64>(a + i)
    store<u64>(NUMERATOR + i, (limb << shift) | above)
    above = shift ? limb >> (64 - shift) : 0
  }
  store<u64>(NUMERATOR + (an << 3), above)
  let below: u64 = 0
  for (let i = 0; i < bn << 3; i += 8) {
    const limb = load<u64>(b + i)
    store<u64>(DIVISOR + i, (limb << shift) | below)
    below = shift ? limb >> (64 - shift) : 0
  }
  set(QUOTIENT, 0)
  if (bn == 1) {
    const rest = divideBy1(an, load<u64>(DIVISOR))
    store<u64>(NUMERATOR, rest)
  } else if (bn == 2) divideBy2(an, load<u64>(DIVISOR, 8), load<u64>(DIVISOR))
  else divideByMany(an, bn)
  if (quotient) {
    copy(to, QUOTIENT)
    return
  }
  for (let i = 0; i < 32; i += 8) {
    if (i >= bn << 3) store<u64>(to + i, 0)
    else {
      const higher = i + 8 < bn << 3 ? load<u64>(NUMERATOR + i + 8) : 0
      store<u64>(to + i, (load<u64>(NUMERATOR + i) >> shift) | (shift ? higher << (64 - shift) : 0))
    }
  }
}

/** ⌊a / b⌋, 0 when b is 0. */
export function div(to: usize, a: usize, b: usize): void {
  divide(to, a, 4, b, true)
}

/** a mod b, 0 when b is 0. */
export function mod(to: usize, a: usize, b: usize): void {
  divide(to, a, 4, b, false)
}

function negate(to: usize, a: usize): void {
  let carry: u64 = 1
  for (let i = 0; i < 32; i += 8) {
    const x = ~load<u64>(a + i), r = x + carry
    carry = u64(r < x)
    store<u64>(to + i, r)
  }
}

function magnitude(to: usize, a: usize): void {
  if (load<i64>(a, 24) < 0) negate(to, a)
  else copy(to, a)
}

/** Two's complement division, rounded towards zero; −2^255 / −1 is −2^255. */
export function sdiv(to: usize, a: usize, b: usize): void {
  const negative = (load<i64>(a, 24) ^ load<i64>(b, 24)) < 0
  magnitude(LEFT, a)
  magnitude(RIGHT, b)
  divide(to, LEFT, 4, RIGHT, true)
  if (negative) negate(to, to)
}

/** Two's complement remainder with the sign of a. */
export function smod(to: usize, a: usize, b: usize): void {
  const negative = load<i64>(a, 24) < 0
  magnitude(LEFT, a)
  magnitude(RIGHT, b)
  divide(to, LEFT, 4, RIGHT, false)
  if (negative) negate(to, to)
}

/** (a + b) mod n on the unbounded sum. */
export function addmod(to: usize, a: usize, b: usize, n: usize): void {
  let carry: u64 = 0
  for (let i = 0; i < 32; i += 8) {
    const x = load<u64>(a + i), s = x + carry, r = s + load<u64>(b + i)
    carry = u64(s < x) | u64(r < s)
    store<u64>(PRODUCT + i, r)
  }
  store<u64>(PRODUCT, carry, 32)
  divide(to, PRODUCT, 5, n, false)
}

/** (a × b) mod n on the unbounded product. */
export function mulmod(to: usize, a: usize, b: usize, n: usize): void {
  memory.fill(PRODUCT, 0, 64)
  for (let i = 0; i < 32; i += 8) {
    const x = load<u64>(a + i)
    if (x == 0) continue
    let carry: u64 = 0
    for (let j = 0; j < 32; j += 8) {
      const y = load<u64>(b + j), at = PRODUCT + i + j
      const low = x * y, sum = low + carry, r = sum + load<u64>(at)
      carry = mulHigh(x, y) + u64(sum < low) + u64(r < sum)
      store<u64>(at, r)
    }
    store<u64>(PRODUCT + i, carry, 32)
  }
  divide(to, PRODUCT, 8, n, false)
}

/** base^exponent mod 2^256 by squaring. */
export function exp(to: usize, base: usize, exponent: usize): void {
  copy(LEFT, base)
  copy(RIGHT, exponent)
  set(to, 1)
  let limbs = significantLimbs(RIGHT, 4)
  for (let i = 0; i < limbs; i++) {
    let bits = load<u64>(RIGHT + (i << 3))
    const last = i == limbs - 1
    for (let k = 0; k < 64; k++) {
      if (bits & 1) mul(to, to, LEFT)
      bits >>= 1
      if (last && bits == 0) return
      mul(LEFT, LEFT, LEFT)
    }
  }
}

/** Bytes of the word without leading zero bytes. */
export function significantBytes(a: usize): i32 {
  const limbs = significantLimbs(a, 4)
  if (limbs == 0) return 0
  return (limbs << 3) - <i32>(clz<u64>(load<u64>(a + ((limbs - 1) << 3))) >> 3)
}

export function shl(to: usize, shift: u64, a: usize): void {
  if (shift > 255) {
    set(to, 0)
    return
  }
  const bits = shift & 63
  let x0 = load<u64>(a), x1 = load<u64>(a, 8), x2 = load<u64>(a, 16), x3 = load<u64>(a, 24)
  if (shift & 64) {
    x3 = x2
    x2 = x1
    x1 = x0
    x0 = 0
  }
  if (shift & 128) {
    x3 = x1
    x2 = x0
    x1 = 0
    x0 = 0
  }
  if (bits) {
    const rest = 64 - bits
    x3 = (x3 << bits) | (x2 >> rest)
    x2 = (x2 << bits) | (x1 >> rest)
    x1 = (x1 << bits) | (x0 >> rest)
    x0 <<= bits
  }
  store<u64>(to, x0)
  store<u64>(to, x1, 8)
  store<u64>(to, x2, 16)
  store<u64>(to, x3, 24)
}

/** Shifts right; `fill` (all zeros or all ones) comes in from above. */
export function shr(to: usize, shift: u64, a: usize, fill: u64): void {
  if (shift > 255) {
    store<u64>(to, fill)
    store<u64>(to, fill, 8)
    store<u64>(to, fill, 16)
    store<u64>(to, fill, 24)
    return
  }
  const bits = shift & 63
  let x0 = load<u64>(a), x1 = load<u64>(a, 8), x2 = load<u64>(a, 16), x3 = load<u64>(a, 24)
  if (shift & 64) {
    x0 = x1
    x1 = x2
    x2 = x3
    x3 = fill
  }
  if (shift & 128) {
    x0 = x2
    x1 = x3
    x2 = fill
    x3 = fill
  }
  if (bits) {
    const rest = 64 - bits
    x0 = (x0 >> bits) | (x1 << rest)
    x1 = (x1 >> bits) | (x2 << rest)
    x2 = (x2 >> bits) | (x3 << rest)
    x3 = (x3 >> bits) | (fill << rest)
  }
  store<u64>(to, x0)
  store<u64>(to, x1, 8)
  store<u64>(to, x2, 16)
  store<u64>(to, x3, 24)
}

/** All ones when the word is negative as two's complement, else 0. */
// @ts-ignore: decorator
@inline export function signFill(a: usize): u64 {
  return <u64>(load<i64>(a, 24) >> 63)
}

/** Extends the sign of the number in the word's lowest `index` + 1 bytes. */
export function signextend(to: usize, index: u64, a: usize): void {
  if (index >= 31) {
    if (to != a) copy(to, a)
    return
  }
  const shift = 248 - (index << 3)
  shl(to, shift, a)
  shr(to, shift, to, signFill(to))
}

/** Byte `index` of the word, counted from its most significant. */
export function byteAt(to: usize, index: u64, a: usize): void {
  set(to, index < 32 ? <u64>load<u8>(a + <usize>(31 - index)) : 0)
}

/** Leading zero bits, 256 for zero. (EIP-7939) */
export function leadingZeros(to: usize, a: usize): void {
  const limbs = significantLimbs(a, 4)
  set(to, limbs == 0 ? 256 : (<u64>(4 - limbs) << 6) + clz<u64>(load<u64>(a + ((limbs - 1) << 3))))
}

