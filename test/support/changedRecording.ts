/**
 * Recording files with some of their bytes changed and their checksums made right: what a forger could write.
 * @module
 */
import { type Chunk, readChunks, writeChunks } from '../../src/trace/file/chunks.ts'
import type { Random } from './evmRandom.ts'

/** The file with its chunks as `change` leaves them. */
export async function rewritten(
  file: Uint8Array,
  change: (chunks: readonly Chunk[]) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Chunk[] = []
  for await (const chunk of readChunks(file)) chunks.push(chunk)
  change(chunks)
  return writeChunks(chunks)
}

/** The file with one to four changed bytes in chunks of any name. */
export function changedRecording(file: Uint8Array, random: Random): Promise<Uint8Array<ArrayBuffer>> {
  return rewritten(file, (chunks) => {
    const names = [...new Set(chunks.map(({ name }) => name))]
    for (let left = 1 + random.below(4); left > 0; left--) {
      const name = random.pick(names)
      changeByte(random.pick(chunks.filter((chunk) => chunk.name === name)).bytes, random)
    }
  })
}

/** Another value for one of the bytes: another bit, the value beside it, any; of a digit mostly another digit. */
export function changeByte(bytes: Uint8Array, random: Random): void {
  if (bytes.length === 0) return
  const at = random.below(bytes.length)
  const before = bytes[at]!
  const isDigit = before >= 0x30 && before <= 0x39
  const digit = 0x30 + random.below(10)
  bytes[at] =
    isDigit && !random.oneIn(4)
      ? digit
      : random.pick([before ^ (1 << random.below(8)), before + 1, before - 1, random.below(256)])
}
