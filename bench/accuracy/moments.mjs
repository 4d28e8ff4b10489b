// The moments of a frame at which its map is compared: the end, and ten others. They lie just before a write to memory, so
// that a build with markers and the one without have the same moments where they write the same.

/** @typedef {import('./truth.mjs').Write} Write */

const MOMENTS = 10

/**
 * Numbers of writes, ascending and each once; the same in every run.
 * @param {number} writes how many there are
 * @param {string} seed
 */
export function randomMoments(writes, seed) {
  const random = randomFrom(seed)
  const chosen = new Set()
  for (let tries = 0; tries < MOMENTS && writes > 0; tries++) chosen.add(Math.floor(random() * writes))
  return [...chosen].sort((a, b) => a - b)
}

/** Numbers in [0, 1) by a text: FNV-1a into mulberry32. @param {string} text */
function randomFrom(text) {
  let state = 0x811c9dc5
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
