import { expect, it } from 'vitest'
import type { TwinUse } from '../launch/facts.ts'
import { messagesIn } from './messages/index.ts'
import { plain } from './span.ts'
import { twinScreen } from './twin.ts'
import { displayWidth } from './width.ts'

const text = (twin: TwinUse | undefined, language: 'en' | 'zh' = 'en', width?: number) =>
  twinScreen(twin, messagesIn(language), width).map(plain)

it('says nothing of a build that needs no twin', () => expect(text(undefined)).toEqual([]))

it('says how many allocations the twin has too', () => {
  const twin = { status: 'used', allocations: 1_204, aligned: 1_200 } as const
  expect(text(twin)).toEqual(['', ' Types and names by an unoptimized twin: 1,200 of 1,204 allocations matched.'])
  expect(text(twin, 'zh')).toEqual(['', ' 类型与名称来自未经优化的孪生构建：1,204 次分配中对应 1,200 次。'])
})

it('says why there is none, on one line of the terminal and with nothing that moves its cursor', () => {
  const message = `Stack too deep.\u001b[2J ${'Try compiling with `--via-ir`. '.repeat(4)}`
  const [, line] = text({ status: 'notCompiled', message }, 'en', 80)
  expect(line).toContain('solc says Stack too deep.\\u{1b}[2J Try')
  expect(displayWidth(line!)).toBeLessThanOrEqual(80)
  for (const status of ['tooLong', 'diverged'] as const) {
    expect(displayWidth(text({ status })[1]!)).toBeLessThanOrEqual(80)
    expect(text({ status })[1]).toMatch(/^ No unoptimized twin, so fewer types: .*\.$/)
  }
})
