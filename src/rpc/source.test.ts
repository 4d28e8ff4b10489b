/** A node in memory: what a source asks it, and what it makes of the answers. The same against anvil is in `test/anvil`. */
import { describe, expect, it } from 'vitest'
import { createEvm } from '../evm/index.ts'
import { type BlockId, rpcSource } from './index.ts'

const BLOCK = `0x${'cd'.repeat(32)}` as const
const HEADER = {
  ...{ hash: BLOCK, number: '0x10', timestamp: '0x20', gasLimit: '0x1c9c380', miner: `0x${'c0'.repeat(20)}` },
  ...{ difficulty: '0x0', mixHash: BLOCK, baseFeePerGas: '0x7', withdrawalsRoot: BLOCK },
}
const CONTRACT = '0x00000000000000000000000000000000000000aa'

type Answers = Record<string, unknown>

/** Answers each method with what stands under its name, and keeps what it was asked. */
function node(answers: Answers) {
  const asked: string[] = []
  const all: Answers = {
    ...{ eth_getBlockByNumber: HEADER, eth_getBlockByHash: HEADER, eth_chainId: '0x7a69' },
    ...{ eth_getBalance: '0x0', eth_getTransactionCount: '0x0', eth_getCode: '0x', eth_getStorageAt: '0x0' },
    ...answers,
  }
  const post = async (body: string) => {
    const { id, method, params } = JSON.parse(body)
    asked.push([method, ...params].join(' '))
    const answer = all[method]
    return JSON.stringify({ id, result: typeof answer === 'function' ? answer(...params) : answer })
  }
  return { post, asked }
}

describe('rpcSource', () => {
  it('pins the latest block once, and asks for each thing once', async () => {
    const { post, asked } = node({ eth_getBalance: '0x5', eth_getStorageAt: `0x${'0'.repeat(63)}7` })
    const source = rpcSource(post)
    const [account, slot] = await Promise.all([source.account(CONTRACT), source.slot(CONTRACT, 3n)])
    expect(account).toEqual({ balance: 5n, nonce: 0n, code: new Uint8Array(0) })
    expect(slot).toBe(7n)
    await Promise.all([source.account(CONTRACT), source.slot(CONTRACT, 3n), source.block()])
    expect(asked.sort()).toEqual([
      'eth_chainId',
      `eth_getBalance ${CONTRACT} 0x10`,
      'eth_getBlockByNumber latest false',
      `eth_getCode ${CONTRACT} 0x10`,
      `eth_getStorageAt ${CONTRACT} 0x3 0x10`,
      `eth_getTransactionCount ${CONTRACT} 0x10`,
    ])
  })
  it('needs no header for a number', async () => {
    const { post, asked } = node({})
    expect(await rpcSource(post, { block: 16 }).account(CONTRACT)).toBeUndefined()
    expect(asked.filter((question) => question.includes('Block'))).toEqual([])
  })
  it('takes a hash', async () => {
    const { post, asked } = node({})
    const { number, hash, forks, environment } = await rpcSource(post, { block: BLOCK }).block()
    expect([number, hash, forks]).toEqual([16n, BLOCK, ['shanghai']])
    expect(environment).toMatchObject({ number: 16n, chainId: 31337n, baseFee: 7n })
    expect(asked[0]).toBe(`eth_getBlockByHash ${BLOCK} false`)
  })
  it('tells hashes of blocks', async () => {
    const { post } = node({ eth_getBlockByNumber: (number: string) => ({ ...HEADER, number }) })
    expect(await rpcSource(post).blockHash(9n)).toBe(BLOCK)
  })
  it('asks again for what failed', async () => {
    let asked = 0
    const { post } = node({ eth_getBalance: () => (asked++ === 0 ? 'much' : '0x5') })
    const source = rpcSource(post, { block: 1 })
    await expect(source.account(CONTRACT)).rejects.toMatchObject({ code: 'rpc.nonsense' })
    expect((await source.account(CONTRACT))?.balance).toBe(5n)
  })

  it.each<[string, Answers, BlockId, string]>([
    ['no such block', { eth_getBlockByNumber: null }, 'latest', 'The node knows no block latest.'],
    ['no such hash', { eth_getBlockByHash: null }, BLOCK, `The node knows no block ${BLOCK}.`],
    ['another block', {}, 17, 'The node cannot be believed: its answer to eth_getBlockByNumber is another block.'],
    [
      'a block of another hash',
      {},
      `0x${'ab'.repeat(32)}`,
      'The node cannot be believed: its answer to eth_getBlockByHash is another block.',
    ],
    ['a chain without number', { eth_chainId: 'main' }, 'latest', 'has something else than a quantity as id'],
  ])('ends in a sentence: %s', async (_, answers, block, sentence) =>
    expect(rpcSource(node(answers).post, { block }).block()).rejects.toThrow(sentence),
  )
  it.each<[string, Answers, string]>([
    ['a balance of words', { eth_getBalance: 'much' }, 'its answer to eth_getBalance has something else'],
    ['a balance beyond a word', { eth_getBalance: `0x1${'0'.repeat(64)}` }, 'its answer to eth_getBalance'],
    ['half a byte of code', { eth_getCode: '0x6' }, 'its answer to eth_getCode has something else than hex'],
    ['no code', { eth_getCode: null }, 'its answer to eth_getCode'],
  ])('believes no account with %s', async (_, answers, sentence) =>
    expect(rpcSource(node(answers).post, { block: 1 }).account(CONTRACT)).rejects.toThrow(sentence),
  )
  it.each([-1, 1.5, 'newest', '0x12', -1n, Number.NaN] as BlockId[])('refuses block %s', (block) =>
    expect(() => rpcSource(node({}).post, { block })).toThrow('is no block: a number from 0'),
  )
})

describe('an EVM on a node', () => {
  // PUSH1 3, SLOAD, SELFBALANCE, ADD, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN
  const CODE = '0x600354470160005260206000f3'
  const answers: Answers = {
    eth_getCode: (address: string) => (address === CONTRACT ? CODE : '0x'),
    eth_getBalance: (address: string) => (address === CONTRACT ? '0x5' : '0x0'),
    eth_getStorageAt: '0x25',
  }
  const wordOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

  it('fetches what a call looks at', async () => {
    const { post } = node(answers)
    const source = rpcSource(post)
    const evm = createEvm({ source, fork: (await source.block()).forks[0]! })
    const { environment } = await source.block()
    const { output } = await evm.callAsync({ ...environment, to: CONTRACT })
    expect(wordOf(output)).toBe(42n)
  })
  it('serves several at once, and fetches for all of them', async () => {
    const { post, asked } = node(answers)
    const source = rpcSource(post, { block: 16 })
    const runs = await Promise.all(
      Array.from({ length: 3 }, () => createEvm({ source, fork: 'osaka' }).callAsync({ to: CONTRACT })),
    )
    expect(runs.map(({ output }) => wordOf(output))).toEqual([42n, 42n, 42n])
    expect(asked.filter((question) => question.startsWith('eth_getStorageAt'))).toHaveLength(1)
  })
  it('fetches the hash of a block that code asks for, and of none that it cannot see', async () => {
    // NUMBER - n, BLOCKHASH, returned as a word
    const asks = (n: number) => `0x61${n.toString(16).padStart(4, '0')}43034060005260206000f3` as const
    const { post, asked } = node({ eth_getBlockByNumber: (number: string) => ({ ...HEADER, number }) })
    const evm = createEvm({ source: rpcSource(post, { block: 1000 }) })
    const hashOf = async (n: number) =>
      wordOf((await evm.callAsync({ to: CONTRACT, code: asks(n), number: 1000n })).output)
    expect(await hashOf(1)).toBe(BigInt(BLOCK))
    expect(await hashOf(1)).toBe(BigInt(BLOCK))
    expect(await hashOf(257)).toBe(0n)
    expect(asked.filter((question) => question.startsWith('eth_getBlockByNumber'))).toEqual([
      'eth_getBlockByNumber 0x3e7 false',
    ])
    const strict = createEvm({ source: rpcSource(post, { block: 1000 }) })
    await strict.callAsync({ to: CONTRACT, code: '0x00' })
    expect(() => strict.call({ to: CONTRACT, code: asks(2), number: 1000n })).toThrow('The hash of block 998')
  })
  it('serves clones at once', async () => {
    const { post, asked } = node(answers)
    const evm = createEvm({ source: rpcSource(post, { block: 16 }) })
    const runs = await Promise.all([evm, evm.clone(), evm.clone()].map((one) => one.callAsync({ to: CONTRACT })))
    expect(runs.map(({ output }) => wordOf(output))).toEqual([42n, 42n, 42n])
    expect(asked.filter((question) => question.startsWith('eth_getStorageAt'))).toHaveLength(1)
  })
})

describe('what is handed in', () => {
  const given = <T>(value: unknown): T => value as T
  const { post } = node({})

  it.each<[string, () => unknown, string]>([
    ['no options', () => rpcSource(post, given(null)), 'options is null; it must be an object with named fields.'],
    [
      'an unknown option',
      () => rpcSource(post, given({ blockNumber: 5 })),
      'A field "blockNumber" is not among the options: there are block, limits.',
    ],
    ['no block', () => rpcSource(post, { block: given(null) }), 'null is no block'],
    ['no node', () => rpcSource(given(undefined)), 'undefined is no node: give its http or https address'],
    ['a node that is none', () => rpcSource(given({})), 'an object is no node: give its http or https address'],
    ['no try', () => rpcSource(post, { limits: { tries: 0 } }), 'tries is 0; it must be a whole number from 1 to'],
    [
      'less than no time',
      () => rpcSource(post, { limits: { milliseconds: -1 } }),
      'milliseconds is -1; it must be a whole number from 1 to 2147483647.',
    ],
    // Timers take more than 31 bits for no time at all.
    ['all time', () => rpcSource(post, { limits: { milliseconds: Infinity } }), 'milliseconds is Infinity; it must be'],
    [
      'another limit',
      () => rpcSource(post, { limits: given({ retries: 5 }) }),
      'A field "retries" is not among the limits',
    ],
    ['no limits', () => rpcSource(post, { limits: given(null) }), 'limits is null; it must be an object'],
  ])('is refused: %s', (_, make, sentence) => {
    expect(make).toThrow(expect.objectContaining({ message: expect.stringContaining(sentence) }))
  })

  it('stands for nothing when it is undefined', async () => {
    const source = rpcSource(post, { block: undefined, limits: { tries: undefined } } as object)
    expect(await source.slot(CONTRACT, 1n)).toBe(0n)
  })

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [{ id: 1, result: '0x1' }, 'an object'],
    [5, '5'],
  ])('and given back by post: %o', async (answer, value) => {
    const source = rpcSource(async () => given(answer), { block: 1 })
    await expect(source.slot(CONTRACT, 1n)).rejects.toThrow(
      `post gave ${value} for eth_getStorageAt; it must give the text of the answer, or an object of status and text.`,
    )
  })
})
