/** The debugger's moves and screens: on runs whose steps a hand can count, and on random runs for what must always hold. */
import { describe, expect, it } from 'vitest'
import { multiFrameCase } from '../../../test/differential/generate.ts'
import { setAccounts } from '../../../test/support/evmCase.ts'
import { chosenSeed, Random } from '../../../test/support/evmRandom.ts'
import { assemble } from '../../assembly/index.ts'
import type { Hex } from '../../base/index.ts'
import { createEvm } from '../../evm/index.ts'
import { type Recording, record } from '../../trace/index.ts'
import { type Language, messagesIn } from '../messages/index.ts'
import { lineWidth } from '../span.ts'
import { Debugger, debuggerScreen, KEYS, type Key } from './index.ts'

const CALLER: Hex = '0x1000000000000000000000000000000000000001'
const seed = chosenSeed()
const en = messagesIn('en')

const codeOf = (text: string) => assemble(text).code

/** step  0 PUSH1 7, 1 PUSH0, 2 MSTORE, 3–9 the call, 10–15 the callee, 16 POP, 17 PUSH1, 18 PUSH1, 19 MSTORE8, 20 STOP */
const CALLER_CODE = codeOf(`
  PUSH1 7  PUSH0  MSTORE
  PUSH0  PUSH0  PUSH1 32  PUSH0  PUSH2 0x2002  GAS  STATICCALL
  POP
  PUSH1 0xab  PUSH1 0x1f  MSTORE8
  STOP`)
const CALLEE_CODE = codeOf('PUSH1 9  PUSH1 0x40  MSTORE  PUSH0  PUSH0  REVERT')

function nested(): Recording {
  const evm = createEvm()
  evm.state.setAccount('0x0000000000000000000000000000000000002002', { code: CALLEE_CODE })
  return record(evm, { code: CALLER_CODE, to: CALLER }).recording
}

function debugging(recording: Recording, at = 0): Debugger {
  const target = { recording, locator: undefined, placeOf: () => undefined, call: 'a call', isSolidity: false }
  return new Debugger(target, at)
}

function press(debug: Debugger, keys: readonly Key[]): number {
  for (const key of keys) debug.press(key)
  return debug.step
}

const text = (debug: Debugger, width = 100, height = 30, language: Language = 'en') =>
  debuggerScreen(debug, width, height, language).map((line) => line.map((one) => one.text).join(''))

const NAMED: Readonly<Record<string, Key>> = {
  '↓': 'down',
  '↑': 'up',
  '←': 'left',
  '→': 'right',
  Esc: 'escape',
  Tab: 'tab',
  PgUp: 'pageup',
  PgDn: 'pagedown',
}

describe('keys', () => {
  const debug = debugging(nested())
  const from = (step: number, ...keys: Key[]) => {
    debug.goto(step)
    return press(debug, keys)
  }

  it('steps forward and back, with a number before it as often', () => {
    expect(debug.recording.stepCount).toBe(21)
    expect(from(0, 'j')).toBe(1)
    expect(from(0, '1', '2', 'down')).toBe(12)
    expect(from(12, '1', '0', 'k')).toBe(2)
    expect(from(0, 'k')).toBe(0)
    expect(from(20, '9', '9', 'j')).toBe(21)
    expect(from(21, 'up')).toBe(20)
  })

  it('goes over calls, out of frames, and back to the call', () => {
    expect(from(9, 'J')).toBe(16)
    expect(from(16, 'K')).toBe(9)
    expect(from(15, 'J')).toBe(16)
    expect(from(10, 'K')).toBe(9)
    expect(from(12, 'o')).toBe(16)
    expect(from(12, 'O')).toBe(9)
    expect(from(3, 'o')).toBe(21)
    expect(from(21, 'K')).toBe(20)
    expect(from(0, 'K')).toBe(0)
    expect(debug.notice?.('en')).toBe('There is no further one.')
  })

  it('goes to accesses of memory, and to writes of the selected byte in its frame', () => {
    expect(from(0, 'n')).toBe(2)
    expect(from(2, 'n', 'n', 'n', 'n')).toBe(19)
    // A revert with no bytes reads none.
    expect(from(19, 'N')).toBe(12)
    debug.goto(20)
    debug.select(0x1f)
    expect(press(debug, ['W'])).toBe(19)
    expect(press(debug, ['W'])).toBe(2)
    expect(press(debug, ['w'])).toBe(19)
  })

  it('goes where is typed: a step, a position, an opcode, a byte; and says what is wrong', () => {
    expect(from(0, 'g', ...'17', 'enter')).toBe(17)
    expect(from(0, 'g', ...'op:STATICCALL', 'enter')).toBe(9)
    expect(from(0, 'g', ...'end', 'enter')).toBe(21)
    from(20, 'g', ...'0x1e', 'enter')
    expect(debug.selection).toBe(0x1e)
    expect(from(3, 'g', ...'op:SSTORE', 'enter')).toBe(3)
    expect(debug.notice?.('en')).toContain('The run never comes to op:SSTORE')
    expect(debug.notice?.('zh')).toContain('op:SSTORE')
    expect(debug.notice?.('zh')).not.toContain('The run')
    expect(from(3, 'g', ...'17', 'backspace', 'backspace', ...'5', 'enter')).toBe(5)
    expect(from(3, 'g', ...'17', 'escape')).toBe(3)
    expect(debug.prompt).toBeUndefined()
  })

  it('finds bytes in memory and opcodes ahead', () => {
    expect(from(0, '/', ...'mstore8', 'enter')).toBe(19)
    from(20, '/', ...'0xab', 'enter')
    expect(debug.selection).toBe(0x1f)
    press(debug, ['/', ...'nothing like it', 'enter'])
    expect(debug.notice?.('en')).toBe('It does not stand in this memory.')
  })

  it('marks steps, and compares memory with them', () => {
    from(3, 'm', 'a')
    expect(from(20, 'd', 'a', 'h')).toBe(20)
    expect(debug.compared).toBe(3)
    // Byte 0x1f is 0x07 at step 3, 0xab at step 20.
    expect(text(debug).find((line) => line.includes('│010'))).toContain('ab!')
    press(debug, ['d'])
    expect(debug.compared).toBeUndefined()
    expect(from(20, "'", 'a')).toBe(3)
  })

  it('runs to stops both ways, and says which one', () => {
    expect(from(0, 'c')).toBe(0)
    expect(debug.notice?.('en')).toContain('There are no stops')
    press(debug, ['B', ...'op:REVERT', 'enter', 'B', ...'write:0x1f', 'enter'])
    expect(from(0, 'c')).toBe(2)
    expect(debug.notice?.('en')).toBe('Stopped at write:0x1f:1.')
    expect(press(debug, ['c'])).toBe(15)
    expect(press(debug, ['c'])).toBe(19)
    expect(press(debug, ['2', 'C'])).toBe(2)
    press(debug, ['B', ...'op:REVERT', 'enter'])
    expect(debug.stops).toHaveLength(1)
    press(debug, ['B', ...'op:NONSENSE', 'enter'])
    expect(debug.stops).toHaveLength(1)
    expect(debug.notice?.('en')).toContain('op:NONSENSE')
  })

  it('shows the caller’s memory while the callee runs', () => {
    debug.goto(13)
    expect(debug.shown.frame.depth).toBe(1)
    press(debug, ['['])
    expect(debug.shown.frame.depth).toBe(0)
    expect(debug.shown.memory(0, 32)[31]).toBe(7)
    expect(text(debug).join('\n')).toContain('(waits for its call)')
    press(debug, [']'])
    expect(debug.shown.frame.depth).toBe(1)
  })

  it('selects what the step touches until a byte is chosen, and again after Escape', () => {
    const fresh = debugging(nested(), 2)
    expect(fresh.selection).toBe(0x1f)
    press(fresh, ['h'])
    fresh.goto(19)
    expect(fresh.selection).toBe(0x1e)
    press(fresh, ['escape'])
    expect(fresh.selection).toBe(0x1f)
  })

  it('has a line of help for each key, and says when a key does nothing', () => {
    const fresh = debugging(nested())
    for (const [keys] of KEYS.slice(0, -1))
      for (const key of keys.split(/ +/).filter((one) => one !== 'a')) {
        press(fresh, [NAMED[key] ?? key])
        expect(fresh.notice?.('en'), key).not.toBe(en.debugger.noKey)
        press(fresh, ['escape', 'escape'])
        fresh.isHelp = false
      }
    press(fresh, ['x'])
    expect(fresh.notice?.('en')).toBe(en.debugger.noKey)
    press(fresh, ['constructor'])
    expect(fresh.notice?.('en')).toBe(en.debugger.noKey)
    press(fresh, ['q'])
    expect(fresh.isOver).toBe(true)
  })
})

describe('the screen', () => {
  it('tells step, price, operands by role, and who wrote the byte', () => {
    const lines = text(debugging(nested(), 12))
    expect(lines[0]).toMatch(/^ 12\/21 {2}pc 0x4 {2}MSTORE {2}gas 12 \(3\+9\) {2}depth 1 /)
    expect(lines.join('\n')).toContain('0 0x40 offset')
    expect(lines.join('\n')).toContain('1 0x9 value')
    const after = text(debugging(nested(), 20)).join('\n')
    expect(after).toContain('who wrote 0x000 = 00')
    const debug = debugging(nested(), 20)
    debug.select(0x1f)
    const told = text(debug).join('\n')
    expect(told).toMatch(/who wrote 0x01f = ab .*\n.*step 19 MSTORE8 {2}← PUSH1 0xab/)
    expect(told).toMatch(/step 2 MSTORE {2}← PUSH1 0x7/)
  })

  it('tells how the run ended', () => {
    expect(text(debugging(nested(), 21))[0]).toMatch(/^ 21\/21 {2}the end: stopped {3}gas [\d,]+ {3}size 32 B/)
  })

  it('says when the terminal is too small', () => {
    expect(text(debugging(nested()), 79, 24).join('')).toContain('80 columns and 24 rows are needed')
  })

  it(`fits its columns and rows at every step, whatever is shown (MEMLANE_SEED=${seed})`, () => {
    const random = new Random(seed)
    const keys = [
      's',
      'tab',
      'z',
      'f',
      '[',
      ']',
      'd',
      '9',
      'j',
      'k',
      'n',
      'N',
      'w',
      'W',
      'c',
      'l',
      '}',
      'pagedown',
      'b',
      '?',
    ]
    const sizes = [
      [80, 24],
      [100, 30],
      [120, 40],
      [200, 50],
    ] as const
    for (let run = 0; run < 12; run++) {
      const evmCase = multiFrameCase(random)
      const evm = createEvm()
      setAccounts(evm.state, evmCase)
      const { recording } = record(evm, evmCase.call)
      if (recording.stepCount === 0) continue
      const debug = debugging(recording)
      for (let turn = 0; turn < 60; turn++) {
        debug.press(keys[random.below(keys.length)]!)
        if (random.below(4) === 0) debug.goto(random.below(recording.stepCount + 1))
        for (const [width, height] of sizes) {
          const screen = debuggerScreen(debug, width, height, turn % 2 === 0 ? 'en' : 'zh')
          expect(screen).toHaveLength(height)
          for (const line of screen)
            expect(lineWidth(line), line.map((one) => one.text).join('')).toBeLessThanOrEqual(width)
        }
      }
    }
  })
})
