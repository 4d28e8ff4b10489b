import * as AbiParameters from 'ox/AbiParameters'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../base/index.ts'
import type { AbiParameter } from '../compiler.ts'
import { type Value, valueText } from '../value.ts'
import { decodeAbi } from './decode.ts'
import { encodeAbi } from './encode.ts'
import { abiMembers, abiSignature, headBytes, isDynamic } from './type.ts'

/** A seeded generator: the same seed makes the same cases. Park and Miller's minimal standard. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

type Next = (below: number) => number

const CHARACTERS = ['a', 'é', '内', '🙂']
const WIDTHS = [8, 16, 32, 64, 96, 128, 160, 248, 256]

function randomParameter(next: Next, depth: number, name = 'p'): AbiParameter {
  const kind = next(depth > 2 ? 7 : 10)
  const width = WIDTHS[next(WIDTHS.length)]!
  switch (kind) {
    case 0:
      return { name, type: `uint${width}` }
    case 1:
      return { name, type: `int${width}` }
    case 2:
      return { name, type: 'bool' }
    case 3:
      return { name, type: 'address' }
    case 4:
      return { name, type: `bytes${1 + next(32)}` }
    case 5:
      return { name, type: 'bytes' }
    case 6:
      return { name, type: 'string' }
    case 7: {
      const components = Array.from({ length: 1 + next(3) }, (_, at) => randomParameter(next, depth + 1, `m${at}`))
      return { name, type: 'tuple', components }
    }
    default: {
      const element = randomParameter(next, depth + 1)
      return { ...element, name, type: `${element.type}[${kind === 8 ? '' : 1 + next(3)}]` }
    }
  }
}

/** A value for ox, and the same as this room's. */
function randomValue(next: Next, parameter: AbiParameter): { theirs: unknown; ours: Value } {
  const array = /^(.*)\[(\d*)\]$/.exec(parameter.type)
  if (array) {
    const length = array[2] === '' ? next(4) : Number(array[2])
    const items = Array.from({ length }, () => randomValue(next, { ...parameter, type: array[1]! }))
    return {
      theirs: items.map(({ theirs }) => theirs),
      ours: { kind: 'array', elements: items.map(({ ours }) => ours), length },
    }
  }
  if (parameter.type === 'tuple') {
    const members = parameter.components!.map((component) => ({ component, ...randomValue(next, component) }))
    return {
      theirs: Object.fromEntries(members.map(({ component, theirs }) => [component.name, theirs])),
      ours: { kind: 'struct', members: members.map(({ component, ours }) => ({ name: component.name, value: ours })) },
    }
  }
  const [, kind, size] = /^([a-z]+)(\d*)$/.exec(parameter.type)!
  const hex = (bytes: number) => bytesToHex(Uint8Array.from({ length: bytes }, () => next(256)))
  switch (kind) {
    case 'uint': {
      const value = BigInt.asUintN(Number(size), BigInt(hex(32)))
      return { theirs: value, ours: { kind: 'number', value } }
    }
    case 'int': {
      const value = BigInt.asIntN(Number(size), BigInt(hex(32)))
      return { theirs: value, ours: { kind: 'number', value } }
    }
    case 'bool': {
      const value = next(2) === 1
      return { theirs: value, ours: { kind: 'bool', value } }
    }
    case 'address': {
      const value = hex(20)
      return { theirs: value, ours: { kind: 'address', value } }
    }
    case 'bytes': {
      const length = size === '' ? next(70) : Number(size)
      const value = hex(length)
      return { theirs: value, ours: size === '' ? { kind: 'bytes', value, length } : { kind: 'fixedBytes', value } }
    }
    default: {
      const text = Array.from({ length: next(40) }, () => CHARACTERS[next(CHARACTERS.length)]).join('')
      const length = new TextEncoder().encode(text).length
      return { theirs: text, ours: { kind: 'string', text, length, isCut: false } }
    }
  }
}

describe('beside ox', () => {
  const SEED = 20_260_101
  it(`encodes and decodes 400 random lists of parameters as it does (seed ${SEED})`, () => {
    const next = random(SEED)
    for (let round = 0; round < 400; round++) {
      const parameters = Array.from({ length: 1 + next(3) }, (_, at) => randomParameter(next, 0, `p${at}`))
      const values = parameters.map((parameter) => randomValue(next, parameter))
      const theirs = AbiParameters.encode(
        parameters,
        values.map(({ theirs: value }) => value),
      )
      const members = abiMembers(parameters)
      const ours = values.map(({ ours: value }) => value)
      const shown = JSON.stringify(parameters)
      expect(bytesToHex(encodeAbi(members, ours)), shown).toBe(theirs)
      const decoded = decodeAbi(members, hexToBytes(theirs))
      expect(decoded, shown).toEqual({
        kind: 'struct',
        members: members.map(({ name }, at) => ({ name, value: ours[at] })),
      })
    }
  })
})

describe('types', () => {
  const POINT = [
    { name: 'x', type: 'uint256' },
    { name: 's', type: 'string' },
  ]
  const members = abiMembers([
    { name: 'points', type: 'tuple[2][]', internalType: 'struct Lib.Point[2][]', components: POINT },
    { name: 'f', type: 'function' },
  ])
  it('make signatures', () => {
    expect(abiSignature('take', members)).toBe('take((uint256,string)[2][],function)')
  })
  it('keep the names of structs', () => {
    expect(members[0]).toMatchObject({
      type: { kind: 'array', element: { element: { kind: 'tuple', name: 'Point' } } },
    })
  })
  it('know what is dynamic, and what the rest takes in a head', () => {
    const [fixed, dynamic, nested] = abiMembers([
      { name: '', type: 'uint8[3][2]' },
      { name: '', type: 'bytes[2]' },
      { name: '', type: 'tuple', components: POINT.slice(0, 1) },
    ]).map(({ type }) => type)
    expect([isDynamic(fixed!), isDynamic(dynamic!), isDynamic(nested!)]).toEqual([false, true, false])
    expect([headBytes(fixed!), headBytes(dynamic!), headBytes(nested!)]).toEqual([192, 32, 32])
  })
})

describe('hostile data', () => {
  const word = (value: bigint | number) => BigInt(value).toString(16).padStart(64, '0')
  const decoded = (type: string, ...words: (bigint | number)[]) =>
    valueText(decodeAbi(abiMembers([{ name: '', type }]), hexToBytes(`0x${words.map(word).join('')}`)))

  it('gives reasons', () => {
    expect(decoded('uint256')).toBe('{<0x20 is outside of 0 bytes of data>}')
    expect(decoded('uint8', 256)).toBe('{<0x100 is no uint8>}')
    expect(decoded('string', 2n ** 255n)).toBe(`{<0x8${'0'.repeat(63)} is outside of 32 bytes of data>}`)
    expect(decoded('bytes', 32, 2n ** 200n)).toBe('{<length 2^200 exceeds the data>}')
    expect(decoded('bytes', 32, 33, 0)).toBe('{<length 33 exceeds the data>}')
    expect(decoded('uint256[]', 32, 3, 1, 2)).toBe('{<length 3 exceeds the data>}')
  })
  it('arrays of nothing are cut', () => {
    // Elements of no size: any length fits.
    expect(decoded('uint256[0][]', 32, 64)).toContain('more')
  })
  it('arrays whose elements lead back to them end', () => {
    // Every element's tail is the array of arrays itself.
    const type = `uint256${'[]'.repeat(40)}`
    expect(decoded(type, 32, 1, 0, 1, 0, 1, 0)).toContain('{[')
  })
  it('an unknown type is a reason', () =>
    expect(decoded('fixed128x18', 1)).toBe('{<the layout of fixed128x18 is not known>}'))
})
