import { describe, expect, it } from 'vitest'
import { span } from '../view/index.ts'
import { paint } from './paint.ts'

const SCREEN = [[span('a', 'array'), span(' b'), span('c', 'bad')], [], [span('d', 'dim')]]

describe('paint', () => {
  it('writes plain text without colours', () => expect(paint(SCREEN, false)).toBe('a bc\n\nd\n'))
  it('writes inks as terminal colours', () =>
    expect(paint(SCREEN, true)).toBe('\u001b[94ma\u001b[39m b\u001b[31mc\u001b[39m\n\n\u001b[2md\u001b[22m\n'))
})
