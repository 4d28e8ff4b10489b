import { describe, expect, it } from 'vitest'
import { createEvm } from '../evm/index.ts'
import { runOnHost } from './execution.ts'
import { Session } from './session.ts'
import { PLAIN_SURFACE } from './surface.ts'

describe('runOnHost', () => {
  it('loads precompiles on curves and runs again', async () => {
    const evm = createEvm()
    let runs = 0
    // ecrecover of nothing: no output, 3,000 gas.
    const result = await runOnHost(() => {
      runs++
      return evm.call({ to: `0x${'1'.padStart(40, '0')}` })
    })
    expect([runs, result.status, result.gasUsed]).toEqual([2, 'return', 3000n])
  })
  it.each(['WebAssembly.Memory.grow(): Maximum memory size exceeded', 'Array buffer allocation failed'])(
    'says that the host has no more memory: %s',
    async (message) => {
      const full = runOnHost(() => {
        throw new RangeError(message)
      })
      await expect(full).rejects.toMatchObject({ code: 'cli.hostMemory' })
    },
  )
  it('lets other errors be', async () => {
    const broken = runOnHost(() => {
      throw new RangeError('Invalid array length')
    })
    await expect(broken).rejects.toThrow('Invalid array length')
  })
})

it('a document that is longer than a string can be is refused', () => {
  let written = ''
  const write = (text: string) => void (written += text)
  const output = { write, writeAll: async () => {}, isTerminal: false, columns: undefined }
  const io = { stdout: output, stderr: output, readInput: async () => new Uint8Array(0), environment: {}, folder: '.' }
  const session = new Session(io, PLAIN_SURFACE)
  // A string of the greatest length: with the quotes around it, it is too long.
  const longest = { text: 'x'.repeat(2 ** 29 - 24) }
  expect(() => session.showJson(longest)).toThrow(expect.objectContaining({ code: 'cli.resultTooLarge' }))
  expect(written).toBe('')
})
