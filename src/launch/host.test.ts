import { describe, expect, it } from 'vitest'
import { createEvm } from '../evm/index.ts'
import { runOnHost } from './host.ts'

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
      await expect(full).rejects.toMatchObject({ code: 'launch.hostMemory' })
    },
  )
  it('lets other errors be', async () => {
    const broken = runOnHost(() => {
      throw new RangeError('Invalid array length')
    })
    await expect(broken).rejects.toThrow('Invalid array length')
  })
})
