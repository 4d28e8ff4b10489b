import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What is loaded before a command is known: files below src/, and packages. */
function loadedAtOnce(entry: string): { readonly files: string[]; readonly packages: string[] } {
  const files = [resolve(entry)]
  const packages = new Set<string>()
  // Grows while it is walked.
  for (const file of files) {
    // Examples in comments import too.
    const text = readFileSync(file, 'utf8').replace(/^\s*\*.*$/gm, '')
    for (const [, specifier = ''] of text.matchAll(/^(?:import|export)\s(?!type\b)(?:[^;'"]*?\sfrom\s)?'([^']+)'/gm)) {
      const target = resolve(dirname(file), specifier)
      if (!specifier.startsWith('.')) packages.add(specifier)
      else if (!files.includes(target)) files.push(target)
    }
  }
  expect(files.every(existsSync)).toBe(true)
  return { files: files.map((file) => relative('src', file)), packages: [...packages] }
}

describe('starting the program', () => {
  const { files, packages } = loadedAtOnce('src/cli/main.ts')
  it('is followed through the sources', () => {
    expect(files).toContain('cli/commands/cost.ts')
    expect(files).toContain('view/cost.ts')
    expect(files).toContain('memory/gas.ts')
  })
  it('loads no engine, no recorder, no assembler and no compiler', () => {
    // Numbers and bytes alone, which import nothing.
    const data = ['evm/defaults.ts', 'trace/file/signature.ts']
    expect(files.filter((file) => /^(machine|evm|trace|assembly)\//.test(file)).sort()).toEqual(data)
    expect(files.filter((file) => file.startsWith('solidity/'))).toEqual(['solidity/partPath.ts', 'solidity/value.ts'])
  })
  it('loads two small packages', () =>
    expect(packages.filter((name) => !name.startsWith('node:')).sort()).toEqual(['commander', 'picocolors']))
})
