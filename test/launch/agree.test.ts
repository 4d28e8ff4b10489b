/**
 * The page and the program launch the same way: two hundred inputs at every limit, made from a seed, through both. They
 * give the same JSON of the run or the map, or say the same sentence.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { folderWith, testRun } from '../../src/cli/testRun.ts'
import { fromData, type Launch, LaunchError, MOST_GAS, runOfRecording, toData } from '../../src/launch/index.ts'
import { mapDocument, runDocument, sentence } from '../../src/view/index.ts'
import type { Input, SourceKind } from '../../web/src/engine/input.ts'
import { FormRunner } from '../../web/src/engine/runForm.ts'
import { EXAMPLES, inputOf } from '../../web/src/state/examples.ts'
import { compilers } from '../support/solc.ts'

// Runs at the limits of a recording would take a gigabyte each.
vi.mock('../../src/launch/limits.ts', async (original) => {
  const real = await original<typeof import('../../src/launch/limits.ts')>()
  return { ...real, LIMITS: { ...real.LIMITS, steps: 60_000, bytes: 16 << 20 } }
})
vi.mock('../../src/cli/solc.ts', async (original) =>
  (await import('../support/sharedSolc.ts')).shared(await original()),
)

const ADDRESS = '0x00000000000000000000000000000000000000aa'

/** The same numbers for the same seed. Source: mulberry32, public domain. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const CONTRACT = `pragma solidity ^0.8.20;
contract Many {
  uint256 public total;
  struct P { uint64 a; bytes b; }
  constructor(uint256 start) payable { require(start < 10, "too far"); total = start; }
  function add(uint256 x) external payable returns (uint256) { uint256[] memory list = new uint256[](3); list[1] = x; total += list[1]; return total; }
  function text(string calldata s) external pure returns (bytes memory) { P memory p = P(7, bytes(s)); return p.b; }
  function grow(uint256 n) external pure returns (uint256 size) { assembly { mstore(n, 1) size := msize() } }
  function spin() external pure { while (true) {} }
  function fail(uint256 x) external pure { if (x == 1) revert("no"); if (x == 2) { assert(false); } if (x == 3) { assembly { invalid() } } }
  function hash(bytes32 h, uint8 v, bytes32 r, bytes32 s) external pure returns (address) { return ecrecover(h, v, r, s); }
}
`
const YUL =
  'object "A" { code { datacopy(0, dataoffset("R"), datasize("R")) return(0, datasize("R")) } object "R" { code { mstore(calldataload(0), 1) return(0, 32) } } }'

type Fields = Partial<Input> & Pick<Input, 'kind' | 'text'>

/** What is the same in both: a form, and the words for it. */
interface Case {
  readonly form: Input
  readonly argv: readonly string[]
}

const NAMES: Readonly<Record<SourceKind, string>> = {
  solidity: 'Many.sol',
  yul: 'Code.yul',
  mnemonics: 'code.evm',
  bytecode: 'code.hex',
}

function caseOf(fields: Fields): Case {
  const form: Input = { ...inputOf(EXAMPLES[0]!), name: NAMES[fields.kind], ...fields }
  const option = (flag: string, value: string) => (value === '' ? [] : [flag, value])
  const argv = [
    ...(form.kind === 'solidity' && form.calldata === '' ? form.callArguments : []),
    ...(form.calldata === '' ? option('--call', form.call) : option('--calldata', form.calldata)),
    ...option('--contract', form.contract),
    ...option('--value', form.value),
    ...option('--from', form.from),
    ...option('--gas-limit', form.gas),
    ...(form.fork === 'osaka' ? [] : ['--fork', form.fork]),
    ...(form.optimize ? ['--optimize'] : []),
    ...(form.viaIr ? ['--via-ir'] : []),
    ...(form.kind === 'solidity' && form.constructorArguments.length > 0
      ? ['--constructor-args', ...form.constructorArguments]
      : []),
  ]
  return { form, argv }
}

function cases(): Case[] {
  const next = numbers(20261130)
  const one = <T>(...values: readonly T[]): T => values[next(values.length)]!
  /** What is refused, which would hide all else if it were not seldom. */
  const rare = (...values: readonly string[]): string => (next(3) === 0 ? one(...values) : '')
  const gas = () =>
    one('', '', '', '', '', '0', '1', '21000', '90000', '3000000', String(MOST_GAS), rare(String(MOST_GAS + 1n), 'x'))
  const value = () =>
    one(
      '',
      '',
      '',
      '',
      '',
      '0',
      '1',
      '1ether',
      `${2n ** 128n}`,
      rare(`${2n ** 128n + 1n}`, '1.5wei', '-1', `${2n ** 256n}`),
    )
  const from = () => one('', '', '', ADDRESS, ADDRESS.toUpperCase().replace('0X', '0x'), rare('0x12'))
  const fork = () => one('osaka', 'osaka', 'osaka', 'cancun', 'london', 'byzantium', 'frontier') as Input['fork']
  const data = () =>
    one('', '', '0x', '0x00', '1234', `0x${'00'.repeat(31)}20`, '0x123', 'zz', '0X12', `0x${'07'.padStart(64, '0')}`)
  const edge = () =>
    one('0x07ffffe0', '0x07ffffff', '0x08000000', '0xffffffff', '0x00', '0x1000', `0x${'ff'.repeat(32)}`)
  const mnemonics = () =>
    one(
      `PUSH 1 PUSH ${edge()} MSTORE8`,
      `PUSH 1 PUSH ${edge()} MSTORE8 PUSH 0 PUSH 0 REVERT`,
      'again: JUMPDEST PUSH @again JUMP',
      'PUSH 32 PUSH 0 SHA3 JUMP',
      'CALLDATASIZE PUSH 0 PUSH 0 CALLDATACOPY CALLDATASIZE PUSH 0 RETURN',
      'PUSH0 PUSH0 LOG0 PUSH0 SELFDESTRUCT',
      'PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 ADDRESS GAS CALL',
      'PUSH 0 PUSH 0 PUSH 64 PUSH 0 PUSH 8 GAS STATICCALL',
      'PUSH 100 PUSH 0 PUSH 0 PUSH 0 PUSH 1 GAS STATICCALL RETURNDATASIZE',
      'PUHS1 1',
      'ADD',
      'INVALID',
      '',
    )
  const bytecode = () =>
    one(
      '0x602a60005260206000f3',
      `0x${'5b'.repeat(one(24_575, 24_576, 24_577))}`,
      '0x60016308000000535f',
      '60 01\n60 02 01',
      '0X6001',
      '0x600',
      '0x6g',
      '0x73__$1234567890123456789012345678901234$__',
      '0x5b600056',
      '0xfe',
      '',
    )
  const calls: readonly (readonly [string, readonly string[]])[] = [
    ['add', ['5']],
    ['add(uint256)', [`${2n ** 256n - 1n}`]],
    ['add', ['-1']],
    ['add', []],
    ['text', ['"hello"']],
    ['text', ['x'.repeat(200)]],
    ['grow', [one('0x07ffffdf', '0x07ffffe0', '0x07ffffe1')]],
    ['grow', ['4096']],
    ['spin', []],
    ['fail', ['0']],
    ['fail', ['1']],
    ['fail', ['2']],
    ['fail', ['3']],
    ['hash', [`0x${'11'.repeat(32)}`, '27', `0x${'22'.repeat(32)}`, `0x${'33'.repeat(32)}`]],
    ['missing', []],
    ['total', []],
  ]
  const solidity = (): Fields => {
    const [call, callArguments] = one(...calls)
    return {
      kind: 'solidity',
      text: one(
        CONTRACT,
        CONTRACT,
        CONTRACT,
        CONTRACT,
        CONTRACT.replace('^0.8.20', '^0.7.0'),
        CONTRACT.replace('total = start', 'total = nothing'),
      ),
      call,
      callArguments,
      constructorArguments: one(['3'], ['3'], ['3'], ['30'], ['x']),
      contract: one('', '', '', 'Many', 'Other'),
      calldata: one('', '', '', '', '0x', '0x12345678', '0x1'),
      optimize: one(false, false, true),
      viaIr: one(false, false, true),
      gas: gas(),
      value: value(),
      from: from(),
    }
  }
  const raw = (kind: 'mnemonics' | 'bytecode' | 'yul'): Fields => ({
    ...{ kind, gas: gas(), value: value(), from: from(), fork: kind === 'yul' ? 'osaka' : fork(), calldata: data() },
    text:
      kind === 'mnemonics'
        ? mnemonics()
        : kind === 'bytecode'
          ? bytecode()
          : one(YUL, YUL, '{ mstore(0, 1) }', '{ nothing() }'),
  })
  return Array.from({ length: 200 }, (_, index) =>
    caseOf(index % 5 === 0 ? solidity() : raw(one('mnemonics', 'bytecode', 'mnemonics', 'bytecode', 'yul'))),
  )
}

const folder = folderWith({})
const runner = new FormRunner(compilers)

/** Without places and options: those are each surface's own. */
function bare(line: string): string {
  return line
    .replace(/ Use --[\w-]+\.$/, '')
    .replaceAll('--gas-limit', 'gas')
    .replaceAll('--', '')
}

async function onPage(form: Input): Promise<{ readonly launch: Launch } | { readonly said: readonly string[] }> {
  try {
    return { launch: (await runner.run(JSON.parse(JSON.stringify(form)))).launch }
  } catch (error) {
    const sent = fromData(JSON.parse(JSON.stringify(toData(error))))
    if (!(sent instanceof LaunchError)) throw error
    return { said: sent.problems.map((problem) => bare(sentence(problem, 'en'))) }
  }
}

async function documentOf(launch: Launch, { kind }: Input): Promise<object> {
  if (kind !== 'solidity') return runDocument(runOfRecording(launch))
  const { memoryMap, twin, noYul, place } = await launch.evidence.mapAt()
  const outcome = { ...launch.outcome!, freePointer: memoryMap.freePointer }
  return mapDocument(outcome, memoryMap, { twin, noYul, place })
}

describe('the page and the program', () => {
  const all = cases()
  const seen = { fine: 0, failed: 0, refused: 0 }
  it('are given many kinds of input', () =>
    expect(new Set(all.map(({ form }) => JSON.stringify(form))).size).toBeGreaterThan(180))
  it.each(
    all.map(
      ({ form, argv }, index) =>
        [index, `${form.kind} ${form.text.slice(0, 40).replace(/\s+/g, ' ')} ${argv.join(' ').slice(0, 80)}`] as const,
    ),
  )(
    'agree on %i: %s',
    async (index) => {
      const { form, argv } = all[index]!
      writeFileSync(join(folder, form.name), form.text)
      const page = await onPage(form)
      const isTooLong = 'said' in page && page.said[0]?.startsWith('The run is too long')
      const command = form.kind === 'solidity' ? 'map' : isTooLong ? 'gas' : 'run'
      const environment = { XDG_CACHE_HOME: folder }
      const { stdout, stderr, code } = await testRun([command, form.name, ...argv, '--json'], { folder, environment })
      if ('said' in page) {
        seen.refused++
        expect(stdout).toBe('')
        const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('solc '))
        expect(lines).toHaveLength(page.said.length)
        for (const [at, line] of lines.entries())
          expect(bare(line).endsWith(page.said[at]!), `${line} | ${page.said[at]}`).toBe(true)
        return
      }
      if (code === 0) seen.fine++
      else seen.failed++
      const document = await documentOf(page.launch, form)
      expect(JSON.parse(stdout || stderr)).toEqual(JSON.parse(JSON.stringify(document)))
    },
    30_000,
  )
  it('met all ends', () => {
    expect(seen.fine).toBeGreaterThan(25)
    expect(seen.failed).toBeGreaterThan(20)
    expect(seen.refused).toBeGreaterThan(30)
  })
})
