/**
 * What is handed to `launch` may come from anywhere: a queue, a form, a program in plain JavaScript. Its shape is checked
 * before anything is done, so that a field with another name is no field that was passed over.
 * @module
 */
import { isObject } from '../base/json.ts'
import { cut } from './cut.ts'
import { launchError } from './errors.ts'
import type { CodeInput, LaunchInput } from './input.ts'
import { problemAt } from './problems.ts'

/** What a field holds: its name in sentences, or its fields. `!` behind a name marks one that must be there. */
type Shape = 'text' | 'flag' | 'count' | 'texts' | 'object' | readonly string[] | Fields | Each
interface Fields {
  readonly [name: string]: Shape
}
/** An object whose names are free. */
class Each {
  readonly shape: Shape
  constructor(shape: Shape) {
    this.shape = shape
  }
}
/** An object that may have more than these. */
const OPEN = '…'

const CHOOSING = ['only', 'likely']
const SOURCES: Fields = { kind: 'text', 'entry!': 'text', 'sources!': new Each('text') }
const RAW: Fields = { kind: 'text', 'name!': 'text', 'text!': 'text' }
const CODE: Readonly<Record<CodeInput['kind'], Fields>> = {
  solidity: SOURCES,
  yul: SOURCES,
  mnemonics: RAW,
  bytecode: RAW,
  build: {
    kind: 'text',
    'name!': 'text',
    version: 'text',
    'input!': {
      language: 'text',
      'sources!': new Each({ 'content!': 'text', [OPEN]: 'object' }),
      'settings!': { 'optimizer!': { enabled: 'flag', [OPEN]: 'object' }, viaIR: 'flag', [OPEN]: 'object' },
      [OPEN]: 'object',
    },
    output: 'object',
    contract: 'text',
    runtime: 'text',
  },
}
const REST: Fields = {
  'code!': 'object',
  build: { solc: 'text', optimizer: { 'enabled!': 'flag', runs: 'count' }, viaIr: 'flag', remappings: 'texts' },
  contract: { name: 'text', choose: CHOOSING, constructorArguments: 'texts' },
  call: {
    function: 'text',
    choose: CHOOSING,
    arguments: 'texts',
    calldata: 'text',
    from: 'text',
    value: 'text',
    gas: 'text',
  },
  world: { fork: 'text', accounts: 'object' },
  limits: {
    memory: 'count',
    codeSize: ['fork', 'any'],
    steps: 'count',
    bytes: 'count',
    twinMilliseconds: 'count',
    calls: 'count',
    callBytes: 'count',
    decodedItems: 'count',
    decodedBytes: 'count',
  },
}

/**
 * The input, if it has the shape of one.
 * @throws {LaunchError} `launch.noSuchField`, `launch.missingField`, `launch.wrongField`, `launch.unknownCode`, at the field.
 */
export function checkedInput(input: LaunchInput): LaunchInput {
  check(input, REST, '')
  const { kind } = input.code
  if (!Object.hasOwn(CODE, kind ?? ''))
    throw problemAt(
      { field: 'code.kind' },
      launchError('launch.unknownCode', { value: shown(kind), kinds: Object.keys(CODE) }),
    )
  check(input.code, CODE[kind], 'code')
  return input
}

function check(value: unknown, shape: Shape, path: string): void {
  if (typeof shape === 'string' || Array.isArray(shape)) {
    const wanted = simple(value, shape as string | readonly string[])
    if (wanted !== undefined) throw wrong(path, value, wanted)
    return
  }
  if (!isObject(value)) throw wrong(path, value, 'object')
  if (shape instanceof Each) {
    for (const [name, part] of Object.entries(value)) check(part, shape.shape, join(path, name))
    return
  }
  const fields = shape as Fields
  for (const name of Object.keys(value)) {
    if (name in fields || `${name}!` in fields || OPEN in fields) continue
    const names = Object.keys(fields).map((one) => one.replace('!', ''))
    throw problemAt(
      { field: path || 'input' },
      launchError('launch.noSuchField', { field: cut(name, SHOWN), fields: names }),
    )
  }
  for (const [marked, inner] of Object.entries(fields)) {
    const name = marked.replace('!', '')
    const part = value[name]
    if (marked === OPEN || (part === undefined && name === marked)) continue
    if (part === undefined)
      throw problemAt({ field: path || 'input' }, launchError('launch.missingField', { field: name }))
    check(part, inner, join(path, name))
  }
}

/** What should stand there instead; `undefined` where all is well. */
function simple(value: unknown, shape: string | readonly string[]): string | undefined {
  if (typeof shape !== 'string') return shape.includes(value as string) ? undefined : shape.join(' | ')
  switch (shape) {
    case 'text':
      return typeof value === 'string' ? undefined : 'string'
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'boolean'
    case 'count':
      return Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : 'whole number'
    case 'texts':
      return Array.isArray(value) && value.every((one) => typeof one === 'string') ? undefined : 'string[]'
    default:
      return isObject(value) ? undefined : 'object'
  }
}

function wrong(path: string, value: unknown, wanted: string) {
  return problemAt({ field: path || 'input' }, launchError('launch.wrongField', { value: shown(value), wanted }))
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

/** Characters of a value in a sentence. */
const SHOWN = 40

function shown(value: unknown): string {
  if (typeof value === 'string') return cut(JSON.stringify(cut(value, SHOWN)), SHOWN)
  if (Array.isArray(value)) return '[…]'
  if (typeof value === 'object' && value !== null) return '{…}'
  return typeof value === 'bigint' ? `${value}n` : String(value)
}
