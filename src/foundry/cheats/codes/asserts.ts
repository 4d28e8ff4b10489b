/** Assertions: silent when they hold. @module */
import { bytesToHex } from '../../../base/index.ts'
import { isSame } from '../../../base/sameBytes.ts'
import type { CheatArguments } from '../cheatArguments.ts'
import { CheatcodeError } from '../cheatError.ts'
import { type CheatRow, works } from '../cheatRow.ts'
import { wordText } from './text.ts'

const TYPES = ['bool', 'uint256', 'int256', 'address', 'bytes32', 'string', 'bytes']
const NUMBERS = ['uint256', 'int256'] as const
/** 100 %, in the unit of relative differences. */
const WHOLE = 10n ** 18n

/** Fails unless it holds. With a message of the test's own, in front of what happened. */
function claim(holds: boolean, happened: string, message: string | undefined): void {
  if (!holds)
    throw new CheatcodeError(
      message === undefined ? `assertion failed: ${happened}` : `${message}: ${happened}`,
      'plain',
    )
}

/** Without and with a message, which is the last argument. */
function withMessage(
  name: string,
  types: readonly string[],
  run: (given: CheatArguments, message: string | undefined) => void,
): CheatRow[] {
  return [
    works(`${name}(${types.join(',')})`, ({ given }) => run(given, undefined)),
    works(`${name}(${[...types, 'string'].join(',')})`, ({ given }) => run(given, given.text(types.length))),
  ]
}

function shown(type: string, bytes: Uint8Array): string {
  if (type === 'string') return new TextDecoder().decode(bytes)
  return type === 'bytes' ? bytesToHex(bytes) : wordText(type, bytes)
}

const equalities = TYPES.flatMap((type) => {
  const isDynamic = type === 'string' || type === 'bytes'
  const value = (given: CheatArguments, index: number) => (isDynamic ? given.bytes(index) : given.bytes32(index))
  const list = (given: CheatArguments, index: number) => (isDynamic ? given.items(index) : given.words(index))
  const listText = (items: readonly Uint8Array[]) => `[${items.map((item) => shown(type, item)).join(', ')}]`
  return ([true, false] as const).flatMap((isWanted) => {
    const name = isWanted ? 'assertEq' : 'assertNotEq'
    const sign = isWanted ? '!=' : '=='
    return [
      ...withMessage(name, [type, type], (given, message) => {
        const [a, b] = [value(given, 0), value(given, 1)]
        claim(isSame(a, b) === isWanted, `${shown(type, a)} ${sign} ${shown(type, b)}`, message)
      }),
      ...withMessage(name, [`${type}[]`, `${type}[]`], (given, message) => {
        const [a, b] = [list(given, 0), list(given, 1)]
        const areSame = a.length === b.length && a.every((item, i) => isSame(item, b[i]!))
        claim(areSame === isWanted, `${listText(a)} ${sign} ${listText(b)}`, message)
      }),
    ]
  })
})

const ORDERS: readonly (readonly [string, (a: bigint, b: bigint) => boolean, string])[] = [
  ['assertLt', (a, b) => a < b, '>='],
  ['assertLe', (a, b) => a <= b, '>'],
  ['assertGt', (a, b) => a > b, '<='],
  ['assertGe', (a, b) => a >= b, '<'],
]
const EQUALS: typeof ORDERS = [
  ['assertEq', (a, b) => a === b, '!='],
  ['assertNotEq', (a, b) => a !== b, '=='],
]

/** `1.5` for 15 with one decimal. */
function decimalText(value: bigint, decimals: bigint): string {
  const places = Number(decimals > 77n ? 77n : decimals)
  if (places === 0) return value.toString()
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

const orders = NUMBERS.flatMap((type) => {
  const number = (given: CheatArguments, index: number) =>
    type === 'uint256' ? given.word(index) : given.signed(index)
  return [
    ...ORDERS.flatMap(([name, holds, sign]) =>
      withMessage(name, [type, type], (given, message) => {
        const [a, b] = [number(given, 0), number(given, 1)]
        claim(holds(a, b), `${a} ${sign} ${b}`, message)
      }),
    ),
    ...[...ORDERS, ...EQUALS].flatMap(([name, holds, sign]) =>
      withMessage(`${name}Decimal`, [type, type, 'uint256'], (given, message) => {
        const [a, b, decimals] = [number(given, 0), number(given, 1), given.word(2)]
        claim(holds(a, b), `${decimalText(a, decimals)} ${sign} ${decimalText(b, decimals)}`, message)
      }),
    ),
  ]
})

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a
}

/** `12.5000000000000000%`, of a share in units of 10^-18. */
function percentText(share: bigint): string {
  return `${decimalText(share, 16n)}%`
}

const nearness = NUMBERS.flatMap((type) => {
  const number = (given: CheatArguments, index: number) =>
    type === 'uint256' ? given.word(index) : given.signed(index)
  return ([false, true] as const).flatMap((hasDecimals) => {
    const types = [type, type, 'uint256', ...(hasDecimals ? ['uint256'] : [])]
    const text = (given: CheatArguments, value: bigint) =>
      hasDecimals ? decimalText(value, given.word(3)) : value.toString()
    const name = hasDecimals ? 'Decimal' : ''
    return [
      ...withMessage(`assertApproxEqAbs${name}`, types, (given, message) => {
        const [a, b, most] = [number(given, 0), number(given, 1), given.word(2)]
        const delta = distance(a, b)
        claim(
          delta <= most,
          `${text(given, a)} !~= ${text(given, b)} (max delta: ${text(given, most)}, real delta: ${text(given, delta)})`,
          message,
        )
      }),
      ...withMessage(`assertApproxEqRel${name}`, types, (given, message) => {
        const [a, b, most] = [number(given, 0), number(given, 1), given.word(2)]
        const size = b < 0n ? -b : b
        const delta = size === 0n ? undefined : (distance(a, b) * WHOLE) / size
        const real = delta === undefined ? 'undefined' : percentText(delta)
        claim(
          delta === undefined ? a === 0n : delta <= most,
          `${text(given, a)} !~= ${text(given, b)} (max delta: ${percentText(most)}, real delta: ${real})`,
          message,
        )
      }),
    ]
  })
})

const truths = ([true, false] as const).flatMap((isWanted) => {
  const name = isWanted ? 'assertTrue' : 'assertFalse'
  return [
    works(`${name}(bool)`, ({ given }) => {
      if (given.flag(0) !== isWanted) throw new CheatcodeError('assertion failed', 'plain')
    }),
    works(`${name}(bool,string)`, ({ given }) => {
      if (given.flag(0) !== isWanted) throw new CheatcodeError(given.text(1), 'plain')
    }),
  ]
})

export const ASSERT_CHEATS: readonly CheatRow[] = [...truths, ...equalities, ...orders, ...nearness]
