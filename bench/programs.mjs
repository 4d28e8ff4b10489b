// The programs of loops.mjs, one instruction per line, so that counting instructions is counting lines.
//
// A loop keeps its counter on top of the stack and whatever `before` pushed below it:
//
//   before…   PUSH times   loop: JUMPDEST   body…   count down   JUMPI   STOP
//
// Bodies repeat an operation so that most of the time goes into it, not into the loop.

import { unlessSmoke } from './measure.mjs'

/** 256 bits without a pattern that an implementation could be quick at. */
const WIDE = '0xb7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef'
const COUNT_DOWN = ['PUSH 1', 'SWAP1', 'SUB', 'DUP1', 'PUSH @loop', 'JUMPI']

const repeat = (times, body) => Array.from({ length: times }, (_, index) => body(index)).flat()

/**
 * @param {number} whole
 * @param {{ before?: string[], body: string[] }} parts
 */
function loop(whole, { before = [], body }) {
  const times = unlessSmoke(whole, 3)
  const round = ['loop: JUMPDEST', ...body, ...COUNT_DOWN]
  return {
    source: [...before, `PUSH ${times}`, ...round, 'STOP'].join('\n'),
    instructions: before.length + 1 + times * round.length + 1,
  }
}

/** Each word of the first MiB in turn. */
function growth() {
  const round = [
    'loop: JUMPDEST',
    'DUP1',
    'DUP1',
    'MSTORE',
    'PUSH 32',
    'ADD',
    'DUP1',
    'PUSH 0x100000',
    'GT',
    'PUSH @loop',
    'JUMPI',
  ]
  return { source: ['PUSH 0', ...round, 'STOP'].join('\n'), instructions: 1 + (0x100000 / 32) * round.length + 1 }
}

const aligned = (index) => 32 * index
const unaligned = (index) => 32 * index + 5 + index
const mstore = (offset) => ({
  before: [`PUSH32 ${WIDE}`],
  body: repeat(8, (index) => ['DUP2', `PUSH ${offset(index)}`, 'MSTORE']),
})
const mload = (offset) => ({ body: repeat(8, (index) => [`PUSH ${offset(index)}`, 'MLOAD', 'POP']) })
const wide = (operation) => ({
  before: [`PUSH32 ${WIDE}`, `PUSH32 ${WIDE}`],
  body: ['SWAP1', ...repeat(12, () => ['DUP3', operation]), 'SWAP1'],
})
const mcopy = (length) => ({
  body: repeat(8, (index) => [`PUSH ${length}`, `PUSH ${7 * index}`, `PUSH ${2048 + 3 * index}`, 'MCOPY']),
})
const keccak = (length) => ({ body: repeat(4, () => [`PUSH ${length}`, 'PUSH 0', 'KECCAK256', 'POP']) })

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} group
 * @property {number} native
 * @property {string} source
 * @property {number} instructions
 * @property {boolean} [perCall]
 * @property {number} [inputBytes]
 */

/**
 * `group`: the geometric mean is over loops, stores, loads and growth; copies and hashes are bounded by memory and by
 * Keccak itself. `native`: how much faster native revm 35 is than @ethereumjs/evm 10.1.3 on a program of this kind,
 * per CPU time, measured once outside this benchmark. `perCall`: time is for the whole call, not per instruction.
 * @type {Program[]}
 */
export const PROGRAMS = [
  { name: 'empty loop', group: 'loops', native: 55, ...loop(100_000, { body: [] }) },
  { name: 'ADD', group: 'loops', native: 73, ...loop(20_000, wide('ADD')) },
  { name: 'MUL', group: 'loops', native: 73, ...loop(20_000, wide('MUL')) },
  { name: 'MSTORE aligned', group: 'stores', native: 125, ...loop(20_000, mstore(aligned)) },
  { name: 'MSTORE unaligned', group: 'stores', native: 122, ...loop(20_000, mstore(unaligned)) },
  {
    name: 'MSTORE8',
    group: 'stores',
    native: 93,
    ...loop(20_000, { body: repeat(8, (index) => ['DUP1', `PUSH ${31 * index}`, 'MSTORE8']) }),
  },
  { name: 'MLOAD aligned', group: 'loads', native: 112, ...loop(20_000, mload(aligned)) },
  { name: 'MLOAD unaligned', group: 'loads', native: 93, ...loop(20_000, mload(unaligned)) },
  { name: 'grow to 1 MiB by words', group: 'growth', native: 123, ...growth() },
  {
    name: 'fresh 1 MiB, a call',
    group: 'growth',
    native: 87,
    perCall: true,
    source: 'PUSH 1\nPUSH 0x0fffe0\nMSTORE\nSTOP',
    instructions: 4,
  },
  { name: 'MCOPY 32 B', group: 'copies', native: 69, ...loop(10_000, mcopy(32)) },
  { name: 'MCOPY 1 KiB', group: 'copies', native: 40, ...loop(10_000, mcopy(1024)) },
  {
    name: 'CALLDATACOPY 1 KiB',
    group: 'copies',
    native: 36,
    inputBytes: 1024,
    ...loop(10_000, { body: repeat(8, (index) => ['PUSH 1024', 'PUSH 0', `PUSH ${index}`, 'CALLDATACOPY']) }),
  },
  { name: 'KECCAK256 64 B', group: 'hashes', native: 21, ...loop(5_000, keccak(64)) },
  { name: 'KECCAK256 1 KiB', group: 'hashes', native: 15, ...loop(1_000, keccak(1024)) },
]
