/**
 * Recording files with some of their bytes changed and their checksums made right: what a forger could write.
 * @module
 */
import { type Chunk, readChunks, writeChunks } from '../../src/trace/file/chunks.ts'
import type { Random } from './evmRandom.ts'

/** The file with its chunks as `change` leaves them. */
export async function rewritten(file: Uint8Array, change: (chunks: Chunk[]) => void): Promise<Uint8Array<ArrayBuffer>> {
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

/** The file with one to four values of its JSON, header, sources or findings, of another kind, size or sign, missing, or swapped. */
export function changedValues(
  file: Uint8Array,
  random: Random,
  which = /HEAD|SRCS|FIND/,
): Promise<Uint8Array<ArrayBuffer>> {
  return rewritten(file, (chunks) => {
    const at = random.pick([...chunks.keys()].filter((at) => which.test(chunks[at]!.name)))
    const { name, bytes } = chunks[at]!
    const document: unknown = JSON.parse(new TextDecoder().decode(bytes))
    for (let left = 1 + random.below(4); left > 0; left--) changeValue(document, random)
    chunks[at] = { name, bytes: new TextEncoder().encode(JSON.stringify(document)) }
  })
}

// biome-ignore format: values beside each other
const VALUES: readonly unknown[] = [
  null, true, -1, 0, 1, 0.5, 1024, 2 ** 31, 2 ** 32, 2 ** 53, 1e300, '', 'x', '0x', '0x0', '0x400000000060',
  `0x${'f'.repeat(64)}`, [], {}, [0, 0], '999999999:999999999:0', 't_struct(S)1_memory_ptr', 't_bytes_memory_ptr',
]

/** Changes one of the values at the end of a random way through the document. */
function changeValue(document: unknown, random: Random): void {
  let node = document
  while (typeof node === 'object' && node !== null) {
    const key = random.pick(Object.keys(node).length === 0 ? ['none'] : Object.keys(node))
    const before: unknown = Reflect.get(node, key)
    if (typeof before === 'object' && before !== null && !random.oneIn(12)) {
      node = before
      continue
    }
    if (random.oneIn(6)) Reflect.deleteProperty(node, key)
    else
      Reflect.set(
        node,
        key,
        typeof before === 'number' && random.oneIn(2)
          ? before + 1 - 2 * random.below(2)
          : structuredClone(random.pick(VALUES)),
      )
    return
  }
}
