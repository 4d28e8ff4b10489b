import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { assemble } from './assemble.ts'
import { disassemble, formatDisassembly } from './disassemble.ts'
import * as room from './index.ts'
import { formatListing } from './listing.ts'

it('the example of the README becomes the listing and the disassembly beside it', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const blocks = [...readme.matchAll(/^```(evm|text)\n(.*?)^```$/gms)].map(([, kind, text]) => ({ kind, text }))
  expect(blocks.map(({ kind }) => kind)).toEqual(['evm', 'text', 'text'])
  const assembly = assemble(blocks[0].text)
  expect(formatListing(assembly)).toBe(blocks[1].text)
  expect(formatDisassembly(disassemble(assembly.code))).toBe(blocks[2].text)
})

it('the room exports what it says', () => {
  expect(Object.keys(room).sort()).toMatchInlineSnapshot(`
    [
      "AssemblyError",
      "DEFAULT_MAX_CODE_SIZE",
      "MAX_PROBLEMS",
      "MAX_SOURCE_LENGTH",
      "assemble",
      "disassemble",
      "formatDisassembly",
      "formatListing",
    ]
  `)
})
