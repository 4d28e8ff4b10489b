import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_CONTRACT, DEFAULT_SENDER } from '../launch/limits.ts'
import { FORK_NAMES } from '../opcodes/index.ts'
import { displayWidth } from '../view/index.ts'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

const ORACLE = `0x${'07ac1e'.padStart(40, '0')}`

const folder = folderWith({
  'Bank.sol': `pragma solidity ^0.8.0;
library Far { function twice(uint256 x) external pure returns (uint256) { return Near.once(x) * 2; } }
library Near { function once(uint256 x) external pure returns (uint256) { return x; } }
library Inside { function same(uint256 x) internal pure returns (uint256) { return x; } }
interface Oracle { function price(string memory symbol) external view returns (uint256 wei_); }
contract Vault {
  uint256 immutable share;
  error Closed(uint256 until);
  constructor(uint256 s) payable { share = Far.twice(s); }
  function open() external view returns (uint256, bool) { return (share, true); }
  function close() external view { revert Closed(share); }
  function fail() external pure { uint256 zero; zero = 1 / zero; }
  receive() external payable {}
  fallback() external payable { require(msg.data.length != 5, "five"); }
}
contract Bank {
  event Opened(Vault indexed vault, string indexed name, uint256[] amounts, address);
  function visit(uint256 amount) public payable returns (uint256 shares) {
    Vault vault = new Vault{value: msg.value / 2}(amount);
    (shares, ) = vault.open();
    shares = Inside.same(shares);
    try vault.close() {} catch {}
    try vault.fail() {} catch {}
    payable(vault).call{value: msg.value / 2}("");
    address(vault).call(hex"1234567890");
    sha256("abc");
    uint256[] memory amounts = new uint256[](2);
    amounts[1] = amount;
    emit Opened(vault, "name", amounts, msg.sender);
  }
  function ask(address oracle) public view returns (uint256) { return Oracle(oracle).price("ETH"); }
}`,
  // Answers 42 to everything.
  'oracle.json': `{ "alloc": { "${ORACLE}": { "code": "0x602a5f5260205ff3" } } }`,
  'world.json': JSON.stringify({
    accounts: {
      [DEFAULT_CONTRACT]: { balance: '0x64', storage: { '0x0': '0x0b' } },
      [ORACLE.slice(2)]: { balance: '7', nonce: 1, code: '0x602a5f5260205ff3', comment: 'answers 42' },
      [DEFAULT_SENDER]: { nonce: '0x2' },
    },
  }),
  // Asks the oracle for its answer, and itself for nothing.
  'ask.evm': `
    CALLDATASIZE PUSH @end JUMPI
    PUSH 32 PUSH 0 PUSH 0 PUSH 0 PUSH20 ${ORACLE} GAS STATICCALL POP
    PUSH 0 PUSH 0 PUSH 36 PUSH 0 PUSH 5 ADDRESS GAS CALL POP
    PUSH 7 PUSH 1 PUSH 31 LOG1
    end: JUMPDEST`,
})

async function document(argv: readonly string[], code = 0) {
  const run = await testRun([...argv, '--json'], { folder })
  expect(run.stderr.replace(/^solc .*\n/, '')).toBe('')
  expect(run.code).toBe(code)
  return JSON.parse(run.stdout)
}

/** The lines between two titles. */
async function block(from: string, to: string, argv: readonly string[], terminal?: number): Promise<string[]> {
  const run = await testRun(argv, { folder, ...(terminal === undefined ? {} : { terminal }) })
  const lines = stripVTControlCharacters(run.stdout).split('\n')
  return lines.slice(lines.indexOf(` ${from}`) + 1, lines.findIndex((line) => line.startsWith(` ${to}`)) - 1)
}

const VISIT = ['run', 'Bank.sol', '--contract', 'Bank', '--call', 'visit', '21', '--value', '2ether']

describe('the calls of a run', () => {
  it('have the names of contracts, functions, errors and precompiles', async () => {
    const lines = await block('calls', 'logs', VISIT)
    expect(lines[0]).toMatch(/^ +gas +memory +memory gas {2}call$/)
    const tree = lines.slice(1).map((line) => line.replace(/^ +[\d,]+ +[\d,]+ B +[\d,]+ {2}/, ''))
    expect(tree).toEqual([
      'call Bank.visit{value: 2 ether}(amount: 21)   returned 42',
      expect.stringMatching(/^├ create Vault\{value: 1 ether\}\(s: 21\) {3}created 0x[0-9a-f]{40} \([\d,]+ B\)$/),
      '│ └ delegatecall Far.twice(x: 21)   returned 42',
      '│   └ delegatecall Near.once(x: 21)   returned 21',
      '├ staticcall Vault.open()   returned (42, true)',
      '├ staticcall Vault.close()   reverted: Closed(until: 42)',
      '├ staticcall Vault.fail()   reverted: Panic(0x12): division or modulo by zero',
      '├ call Vault.receive{value: 1 ether}()   stopped',
      '├ call Vault.fallback(0x1234567890)   reverted: "five"',
      '└ staticcall sha256(0x616263)   returned 0xba7816bf… 32 B',
    ])
  })
  it('stand in a document, one after the other', async () => {
    const { calls, moreCalls, gasUsed, output } = await document(VISIT)
    expect(moreCalls).toBe(0)
    expect(calls.map(({ parent }: { parent: number | null }) => parent)).toEqual([null, 0, 1, 2, 0, 0, 0, 0, 0, 0])
    const [visit, create, twice, , open, close, fail, receive, , sha256] = calls
    expect(visit).toMatchObject({
      id: 0,
      depth: 0,
      kind: 'call',
      caller: DEFAULT_SENDER,
      contract: 'Bank',
      function: 'visit(uint256)',
      arguments: [{ type: 'uint256', name: 'amount', value: '21' }],
      value: (2n * 10n ** 18n).toString(),
      gas: '30000000',
      gasUsed,
      status: 'return',
      halt: null,
      revert: null,
      output,
      outputs: [{ type: 'uint256', name: 'shares', value: '42' }],
    })
    expect(create).toMatchObject({ kind: 'create', contract: 'Vault', function: 'constructor(uint256)', outputs: null })
    expect(create.input.endsWith('15'.padStart(64, '0'))).toBe(true)
    expect(twice).toMatchObject({ kind: 'delegatecall', address: create.address, contract: 'Far' })
    expect(twice.codeAddress).not.toBe(create.address)
    expect(open.outputs).toEqual([
      { type: 'uint256', name: '', value: '42' },
      { type: 'bool', name: '', value: true },
    ])
    expect(close.revert).toMatchObject({ kind: 'custom', reason: 'Closed(until: 42)' })
    expect(fail).toMatchObject({ status: 'revert', outputs: null, revert: { kind: 'panic' } })
    expect(receive).toMatchObject({ function: 'receive()', arguments: [], input: '0x', value: (10n ** 18n).toString() })
    // sha256("abc"): FIPS 180-2, appendix B.1. Its price: 60 + 12 a word.
    expect(sha256).toMatchObject({
      contract: 'sha256',
      function: null,
      arguments: null,
      input: '0x616263',
      output: '0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      gasUsed: '72',
      memorySize: 0,
      memoryGas: '0',
    })
  })
  it('tell the event of a log and its arguments', async () => {
    const { logs, calls } = await document(VISIT)
    expect(logs).toHaveLength(1)
    expect(logs[0]).toMatchObject({
      contract: 'Bank',
      event: 'Opened(address,string,uint256[],address)',
      arguments: [
        { type: 'address', name: 'vault', indexed: true, value: calls[1].address },
        { type: 'string', name: 'name', indexed: true, value: { hash: logs[0].topics[2] } },
        { type: 'uint256[]', name: 'amounts', indexed: false, value: ['0', '21'] },
        { type: 'address', name: '', indexed: false, value: DEFAULT_SENDER },
      ],
    })
    const lines = await block('logs', 'memory', VISIT)
    expect(lines).toEqual([
      `  Bank.Opened   ${logs[0].address}`,
      `    address indexed vault  ${calls[1].address}`,
      // keccak256("name")
      '    string indexed name    hash 0x2361458367e696363fbcc70777d07ebbd2394e89fd0adcaf147faccd1d294d60',
      '    uint256[] amounts      [0, 21]',
      `    address                ${DEFAULT_SENDER}`,
    ])
  })
  it('of unknown code have the names of an interface in the sources', async () => {
    const argv = ['run', 'Bank.sol', '--contract', 'Bank', '--call', 'ask', ORACLE, '--accounts', 'oracle.json']
    const lines = await block('calls', 'memory', argv)
    expect(lines[2]).toMatch(
      new RegExp(`^ +16 +32 B +3 {2}└ staticcall ${ORACLE}\\.price\\(symbol: "ETH"\\) {3}returned 42$`),
    )
  })
  it('of plain bytecode have addresses, and the beginning of their input', async () => {
    const lines = await block('calls', 'logs', ['run', 'ask.evm', '--accounts', 'world.json'])
    // The oracle: PUSH1 3, PUSH0 2, MSTORE 3 and 3 for its word of memory, PUSH1 3, PUSH0 2, RETURN 0.
    expect(lines.slice(1).map((line) => line.trim().replace(/^[\d,]+ +/, ''))).toEqual([
      `64 B           6  call ${DEFAULT_CONTRACT}()   stopped`,
      `32 B           3  ├ staticcall ${ORACLE}()   returned 0x2a (32 B)`,
      `0 B           0  └ call ${DEFAULT_CONTRACT}{value: 5}(0x00000000… 36 B)   stopped`,
    ])
  })
  it('are not shown when there is only one, and always in the document', async () => {
    expect((await testRun(['run', '0x00'])).stdout).not.toContain('call')
    expect((await document(['run', '0x00'])).calls).toHaveLength(1)
  })
  it('understand require and panics without sources', async () => {
    // revert(abi.encodeWithSignature("Error(string)", "no")), written with code copied to memory.
    const data = `08c379a0${'20'.padStart(64, '0')}${'2'.padStart(64, '0')}${'6e6f'.padEnd(64, '0')}`
    const run = await document(['run', `0x6064600c60003960646000fd${data}`], 3)
    expect(run.revert).toMatchObject({ kind: 'error', reason: '"no"' })
    expect(run.calls[0].revert).toEqual(run.revert)
  })
  for (const width of [80, 110, 140])
    for (const language of ['en', 'zh'])
      it(`fit a terminal of ${width} columns (${language})`, async () => {
        const [from, to] = language === 'en' ? ['calls', 'logs'] : ['调用', '日志']
        for (const argv of [VISIT, ['run', 'ask.evm', '--accounts', 'world.json']]) {
          const lines = await block(from!, to!, [...argv, '--lang', language], width)
          expect(lines.length).toBeGreaterThan(3)
          expect(lines.filter((line) => displayWidth(line) > width)).toEqual([])
        }
      })
  it('have their depth in front of them where a tree would be too deep', async () => {
    // Calls itself with all gas and no end in sight.
    const argv = ['run', '0x60006000600060006000305af1', '--gas-limit', '4611686018427387904']
    const lines = await block('calls', 'memory', argv, 90)
    expect(lines).toHaveLength(102)
    expect(lines[11]).toMatch(/^ +[\d,]+ +0 B +0 {20}└ call 0x000000…0de000\(\) {3}stopped$/)
    expect(lines[12]).toMatch(/ {2}depth 11 {2}call 0x000000…0de000\(\) {3}stopped$/)
    // Frames 0 to 1,024. (Yellow Paper, section 8)
    expect(lines[101]).toBe('  925 more calls; --json prints all')
    const { calls } = await document(argv)
    expect(calls).toHaveLength(1025)
    expect(calls[1024]).toMatchObject({ id: 1024, parent: 1023, depth: 1024, status: 'stop' })
  })
  it('are kept as far as there is room', async () => {
    // 12,000 calls of an empty account.
    const loop = '5b600060006000600060006112345af1506001900380600356'
    const argv = ['run', `0x612ee0${loop.replace('600356', '600357')}`]
    const { calls, moreCalls } = await document(argv)
    expect([calls.length, moreCalls]).toEqual([10_000, 2_001])
    expect((await block('calls', 'memory', argv)).at(-1)).toBe('  11,901 more calls; --json prints the first 10,000')
  })
})

describe('what a contract is deployed with', () => {
  const lists = folderWith({
    'Lists.sol': `pragma solidity ^0.8.0;
struct P { uint8 x; string s; }
contract Lists {
  uint256[] list; P p; bytes b; int8 n; bytes32 word; address owner;
  constructor(uint256[] memory l, P memory p_, bytes memory b_, int8 n_, bytes32 w, address[1][] memory o) {
    (list, p, b, n, word, owner) = (l, p_, b_, n_, w, o[0][0]);
  }
  function all() public view returns (uint256[] memory, P memory, bytes memory, int8, bytes32, address) {
    return (list, p, b, n, word, owner);
  }
  receive() external payable {}
}`,
  })
  const word = `0x${'ab'.repeat(32)}`
  const values = ['[1, 2e3]', '(7, "a, b")', '0x0102', '-5', word, `[[${ORACLE}]]`]
  it('is words, lists, tuples and bytes', async () => {
    const argv = ['run', 'Lists.sol', '--call', 'all', '--json', '--constructor-args', ...values]
    const { outputs } = JSON.parse((await testRun(argv, { folder: lists })).stdout)
    expect(outputs.map(({ value }: { value: unknown }) => value)).toEqual([
      ['1', '2000'],
      { x: '7', s: 'a, b' },
      '0x0102',
      '-5',
      word,
      ORACLE,
    ])
  })
  it('can only be sent ether, too', async () => {
    const argv = ['run', 'Lists.sol', '--calldata', '0x', '--value', '0.5ether', '--constructor-args', ...values]
    const { code, stdout } = await testRun(argv, { folder: lists })
    expect(stdout).toMatch(/^Lists\.receive\(\) {3}stopped {3}/)
    expect(code).toBe(0)
  })
})

describe('libraries', () => {
  const run = async (...options: string[]) => {
    const { calls } = await document(['run', 'Bank.sol', '--contract', 'Vault', '--call', 'open', ...options])
    return calls.map(({ contract, function: called }: Record<string, unknown>) => `${contract}.${called}`)
  }
  for (const options of [[], ['--optimize'], ['--via-ir'], ['--via-ir', '--optimize']])
    it(`are deployed, linked and known by their code: ${options.join(' ') || 'plain'}`, async () => {
      expect(await run('--constructor-args', '21', ...options)).toEqual(['Vault.open()'])
      const { calls, outputs } = await document([...VISIT, ...options])
      expect(outputs[0].value).toBe('42')
      const names = calls.map(({ contract }: { contract: string }) => contract)
      expect(names.slice(0, 4)).toEqual(['Bank', 'Vault', 'Far', 'Near'])
    })
  it('are there for a map', async () => {
    const { status, objects } = await document(['map', 'Bank.sol', '--contract', 'Bank', '--call', 'visit', '21'])
    expect(status).toBe('return')
    expect(objects.map(({ name }: { name: string | null }) => name)).toContain('amounts')
  })
})

describe('accounts that are there before', () => {
  const world = ['--accounts', 'world.json']
  const stackOf = async (argv: readonly string[]) => (await document(argv)).stack
  it('have their balance, code and storage', async () => {
    // SELFBALANCE, SLOAD(0), BALANCE and EXTCODESIZE of the oracle
    const oracle = ORACLE.slice(2)
    expect(await stackOf(['run', `0x47600054${`73${oracle}31`}${`73${oracle}3b`}`, ...world])).toEqual([
      '0x64',
      '0xb',
      '0x7',
      '0x8',
    ])
  })
  it('get what is sent to them on top', async () =>
    expect(await stackOf(['run', '0x47', ...world, '--value', '5gwei'])).toEqual(['0x12a05f264'])) // 5·10⁹ + 100
  it('leave the sender its ether unless they say how much', async () => {
    // BALANCE of CALLER
    expect(await stackOf(['run', '0x3331', ...world])).toEqual([`0x1${'0'.repeat(32)}`])
    expect(await stackOf(['run', '0x3331'])).toEqual([`0x1${'0'.repeat(32)}`])
    const rich = folderWith({ 'a.json': `{ "${DEFAULT_SENDER}": { "balance": 5 } }` })
    const run = await testRun(['run', '0x3331', '--value', '3', '--json', '--accounts', 'a.json'], { folder: rich })
    expect(JSON.parse(run.stdout).stack).toEqual(['0x2'])
  })
  it("decide with the sender's nonce where a contract is", async () => {
    const argv = ['run', 'Bank.sol', '--contract', 'Bank', '--call', 'ask', ORACLE]
    const { calls } = await document([...argv, '--accounts', 'oracle.json'])
    const { calls: later } = await document([...argv, ...world])
    expect(later[0].address).not.toBe(calls[0].address)
  })
  it('can be in the way of a contract', async () => {
    const source = 'pragma solidity ^0.8.0; contract Empty { function f() public {} }'
    const alone = folderWith({ 'Empty.sol': source })
    const free = JSON.parse((await testRun(['run', 'Empty.sol', '--json'], { folder: alone })).stdout)
    const taken = folderWith({ 'Empty.sol': source, 'a.json': `{ "${free.calls[0].address}": { "nonce": 1 } }` })
    const run = await testRun(['run', 'Empty.sol', '--accounts', 'a.json'], { folder: taken })
    expect(run.code).toBe(3)
    expect(run.stderr).toContain(
      'Empty.sol: The deployment of Empty failed: halted: a contract at that address already.\n',
    )
  })
  it('are the same for a map', async () => {
    const argv = ['map', 'Bank.sol', '--contract', 'Bank', '--call', 'ask', ORACLE]
    const { buffers } = await document([...argv, '--accounts', 'oracle.json'])
    const returned = buffers.find(({ use }: { use: string }) => use === 'return')
    expect(returned).toMatchObject({ signature: 'ask(address)', value: { 0: '42' } })
  })
})

describe('the fork', () => {
  const source = `pragma solidity ^0.8.0;
library L { function twice(uint256 x) external pure returns (uint256) { return x * 2; } }
contract D { function d(uint256 x) public pure returns (uint256) { return x + 1; } }
contract C {
  event E(uint256 a);
  uint256 n;
  constructor(uint256 a) { n = a; }
  function f(uint256 x) public returns (uint256[] memory a) { a = new uint256[](2); a[1] = x + n; emit E(x); new D().d(x); }
  function library_(uint256 x) public pure returns (uint256) { return L.twice(x); }
  function refuse() public pure { require(false, "no"); }
}`
  const forks = folderWith({ 'C.sol': source })
  const run = async (fork: string, ...call: string[]) => {
    const argv = ['run', 'C.sol', '--contract', 'C', '--constructor-args', '5', '--fork', fork]
    return testRun([...argv, '--call', ...call], { folder: forks })
  }
  for (const fork of FORK_NAMES)
    it(`${fork} is compiled for and run`, async () => {
      const { code, stdout } = await run(fork, 'f', '2')
      expect(code).toBe(0)
      expect(stdout).toContain('\n  uint256[] a  [0, 7]\n')
      expect(stdout).toContain('call D.d(x: 2)   returned 3\n')
    })
  it('may be too old for what solc writes, which is said by opcode', async () => {
    expect((await run('homestead', 'library_', '2')).stdout).toContain('\n  uint256  4\n')
    const { stdout, code } = await run('frontier', 'library_', '2')
    expect(code).toBe(3)
    expect(stdout).toMatch(/^C\.library_\(2\) {3}halted: DELEGATECALL, an opcode that came with homestead {3}gas/)
    expect((await run('spuriousDragon', 'refuse')).stdout).toMatch(
      /^C\.refuse\(\) {3}halted: REVERT, an opcode that came with byzantium {3}gas/,
    )
    expect((await run('byzantium', 'refuse')).stdout).toContain('\n reason   "no"\n')
  })
})
