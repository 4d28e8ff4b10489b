/** Nodes that lie, stop, are busy or slow: each ends in a sentence. The same against a real node is in `test/anvil`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { testRun } from './testRun.ts'

const HASH = `0x${'ab'.repeat(32)}`
const BLOCK = `0x${'cd'.repeat(32)}`
const SENDER = '0x5e00000000000000000000000000000000000001'
const OTHER = '0x2000000000000000000000000000000000000002'

type Answer = unknown | ((params: unknown[]) => unknown)

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

async function serve(
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    handle(request, response, Buffer.concat(chunks).toString())
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A plain transfer as a node has it. */
const TRANSACTION = {
  ...{ hash: HASH, blockHash: BLOCK, blockNumber: '0x10', type: '0x0', from: SENDER, to: OTHER, nonce: '0x0' },
  ...{ gas: '0x5208', value: '0x7', input: '0x', gasPrice: '0xa' },
}
const RECEIPT = { transactionHash: HASH, gasUsed: '0x5208', status: '0x1', logs: [] }
const HEADER = {
  ...{
    hash: BLOCK,
    parentHash: `0x${'ef'.repeat(32)}`,
    number: '0x10',
    timestamp: '0x10',
    gasLimit: '0x1c9c380',
    miner: `0x${'0'.repeat(40)}`,
  },
  ...{ difficulty: '0x0', mixHash: BLOCK, baseFeePerGas: '0x7', withdrawalsRoot: BLOCK, transactions: [TRANSACTION] },
}
const PRESTATE = { [SENDER]: { balance: '0xde0b6b3a7640000' }, [OTHER]: { balance: '0x1' } }

const HONEST: Record<string, Answer> = {
  eth_getTransactionByHash: TRANSACTION,
  eth_getTransactionReceipt: RECEIPT,
  eth_getBlockByHash: HEADER,
  eth_chainId: '0x7a69',
  debug_traceTransaction: PRESTATE,
}

/** A node that answers like this, or says that it cannot. */
function nodeWith(answers: Record<string, Answer>): Promise<string> {
  const all: Record<string, Answer> = { ...HONEST, ...answers }
  return serve((_, response, body) => {
    const { id, method, params } = JSON.parse(body)
    const answer = all[method]
    const result = typeof answer === 'function' ? answer(params) : answer
    response.end(
      JSON.stringify(
        result === undefined ? { id, error: { code: -32601, message: `no ${method} here` } } : { id, result },
      ),
    )
  })
}

const tx = async (url: string, ...argv: string[]) => testRun(['trace', 'tx', HASH, '--rpc-url', url, ...argv])

describe('memlane trace tx', () => {
  it('says what came out, in both languages', async () => {
    const url = await nodeWith({})
    expect((await tx(url)).stdout).toBe(
      `${HASH}\n   block 16   shanghai   gas 21,000   success   0 logs   0 steps   1 frame\nExecuted here on the accounts as they were before it. Gas, status and logs are those of the receipt.\n`,
    )
    expect((await tx(url, '--lang', 'zh')).stdout).toContain('gas、状态与日志均与收据一致。')
  })

  it('says so when the receipt has other gas', async () => {
    const url = await nodeWith({ eth_getTransactionReceipt: { ...RECEIPT, gasUsed: '0x5209' } })
    const { code, stdout, stderr } = await tx(url)
    expect(code).toBe(3)
    // Once, in the answer.
    expect(stderr).toBe('')
    expect(stdout).toContain('The receipt has another gas: 21001, and this run 21000.')
  })

  it('says so when nothing ran', async () => {
    const url = await nodeWith({})
    expect(JSON.parse((await tx(url, '--json')).stdout)).toMatchObject({ steps: 0, frames: 1 })
    expect((await testRun(['trace', 'export', HASH, '--rpc-url', url])).stdout.trimEnd().split('\n')).toHaveLength(1)
  })

  it('is not needed for the commands that ask about a run: they take a hash', async () => {
    // MSTORE(0, 7), CALL of 0xbeef, where nothing is, LOG0(0, 32), RETURN(0, 32)
    const code = '0x60075f525f5f5f5f5f61beef5af15060205fa060205ff3'
    const deep = {
      debug_traceTransaction: { ...PRESTATE, [OTHER]: { balance: '0x1', code } },
      eth_getTransactionByHash: { ...TRANSACTION, gas: '0x186a0' },
      eth_getBlockByHash: { ...HEADER, transactions: [{ ...TRANSACTION, gas: '0x186a0' }] },
    }
    const url = await nodeWith(deep)
    const ask = async (...argv: string[]) => testRun([...argv, '--rpc-url', url])
    const run = await ask('run', HASH, '--json')
    expect(run.code).toBe(0)
    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 'return',
      output: `0x${'7'.padStart(64, '0')}`,
      memory: `0x${'7'.padStart(64, '0')}`,
      stack: [],
      calls: [
        { depth: 0, status: 'return' },
        { depth: 1, status: 'stop' },
      ],
      logs: [{ address: OTHER, topics: [], data: `0x${'7'.padStart(64, '0')}` }],
    })
    // What a command says of the receipt goes beside its answer.
    expect(run.stderr).toContain('The receipt has another gas: 21000, and this run')
    expect((await ask('run', HASH)).stdout).toContain('0x000  00 00')
    for (const argv of [
      ['who', HASH, '0x0:32'],
      ['watch', HASH, '0x0:32'],
      ['find', HASH, '7'],
      ['gas', HASH],
      ['diff', HASH, '--at', 'step:3'],
      ['diff', HASH, HASH],
      ['trace', 'export', HASH],
    ]) {
      const { code, stdout } = await ask(...argv)
      expect(code, argv.join(' ')).toBe(0)
      expect(stdout, argv.join(' ')).not.toBe('')
    }
    expect((await ask('map', HASH)).stderr).toContain('--artifacts')
    expect((await ask('debug', HASH)).stderr).toContain('terminal')
  })

  it('says that a folder of artifacts is not there', async () => {
    const url = await nodeWith({})
    const file = 'MemoryLane.sol'
    for (const [folder, sentence] of [
      ['nowhere', 'nowhere: There is no such folder.'],
      [`${file}/out`, `${file}/out: There is no such folder.`],
      [file, `${file}: This is no folder.`],
    ] as const) {
      for (const argv of [
        ['gas', HASH, '--rpc-url', url],
        ['run', HASH, '--rpc-url', url],
        ['who', file, '0x40'],
      ]) {
        const { code, stdout, stderr } = await testRun([...argv, '--artifacts', folder])
        expect([code, stdout]).toEqual([3, ''])
        expect(stderr.trimEnd().split('\n').at(-1)).toBe(sentence)
      }
    }
  })

  it('takes the state of the block before where the node tells no accounts', async () => {
    const url = await nodeWith({
      debug_traceTransaction: undefined,
      eth_getBalance: ([address]: unknown[]) => (address === SENDER ? '0xde0b6b3a7640000' : '0x0'),
      eth_getTransactionCount: '0x0',
      eth_getCode: '0x',
    })
    const { stdout } = await tx(url)
    expect(stdout).toContain('The node refused: no debug_traceTransaction here')
    expect(stdout).toContain(
      'Executed here on the state of the block before, after 0 earlier transactions of its block.',
    )
  })

  it.each<[string, Record<string, Answer>, string]>([
    ['knows nothing', { eth_getTransactionByHash: null }, 'The node knows no transaction'],
    ['has it in no block', { eth_getTransactionByHash: { ...TRANSACTION, blockNumber: null } }, 'is in no block yet'],
    [
      'gives another',
      { eth_getTransactionByHash: { ...TRANSACTION, hash: BLOCK } },
      'eth_getTransactionByHash is another transaction',
    ],
    [
      'gives another’s receipt',
      { eth_getTransactionReceipt: { ...RECEIPT, transactionHash: BLOCK } },
      'is of another transaction',
    ],
    ['gives another block', { eth_getBlockByHash: { ...HEADER, hash: HASH } }, 'eth_getBlockByHash is another block'],
    ['gives a block without it', { eth_getBlockByHash: { ...HEADER, transactions: [] } }, 'lacks the transaction'],
    [
      'gives wrong types',
      { eth_getBlockByHash: { ...HEADER, gasLimit: {} } },
      'something else than a quantity as gasLimit',
    ],
    ['gives a type of tomorrow', { eth_getTransactionByHash: { ...TRANSACTION, type: '0x9' } }, 'type 9'],
    ['gives accounts of nonsense', { debug_traceTransaction: { [SENDER]: 7 } }, 'debug_traceTransaction is no object'],
    ['keeps nothing', { debug_traceTransaction: undefined }, 'The node gives neither the accounts before'],
  ])('is told of a node that %s', async (_, answers, sentence) => {
    const { stdout, stderr } = await tx(await nodeWith(answers))
    expect(stdout).toBe('')
    expect(stderr).toContain(sentence)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  // Of the questions with another way none is a reason to give up.
  it.each(['eth_getTransactionByHash', 'eth_getTransactionReceipt', 'eth_getBlockByHash', 'eth_chainId'])(
    'is told of a node that refuses %s',
    async (method) => {
      for (const command of [['trace', 'tx'], ['gas']]) {
        const { code, stdout, stderr } = await testRun([
          ...[...command, HASH, '--rpc-url', await nodeWith({ [method]: undefined })],
        ])
        expect(code).toBe(3)
        expect(stdout).toBe('')
        expect(stderr).toMatch(
          new RegExp(
            `^${HASH}: The node 127\\.0\\.0\\.1:\\d+ refuses ${method} \\(code -32601\\): no ${method} here\\.\\n$`,
          ),
        )
      }
    },
  )

  it.each([
    [['trace', 'tx', HASH], 'There is no node to ask; add --rpc-url.'],
    [['trace', 'tx', '0x12', '--rpc-url', 'http://127.0.0.1:1'], '"0x12" is no hash of a transaction'],
    [['trace', 'tx', HASH, '--rpc-url', 'nowhere'], '"nowhere" is no http or https address of a node.'],
    [['who', HASH, '0x40', '--rpc-url', 'http://127.0.0.1:1', '--gas-limit', '5'], '--gas-limit changes nothing'],
  ])('refuses: %s', async (argv, sentence) => {
    const { code, stderr } = await testRun(argv)
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
  })
})
