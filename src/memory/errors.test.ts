import { expect, it } from 'vitest'
import { MemlaneError } from '../base/error.ts'
import { EvmAllocator } from './allocator.ts'
import type { MemoryFrame } from './context.ts'
import { MemoryError, type MemoryErrorCode } from './errors.ts'
import { Memory } from './memory.ts'

function released(): Memory {
  const memory = new Memory()
  memory.release()
  return memory
}

function frozen(): Memory {
  const memory = new Memory()
  memory.child()
  return memory
}

const engineFrame: MemoryFrame = { base: 0, size: 64, bytes: () => new Uint8Array(128) }

/** A way to each error, and its text. The type asks for every code. */
const WAYS: Record<MemoryErrorCode, readonly [() => unknown, message: string]> = {
  'memory.outOfGas': [
    () => new Memory().load(0x2000n, { remaining: 100n }),
    'Growing memory costs 900 gas and 100 is there. Give more gas or touch lower offsets.',
  ],
  'memory.outOfMemory': [
    () => new Memory({ maxSize: 64 }).expand(65),
    'Memory of 96 bytes is over the limit of 64. Raise the limit or give less gas.',
  ],
  'memory.allocationError': [
    () => new EvmAllocator({ initialCapacity: 2 ** 52, maxCapacity: 2 ** 52 }),
    'The host refused an array buffer of 4,503,599,627,370,496 bytes. Lower the limit or release other buffers.',
  ],
  'memory.overflow': [
    () => new Memory().expand(-1),
    '-1 is not a whole number of bytes from 0 to 2^53 - 1. Check the arithmetic that made it.',
  ],
  'memory.outOfBounds': [
    () => new Memory().set32(31, 1n),
    'Memory access of 32 bytes at 31 is outside the 0 there are. Call expand first.',
  ],
  'memory.unalignedSize': [
    () => new Memory().resize(33),
    'Size 33 is not a multiple of 32. Pass 64, or call expand, which rounds up.',
  ],
  'memory.invalidAlignment': [
    () => new EvmAllocator().alloc(8, 3),
    'Alignment 3 is not a power of two from 1 to 4096. Pass 1, 2, 4, 8 or so.',
  ],
  'memory.staleContext': [
    () => frozen().expand(32),
    'The memory at checkpoint 0 is frozen while a child stands on it. Release the child first.',
  ],
  'memory.useAfterFree': [() => released().size(), 'This memory was released before. Acquire a new one.'],
  'memory.foreignFrame': [
    () => new Memory({ frame: engineFrame }).expand(96),
    'This memory of 64 bytes belongs to an engine, and only the engine grows it. Use a Memory of your own.',
  ],
}

for (const [code, [cause, message]] of Object.entries(WAYS)) {
  it(`${code} has its sentence`, () => {
    let thrown: unknown
    try {
      cause()
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(MemoryError)
    expect(thrown).toBeInstanceOf(MemlaneError)
    expect(thrown).toMatchObject({ name: 'MemoryError', code, message })
  })
}

it('carries the numbers of its sentence', () => {
  expect(() => new Memory().load(0x2000n, { remaining: 100n })).toThrow(
    expect.objectContaining({ facts: { required: 900n, available: 100n } }),
  )
})
