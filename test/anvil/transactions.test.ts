/**
 * Transactions of a real node, executed here: gas, status and logs must be those of the receipts, whatever the node lets us
 * ask. Our struct logs are compared with the node's own.
 * @module
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RLP } from '@ethereumjs/rlp'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Address, bytesToHex, type Hex, hexToBytes, quantityToHex } from '../../src/base/index.ts'
import { testRun } from '../../src/cli/testRun.ts'
import {
  type Compilation,
  type CompiledContract,
  encodeCall,
  encodeCreation,
  findFunction,
} from '../../src/solidity/index.ts'
import { compileText } from '../support/solc.ts'
import { Anvil, proxyTo, type Receipt, type SentTransaction } from './anvil.ts'

/** The second of the accounts that anvil makes from its published phrase. */
const PERSON: Address = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'
const PERSON_KEY = hexToBytes('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')

/** PERSON, or another whose key it is, lets its account run the code of another. (EIP-7702) */
function authorization(chainId: unknown, address: Address, key = PERSON_KEY): object {
  const id = BigInt(String(chainId))
  const message = keccak_256(Uint8Array.of(5, ...RLP.encode([id, hexToBytes(address), 0n])))
  const signature = secp256k1.sign(message, key, { prehash: false, format: 'recovered' })
  const [recovery = 0] = signature
  const half = (at: number) => quantityToHex(BigInt(bytesToHex(signature.slice(at, at + 32))))
  return {
    chainId: quantityToHex(id),
    address,
    nonce: '0x0',
    yParity: quantityToHex(BigInt(recovery)),
    r: half(1),
    s: half(33),
  }
}

const SOURCE = readFileSync(new URL('Contracts.sol', import.meta.url), 'utf8')

let anvil: Anvil
let build: Compilation
const sent: { readonly name: string; readonly receipt: Receipt }[] = []
const servers: { close(): unknown }[] = []

beforeAll(async () => {
  anvil = await Anvil.start()
  build = await compileText(SOURCE, 'Contracts.sol')
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
  await send('code for an account of a person, type 4', {
    to: PERSON,
    data: data(S, 'set', '11', '12'),
    type: '0x4',
    authorizationList: [authorization(await anvil.call('eth_chainId', []), store)],
  })
  const together = await anvil.sendTogether([
    { to: store, data: data(S, 'set', '21', '1') },
    { to: store, data: data(S, 'set', '21', '2') },
    { to: store, data: data(S, 'clear', '21', '1') },
  ])
  for (const [index, receipt] of together.entries()) sent.push({ name: `number ${index} of its block`, receipt })
})

afterAll(async () => {
  for (const server of servers) server.close()
  await anvil?.stop()
})

async function replayed(hash: Hex, url: string, name = '') {
  const { code, stdout, stderr } = await testRun(['trace', 'tx', hash, '--rpc-url', url, '--json'])
  expect(stderr, name).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

describe('transactions of anvil', () => {
  it('are of many kinds', () => {
    expect(sent.length).toBeGreaterThanOrEqual(18)
    // The last three share a block, so that two of them have others before them.
    expect(new Set(sent.slice(-3).map(({ receipt }) => receipt.blockNumber)).size).toBe(1)
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
  })

  it('come out as their receipts say, on the state of the block before, asked account by account', async () => {
    const { url, server } = await proxyTo(anvil.url, (method) => method.startsWith('debug_'))
    servers.push(server)
    for (const { name, receipt } of sent) {
      const document = await replayed(receipt.transactionHash, url, name)
      expect(document, name).toMatchObject({ by: 'state', agrees: true, disagreements: [] })
      expect(document.refused).toEqual(['debug_traceTransaction is not available'])
    }
  })

  it('cost less there when they authorize for an account that is new, and that is said', async () => {
    // EIP-7702, step 7: 12,500 of 25,000 gas go to the refund counter "if authority is not empty". Nobody has this key's
    // account; anvil gives them back all the same.
    const newKey = hexToBytes(`0x${'42'.repeat(32)}`)
    const to = sent.find(({ name }) => name === 'deployment of Store')!.receipt.contractAddress!
    const { transactionHash, gasUsed } = await anvil.send({
      to,
      data: bytesToHex(encodeCall(findFunction(build.contract('Store'), 'set'), ['31', '1'])),
      type: '0x4',
      authorizationList: [authorization(await anvil.call('eth_chainId', []), to, newKey)],
    })
    const { code, stdout: json } = await testRun(['trace', 'tx', transactionHash, '--rpc-url', anvil.url, '--json'])
    expect(code).toBe(3)
    expect(JSON.parse(json).disagreements).toEqual([
      {
        what: 'gasUsed',
        receipt: String(BigInt(gasUsed)),
        replay: String(BigInt(gasUsed) + 12_500n),
        fits: 'newAuthorities',
      },
    ])
    const { stdout } = await testRun(['trace', 'tx', transactionHash, '--rpc-url', anvil.url])
    expect(stdout).toContain('gives 12,500 gas back for authorities that are new')
  })

  it('are known by the node’s own steps where it gives nothing else', async () => {
    const { url, server } = await proxyTo(
      anvil.url,
      (method, params) =>
        /^eth_get(Balance|Code|StorageAt|TransactionCount|Proof)$/.test(method) || params.includes('prestateTracer'),
    )
    servers.push(server)
    for (const { name, receipt } of sent) {
      const document = await replayed(receipt.transactionHash, url, name)
      expect(document, name).toMatchObject({ by: 'trace', agrees: true, disagreements: [] })
      const own = await replayed(receipt.transactionHash, anvil.url)
      // Frames of precompiles and of accounts without code have no steps in a node's trace.
      expect(document.steps, name).toBeLessThanOrEqual(own.steps)
      if (own.frames === 1 && own.steps > 1) expect(document.steps, name).toBe(own.steps)
    }
  })

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
  })

  it('show typed memory in every frame, with the artifacts of the project', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'memlane-anvil-'))
    const place = join(folder, 'artifacts', 'build-info')
    mkdirSync(place, { recursive: true })
    const { compilerVersion, input, output } = build
    const info = { solcVersion: '0.8.37', solcLongVersion: compilerVersion, input, output }
    writeFileSync(join(place, 'contracts.json'), JSON.stringify(info))
    const { receipt } = sent.find(({ name }) => name.startsWith('nested'))!
    const ask = async (...options: string[]) =>
      testRun([...['map', receipt.transactionHash, '--rpc-url', anvil.url, '--artifacts', folder], ...options])
    const { frames } = JSON.parse((await ask('--json')).stdout)
    // Four calls of nested, three of them by itself; in each a store, and in the last a call that fails.
    expect(frames.map(({ name }: { name: string }) => name).sort()).toEqual([
      ...['Router.nested(0)', 'Router.nested(1)', 'Router.nested(2)', 'Router.nested(3)'],
      ...['Store.fail("inside")', 'Store.set(0, 0)', 'Store.set(1, 7)', 'Store.set(2, 14)', 'Store.set(3, 21)'],
    ])
    const named: string[] = []
    for (const { id, name } of frames) {
      const { stdout } = await ask('--frame', String(id), '--json')
      const { objects, freePointer, reserved } = JSON.parse(stdout)
      expect(freePointer.first, name).toBe(0x80)
      expect(reserved.length, name).toBeGreaterThanOrEqual(3)
      named.push(...objects.map(({ type, path }: { type: string; path: string }) => `${name}: ${type} ${path}`))
    }
    expect(named).toContain('Store.fail("inside"): string why')
    const who = ['who', receipt.transactionHash, '0x40:32', '--rpc-url', anvil.url, '--artifacts', folder]
    expect((await testRun(who)).stdout).toContain('Contracts.sol:')
    const run = ['run', receipt.transactionHash, '--rpc-url', anvil.url, '--artifacts', folder, '--json']
    const { call, calls, logs } = JSON.parse((await testRun(run)).stdout)
    expect(call).toBe('Router.nested(3)')
    expect(calls).toHaveLength(frames.length)
    expect(logs).toHaveLength(receipt.logs.length)
    rmSync(folder, { recursive: true })
  })

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
    const transfer = sent.find(({ name }) => name.startsWith('plain transfer'))!.receipt
    expect((await replayed(transfer.transactionHash, anvil.url)).steps).toBe(0)
    expect(stderr).toContain('Gas, status and logs are those of the receipt.')
  })
})
