import { expect, it } from 'vitest'
import { allocatorTour } from '../../examples/allocator.ts'

it('examples/allocator.ts runs', () => {
  expect(allocatorTour()).toMatchInlineSnapshot(`
    [
      "start: 0 of 4096 bytes",
      "offsets: 0, 32, 64",
      "array: 01 02 03 04 05",
      "the last block grew in place: true",
      "another was copied: true, 01 02 03 04 05 00 00 00",
      "page: 4096 → 8192 → 28672",
      "doubling: 4096 → 8192 → 32768",
      "evmone: 4096 → 8192 → 28672",
      "two frames: 64 bytes, 94 gas left",
      "reset: 0 allocated, pages kept: true",
      "clean: true",
    ]
  `)
})
