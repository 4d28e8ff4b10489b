import { describe, expect, it } from 'vitest'
import { profileName, profileTable, readSettings } from './profile.ts'

const read = (table: Record<string, unknown>) => readSettings(table)

describe('a profile', () => {
  const document = {
    profile: {
      default: { src: 'contracts', optimizer: true, fuzz: { runs: 5, seed: '0x1' } },
      ci: { optimizer_runs: 9, fuzz: { runs: 7 } },
    },
    fuzz: { max_test_rejects: 3 },
  }
  it('has what the default one has, unless it says otherwise', () => {
    expect(profileTable(document, 'ci')).toEqual({
      ...{ src: 'contracts', optimizer: true, optimizer_runs: 9 },
      fuzz: { max_test_rejects: 3, runs: 7, seed: '0x1' },
    })
    expect(profileTable(document, 'default').fuzz).toEqual({ max_test_rejects: 3, runs: 5, seed: '0x1' })
  })
  it('is the default one where nobody names one, and where nobody wrote it', () => {
    expect(profileName({})).toBe('default')
    expect(profileName({ FOUNDRY_PROFILE: 'ci' })).toBe('ci')
    expect(profileTable({}, 'ci')).toEqual({})
  })
})

describe('settings', () => {
  it('are those of forge 1.7.1 where nothing is said', () => {
    expect(read({})).toMatchObject({
      problems: [],
      settings: {
        ...{
          src: 'src',
          test: 'test',
          script: 'script',
          out: 'out',
          libs: ['lib'],
          optimizer: false,
          optimizerRuns: 200,
        },
        ...{ evmVersion: 'osaka', viaIr: false, gasLimit: 1073741824n, chainId: 31337n, blockNumber: 1n },
        ...{
          blockTimestamp: 1n,
          bytecodeHash: 'ipfs',
          memoryLimit: 134217728,
          initialBalance: 0xffffffffffffffffffffffffn,
        },
        sender: '0x1804c8ab1f12e6bbf3894d4083f33e07309d1f38',
        permissions: [{ access: 'read', path: 'out' }],
        fuzz: { runs: 256, maxTestRejects: 65536, failOnRevert: true },
        invariant: { runs: 256, depth: 500, failOnRevert: false, shrinkRunLimit: 5000, maxAssumeRejects: 65536 },
      },
    })
  })
  it('a number of runs alone turns the optimizer on, unless it is 0', () => {
    expect(read({ optimizer_runs: 1 }).settings.optimizer).toBe(true)
    expect(read({ optimizer_runs: 0 }).settings.optimizer).toBe(false)
    expect(read({ optimizer_runs: 1, optimizer: false }).settings.optimizer).toBe(false)
  })
  it('numbers may be written as text, and keys with dashes', () => {
    const { settings, problems } = read({ 'gas-limit': '18446744073709551615', fuzz: { seed: '0x10' } })
    expect(problems).toEqual([])
    expect(settings.gasLimit).toBe(2n ** 64n - 1n)
    expect(settings.fuzz.seed).toBe('16')
  })
  it('permissions are read in each way that they are written', () => {
    const access = (written: unknown) => read({ fs_permissions: [{ access: written, path: './' }] })
    expect(access(true).settings.permissions).toEqual([{ access: 'readWrite', path: './' }])
    expect(access('read-write').settings.permissions[0]?.access).toBe('readWrite')
    expect(access('write').settings.permissions[0]?.access).toBe('write')
    expect(access('sometimes').problems).toMatchObject([{ kind: 'wrong', key: 'fs_permissions' }])
  })
  it('what nobody knows is named, with what it is like', () => {
    expect(read({ optimzer: true, zzz: 1, invariant: { dept: 3 } }).problems).toEqual([
      { kind: 'unknown', key: 'optimzer', like: 'optimizer' },
      { kind: 'unknown', key: 'zzz', like: undefined },
      { kind: 'unknown', key: 'invariant.dept', like: 'depth' },
    ])
  })
  it('what is of the wrong kind is named, and the default stands', () => {
    const { settings, problems } = read({ src: 5, optimizer_runs: -1, evm_version: 'vienna', fuzz: 3 })
    expect(problems.map(({ key }) => key).sort()).toEqual(['evm_version', 'fuzz', 'optimizer_runs', 'src'])
    expect(settings).toMatchObject({ src: 'src', optimizerRuns: 200, evmVersion: 'osaka' })
  })
})
