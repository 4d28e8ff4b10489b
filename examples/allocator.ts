/**
 * An arena for the bytes of EVM memory: what `EvmAllocator` does, step by step.
 *
 *   npm run build && node examples/allocator.ts      Node 22.18 or newer reads TypeScript as it stands
 */
import { ArenaBacking, EvmAllocator, type GrowthStrategy, Memory, SharedMemoryBuffer } from 'memlane/memory'

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')

/** The steps, each as a line of text. */
export function allocatorTour(): string[] {
  const lines: string[] = []

  // Start: one page of 4096 bytes.
  const arena = new EvmAllocator()
  lines.push(`start: ${arena.allocated} of ${arena.capacity} bytes`)

  // Patterns: an item that any typed array fits over, an array, a buffer on a cache line of 64 bytes.
  const item = arena.create(32)
  const array = arena.alloc(5)
  const line = arena.alloc(128, 64)
  lines.push(`offsets: ${[item, array, line].map((block) => block.byteOffset).join(', ')}`)
  new BigUint64Array(item.buffer, item.byteOffset, 4)[0] = 1n
  array.set([1, 2, 3, 4, 5])
  lines.push(`array: ${hex(array)}`)

  // Growing: the last block in place, any other by copying it. The views in between stay valid.
  const longer = arena.resize(line, 192)
  lines.push(`the last block grew in place: ${longer.byteOffset === line.byteOffset}`)
  const moved = arena.resize(array, 8)
  lines.push(`another was copied: ${moved.byteOffset !== array.byteOffset}, ${hex(moved)}`)

  // Strategies: the same needs, and the capacities that they lead to.
  for (const strategy of ['page', 'doubling', 'evmone'] satisfies GrowthStrategy[]) {
    const other = new EvmAllocator({ strategy })
    const capacities = [4096, 1, 20_000].map((length) => {
      other.alloc(length)
      return other.capacity
    })
    lines.push(`${strategy}: ${capacities.join(' → ')}`)
  }

  // Memory over an arena: all frames of a run in one block.
  const buffer = new SharedMemoryBuffer({ backing: new ArenaBacking(arena) })
  const memory = new Memory({ buffer })
  const gas = { remaining: 100n }
  memory.writeWord(0n, 0x2an, gas)
  const child = memory.child()
  child.writeByte(0n, 7n, gas)
  lines.push(`two frames: ${buffer.length} bytes, ${gas.remaining} gas left`)
  child.release()

  // The end: free does nothing, reset takes everything back at once and keeps the pages.
  arena.free(moved)
  const { capacity } = arena
  arena.reset()
  lines.push(`reset: ${arena.allocated} allocated, pages kept: ${arena.capacity === capacity}`)
  lines.push(`clean: ${arena.alloc(4096).every((byte) => byte === 0)}`)
  return lines
}

if (process.argv[1]?.endsWith('allocator.ts')) console.log(allocatorTour().join('\n'))
