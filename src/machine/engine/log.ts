// Log records: appended while frames run, cut back when one fails.

import { FRAME_ADDRESS, LOG_HEADER_BYTES, LOGS_END, LOGS_LIMIT, NEEDED_BYTES, SLOT_BYTES } from '../layout.ts'
import { copy } from './limbs.ts'

/** Appends a log whose data was paid for; false, with nothing written, when the buffer lacks room. */
export function appendLog(frame: usize, topics: u32, firstTopic: usize, data: usize, length: u32): bool {
  const record = <usize>load<u32>(LOGS_END)
  const size = LOG_HEADER_BYTES + <usize>topics * SLOT_BYTES + <usize>length + 7
  if (<u64>record + size > <u64>load<u32>(LOGS_LIMIT)) {
    store<u32>(NEEDED_BYTES, <u32>size)
    return false
  }
  copy(record, frame + FRAME_ADDRESS)
  store<u32>(record, topics, 32)
  store<u32>(record, length, 36)
  let at = record + LOG_HEADER_BYTES
  for (let i: u32 = 0; i < topics; i++) {
    copy(at, firstTopic - <usize>i * SLOT_BYTES)
    at += SLOT_BYTES
  }
  // A range without bytes may lie beyond linear memory.
  if (length) memory.copy(at, data, length)
  // Records stay aligned to 8 bytes, so that the host reads topics as 64-bit limbs.
  store<u32>(LOGS_END, <u32>((record + size) & ~7))
  return true
}
