/**
 * Junk: what memory holds in a brutalized run where nobody has written, in place of zeros. It depends on the seed and the
 * offset alone, so that whoever knows the seed can tell it without the run.
 *
 *   0x00 ── 0x40     0x40 ─────────────── 0x80     0x80 ─────
 *   junk             zero: free pointer, zero slot  junk
 *
 * No byte of it is zero, so whatever is read from it is neither an offset nor a length that anybody could pay for. The
 * lowest bit of each byte is set for that.
 * @module
 */
import type { ByteCount, ByteOffset } from '../base/units.ts'

/** Where Solidity has the free pointer and its zero slot: they start as zero in a brutalized run too. */
const CALM_START: ByteOffset = 0x40
const CALM_END: ByteOffset = 0x80
const LANE_BYTES: ByteCount = 4

/** Writes the junk of memory `[offset, offset + bytes.length)` to `bytes`. */
export function fillWithJunk(bytes: Uint8Array, seed: number, offset: ByteOffset): void {
  for (let at = 0; at < bytes.length; ) {
    const place = offset + at
    const inLane = place % LANE_BYTES
    const lane = isCalm(place) ? 0 : junkLane(seed, Math.floor(place / LANE_BYTES))
    for (let byte = inLane; byte < LANE_BYTES && at < bytes.length; byte++) bytes[at++] = lane >>> (byte * 8)
  }
}

function isCalm(offset: ByteOffset): boolean {
  return offset >= CALM_START && offset < CALM_END
}

/** Four bytes, the lowest first: MurmurHash3's last mixing of the lane's number. The engine has the same. */
function junkLane(seed: number, lane: number): number {
  let mixed = seed ^ Math.imul(lane, 0x9e3779b9)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) | 0x01010101
}
