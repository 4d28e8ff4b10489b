/**
 * What a variable holds after copies, in plain code and in code of the IR pipeline: `b = a` binds once, when it runs. The
 * lines were worked out by hand; both builds must say the same.
 */
import { describe, expect, it } from 'vitest'
import { type CompiledContract, mapMemory, yulCode } from '../../src/solidity/index.ts'
import { compileMode, compiler } from '../support/solc.ts'
import { type ContractCall, recordContract } from '../support/solidityCall.ts'

const PROGRAMS: readonly { what: string; body: string; names: readonly string[]; args?: readonly string[] }[] = [
  {
    what: 'two variables change places',
    body: 'P memory a = P(1); P memory b = P(2); (a, b) = (b, a); return a.x * 10 + b.x;',
    names: ['0x80 {x: 1} b, formerly a', '0xa0 {x: 2} a, formerly b'],
  },
  {
    what: 'a copy keeps what the original had',
    body: 'P memory a = P(1); P memory b = a; a = P(2); return a.x * 10 + b.x;',
    names: ['0x80 {x: 1} b, formerly a', '0xa0 {x: 2} a'],
  },
  {
    what: 'a chain of copies',
    body: 'P memory a = P(1); P memory b = a; P memory c = b; b = P(3); a = c; return a.x + b.x + c.x;',
    names: ['0x80 {x: 1} a = c, formerly b', '0xa0 {x: 3} b'],
  },
  {
    what: 'a branch that does nothing but copy: the first',
    body: 'P memory a = P(1); P memory b = P(2); P memory c; if (n == 1) c = a; else c = b; a = P(7); return c.x + a.x + b.x;',
    names: ['0x80 {x: 1} c, formerly a', '0xa0 {x: 2} b', '0xc0 {x: 0} ?, formerly c', '0xe0 {x: 7} a'],
    args: ['1'],
  },
  {
    what: 'a branch that does nothing but copy: the second',
    body: 'P memory a = P(1); P memory b = P(2); P memory c; if (n == 1) c = a; else c = b; a = P(7); return c.x + a.x + b.x;',
    names: ['0x80 {x: 1} ?, formerly a', '0xa0 {x: 2} b = c', '0xc0 {x: 0} ?, formerly c', '0xe0 {x: 7} a'],
    args: ['2'],
  },
  {
    what: 'a loop that passes on what it had',
    body: 'P memory last = P(9); for (uint256 i = 0; i < n; i++) { P memory next = P(i); s += last.x; last = next; } return s + last.x;',
    names: ['0x80 {x: 9} ?, formerly last', '0xa0 {x: 0} next, formerly last', '0xc0 {x: 1} next = last'],
    args: ['2'],
  },
  {
    what: 'a loop that is left',
    body: 'P memory a = P(1); P memory b = P(2); while (true) { n--; if (n == 0) break; a = b; b = P(n); } return a.x * 10 + b.x;',
    names: ['0x80 {x: 1} ?, formerly a', '0xa0 {x: 2} a, formerly b', '0xc0 {x: 1} b'],
    args: ['2'],
  },
  {
    what: 'a round that is cut short',
    body: 'P memory a = P(1); P memory b = P(2); for (uint256 i = 0; i < 2; i++) { s += b.x; if (n > 0) continue; a = b; } return s + a.x;',
    names: ['0x80 {x: 1} a', '0xa0 {x: 2} b'],
    args: ['1'],
  },
  {
    what: 'a parameter that gets another value',
    body: 'return g(P(n));',
    names: ['0x80 {x: 4} r, formerly q', '0xa0 {x: 5} q'],
    args: ['4'],
  },
]

const source = (body: string) => `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract C {
  struct P { uint256 x; }
  function f(uint256 n) public pure returns (uint256 s) { ${body} }
  function g(P memory q) internal pure returns (uint256) { P memory r = q; q = P(5); return r.x + q.x; }
}`

async function namesIn(contract: CompiledContract, call: ContractCall): Promise<string[]> {
  const found = contract.compilation.isViaIr ? await yulCode(compiler, contract, 'call') : undefined
  if (found && 'reason' in found) throw new Error(found.reason)
  const { objects } = mapMemory(contract, recordContract(contract, call), 0, found ? { yul: found } : {})
  return objects.map(({ offset, value, path, aliases, formerly }) => {
    const x = value?.kind === 'struct' ? value.members[0]!.value : undefined
    const names = path === undefined ? '?' : [path, ...[...aliases].sort()].join(' = ')
    const former = formerly.length === 0 ? '' : `, formerly ${formerly.join(', ')}`
    return `0x${offset.toString(16)} {x: ${x?.kind === 'number' ? x.value : '–'}} ${names}${former}`
  })
}

describe.each(['legacy', 'via-IR', 'via-IR optimized'] as const)('%s', (mode) => {
  // The optimizer may leave objects out and merge others: there, only what is said must be right.
  const isOptimized = mode === 'via-IR optimized'
  it.each(PROGRAMS)('$what', async ({ body, names, args = ['0'] }) => {
    const contract = (await compileMode(mode, source(body))).contract('C')
    const said = await namesIn(contract, { call: 'f', args })
    if (!isOptimized) return expect(said).toEqual(names)
    const right = new Map(names.map((line) => [placeOf(line), namesOf(line)]))
    for (const line of said) expect(right.get(placeOf(line))).toEqual(expect.arrayContaining(namesOf(line)))
  })
})

/** Where an object lies, and what it holds. */
function placeOf(line: string): string {
  return line.slice(0, line.indexOf('}'))
}

/** Those that it has now. */
function namesOf(line: string): string[] {
  const [names = ''] = line.slice(line.indexOf('}') + 2).split(', formerly')
  return names.split(' = ').filter((name) => name !== '?')
}
