// Words as four little-endian 64-bit limbs at an address: moving, comparing, swapping bytes.

// @ts-ignore: decorator
@inline export function set(to: usize, low: u64): void {
  store<u64>(to, low)
  store<u64>(to, 0, 8)
  store<u64>(to, 0, 16)
  store<u64>(to, 0, 24)
}

// @ts-ignore: decorator
@inline export function copy(to: usize, from: usize): void {
  store<u64>(to, load<u64>(from))
  store<u64>(to, load<u64>(from, 8), 8)
  store<u64>(to, load<u64>(from, 16), 16)
  store<u64>(to, load<u64>(from, 24), 24)
}

// @ts-ignore: decorator
@inline export function isZero(a: usize): bool {
  return (load<u64>(a) | load<u64>(a, 8) | load<u64>(a, 16) | load<u64>(a, 24)) == 0
}

// @ts-ignore: decorator
@inline export function equal(a: usize, b: usize): bool {
  return (
    ((load<u64>(a) ^ load<u64>(b)) |
      (load<u64>(a, 8) ^ load<u64>(b, 8)) |
      (load<u64>(a, 16) ^ load<u64>(b, 16)) |
      (load<u64>(a, 24) ^ load<u64>(b, 24))) ==
    0
  )
}

/** a < b, unsigned. */
// @ts-ignore: decorator
@inline export function less(a: usize, b: usize): bool {
  let x = load<u64>(a, 24), y = load<u64>(b, 24)
  if (x != y) return x < y
  x = load<u64>(a, 16)
  y = load<u64>(b, 16)
  if (x != y) return x < y
  x = load<u64>(a, 8)
  y = load<u64>(b, 8)
  if (x != y) return x < y
  return load<u64>(a) < load<u64>(b)
}

/** a < b, two's complement. */
// @ts-ignore: decorator
@inline export function lessSigned(a: usize, b: usize): bool {
  const x = load<i64>(a, 24), y = load<i64>(b, 24)
  if (x != y) return x < y
  return less(a, b)
}

/** The word as an offset, length, index or shift; OVERSIZE for anything from 2^42, which nothing can pay for. */
// @ts-ignore: decorator
@inline export function narrow(a: usize): u64 {
  return (load<u64>(a, 8) | load<u64>(a, 16) | load<u64>(a, 24) | (load<u64>(a) >> 42)) != 0 ? OVERSIZE : load<u64>(a)
}

export const OVERSIZE: u64 = 1 << 42

/** Big-endian bytes at `from` to limbs at `to`: two byte shuffles, aligned or not. */
// @ts-ignore: decorator
@inline export function fromBytes(to: usize, from: usize): void {
  const high = v128.load(from), low = v128.load(from, 16)
  v128.store(to, v128.shuffle<u8>(low, low, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0))
  v128.store(to, v128.shuffle<u8>(high, high, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), 16)
}

/** Limbs at `from` to big-endian bytes at `to`. */
// @ts-ignore: decorator
@inline export function toBytes(to: usize, from: usize): void {
  // Loading limb by limb forwards from the 64-bit stores that usually came just before; one 128-bit load would stall.
  const low = v128.replace_lane<u64>(v128.splat<u64>(load<u64>(from)), 1, load<u64>(from, 8))
  const high = v128.replace_lane<u64>(v128.splat<u64>(load<u64>(from, 16)), 1, load<u64>(from, 24))
  v128.store(to, v128.shuffle<u8>(high, high, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0))
  v128.store(to, v128.shuffle<u8>(low, low, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), 16)
}
