/**
 * Who wrote what contracts leave in memory. Expected positions, steps and origins were read from solc's listing of
 * the code by hand; steps of contracts that call each other are those at which `@ethereumjs/evm` is at that position.
 */

import { readFileSync } from 'node:fs'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Address, bytesToHex, type Hex, hexToBytes } from '../../src/base/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { BuildLocator, type Compilation, encodeCall, findFunction } from '../../src/solidity/index.ts'
import {
  leavesOf,
  MemoryAccesses,
  type Origin,
  OriginFinder,
  placeOfStep,
  type Recording,
  record,
  writersOf,
} from '../../src/trace/index.ts'
import { runOnPeer } from '../support/ethereumjs.ts'
import { type EvmCase, setAccounts } from '../support/evmCase.ts'
import { compileExample, compileText } from '../support/solc.ts'

const TOKEN: Address = '0x7000000000000000000000000000000000000001'
const WALLET: Address = '0x8000000000000000000000000000000000000001'
const CALLER: Address = '0xca11e40000000000000000000000000000000001'
const TO: Address = '0x00000000000000000000000000000000000000aa'

const word = (digits: string) => digits.replace('0x', '').padStart(64, '0')
/** The slot of `balanceOf[account]`, the first variable. docs.soliditylang.org, "Mappings and Dynamic Arrays". */
const balanceSlot = (account: Address): Hex => bytesToHex(keccak_256(hexToBytes(`0x${word(account)}${word('0')}`)))

interface Run {
  readonly recording: Recording
  readonly accesses: MemoryAccesses
  readonly locator: BuildLocator
  /** Of the peer. */
  readonly steps: readonly { readonly pc: number; readonly depth: number }[]
}

async function runBoth(compilation: Compilation, example: EvmCase): Promise<Run> {
  const evm = createEvm()
  setAccounts(evm.state, example)
  const { result, recording } = record(evm, example.call)
  expect(['stop', 'return']).toContain(result.status)
  const { steps } = await runOnPeer(example, { wantSteps: true })
  return { recording, accesses: new MemoryAccesses(recording), locator: new BuildLocator(compilation), steps }
}

/** The only step at which the peer is at this position. */
function stepAt({ steps }: Run, pc: number, depth: number): number {
  const found = steps.flatMap((step, index) => (step.pc === pc && step.depth === depth ? [index] : []))
  expect(found).toHaveLength(1)
  return found[0]!
}

function newest({ recording, accesses, locator }: Run, question: Parameters<typeof writersOf>[2]) {
  const { writers } = writersOf(recording, accesses, question)
  const [writer] = writers
  const origin = new OriginFinder(recording, accesses, { acrossCalls: true }).ofWrite(writer!.step, writer!)
  const { file, line } = placeOfStep(recording, writer!.step, locator)!
  return { writer: writer!, origin, place: `${file}:${line}` }
}

function hex(bytes: Uint8Array): bigint {
  return BigInt(bytesToHex(bytes))
}

/** `ADD(PUSH1 0xa0, …)`, short enough to write by hand. */
function text(origin: Origin): string {
  if (origin.kind === 'constant') return `0x${origin.value.toString(16)}@0x${origin.madeBy.pc.toString(16)}`
  if (origin.kind === 'operation')
    return `0x${origin.madeBy.opcode.toString(16)}(${origin.inputs.map(text).join(', ')})`
  if (origin.kind === 'memory') return `[${origin.parts.map((part) => text(part.origin)).join(', ')}]`
  return origin.kind
}

describe('who wrote the memory of MemoryLane', () => {
  let run: Run
  beforeAll(async () => {
    const compilation = await compileExample('MemoryLane.sol')
    const contract = compilation.contract('MemoryLane')
    run = await runBoth(compilation, {
      accounts: { [TOKEN]: { code: contract.runtime.bytes } },
      call: { from: CALLER, to: TOKEN, gas: 100_000n, input: encodeCall(findFunction(contract), []) },
    })
  })

  // Counted in solc's listing along the path of the run.
  const ADD = '0x1'
  for (const [what, offset, step, pc, before, after, line, origin] of [
    // PUSH1 80, PUSH1 40, MSTORE come first; the pointer then moves by 5 and by 2 words.
    [
      'the free memory pointer',
      0x40,
      72,
      0x8b,
      0x120n,
      0x160n,
      8,
      `${ADD}(0x40@0x86, [${ADD}(0xa0@0x64, [0x80@0x0])])`,
    ],
    ['b[0]', 0x120, 111, 0x59, 0n, 1n, 9, '0x1b(0x0@0x41, 0x1@0x3f)'],
    // From behind the end of calldata, to clear it.
    ['b[1]', 0x140, 82, 0x97, 0n, 0n, 8, 'zero'],
    ['a[4]', 0x100, 49, 0x75, 0n, 0n, 7, 'zero'],
  ] as const)
    it(`tells ${what}`, () => {
      const found = newest(run, { frame: 0, offset, length: 32 })
      expect(found.writer).toMatchObject({ step, pc, frame: 0, offset, length: 32 })
      expect([hex(found.writer.before), hex(found.writer.after)]).toEqual([before, after])
      expect(found.place).toBe(`MemoryLane.sol:${line}`)
      expect(text(found.origin)).toBe(origin)
      expect(run.steps[step]!.pc).toBe(pc)
    })

  it('tells all writers of the free memory pointer', () => {
    const { recording, accesses } = run
    const { writers } = writersOf(recording, accesses, { frame: 0, offset: 0x5f, length: 1 }, { shadowed: 10 })
    expect(writers.map(({ step, before, after, visible }) => [step, before[0], after[0], visible.length])).toEqual([
      [72, 0x20, 0x60, 1],
      [39, 0x80, 0x20, 0],
      [2, 0, 0x80, 0],
    ])
  })

  it('says what nobody wrote', () => {
    const { recording, accesses } = run
    const question = { frame: 0, offset: 0x60, length: 33 }
    const { writers, unwritten } = writersOf(recording, accesses, question, { shadowed: 0 })
    // The zero slot; the byte behind it is the first of `a`.
    expect(unwritten).toEqual([{ offset: 0x60, length: 32 }])
    expect(writers.map(({ step }) => step)).toEqual([49])
  })
})

describe('who wrote', () => {
  let compilation: Compilation
  const code = (name: string) => compilation.contract(name).runtime.bytes
  beforeAll(async () => {
    compilation = await compileText(readFileSync('test/solidity/Token.sol', 'utf8'), 'Token.sol')
  })

  it("the data of a transfer's event", async () => {
    const transfer = findFunction(compilation.contract('Token'), 'transfer')
    const run = await runBoth(compilation, {
      accounts: { [TOKEN]: { code: code('Token'), storage: { [balanceSlot(CALLER)]: '0x64' } } },
      call: { from: CALLER, to: TOKEN, gas: 200_000n, input: encodeCall(transfer, [TO, '7']) },
    })
    // 0x1b6 LOG3 of [0x80, 0xa0): encoding writes it with the MSTORE at 0x25d, for the emit of line 16.
    const log = stepAt(run, 0x1b6, 0)
    const found = newest(run, { frame: 0, offset: 0x80, length: 32, at: log })
    expect(found.writer).toMatchObject({ step: stepAt(run, 0x25d, 0), pc: 0x25d, opcode: 0x52 })
    expect([hex(found.writer.before), hex(found.writer.after)]).toEqual([0n, 7n])
    expect(found.place).toBe('Token.sol:16')
    // The second argument stands behind the selector and the first; 0x293 is the CALLDATALOAD of a uint256.
    expect(found.origin).toMatchObject({ kind: 'calldata', offset: 0x24, length: 32, value: 7n, madeBy: { pc: 0x293 } })
    // Later `return true` takes its place.
    const end = newest(run, { frame: 0, offset: 0x80, length: 32 })
    expect(end.writer).toMatchObject({ step: stepAt(run, 0x2f8, 0), pc: 0x2f8 })
    expect(text(end.origin)).toBe('0x15(0x15(0x1@0x1b7))')
  })

  it('the return data of a nested call, and where the callee had it from', async () => {
    const run = await runBoth(compilation, {
      accounts: {
        [TOKEN]: { code: code('Token'), storage: { [balanceSlot(WALLET)]: '0x3e8' } },
        [WALLET]: { code: code('Wallet'), storage: { '0x0': TOKEN } },
      },
      call: {
        ...{ from: CALLER, to: WALLET, gas: 200_000n },
        input: encodeCall(findFunction(compilation.contract('Wallet'), 'balance'), []),
      },
    })
    // 0xb1 STATICCALL with output at the free memory pointer, 0x80.
    const call = stepAt(run, 0xb1, 0)
    // 0xc7 MLOAD is the first to look at it.
    const found = newest(run, { frame: 0, offset: 0x80, length: 32, at: stepAt(run, 0xc7, 0) })
    expect(found.writer).toMatchObject({ step: call, pc: 0xb1, opcode: 0xfa, frame: 0 })
    expect(found.place).toBe('Token.sol:25')
    expect(hex(found.writer.after)).toBe(1000n)
    // What it replaced: the selector of balanceOf(address), and 28 bytes of the argument.
    expect(bytesToHex(found.writer.before)).toBe(`0x70a08231${word(WALLET).slice(0, 56)}`)
    const mstore = stepAt(run, 0x25d, 1)
    const sload = stepAt(run, 0xa9, 1)
    expect(found.origin).toMatchObject({
      ...{ kind: 'returndata', callee: 1, offset: 0, length: 32 },
      parts: [{ offset: 0, length: 32, writtenAt: mstore, wordBytes: { offset: 0, length: 32 } }],
    })
    expect(leavesOf(found.origin)).toMatchObject([
      {
        ...{ kind: 'storage', address: TOKEN, slot: BigInt(balanceSlot(WALLET)), value: 1000n, storedAt: undefined },
        madeBy: { step: sload, frame: 1 },
      },
    ])
    expect(placeOfStep(run.recording, sload, run.locator)?.line).toBe(7)
    // Inside the call, its output is not there yet.
    const inside = newest(run, { frame: 0, offset: 0x80, length: 32, at: sload })
    expect(inside.writer.step).toBeLessThan(call)
    // The callee's argument came from the caller's memory: its own address, behind the selector.
    const argument = newest(run, { frame: 0, offset: 0x84, length: 32, at: call })
    expect(leavesOf(argument.origin).map(({ kind }) => kind)).toEqual(['environment', 'constant'])
  })
})
