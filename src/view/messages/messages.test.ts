import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assemblyErrors } from '../../assembly/errors.ts'
import { MemlaneError } from '../../base/error.ts'
import { baseErrors } from '../../base/errors.ts'
import type { ErrorTable, ErrorTemplate } from '../../base/template.ts'
import { evmErrors, invalidTransactions } from '../../evm/errors.ts'
import { foundryErrors } from '../../foundry/errors.ts'
import { launchError, launchErrors } from '../../launch/errors.ts'
import { memoryErrors } from '../../memory/errors.ts'
import { opcodesErrors } from '../../opcodes/errors.ts'
import { rpcErrors } from '../../rpc/errors.ts'
import { solidityErrors } from '../../solidity/errors.ts'
import { traceErrors } from '../../trace/errors.ts'
import { enErrors } from './en.ts'
import { LANGUAGES, languageOfLocale, messagesIn } from './index.ts'
import { cliError, sentence } from './sentence.ts'
import { zhErrors } from './zhErrors.ts'

/** The names between braces, of every template where the facts choose one. */
function slots(template: ErrorTemplate): string[] {
  const names = [...String(template).matchAll(/\{(\w+)(?::[\w|]+)?\}/g)].map(([, name]) => name!)
  return [...new Set(names)].sort()
}

/** Every text of a language by its path, functions called with placeholders. */
function texts(value: unknown, path = ''): [string, string][] {
  if (path === '.unreadable') return [] // takes a value, not texts: valueText.test.ts
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function')
    return [[path, value(...Array.from({ length: value.length }, (_, index) => `«${index}»`))]]
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`))
}

describe('the texts', () => {
  const english = texts(messagesIn('en'))
  const chinese = new Map(texts(messagesIn('zh')))
  it('are many', () => expect(english.length).toBeGreaterThan(90))
  for (const [path, text] of english) {
    it(`${path} is there in Chinese, with the same facts`, () => {
      const facts = (text: string) => [...text.matchAll(/«\d+»/g)].map(([fact]) => fact).sort()
      expect(chinese.get(path)).toBeTruthy()
      expect(facts(chinese.get(path)!)).toEqual(facts(text))
    })
  }
  it('are translated: few Chinese texts have no Chinese character', () => {
    const untranslated = [...chinese].filter(([, text]) => !/\p{Script=Han}/u.test(text)).map(([path]) => path)
    expect(untranslated).toEqual([
      '.help.choices',
      '.summary.because',
      '.calls.columns.gas',
      '.cost.columns.gas',
      '.check.between',
      '.check.and',
      '.check.stop',
    ])
  })
})

/** The codes of errors that the sources of these rooms name. */
function codesInSources(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  const sources = files.filter(
    (name) => name.endsWith('.ts') && !/\.(test|generated)\.ts$/.test(name) && !/^view.messages/.test(name),
  )
  const codes = sources.flatMap((name) => {
    const text = readFileSync(`src/${name}`, 'utf8')
    return [
      ...text.matchAll(
        /'((?:base|opcodes|memory|machine|evm|assembly|solidity|trace|rpc|launch|foundry|view|cli)\.[a-z]\w+)'/g,
      ),
    ]
  })
  // A part of solc's output and the name of a file, and no codes.
  const others = ['evm.methodIdentifiers', 'foundry.toml']
  return [...new Set(codes.map(([, code]) => code!))].filter((code) => !others.includes(code)).sort()
}

/** The sentences of the reasons that make a transaction invalid: their code is put together where they are thrown. */
const invalidErrors: ErrorTable = Object.fromEntries(
  Object.entries(invalidTransactions).map(([reason, template]) => [`evm.invalidTransaction.${reason}`, template]),
)

/** Facts that are a piece of an English sentence: in Chinese they would stand as foreign words. */
const ENGLISH_FACTS: Readonly<Record<string, readonly string[]>> = {
  'assembly.missingImmediate': ['expected'],
  'assembly.invalidImmediate': ['expected'],
  'trace.emptyTrace': ['form'],
  'evm.invalidInterest': ['wanted'],
  'evm.invalidAnswer': ['wanted'],
  'evm.invalidOption': ['wanted'],
  'solidity.badArgument': ['article', 'expected'],
}

describe('the sentences of errors', () => {
  const tables: readonly ErrorTable[] = [
    enErrors,
    baseErrors,
    opcodesErrors,
    memoryErrors,
    evmErrors,
    invalidErrors,
    assemblyErrors,
    solidityErrors,
    traceErrors,
    launchErrors,
    rpcErrors,
    foundryErrors,
  ]
  const codes = tables.flatMap((table) => Object.entries(table))
  it('are many', () => expect(codes.length).toBeGreaterThan(25))
  for (const [code, english] of codes) {
    it(`${code} is there in Chinese, with the same facts`, () => {
      const chinese = zhErrors[code]
      assert(chinese !== undefined)
      const proseOnly = ENGLISH_FACTS[code] ?? []
      expect(slots(chinese)).toEqual(slots(english).filter((name) => !proseOnly.includes(name)))
      if (typeof english === 'string' && typeof chinese === 'string' && !english.endsWith('{message}'))
        expect([english.at(-1), chinese.at(-1)].join('')).toMatch(/^[.?][。？]$/)
    })
  }
  for (const code of codesInSources()) it(`${code} is there in Chinese`, () => expect(zhErrors).toHaveProperty([code]))
  it('are found in every room that throws some', () => {
    const rooms = new Set(codesInSources().map((code) => code.replace(/\..*/, '')))
    expect([...rooms].sort()).toEqual([
      'assembly',
      'base',
      'cli',
      'evm',
      'foundry',
      'launch',
      'memory',
      'opcodes',
      'rpc',
      'solidity',
      'trace',
    ])
  })
  it('know no code that nobody throws', () => {
    const thrown = new Set([...codesInSources(), ...Object.keys(invalidErrors)])
    expect(Object.keys(zhErrors).filter((code) => !thrown.has(code))).toEqual([])
  })
})

describe('sentence', () => {
  it('fills in facts as they are, grouped, quoted and as lists', () => {
    const error = launchError('launch.codeTooLarge', { bytes: 30_000, limit: 24_576, fork: 'osaka' })
    expect(error.message).toBe('The code has 30,000 bytes, more than the 24,576 that osaka allows.')
    expect(sentence(error, 'zh')).toBe('代码有 30,000 个字节，超过 osaka 允许的 24,576 个。')
    expect(cliError('cli.noTarget', { target: 'a"b' }).message).toContain('"a\\"b" is neither')
    expect(cliError('cli.invalidChoice', { option: '--as', value: 'x', choices: ['a', 'b'] }).message).toContain(
      'one of a, b.',
    )
  })
  it('cannot be made to print control characters', () =>
    expect(cliError('cli.noTarget', { target: '\u001b[2J' }).message).not.toContain('\u001b'))
  it('says what a room wrote where there is no translation', () =>
    expect(sentence(new MemlaneError('room.reason', 'So it is.'), 'zh')).toBe('So it is.'))
})

describe('languageOfLocale', () => {
  for (const [locale, language] of [
    ['zh_CN.UTF-8', 'zh'],
    ['zh', 'zh'],
    ['ZH-TW', 'zh'],
    ['en_US.UTF-8', 'en'],
    ['de_DE', 'en'],
    ['zha', 'en'],
    ['C', 'en'],
    [undefined, 'en'],
  ] as const)
    it(`takes ${language} for ${locale}`, () => expect(languageOfLocale(locale)).toBe(language))
  it('knows no language without texts', () =>
    expect(LANGUAGES.map((language) => messagesIn(language).tagline).every(Boolean)).toBe(true))
})
