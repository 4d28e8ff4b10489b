/** Findings beside what other commands say: in maps, and in recordings that are handed on. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { STAMP } from '../../test/support/stampFinding.ts'
import { decodeRecording } from '../trace/index.ts'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

const folder = folderWith({
  'Stamp.sol': STAMP,
  'Meant.sol': STAMP.replace('// the id goes after 24 bytes', '// memlane-ignore R05: nobody reads the name'),
  'Reasonless.sol': STAMP.replace('// the id goes after 24 bytes', '// memlane-ignore R05'),
})
const memlane = (argv: string) => testRun(argv.split(' '), { folder })
const CALL = '--call stamp 7'

describe('memlane map --check', () => {
  it('marks the object that a write broke, and says below which write that was', async () => {
    const { stdout, code } = await memlane(`map Stamp.sol --check ${CALL}`)
    const lines = stdout.split('\n')
    expect(lines.find((line) => line.startsWith(' 0x080'))).toContain('  bytes head  ')
    expect(lines.find((line) => line.startsWith(' 0x0c0'))).toContain('  #R05 string name  ')
    expect(stdout).toContain('\n #R05 error   step 185   Stamp.sol:10   Write past the end of head, into name\n')
    // The run's own: a map is no verdict.
    expect(code).toBe(3)
  })

  it('says it in Chinese', async () => {
    const { stdout } = await memlane(`map Stamp.sol --check ${CALL} --lang zh`)
    expect(stdout).toContain('\n #R05 错误   第 185 步   Stamp.sol:10   写出 head 末尾，写进 name\n')
  })

  it('knows only of what has happened at the moment that is shown', async () => {
    const before = await memlane(`map Stamp.sol --check ${CALL} --at 185`)
    expect(before.stdout).not.toContain('#R05')
    expect(before.stdout).toContain('\n 1 finding.\n')
    const behind = await memlane(`map Stamp.sol --check ${CALL} --at 186`)
    expect(behind.stdout).toContain('#R05 string name')
  })

  it('names the findings of each object in the document', async () => {
    const { stdout } = await memlane(`map Stamp.sol --check --json ${CALL}`)
    const { objects, reserved, findings } = JSON.parse(stdout)
    expect(objects.map((one: { name: string; findings: number[] }) => [one.name, one.findings])).toEqual([
      ['head', []],
      ['name', [0]],
    ])
    expect(reserved.every((one: { findings: number[] }) => one.findings.length === 0)).toBe(true)
    expect(findings).toMatchObject([
      { rule: 'R05', severity: 'error', at: { step: 185, source: { line: 10 } }, victim: { name: 'name' } },
    ])
    const plain = JSON.parse((await memlane(`map Stamp.sol --json ${CALL}`)).stdout)
    expect(plain.findings).toBeUndefined()
    expect(plain.objects[1].findings).toBeUndefined()
  })

  it('says that there are none, also where a comment says that one is meant', async () => {
    const { stdout } = await memlane(`map Meant.sol --check ${CALL}`)
    expect(stdout).not.toContain('#R05')
    expect(stdout).toContain('\n Checked: no findings.\n')
    const { stderr, code } = await memlane(`map Reasonless.sol --check ${CALL}`)
    expect(stderr).toContain('Reasonless.sol:9')
    expect(code).toBe(2)
  })
})

describe('memlane trace record --check', () => {
  it('keeps what was found, and hands it on', async () => {
    const { stdout } = await memlane(`trace record Stamp.sol --check -o checked.memlane ${CALL}`)
    expect(stdout).toMatch(/^checked\.memlane {3}Stamp\.stamp\(7\) {3}378 steps .* 1 finding\n$/)
    await memlane('trace record checked.memlane -o again.memlane')
    for (const name of ['checked.memlane', 'again.memlane']) {
      const { findings } = await decodeRecording(readFileSync(join(folder, name)))
      expect(findings).toMatchObject({
        ...{ kind: 'memlane-findings', version: 1 },
        findings: [{ rule: 'R05', frame: 0, step: 185, count: 1, range: { offset: 0xb8, size: 32 } }],
      })
    }
  })

  it('says that there were none, and nothing where nobody checked', async () => {
    const { stdout } = await memlane(`trace record Meant.sol --check -o quiet.memlane ${CALL} --json`)
    expect(JSON.parse(stdout).findings).toBe(0)
    const file = await decodeRecording(readFileSync(join(folder, 'quiet.memlane')))
    expect(file.findings).toEqual({ kind: 'memlane-findings', version: 1, findings: [] })
    const unchecked = await memlane(`trace record Stamp.sol -o unchecked.memlane ${CALL} --json`)
    expect(JSON.parse(unchecked.stdout).findings).toBeUndefined()
    expect((await decodeRecording(readFileSync(join(folder, 'unchecked.memlane')))).findings).toBeUndefined()
  })
})
