/** The map in its other forms: words, allocations, pointers, other frames and moments. Offsets are counted by hand. */
import { describe, expect, it, vi } from 'vitest'
import { folderWith, testRun } from './testRun.ts'

vi.mock('./solc.ts', async (original) => (await import('../../test/support/sharedSolc.ts')).shared(await original()))

const LINES = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract Lines {
  struct P { uint256 x; bool up; }
  struct L { P from; P to; string name; }
  function f() public pure returns (uint256) {
    L memory l;
    l.to = P(7, true);
    l.name = "a long name that needs more than one word of memory";
    uint256[] memory big = new uint256[](20);
    big[9] = 1;
    return l.to.x;
  }
}
contract Kept {
  uint8 small; bool up; mapping(address => mapping(uint256 => uint256)) balances; uint16[] list; string long;
  function keep() external {
    small = 7; up = true; balances[msg.sender][9] = 11; list.push(1); list.push(65535);
    long = "a string longer than a slot: 32b of storage";
  }
}
contract Callee {
  function echo(string calldata s) external pure returns (string memory r) { r = string.concat(s, "!"); }
}
contract Caller {
  Callee callee = new Callee();
  function ask() external view returns (uint256) { return bytes(callee.echo("hi")).length; }
}
`
const folder = folderWith({ 'Lines.sol': LINES })
const run = (...argv: string[]) => testRun(['map', `${folder}/Lines.sol`, ...argv])
const lines = (...options: string[]) => run('--contract', 'Lines', ...options)

/** l at 0x80 has three words; its two points follow, then the point that takes a place, the name, and big. */
const rowsOf = (stdout: string) => stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, '  '))

describe('map --words', () => {
  it('says of each word what it is and how it reads', async () => {
    const rows = rowsOf((await lines('--words')).stdout)
    for (const row of [
      '0x040  0x4a0  free memory pointer  1,184',
      '0x080  0xe0  l.from  224',
      '0x0a0  0x160  l.to  352',
      '0x160  0x7  l.to.x  7',
      '0x180  0x1  l.to.up  1',
      '0x1a0  0x33  l.name.length  51',
      '0x200  0x14  big.length  20',
      '0x220  9 zero words  big[0] …',
      '0x340  0x1  big[9]  1',
    ])
      expect(rows.join('\n')).toContain(row)
    expect(rows.find((row) => row.startsWith('0x1e0'))).toMatch(/l\.name\[32…50\] {2}" one word of memory"$/)
  })
})

describe('map --history', () => {
  it('lists allocations in their order, with what was never read and what is unused', async () => {
    const { stdout } = await lines('--history')
    const rows = rowsOf(stdout).filter((row) => row.includes('Lines.sol:'))
    expect(rows.map((row) => row.split('  ').slice(1, 5).join(' '))).toEqual([
      '0x080 96 L l 0x0e0',
      '0x0e0 64 P l.from 0x120',
      '0x120 64 P 0x160',
      '0x160 64 P l.to 0x1a0',
      '0x1a0 96 string l.name 0x200',
      '0x200 672 uint256[] big 0x4a0',
    ])
    // Of the name 13 bytes behind its 51 are unused.
    expect(rows[4]).toMatch(/ {2}13 {2}/)
    expect(stdout).toContain('1,056 B allocated')
  })
})

describe('map --graph', () => {
  it('draws who points at whom, as text and for Graphviz', async () => {
    expect((await lines('--graph', 'text')).stdout.split('\n').slice(2, 8)).toEqual([
      ' L l  0x080',
      ' ├ .from  P l.from  0x0e0',
      ' ├ .to  P l.to  0x160',
      ' └ .name  string l.name  0x1a0',
      ' P  0x120',
      ' uint256[] big  0x200',
    ])
    const { stdout } = await lines('--graph', 'dot')
    expect(stdout).toMatch(/^digraph memory \{/)
    expect(stdout).toContain(String.raw`  m80 [label="L l\n0x080"]`)
    expect(stdout).toContain('  m80 -> m160 [label=".to"]')
    expect((await lines('--graph', 'svg')).code).toBe(2)
  })
})

describe('map --storage', () => {
  it('tells by variable what the run found and left, in code of the optimizer too', async () => {
    for (const options of [[], ['--optimize'], ['--via-ir']]) {
      const { stdout } = await run('--contract', 'Kept', '--storage', ...options)
      const rows = rowsOf(stdout.slice(stdout.indexOf('storage\n')))
      expect(rows.some((row) => /^0x0 {2}small {2}uint8 {2}0 {2}7$/.test(row))).toBe(true)
      expect(rows.some((row) => /^0x0 {2}up {2}bool {2}false {2}true$/.test(row))).toBe(true)
      expect(rows.some((row) => /balances\[0x0+ca11e\]\[9\] {2}uint256 {2}0 {2}11$/.test(row))).toBe(true)
      expect(rows.some((row) => /list\[1\] {2}uint16 {2}0 {2}65535$/.test(row))).toBe(true)
      expect(rows.some((row) => /long\[32…\] {2}string data {2}"" {2}" of storage"$/.test(row))).toBe(true)
      expect(rows.join('\n')).not.toContain('?')
    }
  })
})

describe('map --ethdebug', () => {
  it('writes objects as variables with types and pointers of the format', async () => {
    const { variables } = JSON.parse((await lines('--ethdebug')).stdout)
    const named = new Map(variables.map((one: { identifier: string }) => [one.identifier, one]))
    const region = (offset: number, length: number, name?: string) => ({
      ...(name === undefined ? {} : { name }),
      location: 'memory',
      ...{ offset, length },
    })
    const point = {
      kind: 'struct',
      contains: [
        { name: 'x', type: { kind: 'uint', bits: 256 } },
        { name: 'up', type: { kind: 'bool' } },
      ],
    }
    expect(named.get('l.to')).toEqual({
      identifier: 'l.to',
      type: point,
      pointer: { group: [region(0x160, 32, 'x'), region(0x180, 32, 'up')] },
    })
    expect(named.get('l.name')).toEqual({
      identifier: 'l.name',
      type: { kind: 'string' },
      pointer: { group: [region(0x1a0, 32, 'length'), region(0x1c0, 51, 'data')] },
    })
    expect(named.get('l')).toMatchObject({
      type: { kind: 'struct', contains: [{ type: point }, { type: point }, { type: { kind: 'string' } }] },
    })
    expect(named.get('big')).toMatchObject({ type: { kind: 'array', contains: { type: { kind: 'uint', bits: 256 } } } })
  })
})

describe('map --at and --frame', () => {
  it('show memory at any moment', async () => {
    const { stdout } = await lines('--at', 'line:9')
    expect(stdout).toMatch(/frame 0 of 1: Lines\.f\(\) {3}before step \d+ of \d+/)
    expect(stdout).toContain('P l.to')
    expect(stdout).not.toContain('uint256[] big')
    expect((await lines('--at', 'peak')).stdout).toContain('uint256[] big')
    expect((await lines('--at', 'op:SSTORE')).stderr).toContain('The run never comes to op:SSTORE')
  })
  it('show the memory of every frame, typed', async () => {
    const ask = (...options: string[]) => run('--contract', 'Caller', ...options)
    expect((await ask()).stdout).toContain(
      'frames (--frame):\n  0  Caller.ask()   returned\n    1  Callee.echo("hi")   returned\n',
    )
    const callee = await ask('--frame', '1')
    expect(callee.stdout).toContain('frame 1 of 2: Callee.echo("hi")   at its end')
    expect(callee.stdout).toMatch(/string r +"hi!"/)
    expect((await ask('--at', 'op:RETURN', '--json')).stdout).toContain('"frame": 1')
    expect((await ask('--frame', '2')).stderr).toContain('There is no frame 2; the run has frames 0 to 1.')
  })
})

describe('map --call constructor', () => {
  const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract K { uint256 immutable n; string name;
  constructor(uint256 n_, string memory name_) { n = n_; name = name_; }
  function f() external view returns (uint256) { return n; } }`
  const file = `${folderWith({ 'K.sol': source })}/K.sol`
  it('decodes its arguments and what it deploys, behind the target or in their own option', async () => {
    for (const argv of [
      ['--call', 'constructor', '5', 'a name'],
      ['--call', 'constructor(uint256,string)', '--constructor-args', '5', '--constructor-args', 'a name'],
    ]) {
      const { stdout, code } = await testRun(['map', file, ...argv])
      expect(code).toBe(0)
      expect(stdout).toMatch(/^K\.constructor\(5, a name\) {3}returned/)
      expect(stdout).toMatch(/ 0x000 +\d+ {2}deployed code +\(n: 5\)/)
      expect(stdout).toMatch(/constructor arguments.* \(n_: 5, name_: "a name"\)/)
      expect(stdout).toMatch(/free memory pointer \(overwritten\)/)
    }
  })
  it('refuses arguments that are missing or given twice', async () => {
    expect((await testRun(['map', file, '--call', 'constructor'])).stderr).toContain(
      'constructor(uint256,string) needs 2 arguments, 0 given.',
    )
    const twice = ['--call', 'constructor', '1', 'x', '--constructor-args', '1']
    expect((await testRun(['map', file, ...twice])).stderr).toContain('stand twice; leave one of the two out')
  })
})
