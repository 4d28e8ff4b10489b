/** Code of the IR pipeline, through the Yul that it was compiled from. Names and types were checked by hand. */
import { describe, expect, it } from 'vitest'
import {
  Compilation,
  type CompiledContract,
  mapMemory,
  OUTPUT_SELECTION_IR,
  type StandardJsonInput,
  type StandardJsonOutput,
  yulCode,
} from '../../src/solidity/index.ts'
import { compiler } from '../support/solc.ts'
import { objectLines, recordContract } from '../support/solidityCall.ts'

const HEAD = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.24;\n'
const MODES = [
  ['without the optimizer', { enabled: false }],
  ['optimized', { enabled: true, runs: 200 }],
] as const

async function compileIr(source: string, optimizer: { enabled: boolean; runs?: number }): Promise<Compilation> {
  const input: StandardJsonInput = {
    language: 'Solidity',
    sources: { 'Test.sol': { content: HEAD + source } },
    settings: { evmVersion: 'osaka', optimizer, viaIR: true, outputSelection: OUTPUT_SELECTION_IR },
  }
  return new Compilation(compiler.version, input, await compiler.compile(input))
}

async function objects(contract: CompiledContract, call = 'f'): Promise<string[]> {
  const yul = await yulCode(compiler, contract, 'call')
  if ('reason' in yul) throw new Error(yul.reason)
  return objectLines(mapMemory(contract, recordContract(contract, { call }), 0, { yul }))
}

const CONTRACTS = {
  'creates, links and reverts': `
    library L { function size(bytes memory b) public pure returns (uint256) { return b.length; } }
    contract D { uint256 immutable n; string s; constructor(uint256 n_) { n = n_; s = unicode"größer"; } function get() external view returns (uint256) { return n; } }
    contract C { error E(string why); function f() external returns (uint256) { D d = new D(L.size("abc")); if (d.get() > 5) revert E(unicode"zu groß: /* nicht */ // so"); return d.get(); } }`,
  'inline assembly and loops': `
    contract C { function f() external pure returns (bytes memory b) { assembly { b := mload(0x40) mstore(b, 2) mstore(0x40, add(b, 64)) for { let i := 0 } lt(i, 2) { i := add(i, 1) } { mstore8(add(add(b, 32), i), i) } } } }`,
  'more variables than the stack reaches': `
    contract C { function f() external pure returns (uint256) { uint256[] memory a = new uint256[](1); uint256[] memory b = new uint256[](2); uint256[] memory c = new uint256[](3);
      uint256[] memory d = new uint256[](4); uint256[] memory e = new uint256[](5); uint256[] memory g = new uint256[](6); uint256[] memory h = new uint256[](7); uint256[] memory i = new uint256[](8);
      uint256[] memory j = new uint256[](9); uint256[] memory k = new uint256[](10); uint256[] memory l = new uint256[](11); uint256[] memory m = new uint256[](12); uint256[] memory n = new uint256[](13);
      uint256[] memory o = new uint256[](14); uint256[] memory p = new uint256[](15); uint256[] memory q = new uint256[](16); uint256[] memory r = new uint256[](17);
      a[0] = 1; return a[0] + b[1] + c[2] + d[3] + e[4] + g[5] + h[6] + i[7] + j[8] + k[9] + l[10] + m[11] + n[12] + o[13] + p[14] + q[15] + r[16]; } }`,
}

describe.each(MODES)('compiled again as Yul, %s', (_, optimizer) => {
  it.each(Object.entries(CONTRACTS))('gives the same bytes: %s', async (_, source) => {
    const contract = (await compileIr(source, optimizer)).contract('C')
    for (const kind of ['create', 'call'] as const) {
      const yul = await yulCode(compiler, contract, kind)
      if ('reason' in yul) throw new Error(yul.reason)
      expect(yul.code.bytes).toEqual(kind === 'call' ? contract.runtime.bytes : contract.creation.bytes)
      const ranges = yul.code.sourceMap.ranges()
      const hits = ranges.filter((range) => yul.nodesOf(range).length > 0).length
      expect(hits / ranges.length).toBeGreaterThan(0.6)
    }
  })
})

const NAMES = `contract C {
  struct P { uint256 x; uint256[] list; }
  uint256[] stored = [7, 8];
  function make(uint256 x) internal pure returns (P memory made) { made.x = x; }
  function f() external view returns (P[] memory) {
    P[] memory ps = new P[](2);
    ps[1] = make(4);
    uint256[] memory copy = stored;
    ps[1].list = copy;
    bytes memory packed = abi.encode(copy);
    copy[0] = packed.length;
    return ps;
  }
}`

it('names and types without the optimizer', async () => {
  expect(await objects((await compileIr(NAMES, { enabled: false })).contract('C'))).toEqual([
    '0x80 96 P[] ps = [{x: 0, list: []}, {x: 4, list: [128, 8]}] :8',
    '0xe0 64 P ps[0] = {x: 0, list: []} :8 (parent)',
    '0x120 64 P = {x: 0, list: []} :8 (parent)', // made by new, replaced at once
    '0x160 64 P ps[1] = {x: 4, list: [128, 8]} :6',
    '0x1a0 96 uint256[] copy = [128, 8] :10',
    `0x200 160 bytes packed = 0x${'20'.padStart(64, '0')}${'2'.padStart(64, '0')}… (128 bytes) :12`,
  ])
})

it('names and types of optimized code', async () => {
  const lines = await objects((await compileIr(NAMES, { enabled: true, runs: 200 })).contract('C'))
  expect(lines).toEqual([
    // The optimizer leaves nothing of `ps`: what it knows of these comes from another build.
    '0x80 96 ? (unknown)',
    '0xe0 64 ? (unknown)',
    '0x120 64 ? (unknown)',
    '0x160 64 P = {x: 4, list: [128, 8]} :6 (inferred)',
    '0x1a0 96 uint256[] = [128, 8] (inferred)',
    `0x200 160 bytes packed = 0x${'20'.padStart(64, '0')}${'2'.padStart(64, '0')}… (128 bytes) :12`,
  ])
})

it('arguments on the way to a call are not what the call gives', async () => {
  const source = `contract C {
    function pick(string memory a, string memory b) internal pure returns (string[] memory both) { both = new string[](2); both[0] = a; both[1] = b; }
    function f() external pure returns (uint256) { string[] memory p = pick("a", "b"); return p.length; } }`
  expect(await objects((await compileIr(source, { enabled: false })).contract('C'))).toEqual([
    '0x80 64 string p[0] = "a" :5',
    '0xc0 64 string p[1] = "b" :5',
    '0x100 96 string[] p = ["a", "b"] :4',
  ])
})

it('results of one call are told apart', async () => {
  const source = `contract C {
    function g() external pure returns (string memory s, uint256[] memory l) { s = "text"; l = new uint256[](1); }
    function f() external view returns (uint256) { (string memory s, uint256[] memory l) = this.g(); return bytes(s).length + l.length; } }`
  for (const optimizer of [{ enabled: false }, { enabled: true, runs: 200 }]) {
    const lines = await objects((await compileIr(source, optimizer)).contract('C'))
    expect(lines.length).toBe(2)
    if (!optimizer.enabled) expect(lines).toEqual(['0x140 64 string s = "text" :5', '0x180 64 uint256[] l = [0] :5'])
    else expect(lines.join()).not.toMatch(/string.*string|\[\].*\[\] /)
  }
})

it('variables for which the stack has no room', async () => {
  const letters = [...'abcdeghijklmopqr']
  const source = `contract C { function f(uint256 z, bytes memory input) external pure returns (uint256) {
    ${letters.map((name, n) => `uint256[] memory ${name} = new uint256[](${n + 1});`).join(' ')} uint256 s = z * 3;
    a[0] = 1; return ${letters.map((name, n) => `${name}[${n}]`).join(' + ')} + s * z + input.length; } }`
  const contract = (await compileIr(source, { enabled: false })).contract('C')
  const yul = await yulCode(compiler, contract, 'call')
  if ('reason' in yul) throw new Error(yul.reason)
  const run = recordContract(contract, { call: 'f', args: ['5', '0xabcd'] })
  const { reserved, objects: mapped } = mapMemory(contract, run, 0, { yul })
  const locals = reserved.filter(({ use }) => use === 'locals')
  expect(locals.length).toBeGreaterThan(0)
  for (const { name, value } of locals) {
    expect(mapped.find(({ path }) => path === name)?.offset).toBe(Number(value))
  }
  expect(mapped.map(({ type, path }) => `${type} ${path}`)).toEqual([
    'bytes input',
    ...letters.map((name) => `uint256[] ${name}`),
  ])
})

it('says why there is nothing', async () => {
  const contract = (await compileIr('contract C { function f() external {} }', { enabled: false })).contract('C')
  const reasonOf = async (changed: Partial<CompiledContract>) => {
    const yul = await yulCode(compiler, { ...contract, ...changed }, 'call')
    return 'reason' in yul ? yul.reason : undefined
  }
  expect(await reasonOf({})).toBeUndefined()
  expect(await reasonOf({ ir: undefined })).toBe('The build has no ir and irOptimized; name them in outputSelection.')
  expect(await reasonOf({ irOptimized: 'object "C" { code { } }' })).toBe('irOptimized has no object of deployed code.')
  expect(await reasonOf({ irOptimized: 'object "C" { code { ' })).toMatch(/^At character 20, a name was expected/)
  const other = (
    await compileIr('contract C { function f() external { assert(false); } }', { enabled: false })
  ).contract('C')
  expect(await reasonOf({ irOptimized: other.irOptimized })).toMatch(
    /^Compiled again, the Yul gives other code: \d+ bytes, not \d+\.$/,
  )
})

it('300 damaged artifacts: ids, source maps and Yul that lie give a reason or a map, never a crash', async () => {
  const contract = (await compileIr(NAMES, { enabled: false })).contract('C')
  const run = recordContract(contract, { call: 'f' })
  let honest: StandardJsonOutput | undefined
  await yulCode({ ...compiler, compile: async (input) => (honest = await compiler.compile(input)) }, contract, 'call')
  const random = numbers(20_260_101)
  const counts = { maps: 0, reasons: 0 }
  for (let round = 0; round < 300; round++) {
    const damaged = (text: string) => (random(3) === 0 ? cut(text, random) : renumbered(text, random))
    const output = JSON.parse(JSON.stringify(honest), (key, value) =>
      (key === 'sourceMap' || key === 'irOptimized') && random(2) === 0 ? damaged(value) : value,
    )
    const lying = random(2) === 0 ? { ...contract, ir: damaged(contract.ir!) } : contract
    const yul = await yulCode({ ...compiler, compile: async () => output }, lying, 'call')
    if ('reason' in yul) counts.reasons++
    else {
      const { objects, size } = mapMemory(contract, run, 0, { yul })
      for (const { offset, size: bytes } of objects) expect(offset + bytes).toBeLessThanOrEqual(size + 64)
      counts.maps++
    }
  }
  expect(counts.maps).toBeGreaterThan(50)
  expect(counts.reasons).toBeGreaterThan(0)
})

function numbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
}

function cut(text: string, random: (below: number) => number): string {
  const [a, b] = [random(text.length), random(text.length)]
  return text.slice(0, a) + text.slice(b)
}

/** With some of its numbers replaced by others. */
function renumbered(text: string, random: (below: number) => number): string {
  return text.replace(/\d+/g, (digits) =>
    random(8) === 0 ? String(random(10 ** Math.min(9, digits.length + 1))) : digits,
  )
}
