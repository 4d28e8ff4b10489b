import { describe, expect, it } from 'vitest'
import { onHost } from './host.ts'

describe('onHost', () => {
  it('gives what the run gives', async () => expect(await onHost(Promise.resolve(5))).toBe(5))
  it.each(['WebAssembly.Memory.grow(): Maximum memory size exceeded', 'Array buffer allocation failed'])(
    'says that the host has no more memory: %s',
    async (message) => {
      await expect(onHost(Promise.reject(new RangeError(message)))).rejects.toMatchObject({ code: 'launch.hostMemory' })
    },
  )
  it('lets other errors be', async () => {
    const broken = onHost(Promise.reject(new RangeError('Invalid array length')))
    await expect(broken).rejects.toThrow('Invalid array length')
  })
})
