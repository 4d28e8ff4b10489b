/**
 * Step records as columns: what packs well. Each column is the difference to the step before, split into planes of
 * bytes, the lowest first: most planes are zeros throughout.
 *
 *   pc 4 planes │ opcode 1 │ flags 1 │ gas 8 │ memory words 4 │ frame 4 │ bytes of side table 4
 *
 * The first step of a chunk is the difference to zero. Depth follows from the frame.
 * @module
 */
import { EVENT_LAYOUT } from '../../evm/events.ts'
import type { StepTable } from '../stepTable.ts'

export const STEPS_PER_CHUNK = 1 << 16
const PLANES = 4 + 1 + 1 + 8 + 4 + 4 + 4

/** The columns of steps `[from, end)`; `sideEnd` is the length of the whole side table. */
export function packSteps(steps: StepTable, from: number, end: number, sideEnd: number): Uint8Array {
  const count = end - from
  const bytes = new Uint8Array(count * PLANES)
  const before = { pc: 0, opcode: 0, flags: 0, gas: 0n, words: 0, frame: 0 }
  const put32 = (plane: number, row: number, value: number) => {
    for (let byte = 0; byte < 4; byte++) bytes[(plane + byte) * count + row] = value >>> (byte * 8)
  }
  for (let row = 0; row < count; row++) {
    const step = from + row
    const pc = steps.pc(step)
    const opcode = steps.opcode(step)
    const flags = steps.flags(step)
    const gas = steps.gas(step)
    const words = steps.memorySize(step) / 32
    const frame = steps.frame(step)
    put32(0, row, pc - before.pc)
    bytes[4 * count + row] = opcode - before.opcode
    bytes[5 * count + row] = flags - before.flags
    const gasChange = before.gas - gas
    put32(6, row, Number(BigInt.asIntN(32, gasChange)))
    put32(10, row, Number(BigInt.asIntN(32, gasChange >> 32n)))
    put32(14, row, words - before.words)
    put32(18, row, frame - before.frame)
    put32(22, row, (step + 1 < steps.count ? steps.side(step + 1) : sideEnd) - steps.side(step))
    Object.assign(before, { pc, opcode, flags, gas, words, frame })
  }
  return bytes
}

/** Records from columns; `undefined` where the bytes are no columns or name a frame that is not there. */
export function unpackSteps(
  bytes: Uint8Array,
  sideStart: number,
  depths: ArrayLike<number>,
): { readonly records: Uint8Array; readonly sideEnd: number } | undefined {
  const count = bytes.length / PLANES
  if (!Number.isInteger(count) || count > STEPS_PER_CHUNK) return undefined
  const records = new Uint8Array(count * EVENT_LAYOUT.bytes)
  const view = new DataView(records.buffer)
  const get32 = (plane: number, row: number) =>
    bytes[plane * count + row]! |
    (bytes[(plane + 1) * count + row]! << 8) |
    (bytes[(plane + 2) * count + row]! << 16) |
    (bytes[(plane + 3) * count + row]! << 24)
  let pc = 0
  let opcode = 0
  let flags = 0
  let gasLow = 0
  let gasHigh = 0
  let words = 0
  let frame = 0
  let side = sideStart
  for (let row = 0; row < count; row++) {
    const at = row * EVENT_LAYOUT.bytes
    pc = (pc + get32(0, row)) >>> 0
    opcode = (opcode + bytes[4 * count + row]!) & 255
    flags = (flags + bytes[5 * count + row]!) & 255
    const low = get32(6, row) >>> 0
    const borrow = gasLow < low ? 1 : 0
    gasLow = (gasLow - low) >>> 0
    gasHigh = (gasHigh - get32(10, row) - borrow) >>> 0
    words = (words + get32(14, row)) >>> 0
    frame = (frame + get32(18, row)) >>> 0
    const depth = depths[frame]
    if (depth === undefined) return undefined
    view.setUint32(at + EVENT_LAYOUT.pc, pc, true)
    view.setUint8(at + EVENT_LAYOUT.opcode, opcode)
    view.setUint8(at + EVENT_LAYOUT.flags, flags)
    view.setUint16(at + EVENT_LAYOUT.depth, depth, true)
    view.setUint32(at + EVENT_LAYOUT.gas, gasLow, true)
    view.setUint32(at + EVENT_LAYOUT.gas + 4, gasHigh, true)
    view.setUint32(at + EVENT_LAYOUT.memoryWords, words, true)
    view.setUint32(at + EVENT_LAYOUT.frame, frame, true)
    view.setUint32(at + EVENT_LAYOUT.side, side, true)
    view.setUint32(at + EVENT_LAYOUT.side + 4, Math.floor(side / 2 ** 32), true)
    side += get32(22, row) >>> 0
  }
  return { records, sideEnd: side }
}
