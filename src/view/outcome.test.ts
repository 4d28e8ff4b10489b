import { describe, expect, it } from 'vitest'
import type { Outcome } from '../launch/facts.ts'
import { messagesIn } from './messages/index.ts'
import { outcomeScreen, panicMeaning, reasonText } from './outcome.ts'
import { plain } from './span.ts'

const OUTCOME: Outcome = {
  call: 'A.f(5)',
  status: 'stop',
  gasUsed: 1_234n,
  gasRefund: 0n,
  memoryGas: 9n,
  memorySize: 96,
}

const text = (outcome: Partial<Outcome>, language: 'en' | 'zh' = 'en') =>
  outcomeScreen({ ...OUTCOME, ...outcome }, messagesIn(language)).map(plain)

describe('outcomeScreen', () => {
  it('leaves out a free pointer that was never set', () =>
    expect(text({})).toEqual(['A.f(5)   stopped   gas 1,234, of which memory 9   size 96 B']))
  it('shows a refund when there is one', () =>
    expect(text({ gasRefund: 4_800n })[0]).toBe(
      'A.f(5)   stopped   gas 1,234, of which memory 9   refund 4,800   size 96 B',
    ))
  it('says why a frame halted', () => {
    expect(text({ status: 'halt', halt: 'outOfGas' })[0]).toContain('   halted: out of gas   ')
    expect(text({ status: 'halt', halt: 'outOfGas' }, 'zh')[0]).toContain('   异常中止：gas 耗尽   ')
  })
  it('says that an opcode came later', () => {
    const laterOpcode = { name: 'PUSH0', since: 'shanghai' }
    expect(text({ status: 'halt', halt: 'invalidOpcode', laterOpcode })[0]).toContain(
      '   halted: PUSH0, an opcode that came with shanghai   ',
    )
    expect(text({ status: 'halt', halt: 'invalidOpcode', laterOpcode }, 'zh')[0]).toContain(
      '   异常中止：操作码 PUSH0 从 shanghai 才有   ',
    )
  })
  it('cuts a reason that nobody can read', () => {
    const data = new Uint8Array(5_000)
    const reason = { kind: 'unknown', data: `0x${'00'.repeat(5_000)}` } as const
    expect(text({ status: 'revert', revert: { reason, data } })[1]).toBe(` reason   0x${'0'.repeat(197)}…`)
  })
  const endedAt = { file: 'A.sol', line: 12, column: 9, text: 'require(x > 1, "too\tlow");' }
  it('says why a frame reverted, and where', () => {
    const message = { kind: 'string', text: 'too\nlow', length: 7, isCut: false } as const
    const revert = { reason: { kind: 'error', message }, data: new Uint8Array(0) } as const
    expect(text({ status: 'revert', revert })[1]).toBe(' reason   "too\\nlow"')
    expect(text({ status: 'revert', revert, endedAt })[1]).toBe(
      ' reason   "too\\nlow"   at A.sol:12   require(x > 1, "too\\tlow");',
    )
  })
  it('says where a frame halted', () =>
    expect(text({ status: 'halt', halt: 'invalidOpcode', endedAt })[1]).toBe(
      ' at A.sol:12   require(x > 1, "too\\tlow");',
    ))
  it('explains a panic', () => {
    const reason = { kind: 'panic', code: 0x11n, meaning: undefined } as const
    const revert = { reason, data: new Uint8Array(0) }
    expect(text({ status: 'revert', revert })[1]).toBe(' reason   Panic(0x11): arithmetic overflow or underflow')
    expect(text({ status: 'revert', revert }, 'zh')[1]).toBe(' 原因   Panic(0x11): 算术上溢或下溢')
  })
})

describe('reasonText', () => {
  const english = messagesIn('en')
  it('writes a custom error as in Solidity', () => {
    const members = [
      { name: 'have', value: { kind: 'number', value: 1n } },
      { name: 'want', value: { kind: 'number', value: 2n } },
    ] as const
    const reason = {
      kind: 'custom',
      name: 'TooLow',
      signature: 'TooLow(uint256,uint256)',
      arguments: { kind: 'struct', members },
    } as const
    expect(reasonText(reason, english)).toBe('TooLow(have: 1, want: 2)')
  })
  it('says that there is none', () => expect(reasonText({ kind: 'none' }, english)).toBe('none given'))
  it('shows bytes that nobody knows', () =>
    expect(reasonText({ kind: 'unknown', data: '0x1234' }, english)).toBe('0x1234'))
})

describe('panicMeaning', () => {
  const english = messagesIn('en')
  it('knows the codes of the compiler', () => {
    expect(panicMeaning(0x01n, english)).toBe('a failed assert')
    expect(panicMeaning(0x32n, english)).toBe('an index out of bounds')
  })
  it('knows no others', () => {
    expect(panicMeaning(0x99n, english)).toBeUndefined()
    expect(panicMeaning(2n ** 255n, english)).toBeUndefined()
  })
})
