import { describe, expect, it } from 'vitest'
import { createEvm, type FrameEnd, type Tracer } from '../evm/index.ts'
import type { Memory } from '../memory/index.ts'

const OUTER = '0x1000000000000000000000000000000000000001'
const INNER = '0x2000000000000000000000000000000000000002'

/** Calls `look` whenever a frame ends, while it is still there. */
function looking(look: (frame: FrameEnd) => void): Tracer {
  return { frameStart() {}, frameEnd: look, copiedCode() {}, steps() {}, runEnd() {} }
}

describe('the live memory of a frame', () => {
  const evm = createEvm()
  // MSTORE(0x20, 0xbb)
  evm.state.setAccount(INNER, { code: '0x60bb60205200' })
  // MSTORE(0, 0xaa), CALL(gas, INNER, 0, 0, 0, 0, 0), STOP
  const code = `0x60aa5f525f5f5f5f5f73${INNER.slice(2)}5af100` as const
  const held: Memory[] = []
  let inner: unknown[] = []
  let outer: unknown[] = []
  const tracer = looking(({ id }) => {
    if (id === 1) {
      held.push(evm.memoryAt(0), evm.memoryAt(1))
      inner = held.map((memory) => [memory.size(), memory.readWord(0), memory.readWord(0x20), memory.checkpoint])
    } else {
      outer = [held[0]!.readWord(0), () => held[1]!.readWord(0)]
    }
  })
  evm.call({ code, to: OUTER }, { tracer })

  it('shows each frame its own bytes, the child behind the end of its parent', () => {
    const [parent, child] = inner as [[number, bigint, bigint, number], [number, bigint, bigint, number]]
    expect(parent.slice(0, 3)).toEqual([32, 0xaan, 0n])
    expect(child.slice(0, 3)).toEqual([64, 0n, 0xbbn])
    expect(child[3]).toBe(parent[3] + 32)
  })

  it('serves the parent when the child has ended, and refuses the child', () => {
    expect(outer[0]).toBe(0xaan)
    expect(() => held[1]!.size()).toThrow('memory')
  })

  it('refuses every handle when the run is over', () => {
    for (const memory of held)
      expect(() => memory.readWord(0)).toThrowError(expect.objectContaining({ code: 'memory.useAfterFree' }))
    expect(() => evm.memoryAt(0)).toThrowError(expect.objectContaining({ code: 'evm.noSuchFrame' }))
  })

  it('does not grow what the engine owns', () => {
    let refused: unknown
    evm.call(
      { code, to: OUTER },
      {
        tracer: looking(({ id }) => {
          if (id !== 1) return
          try {
            evm.memoryAt(0).expand(64)
          } catch (error) {
            refused = error
          }
        }),
      },
    )
    expect(refused).toMatchObject({ code: 'memory.foreignFrame' })
  })
})
