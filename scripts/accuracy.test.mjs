// The truth of `npm run accuracy` itself, on programs small enough to work out by hand.

import { createEvm } from 'memlane/evm'
import { Compilation, encodeCreation, OUTPUT_SELECTION } from 'memlane/solidity'
import { MemoryAccesses, record } from 'memlane/trace'
import solc from 'solc'
import { expect, test } from 'vitest'
import { instrument } from '../bench/accuracy/instrument.mjs'
import { MemoryTypes } from '../bench/accuracy/memoryTypes.mjs'
import { randomMoments } from '../bench/accuracy/moments.mjs'
import { FrameTruth } from '../bench/accuracy/truth.mjs'

const MODES = [
  { viaIR: false, optimizer: { enabled: false } },
  { viaIR: false, optimizer: { enabled: true } },
  { viaIR: true, optimizer: { enabled: false } },
  { viaIR: true, optimizer: { enabled: true } },
]

/** @param {Record<string, { content: string }>} sources @param {typeof MODES[number]} mode */
function compile(sources, mode) {
  const settings = { ...mode, outputSelection: OUTPUT_SELECTION }
  /** @type {import('memlane/solidity').StandardJsonInput} */
  const input = { language: 'Solidity', sources, settings }
  return new Compilation('0.8.37', input, JSON.parse(solc.compile(JSON.stringify(input))))
}

/** What is true at the end of `run()`. @param {string} body of contract A @param {typeof MODES[number]} mode */
function truthOf(body, mode) {
  const sources = { 'a.sol': { content: `pragma solidity ^0.8.4;\ncontract A {\n${body}\n}` } }
  const trees = compile(sources, mode).output.sources ?? {}
  const instrumented = instrument(sources, trees)
  const contract = compile(instrumented.sources, mode).contract('A')
  const evm = createEvm()
  const to = evm.call({ input: encodeCreation(contract) }).created
  if (to === undefined) throw new Error('It was not created.')
  const { recording } = record(evm, { to, input: '0xc0406226' })
  const [frame] = recording.frames
  if (!frame) throw new Error('Nothing ran.')
  const accesses = new MemoryAccesses(recording)
  const truth = new FrameTruth(recording, accesses, 0, instrumented, new MemoryTypes(trees))
  return [...truth.at(Number.POSITIVE_INFINITY, frame.memory).objects.values()]
}

/** @param {ReturnType<typeof truthOf>} objects @param {string} name */
const named = (objects, name) => objects.filter(({ names }) => names.has(name))

test.each(MODES)('a copy is a copy, and two variables can change places: %o', (mode) => {
  const objects = truthOf(
    `struct P { uint256 x; }
     function run() public view returns (uint256) {
       P memory a = P(gasleft()); P memory b = P(2);
       (a, b) = (b, a);
       return a.x * 10 + b.x; }`,
    mode,
  )
  const [a, b] = [named(objects, 'a'), named(objects, 'b')]
  expect([a.length, b.length]).toEqual([1, 1])
  // What was allocated first is `b` now.
  expect(a[0]?.address).toBe((b[0]?.address ?? 0) + 32)
  expect([...(a[0]?.former ?? [])]).toEqual(['b'])
  expect([...(b[0]?.types ?? [])]).toEqual(['P'])
})

test('members are followed, and what was surely allocated by a statement has its lines', () => {
  const objects = truthOf(
    `struct P { uint256 x; string[] s; }
     function run() public view returns (uint256) {
       P[] memory list = new P[](2);
       list[1].s = new string[](1);
       list[1].s[0] = "text";
       return list.length + gasleft(); }`,
    MODES[0],
  )
  const byName = new Map(objects.map(({ names, types, size, places }) => [[...names][0], { types, size, places }]))
  expect([...byName].map(([name, { types, size }]) => [name, ...types, size])).toEqual([
    ['list', 'P[]', 96],
    ['list[0]', 'P', 64],
    ['list[1]', 'P', 64],
    ['list[1].s', 'string[]', 64],
    ['list[1].s[0]', 'string', 36],
  ])
  expect(byName.get('list[1]')?.places).toEqual([{ file: 'a.sol', first: 5, last: 5 }])
  expect(byName.get('list[1].s')?.places).toEqual([])
})

test('what the free pointer passed back over is no object any more', () => {
  const objects = truthOf(
    `function run() public view returns (uint256) {
       uint256 mark; assembly { mark := mload(0x40) }
       uint256[] memory gone = new uint256[](3);
       assembly { mstore(0x40, mark) }
       uint256[] memory here = new uint256[](1);
       return gone.length + here.length + gasleft(); }`,
    MODES[0],
  )
  expect(named(objects, 'gone')).toEqual([])
  expect(named(objects, 'here').map(({ size }) => size)).toEqual([64])
})

test('a branch without braces, a loop head and assembly are marked where a statement can stand', () => {
  const objects = truthOf(
    `function run() public view returns (uint256 sum) {
       bytes memory b = "one";
       if (gasleft() > 0) b = "two"; else b = "three";
       for (bytes memory c = b; sum < 2; sum++) { b = c; }
       bytes memory add = b;
       bytes memory d;
       assembly { d := b }
       return sum + b.length + add.length + d.length; }`,
    MODES[0],
  )
  expect(named(objects, 'b').map(({ names }) => [...names].sort())).toEqual([['b', 'c', 'd']])
})

test('mappings take no room in memory', () => {
  const word = { nodeType: 'ElementaryTypeName', typeDescriptions: { typeString: 'uint256' } }
  const struct = {
    nodeType: 'StructDefinition',
    id: 1,
    src: '0:0:0',
    name: 'S',
    members: [
      { name: 'seen', typeName: { nodeType: 'Mapping' } },
      { name: 'a', typeName: word },
    ],
  }
  const types = new MemoryTypes({ 'a.sol': { ast: struct } })
  expect(types.sizeOf({ kind: 'struct', name: 'S', id: 1 }, 0x80, () => 0n)).toBe(32)
})

test('random moments are the same in each run', () => {
  expect(randomMoments(1000, 'seed')).toEqual(randomMoments(1000, 'seed'))
  expect(randomMoments(1000, 'seed')).not.toEqual(randomMoments(1000, 'other'))
  expect(randomMoments(0, 'seed')).toEqual([])
})
