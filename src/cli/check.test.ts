import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import Ajv from 'ajv'
import { describe, expect, it, vi } from 'vitest'
import { causeOf, reportOf, STAMP, stampFinding } from '../../test/support/stampFinding.ts'
import type { CheckReport } from '../check/index.ts'
import type { Recording } from '../trace/index.ts'
import { displayWidth } from '../view/index.ts'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

type Check = (recording: Recording) => CheckReport

const hit: Check = (recording) => reportOf(recording, [causeOf(stampFinding(recording))])

/** What the sanitizer says of the run, by hand. */
let found: Check = hit

vi.mock('../check/index.ts', async (original) => ({
  ...(await original<typeof import('../check/index.ts')>()),
  checkRecording: (recording: Recording) => found(recording),
}))

const folder = folderWith({
  'Stamp.sol': STAMP,
  'Meant.sol': STAMP.replace('// the id goes after 24 bytes', '// memlane-ignore R05: nobody reads the name'),
  'Reasonless.sol': STAMP.replace('// the id goes after 24 bytes', '// memlane-ignore R05'),
  'Ruleless.sol': STAMP.replace('// the id goes after 24 bytes', '// memlane-ignore R50: why'),
  'Other.sol': STAMP.replace('// the id goes after 24 bytes', '// memlane-ignore R07: nobody reads the name'),
  'moved/Stamp.sol': STAMP.replace('        assembly', '\n\n        assembly'),
  'list.json': '[]',
  'cut.json': '{',
  'later.json': '{ "kind": "memlane-baseline", "version": 2, "findings": [] }',
  'entry.json': '{ "kind": "memlane-baseline", "version": 1, "findings": [{ "rule": "R99" }] }',
})

async function check(argv: string, by: Check = hit, more: readonly string[] = []) {
  found = by
  return testRun(['check', ...argv.split(' '), '--call', 'stamp', '7', ...more], { folder })
}

describe('memlane check', () => {
  it('tells the write, the object that it hit, who met it, and what to do', async () => {
    const { stdout, code } = await check('Stamp.sol')
    expect(code).toBe(1)
    expect(stdout).toBe(`Stamp.stamp(7)   halted: out of gas

error R05   Write past the end of head, into name
  Stamp.sol:10   mstore(add(head, 56), id)
  MSTORE at step 185 (Stamp.sol:10) writes 0xb8–0xd7 through the pointer of
  head, which ends at 0xc0. 24 bytes of name.length change from 5 to
  0x70000000000000005; MLOAD at step 334 (Stamp.sol:5) reads them.
  Likely cause: a store of 32 bytes where fewer are left, a loop one round too
  long, or a length that was not checked.
  Instead: load the last word, change only the bytes that belong to the object,
  store it again; or allocate to the next multiple of 32.
  head was allocated by Stamp.sol:6, name by Stamp.sol:7.
  0xb8 is made of constants alone.
  To see it: memlane debug Stamp.sol 7 --call stamp --at 185
  If this is meant: // memlane-ignore R05: why

1 finding: error R05, Stamp.sol:10.
`)
  })

  it('says it in Chinese', async () => {
    const { stdout } = await check('Stamp.sol --lang zh')
    expect(stdout).toBe(`Stamp.stamp(7)   异常中止：gas 耗尽

错误 R05   写出 head 末尾，写进 name
  Stamp.sol:10   mstore(add(head, 56), id)
  MSTORE 在第 185 步（Stamp.sol:10）通过 head 的指针写入 0xb8–0xd7，而 head 到
  0xc0 为止；name.length 的 24 字节由 5 变成 0x70000000000000005，MLOAD 在第 334
  步（Stamp.sol:5）读取了它们。
  可能原因：剩余不足 32 字节却写了整字，循环多走一轮，或没有检查长度。
  改法：读出最后一个字，只改属于该对象的字节再写回；或按 32 的倍数分配。
  head 由 Stamp.sol:6 分配，name 由 Stamp.sol:7 分配。
  0xb8 只由常量得出。
  查看：memlane debug Stamp.sol 7 --call stamp --at 185
  若确属有意：// memlane-ignore R05: 原因

1 个问题：R05 错误，Stamp.sol:10。
`)
  })

  it('fits a terminal of 80 columns in both languages, and of 50', async () => {
    const long = ['--gas-limit', '30000000', '--from', `0x${'ab'.repeat(20)}`]
    for (const [language, columns] of [
      ['en', 80],
      ['zh', 80],
      ['en', 50],
    ] as const) {
      const argv = ['check', 'Stamp.sol', '--call', 'stamp', '7', ...long, '--lang', language, '--no-color']
      const { stdout } = await testRun(argv, { folder, terminal: columns })
      const lines = stdout.split('\n')
      expect(lines.length).toBeGreaterThan(10)
      for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(columns)
      expect(stdout).toMatch(/memlane debug Stamp\.sol 7 .* \\\n {4}\S/)
    }
  })

  it('finds nothing, and says in how much', async () => {
    const { stdout, code } = await check('Stamp.sol', (recording) => reportOf(recording, []))
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^Stamp\.stamp\(7\) {3}halted: out of gas\n\nNo findings in 1 call, 2 allocations, \d+ steps\.\n$/,
    )
  })

  it('names neither objects nor lines where it knows none', async () => {
    const record = ['trace', 'record', 'Stamp.sol', '--call', 'stamp', '7', '-o', 'run.memlane']
    expect((await testRun(record, { folder })).code).toBe(0)
    const { stdout } = await testRun(['trace', 'export', 'run.memlane', '--memory', '-o', 'run.jsonl'], { folder })
    expect(stdout).toBe('')
    found = hit
    const bare = await testRun(['check', 'run.jsonl'], { folder })
    expect(bare.stdout).toContain('Write past the end of the allocation at 0x80, into the allocation at\n  0xc0\n')
    expect(bare.stdout).toContain('MSTORE at step 185 (pc 0xef) writes 0xb8–0xd7')
    expect(bare.stdout).not.toContain('memlane-ignore')
    const kept = await testRun(['check', 'run.memlane'], { folder })
    expect(kept.stdout).toContain('Write past the end of head, into name')
    expect(kept.stdout).toContain('memlane debug run.memlane --at 185')
  })
})

describe('formats of memlane check', () => {
  it('annotates the line for GitHub', async () => {
    const { stdout, code } = await check('Stamp.sol --format github')
    expect(code).toBe(1)
    expect(stdout.split('\n')).toEqual([
      '::error file=Stamp.sol,line=10,title=R05 write-past-object::MSTORE at step 185 (Stamp.sol:10) writes 0xb8–0xd7 through the pointer of head, which ends at 0xc0. 24 bytes of name.length change from 5 to 0x70000000000000005; MLOAD at step 334 (Stamp.sol:5) reads them.',
      '1 finding: error R05, Stamp.sol:10.',
      '',
    ])
  })

  it('writes SARIF that fits the schema', async () => {
    const load = createRequire(import.meta.url)
    const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true })
    ajv.addMetaSchema(load('ajv/lib/refs/json-schema-draft-04.json'))
    const fits = ajv.compile(load('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'))
    for (const argv of ['Stamp.sol', 'Meant.sol', 'Stamp.sol --lang zh']) {
      const log = JSON.parse((await check(`${argv} --format sarif`)).stdout)
      fits(log)
      expect(fits.errors, argv).toBeNull()
      expect(log.runs[0].tool.driver.rules).toHaveLength(20)
      const [result] = log.runs[0].results
      expect(result).toMatchObject({ ruleId: 'R05', ruleIndex: 4, level: 'error', occurrenceCount: 1 })
      expect(result.locations[0].physicalLocation).toMatchObject({
        artifactLocation: { uri: argv.split(' ')[0] },
        region: { startLine: 10, startColumn: 13 },
      })
      expect(result.suppressions).toEqual(argv === 'Meant.sol' ? [{ kind: 'inSource' }] : undefined)
    }
    // The schema refuses what is none.
    expect(fits({ version: '2.1.0', runs: [{}] })).toBe(false)
  })

  it('prints JSON', async () => {
    const document = JSON.parse((await check('Stamp.sol --json')).stdout)
    expect(document).toMatchObject({ version: 1, call: 'Stamp.stamp(7)', status: 'halt', known: [], ignored: [] })
    expect(document.findings).toMatchObject([
      {
        ...{ rule: 'R05', name: 'write-past-object', severity: 'error', count: 1, contract: 'Stamp' },
        at: { step: 185, op: 'MSTORE', source: { file: 'Stamp.sol', line: 10 } },
        range: { offset: 0xb8, size: 32 },
        object: { offset: 0x80, size: 64, name: 'head', type: 'bytes', made: { source: { line: 6 } } },
        victim: { offset: 0xc0, size: 64, name: 'name', type: 'string', made: { source: { line: 7 } } },
        changed: { offset: 0xc0, part: '.length', bytes: 24 },
        reader: { step: 334, op: 'MLOAD' },
        origin: { from: 'constants', value: '0xb8' },
      },
    ])
  })
})

describe('findings that do not count', () => {
  it('are those that a comment says are meant, with a reason', async () => {
    const { stdout, code } = await check('Meant.sol')
    expect(code).toBe(0)
    expect(stdout).toMatch(/\n\nNo findings in .*\n1 ignored by a comment\.\n$/)
    expect((await check('Other.sol')).code).toBe(1)
  })

  it('are those of a baseline, also when their line moved', async () => {
    const written = await check('Stamp.sol --write-baseline known.json')
    expect([written.code, written.stderr]).toEqual([0, expect.stringContaining('1 finding written to known.json.')])
    const known = await check('moved/Stamp.sol --baseline known.json')
    expect(known.stdout).toMatch(/\nNo findings in .*\n1 known from known\.json\.\n$/)
    expect(known.code).toBe(0)
    // One is known; the other has the same line and is new.
    const twice: Check = (recording) => {
      const finding = stampFinding(recording)
      return reportOf(recording, [causeOf(finding), causeOf({ ...finding, at: { ...finding.at, step: 186 } })])
    }
    expect((await check('Stamp.sol --baseline known.json', twice)).code).toBe(1)
    const file = JSON.parse(readFileSync(join(folder, 'known.json'), 'utf8'))
    expect(file).toEqual({
      kind: 'memlane-baseline',
      version: 1,
      findings: [
        { rule: 'R05', file: 'Stamp.sol', function: 'Stamp.stamp', text: 'mstore(add(head, 56), id)', count: 1 },
      ],
    })
  })

  it('are less severe than was asked for', async () => {
    const note: Check = (recording) =>
      reportOf(recording, [causeOf({ ...stampFinding(recording), severity: 'note' }, 3)])
    const hidden = await check('Stamp.sol --severity error', note)
    expect(hidden.code).toBe(0)
    expect(hidden.stdout).toMatch(/\n\nNo errors; 1 note is hidden, --severity note shows it\.\n$/)
    const shown = await check('Stamp.sol', note)
    expect(shown.stdout).toMatch(/The same 2 more times\.\n.*\n3 findings from 1 cause: 1 note\.\n$/s)
    expect(shown.code).toBe(1)
    expect((await check('Stamp.sol --severity warning --lang zh', note)).stdout).toMatch(
      /\n\n没有错误和警告；隐藏了 1 条提示，--severity note 可显示。\n$/,
    )
  })
})

describe('bad input of memlane check', () => {
  const cases: readonly (readonly [argv: string, en: string, zh: string])[] = [
    [
      'Stamp.sol --rules R05,R21',
      '--rules: There is no rule "R21"; there are R01 to R20 by number or name, and all.',
      '--rules: 没有规则 "R21"；可写 R01 到 R20 的编号或名称，或 all。',
    ],
    [
      'Stamp.sol --rules ,',
      '--rules: There is no rule ","; there are R01 to R20 by number or name, and all.',
      '--rules: 没有规则 ","；可写 R01 到 R20 的编号或名称，或 all。',
    ],
    [
      'Stamp.sol --format xml',
      'memlane: --format cannot be "xml"; choose one of text, json, sarif, github.',
      'memlane: --format 不能是 "xml"；可选：text、json、sarif、github。',
    ],
    [
      'Stamp.sol --format sarif --json',
      'memlane: --json and --format sarif cannot stand together.',
      'memlane: --json 与 --format sarif 不能同时使用。',
    ],
    [
      'Stamp.sol --severity high',
      'memlane: --severity cannot be "high"; choose one of error, warning, note.',
      'memlane: --severity 不能是 "high"；可选：error、warning、note。',
    ],
    [
      'Stamp.sol --baseline list.json',
      'list.json: This is no baseline of findings. Use --write-baseline.',
      'list.json: 这不是问题的基线文件。请使用 --write-baseline。',
    ],
    [
      'Stamp.sol --baseline cut.json',
      'cut.json:1:2: This is not JSON from here on.',
      'cut.json:1:2: 从这里起不是 JSON。',
    ],
    [
      'Stamp.sol --baseline later.json',
      'later.json: This baseline is of version 2, and version 1 is read; write it again. Use --write-baseline.',
      'later.json: 此基线文件的版本是 2，可读取的是版本 1；请重新生成。请使用 --write-baseline。',
    ],
    [
      'Stamp.sol --baseline entry.json',
      'entry.json: Finding 1 of this baseline lacks a field or has an unknown rule; write it again. Use --write-baseline.',
      'entry.json: 此基线文件的第 1 个问题缺少字段或规则未知；请重新生成。请使用 --write-baseline。',
    ],
    [
      'Reasonless.sol',
      'Reasonless.sol:9: A memlane-ignore comment names rules and says why, as in // memlane-ignore R05: the tail is cleared below.',
      'Reasonless.sol:9: memlane-ignore 注释要写明规则和原因，例如 // memlane-ignore R05: 末尾随后清零。',
    ],
    [
      'Ruleless.sol',
      'Ruleless.sol:9: There is no rule "R50"; rules are called R05 or write-past-object.',
      'Ruleless.sol:9: 没有规则 "R50"；规则写作 R05 或 write-past-object。',
    ],
  ]
  for (const [argv, en, zh] of cases)
    it(`memlane check ${argv}`, async () => {
      for (const [language, line] of [
        ['en', en],
        ['zh', zh],
      ] as const) {
        const run = await check(argv, hit, ['--lang', language])
        expect(run.stderr.split('\n').filter((said) => said !== '' && !said.startsWith('solc '))).toEqual([line])
        expect([run.code, run.stdout]).toEqual([2, ''])
      }
    })

  it('says that a baseline is not there', async () => {
    const run = await check('Stamp.sol --baseline nowhere.json')
    expect([run.code, run.stderr]).toEqual([3, 'nowhere.json: There is no such file.\n'])
  })
})
