/** Runs whose memory starts as junk, and whose free memory pointer starts elsewhere. */
import { describe, expect, it } from 'vitest'
import { SILENT } from '../../test/support/evmCase.ts'
import { assemble } from '../assembly/index.ts'
import { type Address, bytesToBigint, bytesToHex } from '../base/index.ts'
import { type Brutalize, type CallResult, createEvm, type Evm } from './index.ts'

const INNER: Address = '0x1000000000000000000000000000000000000001'
const OUTER: Address = '0x2000000000000000000000000000000000000002'
const JUNK: Brutalize = { junkSeed: 1 }
const NONE: Brutalize = {}

/** The fast variant's result, when the debug variant has the same. */
function run(source: string, brutalize = JUNK, evm: Evm = createEvm()): CallResult {
  const parameters = { code: assemble(source).code, to: OUTER, inspect: true } as const
  const result = evm.call(parameters, { brutalize, commit: false })
  expect({ ...evm.call(parameters, { brutalize, tracer: SILENT, commit: false }) }).toEqual({ ...result })
  return result
}

const RETURN_ALL = 'MSIZE PUSH 0 RETURN'
const isJunk = (bytes: Uint8Array) => bytes.every((byte) => byte % 2 === 1)
const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0)

/** All of memory up to 0x200, each byte junk but for the free pointer, the zero slot and what was written. */
function expectFresh(memory: Uint8Array, written: { readonly from: number; readonly end: number }): void {
  expect(memory.length).toBeGreaterThanOrEqual(0x100)
  for (const [offset, byte] of memory.entries()) {
    if (offset >= written.from && offset < written.end) continue
    const calm = offset >= 0x40 && offset < 0x80
    expect(calm ? byte === 0 : byte % 2 === 1, `byte ${offset} is ${byte}`).toBe(true)
  }
}

describe('memory that grows holds junk', () => {
  it.each([
    ['MLOAD', 'PUSH 0xe0 MLOAD POP', 0, 0],
    ['MSTORE', 'PUSH 0 PUSH 0xf0 MSTORE', 0xf0, 0x110],
    ['MSTORE8', 'PUSH 0 PUSH 0xf0 MSTORE8', 0xf0, 0xf1],
    ['CALLDATACOPY', 'PUSH 9 PUSH 0 PUSH 0xf0 CALLDATACOPY', 0xf0, 0xf9],
    ['CODECOPY', 'PUSH 9 PUSH 0 PUSH 0xf0 CODECOPY', 0xf0, 0xf9],
    ['EXTCODECOPY', 'PUSH 9 PUSH 0 PUSH 0xf0 ADDRESS EXTCODECOPY', 0xf0, 0xf9],
    ['RETURNDATACOPY', 'PUSH 0 PUSH 0 PUSH 0 RETURNDATACOPY PUSH 0xe0 MLOAD POP', 0, 0],
    ['MCOPY', 'PUSH 9 PUSH 0x40 PUSH 0xf0 MCOPY', 0xf0, 0xf9],
    ['KECCAK256', 'PUSH 0x20 PUSH 0xe0 KECCAK256 POP', 0, 0],
    ['LOG0', 'PUSH 0x20 PUSH 0xe0 LOG0', 0, 0],
    ["a call's input", 'PUSH 0 PUSH 0 PUSH 0x20 PUSH 0xe0 PUSH 0 PUSH 0x99 GAS CALL POP', 0, 0],
    ["a call's output that does not come", 'PUSH 0x20 PUSH 0xe0 PUSH 0 PUSH 0 PUSH 0 PUSH 0x99 GAS CALL POP', 0, 0],
    ["a precompile's output", 'PUSH 0x40 PUSH 0xe0 PUSH 5 PUSH 0x40 PUSH 0 PUSH 4 GAS CALL POP', 0xe0, 0xe5],
    ['CREATE', 'PUSH 0x20 PUSH 0xe0 PUSH 0 CREATE POP', 0, 0],
    ['CREATE2', 'PUSH 0 PUSH 0x20 PUSH 0xe0 PUSH 0 CREATE2 POP', 0, 0],
  ])('by %s', (_, source, from, end) => {
    expectFresh(run(`${source} STOP`).memory!, { from, end })
  })

  it('by RETURN and REVERT', () => {
    for (const name of ['RETURN', 'REVERT']) {
      const { output } = run(`PUSH 0x20 PUSH 0x0100 ${name}`)
      expect(isJunk(output)).toBe(true)
      expect(output).toEqual(run(`PUSH 0x20 PUSH 0x0100 ${name}`).output)
    }
  })

  it('in every frame, over what a frame before it wrote', () => {
    const evm = createEvm()
    // Grows to 0x200 and returns all of it; then dirties it.
    const inner = assemble('PUSH 0x01e0 MLOAD POP PUSH 0x0200 PUSH 0 RETURN').code
    evm.state.setAccount(INNER, { code: inner })
    const call = (to: number) => `PUSH 0x0200 PUSH ${to} PUSH 0 PUSH 0 PUSH 0 PUSH ${INNER} GAS CALL POP`
    // The first call warms the account, so that the engine makes the second by itself.
    const { output } = run(`${call(0x400)} ${call(0x200)} ${call(0)} ${RETURN_ALL}`, JUNK, evm)
    expectFresh(output.subarray(0, 0x200), { from: 0, end: 0 })
    expect(output.subarray(0x200, 0x400)).toEqual(output.subarray(0, 0x200))
    expect(output.subarray(0x400)).toEqual(output.subarray(0, 0x200))
  })

  it('of that seed, and no longer than that run', () => {
    const evm = createEvm()
    const first = run(`PUSH 0 MLOAD ${RETURN_ALL}`, { junkSeed: 0 }, evm).output
    const second = run(`PUSH 0 MLOAD ${RETURN_ALL}`, { junkSeed: 2 ** 32 - 1 }, evm).output
    expect(isJunk(first) && isJunk(second)).toBe(true)
    expect(first).not.toEqual(second)
    expect(isZero(run(`PUSH 0xe0 MLOAD ${RETURN_ALL}`, NONE, evm).output)).toBe(true)
    expect(isZero(evm.call({ code: assemble(`PUSH 0xe0 MLOAD ${RETURN_ALL}`).code }).output)).toBe(true)
  })

  it('at the same price', () => {
    for (const source of ['PUSH 0 PUSH 0x5000 MSTORE MSIZE STOP', 'PUSH 0x20 PUSH 0x4000 KECCAK256 GAS STOP']) {
      const [plain, junk] = [run(source, NONE), run(source)]
      expect(junk.gasUsed).toBe(plain.gasUsed)
      expect(junk.memory!.length).toBe(plain.memory!.length)
    }
  })

  it('also as the code of a creation whose address is asked for before memory grew', async () => {
    const evm = createEvm({ source: { account: async () => undefined, slot: async () => 0n } })
    // MSTORE8 makes the code STOP; the rest is junk.
    const code = assemble(
      'PUSH 0 PUSH 0 MSTORE8 PUSH 7 PUSH 0x40 PUSH 0 PUSH 0 CREATE2 PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN',
    ).code
    const { output } = await evm.callAsync({ code, to: OUTER }, { brutalize: JUNK, commit: false })
    expect(bytesToBigint(output)).toBeGreaterThan(0n)
  })
})

describe('the free memory pointer', () => {
  const START = 'PUSH1 0x80 PUSH1 0x40 MSTORE'
  const SHOW_POINTER = 'PUSH 0x20 PUSH 0x40 RETURN'

  it.each([1, 31, 32])('starts %i bytes later', (pointerShift) => {
    expect(bytesToBigint(run(`${START} ${SHOW_POINTER}`, { pointerShift }).output)).toBe(0x80n + BigInt(pointerShift))
  })

  it('starts later in code that is called, and that is created', () => {
    const evm = createEvm()
    evm.state.setAccount(INNER, { code: assemble(`${START} ${SHOW_POINTER}`).code })
    const call = `PUSH 0x20 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH ${INNER} GAS CALL POP`
    const { output } = run(`${call} ${call} PUSH 0x20 PUSH 0 RETURN`, { pointerShift: 31 }, evm)
    expect(bytesToBigint(output)).toBe(0x9fn)
    const created = evm.call({ input: assemble(`${START} ${SHOW_POINTER}`).code }, { brutalize: { pointerShift: 1 } })
    expect(evm.state.account(created.created!)!.code.at(-1)).toBe(0x81)
  })

  it('starts later in no code that somebody reads', () => {
    const evm = createEvm()
    const source = `${START} CODESIZE PUSH 0 PUSH 0x80 CODECOPY CODESIZE PUSH 0x80 RETURN`
    const { code } = assemble(source)
    expect(bytesToHex(run(source, { pointerShift: 31 }, evm).output)).toBe(bytesToHex(code))
    evm.state.setAccount(INNER, { code })
    const external = `PUSH 0 PUSH ${INNER} EXTCODEHASH PUSH 0x20 PUSH 0 PUSH 0 PUSH ${INNER} EXTCODECOPY PUSH 0 MSTORE8 PUSH 0x20 PUSH 0 RETURN`
    expect(run(external, { pointerShift: 31 }, evm).output).toEqual(run(external, NONE, evm).output)
    // The hash is asked for after the code ran changed, too.
    const hash = `PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH ${INNER} GAS CALL POP PUSH ${INNER} EXTCODEHASH PUSH 0 MSTORE PUSH 0x20 PUSH 0 RETURN`
    expect(run(hash, { pointerShift: 31 }, evm).output).toEqual(run(hash, NONE, evm).output)
  })

  it('starts where the code says in the next run', () => {
    const evm = createEvm()
    const source = `${START} ${SHOW_POINTER}`
    for (const pointerShift of [31, 0, 1, 1, 0])
      expect(bytesToBigint(run(source, { pointerShift }, evm).output)).toBe(0x80n + BigInt(pointerShift))
  })
})

describe('what is wrong with it is said', () => {
  it.each<[Brutalize, string]>([
    [{ junkSeed: -1 }, 'brutalize.junkSeed is -1; it must be a whole number from 0 to 2^32 - 1.'],
    [{ junkSeed: 2 ** 32 }, 'brutalize.junkSeed is 4294967296; it must be a whole number from 0 to 2^32 - 1.'],
    [{ junkSeed: 1.5 }, 'brutalize.junkSeed is 1.5; it must be a whole number from 0 to 2^32 - 1.'],
    [{ pointerShift: 256 }, 'brutalize.pointerShift is 256; it must be a whole number from 0 to 255.'],
  ])('%j', (brutalize, message) => {
    expect(() => createEvm().call({ code: '0x' }, { brutalize })).toThrow(message)
  })

  it('by the name of the field', () => {
    const seeded: object = { seed: 1 }
    expect(() => createEvm().call({ code: '0x' }, { brutalize: seeded })).toThrow(
      'The field brutalize has no field "seed": its fields are junkSeed, pointerShift.',
    )
  })
})
