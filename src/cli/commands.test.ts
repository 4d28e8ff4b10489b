import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_CONTRACT, DEFAULT_GAS_LIMIT, DEFAULT_SENDER } from '../launch/limits.ts'
import { displayWidth } from '../view/index.ts'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

interface Lesson {
  readonly file: string
  readonly signature: string
  readonly calldata: string
  readonly gasUsed: string
  readonly msize: number
  readonly memoryWords: Readonly<Record<string, string>>
  readonly returnData: string
}

interface Section {
  readonly section: number
  readonly stackBottomFirst: readonly string[]
  readonly msize: number
  readonly cumulativeGas: string
  readonly memory: string
}

const vectors = (name: string) => JSON.parse(readFileSync(`test/vectors/${name}`, 'utf8'))
const LESSONS: readonly Lesson[] = vectors('solidity-expected.json').functions
const SECTIONS: readonly Section[] = vectors('memorylane-sections.json').sections

/** The document that a command prints; its exit code is the one expected. */
async function document(argv: readonly string[], code = 0, surroundings = {}) {
  const run = await testRun([...argv, '--json'], surroundings)
  expect(run.stderr.replace(/^solc .*\n/, '')).toBe('')
  expect(run.code).toBe(code)
  return JSON.parse(run.stdout)
}

const FAILING = folderWith({
  'Failing.sol': `pragma solidity ^0.8.0;
contract Failing {
  error TooLow(uint256 have, uint256 want);
  uint256 public total = 5;
  function custom(uint256 x) public pure {
    uint256[] memory a = new uint256[](2);
    a[0] = x;
    if (x < 10) revert TooLow(x, 10);
  }
  function text() public pure { require(false, "no\\nway"); }
  function panic(uint8 x) public pure returns (uint8) {
    bytes memory b = new bytes(3);
    b;
    return x + 1;
  }
  function forever() public pure {
    uint256[] memory a = new uint256[](3);
    while (true) a[0]++;
  }
  function silent() public pure { revert(); }
}`,
  'Values.sol': `pragma solidity ^0.8.0;
struct Point { uint256 x; int8 y; }
contract Values {
  address immutable owner;
  constructor(address o) payable { owner = o; }
  event Paid(address indexed from, uint256 amount);
  function pay(int256 n, string memory s, Point[] memory points)
    public payable returns (uint256 balance, address o, string memory, Point memory first)
  {
    require(n == -5);
    emit Paid(msg.sender, msg.value);
    return (address(this).balance, owner, s, points[0]);
  }
  function sign() public pure returns (address) {
    return ecrecover(bytes32(uint256(1)), 27, bytes32(uint256(2)), bytes32(uint256(3)));
  }
  function fresh() public pure returns (uint256 z) { assembly { z := clz(1) } }
}`,
})

describe('memlane map', () => {
  it('prints the first screen', async () => {
    const { code, stdout, stderr } = await testRun(['map', 'MemoryLane.sol'])
    expect(stdout).toBe(
      `\
MemoryLane.memoryLane()   stopped   gas 434, of which memory 33   size 352 B   free pointer 0x80 → 0x160

 offset   bytes  object               value                     allocated by
 0x000       64  scratch space        –
 0x040       32  free memory pointer  0x160
 0x060       32  zero slot            0
 0x080      160  bytes32[5] a         [0, 0, 0, 0, 0]           MemoryLane.sol:7   bytes32[5] memory a;
 0x120       64  bytes32[2] b         [1, 0]                    MemoryLane.sol:8   bytes32[2] memory b;
`,
    )
    expect(stderr).toBe('solc 0.8.37 (default)\n')
    expect(code).toBe(0)
  })
  it('prints it in Chinese, with the columns in line', async () => {
    const { stdout } = await testRun(['map', 'MemoryLane.sol'], { environment: { LANG: 'zh_CN.UTF-8' } })
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^MemoryLane\.memoryLane\(\) {3}已停止 {3}gas 434/)
    const places = lines.filter((line) => line.includes('MemoryLane.sol:'))
    const columns = places.map((line) => displayWidth(line.slice(0, line.indexOf('MemoryLane.sol:'))))
    expect(columns).toEqual([57, 57])
    expect(displayWidth(lines[2]!.slice(0, lines[2]!.indexOf('分配位置')))).toBe(57)
  })
  it('reads a contract from standard input', async () => {
    const input = readFileSync('examples/MemoryLane.sol', 'utf8')
    const { stdout } = await testRun(['map', '-', '--as', 'sol'], { input })
    expect(stdout).toContain(' stdin.sol:7   bytes32[5] memory a;')
  })
  it('writes a document', async () => {
    const map = await document(['map', 'MemoryLane.sol'])
    expect(map).toMatchObject({
      version: 1,
      call: 'MemoryLane.memoryLane()',
      status: 'stop',
      halt: null,
      gasUsed: '434',
      memoryGas: '33',
      memorySize: 352,
      freePointer: { first: 0x80, last: 0x160 },
      objects: [
        { offset: 0x80, size: 160, type: 'bytes32[5]', name: 'a', known: 'declared' },
        { offset: 0x120, size: 64, type: 'bytes32[2]', name: 'b', known: 'declared' },
      ],
    })
    expect(map.objects[1].value).toEqual([`0x${'0'.repeat(63)}1`, `0x${'0'.repeat(64)}`])
    expect(map.objects[1].allocatedBy).toEqual({
      file: 'MemoryLane.sol',
      line: 8,
      column: 9,
      text: 'bytes32[2] memory b;',
    })
  })
  it('takes arguments behind the target, wherever the options stand', async () => {
    const call = 'testMultiDimensionalArray(string,uint16)'
    const inOrder = await document(['map', 'WtfMemoryLayout.sol', '--call', call, '123456789', '5'])
    expect(inOrder.call).toBe('WtfMemoryLayout.testMultiDimensionalArray(123456789, 5)')
    expect(inOrder.objects.map(({ path }: { path: string }) => path)).toEqual(['info', 'x', 'x[1]', 'x[4]'])
    expect(await document(['map', '--call', call, 'WtfMemoryLayout.sol', '123456789', '5'])).toEqual(inOrder)
    const closed = await testRun(['map', 'WtfMemoryLayout.sol', '--json', '--call', call, '--', '123456789', '5'])
    expect(JSON.parse(closed.stdout)).toEqual(inOrder)
  })

  const failing = (argv: readonly string[]) => testRun(['map', 'Failing.sol', ...argv], { folder: FAILING })
  it('shows memory up to a revert, and the custom error', async () => {
    const { code, stdout } = await failing(['--call', 'custom', '3'])
    expect(code).toBe(3)
    expect(stdout).toContain('Failing.custom(3)   reverted   ')
    expect(stdout).toContain(
      '\n reason   TooLow(have: 3, want: 10)   at Failing.sol:8   if (x < 10) revert TooLow(x, 10);\n',
    )
    expect(stdout).toMatch(/0x080 {7}96 {2}uint256\[\] a +\[3, 0\] +Failing\.sol:6 {3}uint256/)
  })
  it('shows the text of require, with its line breaks told', async () => {
    const { code, stdout } = await failing(['--call', 'text'])
    expect(code).toBe(3)
    expect(stdout).toContain('\n reason   "no\\nway"   at Failing.sol:10   ')
  })
  it('explains a panic, in either language', async () => {
    const { code, stdout } = await failing(['--call', 'panic', '255'])
    expect(code).toBe(3)
    expect(stdout).toContain(
      '\n reason   Panic(0x11): arithmetic overflow or underflow   at Failing.sol:14   return x + 1;\n',
    )
    expect(stdout).toMatch(/ 64 {2}bytes b +0x000000 /)
    expect((await failing(['--call', 'panic', '255', '--lang', 'zh'])).stdout).toContain('Panic(0x11): 算术上溢或下溢')
  })
  it('shows memory where the gas ran out', async () => {
    const { code, stdout } = await failing(['--call', 'forever', '--gas-limit', '10_000'])
    expect(code).toBe(3)
    expect(stdout).toContain('Failing.forever()   halted: out of gas   gas 10,000, of which memory 24   size 256 B')
    expect(stdout).toContain('\n at Failing.sol:18   while (true) a[0]++;\n')
    expect(stdout).toMatch(/128 {2}uint256\[\] a +\[\d+, 0, 0\]/)
  })
  it('writes the same as a document', async () => {
    const map = await document(['map', 'Failing.sol', '--call', 'custom', '3'], 3, { folder: FAILING })
    expect(map).toMatchObject({
      status: 'revert',
      revert: { kind: 'custom', reason: 'TooLow(have: 3, want: 10)' },
      endedAt: { file: 'Failing.sol', line: 8 },
    })
  })
  it('says that a revert gave no reason', async () => {
    expect((await failing(['--call', 'silent'])).stdout).toContain('\n reason   none given   at Failing.sol:20   ')
  })
})

describe('memlane run', () => {
  it('knows all lessons', () => expect(LESSONS).toHaveLength(18))
  for (const lesson of LESSONS) {
    it(`leaves the memory of ${lesson.file} ${lesson.signature} as three EVMs did`, async () => {
      const run = await document(['run', lesson.file, '--calldata', lesson.calldata])
      const words = Object.values(lesson.memoryWords).map((word) => word.slice(2))
      expect(run).toMatchObject({
        gasUsed: lesson.gasUsed,
        memorySize: lesson.msize,
        memory: `0x${words.join('')}`,
        output: lesson.returnData,
      })
    })
  }
  it('shows memory and stack after each section of mnemonics', async () => {
    const { sections, gasUsed } = await document(['run', 'memorylane.evm'])
    expect(sections).toHaveLength(SECTIONS.length)
    for (const [index, expected] of SECTIONS.entries())
      expect(sections[index]).toMatchObject({
        reached: true,
        gasUsed: expected.cumulativeGas,
        memorySize: expected.msize,
        memory: expected.memory,
        stack: expected.stackBottomFirst,
      })
    expect(gasUsed).toBe(SECTIONS.at(-1)?.cumulativeGas)
    const { stdout } = await testRun(['run', 'memorylane.evm'])
    expect(stdout.match(/^§ \d/gm)).toHaveLength(6)
    expect(stdout).toContain('\n§ 2 allocate a, bump the free memory pointer   gas so far 42   size 96 B\n')
  })
  it('sends ether, passes arguments, reads values and logs', async () => {
    const argv = ['run', 'Values.sol', '--constructor-args', `0x${'11'.repeat(20)}`, '--value', '1ether']
    const call = ['--call', 'pay', '-5', '值', '[(7, -1)]']
    const run = await document([...argv, ...call], 0, { folder: FAILING })
    expect(run.outputs).toEqual([
      { type: 'uint256', name: 'balance', value: (10n ** 18n).toString() },
      { type: 'address', name: 'o', value: `0x${'11'.repeat(20)}` },
      { type: 'string', name: '', value: '值' },
      { type: 'Point', name: 'first', value: { x: '7', y: '-1' } },
    ])
    expect(run.logs).toHaveLength(1)
    expect(run.logs[0].topics[1]).toBe(`0x${DEFAULT_SENDER.slice(2).padStart(64, '0')}`)
    const { stdout } = await testRun([...argv, ...call, '--from', `0x${'22'.repeat(20)}`], { folder: FAILING })
    expect(stdout).toContain('  uint256 balance  1000000000000000000\n')
    expect(stdout).toContain('  Point first      {x: 7, y: -1}\n')
    expect(stdout).toMatch(/ logs\n {2}Values\.Paid {3}0x[0-9a-f]{40}\n/)
    expect(stdout).toContain(
      `\n    address indexed from  0x${'22'.repeat(20)}\n    uint256 amount        ${10n ** 18n}\n`,
    )
  })
  it('loads what precompiles on curves need', async () => {
    const argv = ['run', 'Values.sol', '--constructor-args', `0x${'11'.repeat(20)}`, '--call', 'sign']
    const { outputs } = await document(argv, 0, { folder: FAILING })
    expect(outputs[0].value).toMatch(/^0x[0-9a-f]{40}$/)
  })
  it('compiles for the fork and runs by its rules', async () => {
    const argv = ['run', 'Values.sol', '--constructor-args', `0x${'11'.repeat(20)}`, '--call', 'fresh']
    const { outputs } = await document(argv, 0, { folder: FAILING })
    expect(outputs[0].value).toBe('255') // CLZ of 1
    const { code, stderr } = await testRun([...argv, '--fork', 'prague'], { folder: FAILING })
    expect(code).toBe(2)
    expect(stderr).toMatch(/Values\.sol:\d+:\d+: .*clz/)
    expect(await document(['run', '0x5f'], 0)).toMatchObject({ status: 'stop' })
    expect(await document(['run', '0x5f', '--evm-version', 'paris'], 3)).toMatchObject({ halt: 'invalidOpcode' })
  })
  it('runs optimized code and code made by way of Yul', async () => {
    const gas = async (...options: string[]) =>
      (await document(['run', 'MemBasic.sol', '--call', 'read', ...options])).gasUsed
    // From the vectors: legacy, legacy+opt200, viaIR, viaIR+opt200.
    expect(await gas()).toBe('650')
    expect(await gas('--optimize')).toBe('272')
    expect(await gas('--optimizer-runs', '200')).toBe('272')
    expect(await gas('--via-ir')).toBe('1491')
    expect(await gas('--via-ir', '--optimize')).toBe('323')
  })
  it('runs Yul: code as it is, an object deployed', async () => {
    const folder = folderWith({
      'code.yul': '{ mstore(0, 7) return(0, 32) }',
      'object.yul': `object "A" {
        code { datacopy(0, dataoffset("R"), datasize("R")) return(0, datasize("R")) }
        object "R" { code { mstore(0, calldataload(0)) return(0, 32) } }
      }`,
    })
    const word = `${'0'.repeat(63)}7`
    expect((await document(['run', 'code.yul'], 0, { folder })).output).toBe(`0x${word}`)
    expect((await document(['run', 'object.yul', '--calldata', word], 0, { folder })).output).toBe(`0x${word}`)
  })
  it('says how a run ended, and ends with 3 when it failed', async () => {
    expect(await document(['run', '0x60ff60005260206000fd'], 3)).toMatchObject({
      status: 'revert',
      halt: null,
      revert: { kind: 'unknown', data: `0x${'0'.repeat(62)}ff` },
    })
    expect(await document(['run', '0x5b600056', '--gas-limit', '100'], 3)).toMatchObject({
      status: 'halt',
      halt: 'outOfGas',
      gasUsed: '100',
    })
  })
  it('takes code of nothing but jump targets', async () =>
    expect(await document(['run', `0x${'5b'.repeat(24_576)}`])).toMatchObject({ status: 'stop', gasUsed: '24576' }))
  it('stops memory at its limit, whatever gas there is', async () => {
    const gas = ['--gas-limit', '9223372036854775807']
    // MSTORE8 at 2^32 - 1, and at both sides of 128 MiB
    expect(await document(['run', '0x600163ffffffff53', ...gas], 3)).toMatchObject({
      halt: 'memoryLimit',
      memorySize: 0,
    })
    expect(await document(['run', '0x6001630800000053', ...gas], 3)).toMatchObject({ halt: 'memoryLimit' })
    expect(await document(['run', '0x60016307ffffff53', ...gas])).toMatchObject({
      status: 'stop',
      memorySize: 2 ** 27,
      // 3 · 2^22 + 2^44 / 512. (Yellow Paper, appendix H)
      memoryGas: '34372321280',
    })
    const { stdout } = await testRun(['run', '0x600163ffffffff53', ...gas])
    expect(stdout).toContain('halted: more memory than the limit allows')
    // Without the gas for it, that comes first.
    expect(await document(['run', '0x600163ffffffff53'], 3)).toMatchObject({ halt: 'outOfGas' })
  })
  it('gives the code an address, a caller and gas that are documented', async () => {
    // ADDRESS, CALLER, GAS
    const { stack } = await document(['run', '0x30335a'])
    expect(stack).toEqual(
      [DEFAULT_CONTRACT, DEFAULT_SENDER, DEFAULT_GAS_LIMIT - 6n].map((word) => `0x${BigInt(word).toString(16)}`),
    )
  })
  it('reads hex as people have it', async () => {
    const folder = folderWith({ 'a.hex': '0x6001\n  6002\n01\n', noname: '60016002 01' })
    for (const target of ['a.hex', 'noname', '6001600201', '0x6001600201'])
      expect((await document(['run', target], 0, { folder })).stack).toEqual(['0x3'])
    expect((await document(['run', '-', '--as', 'hex'], 0, { input: '0x6001600201' })).stack).toEqual(['0x3'])
  })
})

describe('memlane asm and disasm', () => {
  const SOURCE = ';; section one\nstart: JUMPDEST\nPUSH @start ; back\nJUMP\n'
  const folder = folderWith({ 'loop.evm': SOURCE, loop: SOURCE })
  it('assembles to hex', async () =>
    expect(await testRun(['asm', 'loop.evm'], { folder })).toEqual({ code: 0, stdout: '0x5b5f56\n', stderr: '' }))
  it('assembles for a fork', async () =>
    expect((await testRun(['asm', 'loop.evm', '--fork', 'paris'], { folder })).stdout).toBe('0x5b600056\n'))
  it('lists pc, bytes and source', async () => {
    const { stdout } = await testRun(['asm', 'loop.evm', '--listing'], { folder })
    expect(stdout.split('\n')[2]).toMatch(/^0x0001 {2}5f +3 {2}PUSH @start ; back$/)
  })
  it('takes any file and standard input for mnemonics', async () => {
    expect((await testRun(['asm', 'loop'], { folder })).stdout).toBe('0x5b5f56\n')
    expect((await testRun(['asm', '-'], { input: SOURCE })).stdout).toBe('0x5b5f56\n')
  })
  it('writes a document', async () =>
    expect(await document(['asm', 'loop.evm'], 0, { folder })).toMatchObject({
      version: 1,
      code: '0x5b5f56',
      labels: { start: 0 },
      sections: [{ name: 'one', start: 0, end: 3, line: 1 }],
      listing: [
        { pc: 0, bytes: '0x5b', line: 2 },
        { pc: 1, bytes: '0x5f', line: 3 },
        { pc: 2, bytes: '0x56' },
      ],
    }))
  it('disassembles to source that assembles to the same bytes', async () => {
    const { stdout: hex } = await testRun(['asm', 'memorylane.evm'])
    const { stdout: source } = await testRun(['disasm', hex.trim()])
    expect(source.split('\n')[0]).toMatch(/^ +PUSH1 0x80 +; 0x0000$/)
    expect((await testRun(['asm', '-'], { input: source })).stdout).toBe(hex)
  })
  it('writes the parts as a document', async () =>
    expect(await document(['disasm', '0x5b5f56fe'])).toMatchObject({
      version: 1,
      parts: [
        { kind: 'instruction', pc: 0, bytes: '0x5b', opcode: 'JUMPDEST', label: 'at_0000' },
        { kind: 'instruction', pc: 1, opcode: 'PUSH0', target: 'at_0000' },
        { kind: 'instruction', pc: 2, opcode: 'JUMP' },
        { kind: 'data', pc: 3, bytes: '0xfe', reason: 'neverReached' },
      ],
    }))
})

describe('memlane cost', () => {
  it('prices 0x2000 bytes', async () => {
    const { stdout } = await testRun(['cost', '0x2000'])
    expect(stdout).toMatch(
      /^8,192 B = 256 words\n\n linear part {5}3 × 256 {5}768\n quadratic part {2}256² \/ 512 {2}128\n/,
    )
    expect(stdout).toMatch(/\n total +896\n next word +4\n/)
  })
  it('writes a document', async () => {
    const cost = await document(['cost', '8KiB'])
    expect(cost).toMatchObject({
      version: 1,
      size: 8192,
      words: 256,
      linear: '768',
      quadratic: '128',
      total: '896',
      nextWord: '4',
    })
    expect(cost.curve.at(-1)).toEqual({ size: 8192, words: 256, linear: '768', quadratic: '128', total: '896' })
  })
})

describe('the program', () => {
  it('prints help and version on stdout', async () => {
    const help = await testRun(['--help'])
    expect(help.code).toBe(0)
    for (const name of ['map', 'run', 'cost', 'asm', 'disasm']) expect(help.stdout).toContain(`\n  ${name} `)
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect((await testRun(['--version'])).stdout).toBe(`${version}\n`)
  })
  it('prints help of a command in either language, with its columns in line', async () => {
    const { stdout, code } = await testRun(['run', '--help', '--lang', 'zh'])
    expect(code).toBe(0)
    expect(stdout).toContain('用法')
    expect(stdout).not.toMatch(/Usage|Options|Arguments|display help/)
    expect(stdout.split('\n').every((line) => displayWidth(line) <= 100)).toBe(true)
  })
  it('shows help and fails when no command is named', async () => {
    const { code, stdout, stderr } = await testRun([])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Usage: memlane/)
  })
  it('takes the options of every command also before its name', async () => {
    const { stdout } = await testRun(['--json', '--lang', 'zh', 'cost', '5'])
    expect(JSON.parse(stdout)).toMatchObject({ words: 1 })
    expect((await testRun(['--lang', 'zh', 'cost', '5'])).stdout).toContain('5 B = 1 个字')
  })
  it('says that an option lacks its value', async () => {
    const run = await testRun(['run', '0x00', '--gas-limit'])
    expect(run).toEqual({ code: 2, stdout: '', stderr: 'memlane: The option --gas-limit needs a value.\n' })
    const chinese = await testRun(['run', '0x00', '--gas-limit'], { environment: { LANG: 'zh' } })
    expect(chinese.stderr).toBe('memlane: 选项 --gas-limit 需要一个值。\n')
  })
  it('calls a bug a bug', async () => {
    const { code, stderr } = await testRun(['cost', '5'], {
      environment: new Proxy(
        {},
        {
          get: () => {
            throw new TypeError('broken')
          },
        },
      ),
    })
    expect(code).toBe(3)
    expect(stderr).toBe('memlane: This is a bug in memlane, please report it with what --debug prints: broken\n')
  })
  it('shows a stack trace only when asked', async () => {
    expect((await testRun(['cost', 'x'])).stderr).not.toContain('    at ')
    expect((await testRun(['cost', 'x', '--debug'])).stderr).toContain('    at ')
  })
  it('colours on a terminal, within its width', async () => {
    const { stdout, stderr } = await testRun(['map', 'MemoryLane.sol'], { terminal: 90 })
    expect(stdout).toContain('\u001b[94mbytes32[5] a\u001b[39m')
    const plain = stripVTControlCharacters(stdout).split('\n')
    expect(plain.slice(1).every((line) => displayWidth(line) <= 90)).toBe(true)
    expect(stderr.startsWith('compiling with solc 0.8.37 …')).toBe(true)
    expect(stderr.endsWith('\r\u001b[Ksolc 0.8.37 (default)\n')).toBe(true)
    const quiet = await testRun(['map', 'MemoryLane.sol', '--no-color'], { terminal: 90 })
    expect(quiet.stdout).not.toContain('\u001b')
  })
})
