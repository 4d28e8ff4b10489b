import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { createEvm } from '../evm/index.ts'
import { record } from '../trace/index.ts'
import { sectionResults } from './sections.ts'

const TO = '0x000000000000000000000000000000000c0de000'

function sectionsOf(source: string, gas = 100_000n) {
  const { code, sections } = assemble(source)
  const evm = createEvm()
  evm.state.setAccount(TO, { code })
  const { result, recording } = record(evm, { to: TO, gas, inspect: true })
  return sectionResults(sections, recording, result).map((section) =>
    'notReached' in section ? section.name : [section.name, section.stack.map(Number), Number(section.gasUsed)],
  )
}

describe('sectionResults', () => {
  it('shows the state before the first instruction behind a section', () =>
    expect(sectionsOf(';; section a\nPUSH1 1\n;; section b\nPUSH1 2\nADD')).toEqual([
      ['a', [1], 3],
      ['b', [3], 9],
    ]))
  it('shows a section of a loop as it was left last', () =>
    expect(
      sectionsOf(`
;; section count
PUSH1 3
;; section loop
again: JUMPDEST PUSH1 1 SWAP1 SUB
;; section check
DUP1 PUSH @again JUMPI
;; section end
STOP`),
    ).toEqual([
      ['count', [3], 3],
      ['loop', [0], 3 + 3 * 10 + 2 * 16],
      ['check', [0], 3 + 3 * 26],
      ['end', [0], 3 + 3 * 26],
    ]))
  it('names a section that was never reached, and one without code', () =>
    expect(sectionsOf(';; section a\nSTOP\n;; section empty\n;; section b\nPUSH1 1')).toEqual([
      ['a', [], 0],
      'empty',
      'b',
    ]))
  it('ends a section where execution halts, and leaves out code before the first mark', () =>
    expect(sectionsOf('PUSH1 1\n;; section a\nPUSH1 2\nPOP POP POP\n;; section b\nSTOP', 50n)).toEqual([
      ['a', [], 50],
      'b',
    ]))
})
