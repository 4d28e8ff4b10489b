/** `memlane test` beside what forge 1.7.1 printed of the same projects. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { EXAMPLES, folderWith, testRun } from '../testRun.ts'

vi.mock('../solc.ts', async (original) =>
  (await import('../../../test/support/sharedSolc.ts')).shared(await original()),
)

interface ForgeTest {
  readonly status: string
  readonly reason: string | null
  readonly gas?: number
  readonly logs?: readonly string[]
}

type Results = Readonly<
  Record<
    string,
    {
      readonly test_results: Readonly<
        Record<
          string,
          Omit<ForgeTest, 'gas' | 'logs'> & {
            readonly kind: { readonly Unit?: { readonly gas: number } }
            readonly decoded_logs: readonly string[]
            readonly counterexample: { readonly Single: { readonly args: string } } | null
          }
        >
      >
    }
  >
>

async function results(folder: string, ...argv: readonly string[]): Promise<{ code: number; found: Results }> {
  const { code, stdout, stderr } = await testRun(['test', '--json', ...argv], { folder })
  if (stdout === '') throw new Error(stderr)
  return { code, found: JSON.parse(stdout) }
}

describe('verdict, reason, gas and logs are those of forge', async () => {
  const folder = resolve('test/foundry/verdicts')
  const forge: Record<string, Record<string, ForgeTest>> = JSON.parse(
    readFileSync(join(folder, 'forge-1.7.1.json'), 'utf8'),
  )
  const { code, found } = await results(folder)
  it('fails where a test fails', () => expect(code).toBe(1))
  it('finds the same tests', () =>
    expect(Object.entries(found).map(([suite, { test_results }]) => [suite, Object.keys(test_results)])).toEqual(
      Object.entries(forge).map(([suite, tests]) => [suite, Object.keys(tests)]),
    ))
  for (const [suite, tests] of Object.entries(forge))
    for (const [signature, wanted] of Object.entries(tests))
      it(`${suite} ${signature}`, () => {
        const test = found[suite]!.test_results[signature]!
        const { gas, logs, ...rest } = wanted
        expect(test).toMatchObject(rest)
        if (gas !== undefined) expect(test.kind.Unit?.gas).toBe(gas)
        if (logs !== undefined) expect(test.decoded_logs).toEqual(logs)
      })
  it('makes what fails as small as it goes', () => {
    const test = found['test/Verdicts.t.sol:R']!.test_results['testFuzz_small(uint8,bool)']!
    expect(test.counterexample?.Single.args).toBe('200, false')
  })
})

describe('the example', () => {
  const folder = join(EXAMPLES, 'vault')
  it('passes, by its folder and by a file in it', async () => {
    const run = await testRun(
      ['test', '--color=never', 'vault'].filter((word) => !word.startsWith('--')),
      {
        folder: EXAMPLES,
      },
    )
    expect(run.code).toBe(0)
    expect(run.stdout).toContain('[PASS] testDeposit() (gas: 67206)\n')
    expect(run.stdout).toContain('5 tests passed, 0 failed, 0 skipped (5 total tests)')
    expect(
      (await testRun(['test', 'vault/test/Vault.t.sol', '--mt', 'testDeposit'], { folder: EXAMPLES })).stdout,
    ).toContain('1 tests passed')
  })
  it('keeps memory', async () => {
    expect((await testRun(['test', '--check'], { folder })).code).toBe(0)
  })
  it('is listed, as text and as JSON', async () => {
    const text = (await testRun(['test', '--list', '--mt', 'Deposit|Each'], { folder })).stdout
    expect(text).toBe('test/Vault.t.sol\n  VaultTest\n    testDeposit\n    testEachHasTheirOwn\n\n')
    const { stdout } = await testRun(['test', '--list', '--json', '--nmt', 'Fuzz|Nobody'], { folder })
    expect(JSON.parse(stdout)).toEqual({ 'test/Vault.t.sol': { VaultTest: ['testDeposit', 'testEachHasTheirOwn'] } })
  })
  it('is written as JUnit reads it', async () => {
    const { stdout } = await testRun(['test', '--junit', '--mt', 'testDeposit'], { folder })
    expect(stdout).toContain('<testsuites name="Test run" tests="1" failures="0" errors="0"')
    expect(stdout).toContain('<testcase name="testDeposit()"')
  })
  it('shows the calls of a test as a tree', async () => {
    const { stdout } = await testRun(['test', '--mt', 'testDeposit', '-vvvv'], { folder })
    expect(stdout).toContain('  [67206] VaultTest::testDeposit()\n')
    expect(stdout).toMatch(/ {4}│ {3}├─ \[\d+\] Vault::deposit\{value: 3000000000000000000\}\(\)\n/)
  })
})

const COUNTER = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Counter {
  uint256 public n; uint256 public calls;
  function add(uint256 x) external { require(x < 1000, "large"); n += x; calls++; }
  function reset() external { n = 0; }
  function peek() external view returns (uint256) { return n; }
}
contract CounterTest {
  Counter public counter;
  struct Selectors { address addr; bytes4[] selectors; }
  function setUp() public { counter = new Counter(); }
  function invariant_small() public view { require(counter.n() < 150, "too much"); }
  function invariant_true() public view {}
}
contract OnlyResetTest is CounterTest {
  function targetSelectors() public view returns (Selectors[] memory list) {
    list = new Selectors[](1);
    list[0].addr = address(counter);
    list[0].selectors = new bytes4[](1);
    list[0].selectors[0] = Counter.reset.selector;
  }
}
contract NothingTest is CounterTest {
  function excludeContracts() public view returns (address[] memory list) {
    list = new address[](1);
    list[0] = address(counter);
  }
}
`

describe('invariants', async () => {
  const toml = '[invariant]\nruns = 4\ndepth = 60\n'
  const folder = folderWith({ 'foundry.toml': toml, 'test/C.t.sol': COUNTER })
  const { stdout, code } = await testRun(['test'], { folder })
  it('that break are told with the fewest calls and the smallest arguments', () => {
    expect(code).toBe(1)
    const [, sequence = ''] = /for test\/C\.t\.sol:CounterTest\n([\s\S]*?)invariant_small\(\)/.exec(stdout) ?? []
    expect(sequence).toMatch(/\[FAIL: too much\]\n\t\[Sequence\] \(original: \d+, shrunk: 1\)\n/)
    expect(sequence).toContain('addr=[test/C.t.sol:Counter]0x5615dEB798BB3E4dFa0139dFa1b3D433Cc23b72f')
    expect(sequence).toContain('calldata=add(uint256) args=[150]\n')
  })
  it('that hold say how often what was called', () => {
    expect(stdout).toMatch(/\[PASS\] invariant_true\(\) \(runs: 4, calls: 240, reverts: \d+\)/)
    expect(stdout).toMatch(/\| Counter +\| add +\|/)
    expect(stdout).not.toContain('peek')
  })
  it('call what the test contract says', () => {
    const [, only = ''] = /C\.t\.sol:OnlyResetTest\n([\s\S]*?)Suite result/.exec(stdout) ?? []
    expect(only).toContain('[PASS] invariant_small() (runs: 4, calls: 240, reverts: 0)')
    expect(only).not.toContain('| add')
  })
  it('without anything to call fail, as forge has it', () => {
    const [, none = ''] = /C\.t\.sol:NothingTest\n([\s\S]*?)Suite result/.exec(stdout) ?? []
    expect(none).toContain(
      '[FAIL: failed to set up invariant testing environment: No contracts to fuzz.] invariant_small()',
    )
  })
})

const BROKEN = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Notes {
  function clear(uint256 x) external pure returns (uint256[] memory list) {
    assembly { mstore(0x60, x) }
    return list;
  }
  function shorten(uint256 by) external pure returns (uint256[] memory list) {
    list = new uint256[](2);
    uint256[] memory next = new uint256[](1);
    assembly { mstore(list, sub(mload(list), by)) }
    list[3] = 9;
    list = next;
  }
  function sealedNote(uint256 x) external pure returns (bytes memory) {
    assembly {
      mstore(0x80, 0x20) mstore(0xa0, 3) mstore(0xc0, x)
      return(0x80, 0x60)
    }
  }
}
contract BrokenTest {
  Notes notes = new Notes();
  function testClear() public view { notes.clear(VALUE); }
  function testShorten() public view { try notes.shorten(LESS) {} catch {} }
  function testSeal() public view { notes.sealedNote(CONTENT); }
}
`
const mended = BROKEN.replace('VALUE', '0').replace('LESS', '1').replace('CONTENT', 'uint256(0x616263) << 232')
const broken = BROKEN.replace('VALUE', '7').replace('LESS', '3').replace('CONTENT', 'type(uint256).max')

describe('what did not change', () => {
  it('is not compiled again; what did is compiled without the rest', async () => {
    const test = (name: string, body = '') =>
      `pragma solidity ^0.8.20; contract ${name} { function testA() public { ${body} } }`
    const folder = folderWith({ 'foundry.toml': '', 'test/A.t.sol': test('A'), 'test/B.t.sol': test('B') })
    const home = join(folder, 'home')
    const environment = { XDG_CACHE_HOME: home }
    const builds = () => {
      const kept = join(home, 'memlane')
      const names = readdirSync(kept).filter((name) => name.endsWith('.json.gz'))
      return names.map((name) => {
        const { output } = JSON.parse(gunzipSync(readFileSync(join(kept, name))).toString())
        return Object.keys(output.contracts).join()
      })
    }
    const first = await testRun(['test'], { folder, environment })
    expect(first.stderr).toMatch(/^solc /)
    expect(builds()).toEqual(['test/A.t.sol,test/B.t.sol'])
    const second = await testRun(['test'], { folder, environment })
    expect(second.stderr).toBe('')
    writeFileSync(join(folder, 'test/B.t.sol'), test('B', 'revert("now");'))
    const third = await testRun(['test'], { folder, environment })
    expect(third.stdout).toContain('[PASS] testA()')
    expect(third.stdout).toContain('[FAIL: now] testA()')
    expect(builds().sort()).toEqual(['test/A.t.sol,test/B.t.sol', 'test/B.t.sol'])
    expect((await testRun(['test'], { folder, environment })).stderr).toBe('')
  })
})

describe('--rerun', () => {
  it('runs what failed the last time, and all when nothing did', async () => {
    const test = (condition: string) =>
      `pragma solidity ^0.8.20; contract A { function testA() public { require(${condition}); } function testB() public {} }`
    const folder = folderWith({ 'foundry.toml': '', 'test/A.t.sol': test('false') })
    const environment = { XDG_CACHE_HOME: join(folder, 'home') }
    const run = (...argv: readonly string[]) => testRun(['test', ...argv], { folder, environment })
    expect((await run()).stdout).toContain('(2 total tests)')
    const again = await run('--rerun')
    expect(again.code).toBe(1)
    expect(again.stdout).toContain('(1 total tests)')
    writeFileSync(join(folder, 'test/A.t.sol'), test('true'))
    expect((await run('--rerun')).stdout).toContain('1 tests passed, 0 failed, 0 skipped (1 total tests)')
    expect((await run('--rerun')).stdout).toContain('(2 total tests)')
  })
})

describe('--check', () => {
  it('makes green tests red that broke memory, at the lines that did it', async () => {
    const folder = folderWith({ 'foundry.toml': '', 'test/B.t.sol': broken })
    expect((await testRun(['test'], { folder })).code).toBe(0)
    const { code, stdout } = await testRun(['test', '--check'], { folder })
    expect(code).toBe(1)
    expect(stdout).toContain('[FAIL: memory: R02 Zero slot is not zero] testClear()')
    expect(stdout).toContain('test/B.t.sol:5   assembly { mstore(0x60, x) }')
    expect(stdout).toMatch(/\[FAIL: memory: R05 .*\] testShorten\(\)/)
    expect(stdout).toContain('test/B.t.sol:12   list[3] = 9;')
    expect(stdout).toContain('[FAIL: memory: R09 Padding is not zero] testSeal()')
    expect(stdout).toContain('test/B.t.sol:18   return(0x80, 0x60)')
  })
  it('has the findings in its JSON', async () => {
    const folder = folderWith({ 'foundry.toml': '', 'test/B.t.sol': broken })
    const { found } = await results(folder, '--check', '--mt', 'testClear|testSeal')
    const tests = found['test/B.t.sol:BrokenTest']!.test_results
    expect(tests['testClear()']).toMatchObject({
      status: 'Failure',
      findings: [{ rule: 'R02', at: { source: { file: 'test/B.t.sol', line: 5 } } }],
    })
    expect(tests['testSeal()']).toMatchObject({ findings: [{ rule: 'R09', severity: 'warning' }] })
  })
  it('leaves their mended twins alone', async () => {
    const folder = folderWith({ 'foundry.toml': '', 'test/B.t.sol': mended })
    const { code, stdout } = await testRun(['test', '--check'], { folder })
    expect(stdout).toContain('3 tests passed, 0 failed')
    expect(code).toBe(0)
  })
})

describe('bad input is one sentence', () => {
  const TEST = 'pragma solidity ^0.8.20; contract T { function testA() public {} }'
  it.each([
    ['no project', {}, [], /^\.: There is no foundry\.toml here or above/],
    ['no such folder', {}, ['nowhere'], /^nowhere: There is no such file/],
    [
      'an import that leads nowhere',
      { 'foundry.toml': '', 'test/A.t.sol': `import "forge-std/Test.sol";\n${TEST}` },
      [],
      /test\/A\.t\.sol:1: the import "forge-std\/Test\.sol" leads to no file\. If a library is missing, forge install/,
    ],
    ['a foundry.toml that is none', { 'foundry.toml': '[profile' }, [], /^foundry\.toml: This is not TOML/],
    [
      'a remapping that is none',
      { 'foundry.toml': '', 'remappings.txt': 'a\r\n' },
      [],
      /remappings\.txt:1: "a" is no remapping/,
    ],
    ['no tests', { 'foundry.toml': '', 'src/A.sol': 'contract A {}' }, [], /^There are no tests/],
    ['tests of other names', { 'foundry.toml': '', 'test/A.t.sol': TEST }, ['--mt', 'B'], /^No tests match/],
    ['a pattern that is none', { 'foundry.toml': '' }, ['--mt', '('], /^--match-test: This is no regular expression/],
    ['rules without a check', { 'foundry.toml': '' }, ['--rules', 'R02'], /--rules says nothing without --check/],
  ])('%s', async (_, files: Record<string, string>, argv, wanted) => {
    const { stdout, stderr } = await testRun(['test', ...argv], { folder: folderWith(files) })
    expect(stdout).toBe('')
    const said = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('solc '))
    expect(said).toHaveLength(1)
    expect(said[0]!.replace(/^memlane: /, '')).toMatch(wanted)
  })
  it('a key that nobody knows is named, and the rest still runs', async () => {
    const toml = '[profile.default]\r\nvia-ir = false\r\noptimiser = true\r\nbogus = 1\r\n[fuzz]\r\nruns = "many"\r\n'
    const folder = folderWith({ 'foundry.toml': toml, 'test/A.t.sol': TEST })
    const { code, stderr } = await testRun(['test'], { folder })
    expect(code).toBe(0)
    expect(stderr).toContain('foundry.toml: nobody knows the key optimiser; did you mean optimizer?\n')
    expect(stderr).toContain('foundry.toml: nobody knows the key bogus; it says nothing.\n')
    expect(stderr).toContain('foundry.toml: fuzz.runs must be a number; its default is taken.\n')
  })
  it('what does not compile is told as the compiler tells it', async () => {
    const folder = folderWith({ 'foundry.toml': '', 'test/A.t.sol': TEST.replace('public', 'puplic') })
    const { code, stderr } = await testRun(['test'], { folder })
    expect(code).toBe(2)
    expect(stderr).toMatch(/test\/A\.t\.sol:1:\d+: /)
  })
})

describe('a test as a target', () => {
  const folder = join(EXAMPLES, 'vault')
  const target = ['.', '--match-test', 'testDeposit']

  it('is mapped, with setUp behind it, by the names of its calls', async () => {
    const { stdout, code } = await testRun(['map', ...target], { folder })
    expect(code).toBe(0)
    expect(stdout).toContain('VaultTest.testDeposit()   stopped')
    expect(stdout).toContain('    1  Customer.deposit(3000000000000000000)   stopped\n')
    expect(stdout).toContain('returned data balanceOf')
  })

  it('is recorded with its sources, for the page and for maps', async () => {
    const elsewhere = folderWith({})
    const file = join(elsewhere, 'test.memlane')
    expect((await testRun(['trace', 'record', ...target, '-o', file], { folder })).code).toBe(0)
    const { stdout } = await testRun(['map', file])
    expect(stdout).toContain('VaultTest.testDeposit()   stopped')
  })

  it('shows cheatcodes by name, and runs with them', async () => {
    const argv = ['run', '.', '--match-test', '^testMock\\(', '--match-contract', '^CheatsTest$']
    const { stdout, code } = await testRun(argv, { folder: resolve('test/foundry/verdicts') })
    expect(code).toBe(0)
    expect(stdout).toContain('call vm.mockCall(')
    expect(stdout).toContain('staticcall Other.quiet()   returned 5\n')
  })

  it('that is none, or several, is said', async () => {
    const said = async (...argv: string[]) => (await testRun(argv, { folder })).stderr.split('\n').at(-2)
    expect(await said('map', '.', '--match-test', 'nothing')).toBe('.: No test has a name that nothing finds.')
    expect(await said('map', '.', '--match-test', 'Fuzz')).toContain(
      '2 tests fit: VaultTest.testFuzz_SealedNote(bytes), ',
    )
    expect(await said('map', '.', '--match-test', 'testDeposit', '--call', 'f')).toContain('--call')
  })
})
