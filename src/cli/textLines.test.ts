import { describe, expect, it } from 'vitest'
import { linesOf } from './textLines.ts'

const TEXT = 'one\nzwölf\n\n内存 🙂\nlast'

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function linesIn(bytes: Uint8Array, size: number): Promise<string[]> {
  const lines: string[] = []
  for await (const line of linesOf(cut(bytes, size), 'a.jsonl')) lines.push(line)
  return lines
}

const little = Buffer.from(`\ufeff${TEXT}`, 'utf16le')

describe('lines of a text in pieces', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16LE', little],
    ['UTF-16BE', Buffer.from(little).swap16()],
  ])('are the same wherever it is cut: %s', async (_, bytes) => {
    for (const size of [2, 3, 7, 1000]) expect(await linesIn(bytes, size), `${size}`).toEqual(TEXT.split('\n'))
  })

  it('are none of nothing', async () => {
    expect(await linesIn(new Uint8Array(0), 1)).toEqual([])
    expect(await linesIn(Buffer.from('one\n'), 2)).toEqual(['one'])
  })

  it('are refused where they are no text, also at the end', async () => {
    for (const bytes of [Buffer.from([0x61, 0xff, 0x61]), Buffer.from(TEXT).subarray(0, 7)])
      await expect(linesIn(bytes, 2)).rejects.toThrow(/^a\.jsonl: This is no text in UTF-8/)
  })
})
