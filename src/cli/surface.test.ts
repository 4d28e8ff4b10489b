import { describe, expect, it } from 'vitest'
import type { Io } from './io.ts'
import { readSurface } from './surface.ts'

const io = (environment: Io['environment'], isTerminal = false): Io => {
  const output = { write: () => {}, writeAll: async () => {}, isTerminal, columns: undefined }
  return { stdout: output, stderr: output, readInput: async () => new Uint8Array(0), environment, folder: '/' }
}

describe('the language', () => {
  for (const [argv, environment, language] of [
    [[], {}, 'en'],
    [[], { LANG: 'zh_CN.UTF-8' }, 'zh'],
    [[], { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }, 'en'],
    [[], { LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'en_US' }, 'zh'],
    [['cost', '5', '--lang', 'zh'], {}, 'zh'],
    [['--lang=en'], { LANG: 'zh_CN' }, 'en'],
    [['--lang', 'zh', '--lang', 'en'], {}, 'en'],
    [['run', '--', '--lang', 'zh'], {}, 'en'],
    [['--lang'], {}, 'en'],
  ] as const)
    it(`is ${language} for ${argv.join(' ')} ${JSON.stringify(environment)}`, () =>
      expect(readSurface(argv, io(environment)).language).toBe(language))
  it('is one of those there are', () =>
    expect(() => readSurface(['--lang', 'fr'], io({}))).toThrow('--lang cannot be "fr"; choose one of en, zh.'))
})

describe('colours', () => {
  for (const [argv, environment, isTerminal, coloured] of [
    [[], {}, true, true],
    [[], {}, false, false],
    [['--no-color'], {}, true, false],
    [[], { NO_COLOR: '1' }, true, false],
    [[], { NO_COLOR: '' }, true, true],
    [[], { TERM: 'dumb' }, true, false],
    [[], { FORCE_COLOR: '1' }, false, true],
    [[], { FORCE_COLOR: '0' }, true, false],
    [['--no-color'], { FORCE_COLOR: '1' }, true, false],
  ] as const)
    it(`are ${coloured ? 'on' : 'off'} for ${argv.join(' ')} ${JSON.stringify(environment)} ${isTerminal}`, () =>
      expect(readSurface(argv, io(environment, isTerminal)).coloured).toBe(coloured))
})
