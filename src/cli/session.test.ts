import { expect, it } from 'vitest'
import { Session } from './session.ts'
import { PLAIN_SURFACE } from './surface.ts'

it('a document that is longer than a string can be is refused', () => {
  let written = ''
  const write = (text: string) => void (written += text)
  const output = { write, writeAll: async () => {}, isTerminal: false, columns: undefined }
  const io = { stdout: output, stderr: output, readInput: async () => new Uint8Array(0), environment: {}, folder: '.' }
  const session = new Session(io, PLAIN_SURFACE)
  // What the engine throws for a string that is longer than 2^29 - 24 characters; making one takes seconds.
  const longest = {
    toJSON() {
      throw new RangeError('Invalid string length')
    },
  }
  expect(() => session.showJson(longest)).toThrow(expect.objectContaining({ code: 'cli.resultTooLarge' }))
  expect(written).toBe('')
})
