/** docs/cheatcodes.md is made from the table of cheatcodes: `npx vitest run test/foundry/cheatcodes.test.ts -u` writes it. */
import { expect, it } from 'vitest'
import { CHEAT_ROWS, CHEATS } from '../../src/foundry/cheats/table.ts'

const HEAD = `# Cheatcodes

What \`memlane test\` does with each cheatcode of forge 1.7.1. *Works*: as forge does it. *Differs*: see beside it. *Refused*: the call
reverts and says why, and the test with it. One that is not here reverts as in forge, with its selector.

| cheatcode | arguments | |
| --- | --- | --- |
`

/** One row for each name and each thing that is to say of it. */
function table(): string {
  const rows = new Map<string, { name: string; given: string[]; says: string }>()
  for (const { signature, state, note } of CHEAT_ROWS) {
    const [, name = '', given = ''] = /^(\w+)\((.*)\)$/.exec(signature) ?? []
    const says = note === undefined ? state : `${state}: ${note}`
    const key = `${name} ${says}`
    const row = rows.get(key) ?? { name, given: [], says }
    rows.set(key, row)
    row.given.push(given === '' ? 'none' : `\`${given}\``)
  }
  return [...rows.values()]
    .map(({ name, given, says }) => `| \`${name}\` | ${given.join(' · ')} | ${says} |\n`)
    .join('')
}

it('are in the documentation as they are', async () => {
  await expect(HEAD + table()).toMatchFileSnapshot('../../docs/cheatcodes.md')
})

it('have a selector each', () => {
  expect(CHEATS.size).toBe(CHEAT_ROWS.length)
})
