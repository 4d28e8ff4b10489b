/** A program of bytecode alone for each rule: what is found, and by which step. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Hex } from '../../src/base/index.ts'
import { checkRecording, RULES } from '../../src/check/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { opcodeOfByte } from '../../src/opcodes/index.ts'
import { record } from '../../src/trace/index.ts'

const VECTORS = new URL('../vectors/sanitizer-snippets.json', import.meta.url)
const PROGRAMS: Readonly<Record<string, { readonly code: string }>> = JSON.parse(readFileSync(VECTORS, 'utf8'))

const ALL = new Set(RULES.map(({ id }) => id))
const CALLEE = '0x00000000000000000000000000000000000000ca'

function word(value: bigint): string {
  return value.toString(16).padStart(64, '0')
}

/** What a program has to be called with so that it breaks its rule. */
const INPUTS: Readonly<Record<string, string>> = {
  R06_alloc_too_small: word(1n << 251n),
  R10_return_bomb: word(BigInt(CALLEE)),
  R13_expansion_dos: word(1_000_000n),
  R14_ptr_wrap: word(2n ** 256n - 0x40n),
}

/** By program: the rule, and the steps that broke it and met the damage. */
const FOUND: Readonly<Record<string, string>> = {
  R01_fmp_clobber: 'R01 by MSTORE at 0x0e, met by MSTORE at 0x14',
  R02_zero_slot: 'R02 by MSTORE at 0x09, met by MLOAD at 0x0c',
  R03_fmp_regress: 'R03 by MSTORE at 0x1e, met by MLOAD at 0x33',
  R04_fmp_below_initial: 'R04 by MSTORE at 0x0f',
  R05_alloc_overflow: 'R05 by MSTORE at 0x28, met by MLOAD at 0x29',
  R06_alloc_too_small: 'R06 by MSTORE at 0x16',
  R07_unalloc_persist: 'R07 by MSTORE at 0x0c, met by MLOAD at 0x1b',
  R08_uninit_hash: 'R08 by KECCAK256 at 0x12',
  R10_return_bomb: 'R10 by RETURNDATACOPY at 0x10',
  R12_short_return: 'R12 by STATICCALL at 0x0d, met by MLOAD at 0x10',
  R13_expansion_dos: 'R13 by MSTORE at 0x04',
  R14_ptr_wrap: 'R14 by MSTORE at 0x0d',
  R15_misaligned_fmp: 'R15 by MSTORE at 0x0d',
  R16_msize_alloc: 'R16 by MSTORE at 0x09',
  R17_overlap_copy: 'R17 by MSTORE at 0x2b, met by MLOAD at 0x24',
}

it.each(Object.entries(FOUND))('%s', (name, expected) => {
  const evm = createEvm()
  evm.state.setAccount(CALLEE, { code: '0x62030d405ff3' })
  const code: Hex = `0x${PROGRAMS[name]!.code}`
  const { recording } = record(evm, { code, input: `0x${INPUTS[name] ?? ''}`, gas: 4_000_000n })
  const { causes } = checkRecording(recording, { rules: ALL })
  const rule = name.slice(0, 3)
  const found = causes
    .filter((cause) => cause.rule === rule)
    .map(({ first: { at, reader } }) => {
      const text = `${rule} by ${opcodeOfByte(at.op)?.name} at ${hex(at.pc)}`
      return reader === undefined ? text : `${text}, met by ${opcodeOfByte(reader.op)?.name} at ${hex(reader.pc)}`
    })
  expect(found).toEqual([expected])
})

function hex(pc: number): string {
  return `0x${pc.toString(16).padStart(2, '0')}`
}

/** They need what bytecode does not tell: types of results, and code that goes on. */
it('the two that are left have a contract each', () => {
  expect(Object.keys(PROGRAMS).filter((name) => !(name in FOUND))).toEqual(['R09_dirty_tail', 'R11_rdcopy_low'])
})
