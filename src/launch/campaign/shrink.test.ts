import { describe, expect, it } from 'vitest'
import { abiMembers } from '../../solidity/abi/type.ts'
import { callOf, type Draft } from './draft.ts'
import { shrink } from './shrink.ts'

const ME = '0x00000000000000000000000000000000000ca11e'
const OTHER = '0x0000000000000000000000000000000000000b0b'

function call(name: string, x: bigint, more: Partial<Draft> = {}): Draft {
  const inputs = abiMembers([{ name: 'x', type: 'uint256' }])
  const entry = { name, selector: new Uint8Array(4), inputs, form: 'abi' as const, isPayable: true }
  return { entry, values: [{ kind: 'number', value: x }], lies: [], value: 0n, from: ME, gas: undefined, ...more }
}

const x = (draft: Draft | undefined) => (draft?.values[0]?.kind === 'number' ? draft.values[0].value : 0n)
const texts = (drafts: readonly Draft[]) => drafts.map((draft) => `${draft.entry.name}(${callOf(draft).arguments})`)

describe('shrink', () => {
  it('drops calls and makes numbers the smallest that still show it', async () => {
    const long = [call('a', 9n), call('b', 500n), call('c', 3n), call('d', 2n ** 200n)]
    const shows = async (drafts: readonly Draft[]) =>
      drafts.some((draft) => draft.entry.name === 'b' && x(draft) >= 123n) && x(drafts.at(-1)) > 77n
    const { drafts, isSmallest } = await shrink(long, shows, 2000, ME)
    expect(texts(drafts)).toEqual(['b(123)', 'd(78)'])
    expect(isSmallest).toBe(true)
  })
  it('takes lies, ether and other senders away, unless they are what shows it', async () => {
    const lies = [
      { kind: 'tail', bytes: '0xffff' },
      { kind: 'cut', length: 3 },
    ] as const
    const [plain] = (await shrink([call('a', 1n, { from: OTHER, value: 7n, lies })], async () => true, 100, ME)).drafts
    expect(plain).toMatchObject({ from: ME, value: 0n, lies: [] })
    const shows = async ([only]: readonly Draft[]) =>
      only?.from === OTHER && only.value > 2n && only.lies.some(({ kind }) => kind === 'tail')
    const [needed] = (await shrink([call('a', 1n, { from: OTHER, value: 7n, lies })], shows, 100, ME)).drafts
    expect(needed).toMatchObject({ from: OTHER, value: 3n, lies: [{ kind: 'tail', bytes: '0x00' }] })
  })
  it('ends when its tries are used up, and says so', async () => {
    let asked = 0
    const shows = async () => {
      asked++
      return false
    }
    const many = Array.from({ length: 20 }, (_, index) => call('a', BigInt(index) + 5n))
    expect(await shrink(many, shows, 10, ME)).toEqual({ drafts: many, isSmallest: false })
    expect(asked).toBe(10)
  })
})
