/**
 * What is easy to get wrong about forge: 154 tests with the verdict, the gas and the reason that forge 1.7.1 printed (solc 0.8.37,
 * 200 runs of the optimizer, osaka, no hash in the bytecode).
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { testRun } from '../../src/cli/testRun.ts'

vi.mock('../../src/cli/solc.ts', async (original) =>
  (await import('../support/sharedSolc.ts')).shared(await original()),
)

interface Printed {
  readonly status: string
  readonly gas?: number
  readonly reason?: string
}

interface Ran {
  readonly status: string
  readonly reason: string | null
  readonly kind: { readonly Unit?: { readonly gas: number } }
}

const here = fileURLToPath(new URL('semantics/', import.meta.url))
const forge: Record<string, Printed> = JSON.parse(readFileSync(join(here, 'forge-1.7.1.json'), 'utf8')).tests

/** What is not as forge has it, and why. */
const DIFFERS: Readonly<Record<string, string>> = {
  // Gas decides before the limit of memory does.
  'sem:SemBig.test_mem()': 'reason',
  'sem:SemBig.test_mem2()': 'reason',
  // The gas of a call that fails for a missing log is off by a word of return data or two.
  'sem:SemEmit.test_M_count0bad()': 'gas',
  'sem:SemEmit.test_M_count2()': 'gas',
  'sem:SemEmit.test_M_emitterWrong()': 'gas',
  'sem:SemEmit.test_M_laterCall()': 'gas',
  'sem:SemEmit.test_M_twoWrongOrder()': 'gas',
  'sem:SemEmit.test_M_wrongData()': 'gas',
}

const FOUNDRY_TOML = `[profile.default]
src = "src"
optimizer = true
optimizer_runs = 200
evm_version = "osaka"
bytecode_hash = "none"
`

const NEST = 'function nest() external pure {}'
const LOOP = 'function loop() external pure { while (true) {} }'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function ran(project: string, prefix: string): Promise<Map<string, Ran>> {
  const folder = mkdtempSync(join(tmpdir(), 'memlane-foundry-'))
  folders.push(folder)
  mkdirSync(join(folder, 'src'))
  cpSync(join(here, project), join(folder, 'test'), { recursive: true })
  // Both share a base, whose contract has one function more in the second: figures of gas are of exactly these codes.
  const base = readFileSync(join(here, 'first/Base.sol'), 'utf8')
  if (project === 'second') writeFileSync(join(folder, 'test/Base.sol'), base.replace(NEST, `${NEST} ${LOOP}`))
  writeFileSync(join(folder, 'foundry.toml'), FOUNDRY_TOML)
  const { stdout, stderr } = await testRun(['test', '--json'], { folder })
  if (stdout === '') throw new Error(stderr)
  const suites: Record<string, { test_results: Record<string, Ran> }> = JSON.parse(stdout)
  return new Map(
    Object.entries(suites).flatMap(([suite, { test_results }]) =>
      Object.entries(test_results).map(([test, result]) => [`${prefix}:${suite.split(':').at(-1)}.${test}`, result]),
    ),
  )
}

describe.each([
  ['first', 'sem'],
  ['second', 'sem2'],
])('%s', (project, prefix) => {
  it('ends as forge 1.7.1 does', async () => {
    const results = await ran(project, prefix)
    const off: string[] = []
    let compared = 0
    for (const [name, printed] of Object.entries(forge)) {
      if (!name.startsWith(`${prefix}:`)) continue
      compared++
      const result = results.get(name)
      const gas = result?.kind.Unit?.gas
      const isOff = [
        ...(result?.status === printed.status ? [] : ['status']),
        ...(printed.gas === undefined || gas === printed.gas ? [] : ['gas']),
        ...((result?.reason ?? undefined) === printed.reason ? [] : ['reason']),
      ].join(', ')
      if (isOff !== (DIFFERS[name] ?? '')) off.push(`${name}: ${isOff || 'as forge, though it is said to differ'}`)
    }
    expect(compared).toBeGreaterThan(20)
    expect(off).toEqual([])
  })
})
