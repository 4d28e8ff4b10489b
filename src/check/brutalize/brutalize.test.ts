/** Calls that rely on memory being zero, or on where the free pointer starts, and calls that do not. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../../assembly/index.ts'
import type { Address } from '../../base/index.ts'
import { type Brutalize, createEvm } from '../../evm/index.ts'
import * as op from '../../opcodes/codes.ts'
import { type BrutalizedCallOptions, brutalizedCall } from './brutalize.ts'

const SELF: Address = '0x5e1f000000000000000000000000000000000001'
const INNER: Address = '0x1000000000000000000000000000000000000001'

function compare(source: string, brutalize?: Brutalize, inner = 'STOP') {
  const evm = createEvm()
  evm.state.setAccount(INNER, { code: assemble(inner).code })
  evm.state.setAccount(SELF, { code: assemble(source).code })
  const before = evm.state.account(SELF)
  const options: BrutalizedCallOptions = brutalize === undefined ? {} : { brutalize }
  const { comparison } = brutalizedCall(evm, { to: SELF }, options)
  expect(evm.state.account(SELF)).toEqual(before)
  return comparison
}

const RETURN_TOP = 'PUSH 0 MSTORE PUSH 0x20 PUSH 0 RETURN'
const DONE = { differences: [], parting: undefined, junkRead: undefined, junkReadBy: undefined }

describe('a call that does the same', () => {
  it.each([
    ['reads what it wrote', `PUSH 5 PUSH 0x80 MSTORE PUSH 0x80 MLOAD ${RETURN_TOP}`],
    ['reads the zero slot', `PUSH 0x60 MLOAD ${RETURN_TOP}`],
    ['masks what it did not write', `PUSH 0x80 MLOAD PUSH 0 AND ${RETURN_TOP}`],
    ['returns MSIZE', `PUSH 0x80 MLOAD POP MSIZE ${RETURN_TOP}`],
  ])('%s', (_, source) => {
    expect(compare(source)).toMatchObject(DONE)
  })

  it('says what it pushed otherwise on the way', () => {
    const { pushed, gasUsed } = compare(`PUSH 0x80 MLOAD PUSH 0 AND ${RETURN_TOP}`)
    expect(pushed).toBe(1)
    expect(gasUsed[0]).toBe(gasUsed[1])
  })

  it('says which of what it asked for depends on where memory ends', () => {
    expect(compare('STOP').reads).toEqual({ msize: false, gas: false })
    expect(compare('MSIZE GAS STOP').reads).toEqual({ msize: true, gas: true })
    const call = `PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH ${INNER} GAS CALL STOP`
    expect(compare(call).reads).toEqual({ msize: false, gas: false })
  })
})

describe('a call that does something else', () => {
  it('returns what it never wrote', () => {
    const { differences, parting, junkRead, junkReadBy } = compare('PUSH 9 PUSH 0x80 MSTORE PUSH 0x40 PUSH 0x80 RETURN')
    expect(differences).toMatchObject([{ kind: 'output' }])
    expect(parting).toMatchObject({ step: 5, opcode: op.RETURN, what: 'does', memory: { offset: 0xa0, length: 32 } })
    expect(junkRead).toMatchObject({ step: 5, opcode: op.RETURN, frame: 0, unwritten: [{ offset: 0xa0, length: 32 }] })
    expect(junkReadBy).toBe('origin')
  })

  it('returns what was made of it', () => {
    // Step 1 reads what does not matter, step 4 what does.
    const source = `PUSH 0xe0 MLOAD POP PUSH 0x90 MLOAD PUSH 1 ADD ${RETURN_TOP}`
    const { differences, pushed, parting, junkRead } = compare(source)
    expect(differences).toMatchObject([{ kind: 'output' }])
    expect(pushed).toBe(1)
    expect(parting).toMatchObject({ opcode: op.RETURN, what: 'does' })
    expect(junkRead).toMatchObject({ step: 4, opcode: op.MLOAD, offset: 0x90, length: 32 })
  })

  it('reads half of a word that it wrote', () => {
    const source = `PUSH 0x80 PUSH 7 DUP2 MSTORE8 PUSH 0x80 MLOAD ${RETURN_TOP}`
    expect(compare(source).junkRead).toMatchObject({ opcode: op.MLOAD, unwritten: [{ offset: 0x81, length: 31 }] })
  })

  it('branches on it', () => {
    const source = `PUSH 0x80 MLOAD PUSH @there JUMPI STOP there: JUMPDEST PUSH 0 PUSH 0 REVERT`
    const { differences, parting, junkRead, gasUsed } = compare(source)
    expect(differences).toEqual([{ kind: 'status', plain: 'stop', brutalized: 'revert' }])
    expect(parting).toMatchObject({ step: 3, opcode: op.JUMPI, what: 'goes' })
    expect(junkRead).toMatchObject({ step: 1, opcode: op.MLOAD })
    expect(gasUsed[0]).not.toBe(gasUsed[1])
  })

  it('takes it for an offset, which nobody can pay for', () => {
    const { differences, parting, junkRead } = compare(`PUSH 0x80 MLOAD MLOAD ${RETURN_TOP}`)
    expect(differences).toContainEqual({ kind: 'status', plain: 'return', brutalized: 'outOfGas' })
    expect(parting).toMatchObject({ step: 2, what: 'goes' })
    expect(junkRead).toMatchObject({ step: 1 })
  })

  it('stores it, logs it, and creates with it', () => {
    const stored = compare('PUSH 0x80 MLOAD PUSH 3 SSTORE STOP')
    expect(stored.differences).toMatchObject([{ kind: 'slot', address: SELF, slot: 3n, plain: 0n }])
    expect(stored.parting).toMatchObject({ step: 3, opcode: op.SSTORE, items: [1] })
    const logged = compare('PUSH 0x20 PUSH 0x80 LOG0 STOP')
    expect(logged.differences).toMatchObject([{ kind: 'log', index: 0 }])
    expect(logged.junkRead).toMatchObject({ step: 2, opcode: op.LOG0 })
    // PUSH1 junk… as initcode: 0x00 is STOP in the plain run.
    const created = compare('PUSH 0x20 PUSH 0x80 PUSH 0 CREATE STOP')
    expect(created.parting).toMatchObject({ step: 3, opcode: op.CREATE })
    expect(created.junkRead).toMatchObject({ step: 3 })
  })

  it('stores what lies behind a short string, which nobody reads', () => {
    const letters = [...'text'].map((_, index) => `PUSH ${0x74 + index} PUSH ${0x80 + index} MSTORE8`).join(' ')
    const { differences } = compare(`${letters} PUSH 0x80 MLOAD PUSH 0 SSTORE STOP`)
    expect(differences).toMatchObject([{ kind: 'slot', isTail: true }])
    expect(compare('PUSH 0x80 MLOAD PUSH 0 SSTORE STOP').differences).toMatchObject([{ kind: 'slot', isTail: false }])
  })

  it('hashes it', () => {
    const { junkRead } = compare(`PUSH 0x40 PUSH 0 KECCAK256 ${RETURN_TOP}`)
    expect(junkRead).toMatchObject({ step: 2, opcode: op.KECCAK256, unwritten: [{ offset: 0, length: 64 }] })
  })

  it('hands it to a contract that returns it', () => {
    const inner = `PUSH 0 CALLDATALOAD ${RETURN_TOP}`
    const call = `PUSH 0x20 PUSH 0 PUSH 0x20 PUSH 0x0120 PUSH 0 PUSH ${INNER} GAS CALL POP PUSH 0x20 PUSH 0 RETURN`
    const { differences, parting, junkRead, junkReadBy } = compare(call, undefined, inner)
    expect(differences).toMatchObject([{ kind: 'output' }])
    expect(parting).toMatchObject({ opcode: op.RETURN, frame: 0 })
    expect(junkRead).toMatchObject({ opcode: op.CALL, frame: 0, offset: 0x120, length: 32 })
    expect(junkReadBy).toBe('origin')
  })

  it('hands it to a precompile', () => {
    const call = 'PUSH 0x20 PUSH 0 PUSH 0x20 PUSH 0x0120 PUSH 0 PUSH 2 GAS CALL POP PUSH 0x20 PUSH 0 RETURN'
    const { parting, junkRead } = compare(call)
    expect(parting).toMatchObject({ opcode: op.RETURN })
    expect(junkRead).toMatchObject({ opcode: op.CALL, offset: 0x120 })
  })

  it('takes the free pointer for 0x80', () => {
    // Writes where the pointer is, returns what is at 0x80.
    const source = 'PUSH1 0x80 PUSH1 0x40 MSTORE PUSH 7 PUSH 0x40 MLOAD MSTORE PUSH 0x20 PUSH 0x80 RETURN'
    const { differences, parting, junkRead } = compare(source, { pointerShift: 32 })
    expect(differences).toMatchObject([{ kind: 'output' }])
    expect(parting).toMatchObject({ opcode: op.RETURN, what: 'does' })
    expect(junkRead).toBeUndefined()
    expect(compare(source.replace('PUSH 0x80 RETURN', 'PUSH 0x40 MLOAD RETURN'), { pointerShift: 31 })).toMatchObject(
      DONE,
    )
  })
})

it('compares creations by the code that they make', () => {
  const evm = createEvm()
  const input = assemble('PUSH 0 PUSH 0x80 MSTORE8 PUSH 0x20 PUSH 0x80 RETURN').code
  const { comparison } = brutalizedCall(evm, { input })
  expect(comparison.differences).toMatchObject([{ kind: 'output' }, { kind: 'account', field: 'code' }])
  expect(evm.state.addresses()).toEqual([])
})
