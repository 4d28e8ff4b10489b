/** The contracts of docs/sanitizer.md: each breaks the rule that it stands for. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkRecording, factsFrom, RULES } from '../../src/check/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { BuildLocator, encodeCreation } from '../../src/solidity/index.ts'
import { record } from '../../src/trace/index.ts'
import { compileMode } from '../support/solc.ts'

const PAGE = readFileSync('docs/sanitizer.md', 'utf8')
const ALL = new Set(RULES.map(({ id }) => id))
/** Bugs of compilers that are not here: these contracts show the form alone. */
const OF_OLD_COMPILERS = ['R18', 'R20']

const EXAMPLES = Array.from(
  PAGE.matchAll(/^## (R\d\d) · ([\w-]+) · ([^\n]*)\n\n```solidity\n(.*?)```$/gms),
  ([, id, name, severity, contract]) => ({ id: id!, name: name!, severity: severity!, contract: contract! }),
)

describe('docs/sanitizer.md', () => {
  it('has each rule with its name and severity', () => {
    expect(EXAMPLES.map(({ id, name }) => [id, name])).toEqual(RULES.map(({ id, name }) => [id, name]))
    for (const [index, { severity }] of EXAMPLES.entries()) {
      expect(severity.startsWith(RULES[index]!.severity), severity).toBe(true)
      expect(severity.includes('off until'), severity).toBe(RULES[index]!.isOff)
    }
  })

  const runnable = EXAMPLES.filter(({ id }) => !OF_OLD_COMPILERS.includes(id))
  it.each(runnable)('$id is found in its contract', async ({ id, contract: source }) => {
    const build = await compileMode('legacy', `pragma solidity ^0.8.24;\n${source}`, 'Example.sol')
    const contract = build.contract('Example')
    const evm = createEvm()
    const input = encodeCreation(contract)
    const selector = contract.selectors.get('f()')
    const creation = record(evm, { input })
    const { recording } =
      selector === undefined
        ? creation
        : record(evm, { to: creation.result.created!, input: selector, gas: 30_000_000n })
    const { causes } = checkRecording(recording, { rules: ALL, factsOf: factsFrom(new BuildLocator(build)) })
    expect(causes.map(({ rule }) => rule)).toContain(id)
  })
})
