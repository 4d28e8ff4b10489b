import { describe, expect, it } from 'vitest'
import { assertNever, BugError, MemlaneError } from './error.ts'
import * as room from './index.ts'

describe('errors', () => {
  it('carry a code and facts beside the sentence', () => {
    const error = new MemlaneError('base.example', 'The example has 3 parts.', { parts: 3 })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'MemlaneError',
      code: 'base.example',
      message: 'The example has 3 parts.',
      facts: { parts: 3 },
    })
    expect(new MemlaneError('base.example', 'No facts.').facts).toEqual({})
  })
  it('print their name, also in a subclass', () => {
    class ExampleError extends MemlaneError {
      override readonly name = 'ExampleError'
    }
    expect(String(new MemlaneError('base.example', 'Sentence.'))).toBe('MemlaneError: Sentence.')
    expect(String(new ExampleError('base.example', 'Sentence.'))).toBe('ExampleError: Sentence.')
  })
  it('that are ours say so, and are no caller’s', () => {
    const error = new BugError('two frames share a base')
    expect(error).not.toBeInstanceOf(MemlaneError)
    expect(error.message).toBe('This is a bug in memlane: two frames share a base')
  })
  it('end a switch whose union grew behind the compiler’s back', () => {
    const kind: 'circle' = JSON.parse('"square"')
    const area = () => (kind === 'circle' ? 1 : assertNever(kind))
    expect(area).toThrow(BugError)
    expect(area).toThrow('unexpected case square')
  })
})

it('the room exports what it says', () => {
  expect(Object.keys(room).sort()).toMatchInlineSnapshot(`
    [
      "ADDRESS_BYTES",
      "BugError",
      "MAX_WORD",
      "MemlaneError",
      "WORD_BYTES",
      "addressOf",
      "assertNever",
      "bytesToBigint",
      "bytesToHex",
      "errorsOf",
      "fill",
      "formatAddress",
      "grouped",
      "hexToBytes",
      "isAddress",
      "isHexBytes",
      "isHexWord",
      "isObject",
      "putWord",
      "quantityToHex",
      "signed",
      "spelled",
      "wordAt",
      "wordFromLimbs",
      "wordToBytes",
      "wordToHex",
      "wordToLimbs",
    ]
  `)
})
