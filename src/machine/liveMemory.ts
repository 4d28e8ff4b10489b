/**
 * A `Memory` over a frame of the machine: the seeds' memory API on the engine's own bytes, without a copy.
 *
 * While the engine runs it alone writes frame records, so the handle keeps nothing and cannot grow the memory. Once
 * the frame has ended, it refuses.
 * @module
 */
import { memoryError } from '../memory/errors.ts'
import { Memory } from '../memory/index.ts'
import type { Machine } from './machine.ts'

/** The memory of the open frame at a depth. Reading and writing in range work until that frame ends. */
export function liveMemory(machine: Machine, depth: number): Memory {
  const frame = machine.frame(depth)
  const { runs } = machine
  const { id } = frame
  return new Memory({
    frame: {
      get base() {
        return frame.base
      },
      get size() {
        if (machine.runs !== runs || machine.depth < depth || frame.id !== id)
          throw memoryError('memory.useAfterFree', { what: 'memory' })
        return frame.size
      },
      bytes: () => frame.bytes(),
    },
  })
}
