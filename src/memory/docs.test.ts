/** The numbers of `docs/memory.md`: each table is read from the page and computed again. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { GETH_MAX_MEMORY_SIZE, wordCount } from './constants.ts'
import { maxWordsForGas, memoryCost } from './gas.ts'
import { type GrowthStrategy, nextCapacity } from './growth.ts'

const page = readFileSync(new URL('../../docs/memory.md', import.meta.url), 'utf8')

/** The rows of numbers between `<!-- name -->` and `<!-- /name -->`. */
function tableOf(name: string): number[][] {
  const [, text = ''] = page.match(new RegExp(`<!-- ${name} -->\n([^]*?)<!-- /${name} -->`)) ?? []
  const lines = text.trim().split('\n').slice(2) // Behind the head and its rule.
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => Number(cell.replaceAll(',', ''))),
  )
}

it('the price of memory', () => {
  const rows = tableOf('price')
  expect(rows).toHaveLength(15)
  const computed = rows.map(([bytes = Number.NaN]) => {
    const words = wordCount(bytes)
    const cost = Number(memoryCost(BigInt(words)))
    const lastWord = cost - Number(memoryCost(BigInt(words) - 1n))
    return [bytes, words, words * 3, cost - words * 3, cost, lastWord]
  })
  expect(rows).toEqual(computed)
})

it('what gas buys', () => {
  const rows = tableOf('gas')
  expect(rows).toHaveLength(4)
  const computed = rows.map(([gas = Number.NaN]) => {
    const words = Number(maxWordsForGas(BigInt(gas)))
    return [gas, words, words * 32]
  })
  expect(rows).toEqual(computed)
})

const STRATEGIES: readonly GrowthStrategy[] = ['page', 'doubling', 'evmone']

it('the growth of capacity', () => {
  const rows = tableOf('growth')
  expect(rows).toHaveLength(4)
  const capacities = STRATEGIES.map(() => 4096)
  const computed = rows.map(([need = Number.NaN]) => [
    need,
    ...STRATEGIES.map((strategy, index) => {
      capacities[index] = nextCapacity(strategy, capacities[index]!, need, 2 ** 32)
      return capacities[index]
    }),
  ])
  expect(rows).toEqual(computed)
})

it('the numbers of its sentences', () => {
  /** Megabytes copied while growing word by word to 1 MiB. */
  const copied = (strategy: GrowthStrategy) => {
    let [capacity, bytes] = [4096, 0]
    for (let need = 32; need <= 1 << 20; need += 32) {
      const next = nextCapacity(strategy, capacity, need, 2 ** 32)
      if (next > capacity) bytes += capacity
      capacity = next
    }
    return Math.round(bytes / 1e6)
  }
  expect(page).toContain(`pages copy ${copied('page')} MB in\nall and doubling ${copied('doubling')} MB`)

  const linear = Array.from({ length: 100 }, (_, words) => words).filter(
    (words) => memoryCost(BigInt(words)) === BigInt(3 * words),
  )
  expect(page).toContain(`**${linear.at(-1)! * 32} bytes**, ${linear.at(-1)} words`)
  expect(Math.floor(Math.sqrt(512) * 32)).toBe(724)
  expect(memoryCost(724n)).toBe(3195n)

  const even = Array.from({ length: 2000 }, (_, words) => BigInt(words)).find(
    (words) => words > 0n && memoryCost(words) >= 6n * words,
  )
  expect(page).toContain(`From ${even?.toLocaleString('en')} words on`)

  expect(page).toContain(`over ${GETH_MAX_MEMORY_SIZE.toLocaleString('en')} bytes`)
  expect(memoryCost(BigInt(GETH_MAX_MEMORY_SIZE) / 32n) / 10n ** 15n).toBe(36n)
})

it('every error code, once', () => {
  const source = readFileSync(new URL('./errors.ts', import.meta.url), 'utf8')
  const codes = [...source.matchAll(/^ {2}'(memory\.\w+)':/gm)].map((match) => match[1])
  expect(codes).toHaveLength(10)
  expect([...page.matchAll(/^\| `(memory\.\w+)`/gm)].map((match) => match[1])).toEqual(codes)
})
