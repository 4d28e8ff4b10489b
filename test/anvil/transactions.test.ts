/**
 * Transactions of a real node, executed here: gas, status and logs must be those of the receipts, whatever the node lets us
 * ask. Our struct logs are compared with the node's own.
 * @module
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Address, Hex } from '../../src/base/index.ts'
import { bytesToHex } from '../../src/base/index.ts'
import { testRun } from '../../src/cli/testRun.ts'
import { type CompiledContract, encodeCall, encodeCreation, findFunction } from '../../src/solidity/index.ts'
import { compileText } from '../support/solc.ts'
import { Anvil, proxyTo, type Receipt, type SentTransaction } from './anvil.ts'

const SOURCE = readFileSync(new URL('Contracts.sol', import.meta.url), 'utf8')

let anvil: Anvil
const sent: { readonly name: string; readonly receipt: Receipt }[] = []
const servers: { close(): unknown }[] = []

beforeAll(async () => {
  anvil = await Anvil.start()
  const build = await compileText(SOURCE, 'Contracts.sol')
  const contract = (name: string) => build.contract(name)
  const data = (of: CompiledContract, signature: string, ...values: string[]): Hex =>
    bytesToHex(encodeCall(findFunction(of, signature), values))
  const send = async (name: string, transaction: SentTransaction) => {
    const receipt = await anvil.send(transaction)
    sent.push({ name, receipt })
    return receipt
  }
  const deploy = async (name: string, ...values: string[]): Promise<Address> => {
    const code = bytesToHex(encodeCreation(contract(name), values))
    return (await send(`deployment of ${name}`, { data: code })).contractAddress!
  }
  const store = await deploy('Store')
  const router = await deploy('Router', store)
  const factory = await deploy('Factory')
  const [S, R, F] = [contract('Store'), contract('Router'), contract('Factory')]
  await send('plain transfer, type 0', {
    to: '0x00000000000000000000000000000000000a11ce',
    value: '0x7',
    gas: '0x5208',
    type: '0x0',
    gasPrice: '0x77359400',
  })
  await send('a store and a log, type 2', { to: store, data: data(S, 'set', '3', '4') })
  await send('a store with an access list, type 1', {
    ...{ to: store, data: data(S, 'set', '3', '9'), type: '0x1', gasPrice: '0x77359400' },
    accessList: [{ address: store, storageKeys: [`0x${'0'.repeat(64)}`] }],
  })
  await send('storage given back', { to: store, data: data(S, 'clear', '3', '1') })
  await send('nested calls and a caught revert', { to: router, data: data(R, 'nested', '3') })
  await send('code in its own name', { to: router, data: data(R, 'inOwnName', store) })
  await send('precompiles and the hash of a block', { to: router, data: data(R, 'touchHashes') })
  await send('create2 and selfdestruct', { to: factory, data: data(F, 'make', `0x${'5'.repeat(64)}`), value: '0x5' })
  await send('a revert', { to: store, data: data(S, 'fail', 'for a reason') })
  await send('out of gas', { to: store, data: data(S, 'burn'), gas: '0x186a0' })
  await send('a transfer to code', { to: store, value: '0x3' })
}, 120_000)

afterAll(async () => {
  for (const server of servers) server.close()
  await anvil?.stop()
})

async function replayed(hash: Hex, url: string) {
  const { code, stdout, stderr } = await testRun(['trace', 'tx', hash, '--rpc-url', url, '--json'])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

describe('transactions of anvil', () => {
  it('are of many kinds', () => {
    expect(sent.length).toBeGreaterThanOrEqual(13)
    expect(sent.filter(({ receipt }) => receipt.status === '0x0')).toHaveLength(2)
    expect(sent.filter(({ receipt }) => receipt.logs.length > 0).length).toBeGreaterThan(4)
  })

  it('come out as their receipts say, on the accounts before them', async () => {
    for (const { name, receipt } of sent) {
      const document = await replayed(receipt.transactionHash, anvil.url)
      expect(document, name).toMatchObject({
        by: 'prestate',
        agrees: true,
        disagreements: [],
        receipt: { gasUsed: String(BigInt(receipt.gasUsed)), succeeded: receipt.status === '0x1' },
      })
    }
  }, 120_000)

  it('come out as their receipts say, on the state of the block before, asked account by account', async () => {
    const { url, server } = await proxyTo(anvil.url, (method) => method.startsWith('debug_'))
    servers.push(server)
    for (const { name, receipt } of sent) {
      const document = await replayed(receipt.transactionHash, url)
      expect(document, name).toMatchObject({ by: 'state', agrees: true, disagreements: [] })
      expect(document.refused).toEqual(['debug_traceTransaction is not available'])
    }
  }, 120_000)

  it('are known by the node’s own steps where it gives nothing else', async () => {
    const { url, server } = await proxyTo(
      anvil.url,
      (method, params) =>
        /^eth_get(Balance|Code|StorageAt|TransactionCount|Proof)$/.test(method) || params.includes('prestateTracer'),
    )
    servers.push(server)
    for (const { name, receipt } of sent) {
      const document = await replayed(receipt.transactionHash, url)
      expect(document, name).toMatchObject({ by: 'trace', agrees: null })
      const own = await replayed(receipt.transactionHash, anvil.url)
      // Frames of precompiles and of accounts without code have no steps in a node's trace.
      expect(document.steps, name).toBeLessThanOrEqual(own.steps)
      if (own.frames === 1 && own.steps > 1) expect(document.steps, name).toBe(own.steps)
    }
  }, 120_000)

  it('have the steps that the node tells', async () => {
    let steps = 0
    for (const { name, receipt } of sent) {
      const answer = (await anvil.call('debug_traceTransaction', [
        receipt.transactionHash,
        { enableMemory: true },
      ])) as {
        readonly structLogs: readonly Record<string, unknown>[]
      }
      const { stdout } = await testRun([
        ...['trace', 'export', receipt.transactionHash, '--rpc-url', anvil.url],
        ...['--format', 'structlogs', '--memory'],
      ])
      const ours = JSON.parse(stdout).structLogs as Record<string, unknown>[]
      expect(ours.length, name).toBe(answer.structLogs.length)
      for (const [index, theirs] of answer.structLogs.entries()) {
        const { pc, gas, depth, stack } = ours[index]!
        const memory = (list: unknown) => (list as string[]).map((word) => word.replace(/^0x/, '')).join('')
        expect({ pc, gas, depth, stack }, `${name}, step ${index}`).toEqual({
          ...{ pc: theirs.pc, gas: theirs.gas, depth: theirs.depth },
          stack: (theirs.stack as string[]).map((word) => `0x${BigInt(word).toString(16)}`),
        })
        expect(memory(ours[index]!.memory), `${name}, step ${index}`).toBe(memory(theirs.memory ?? []))
        steps++
      }
    }
    expect(steps).toBeGreaterThan(3000)
  }, 120_000)

  it('are targets of every command that asks about a run', async () => {
    const { receipt } = sent.find(({ name }) => name.startsWith('nested'))!
    const { code, stdout, stderr } = await testRun([
      'gas',
      receipt.transactionHash,
      '--rpc-url',
      anvil.url,
      '--by',
      'opcode',
    ])
    expect(code).toBe(0)
    expect(stdout).toContain('SSTORE')
    expect(stderr).toContain('Gas, status and logs are those of the receipt.')
  })
})
