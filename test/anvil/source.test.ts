/**
 * A real node as a source of state: what a call gives here is what `eth_call` gives there.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Address, bytesToHex, type Hex, quantityToHex } from '../../src/base/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { rpcSource } from '../../src/rpc/index.ts'
import { Anvil } from './anvil.ts'

// Returns BLOCKHASH(NUMBER - 1), NUMBER, TIMESTAMP, GASLIMIT, BASEFEE, PREVRANDAO, CHAINID, COINBASE, BLOBBASEFEE,
// slot 0 and CALLDATALOAD(0), a word each.
const WORDS = ['60014303' + '40', '43', '42', '45', '48', '44', '46', '41', '4a', '600054', '600035']
const CODE = WORDS.map((word, index) => `${word}61${(index * 32).toString(16).padStart(4, '0')}52`).join('')
const RUNTIME = `${CODE}610160 6000f3`.replace(' ', '')
// Stores 7 in slot 0 and deploys what lies behind these 18 bytes.
const CREATION: Hex = `0x600760005561${(RUNTIME.length / 2).toString(16).padStart(4, '0')}8060116000396000f3${RUNTIME}`

let anvil: Anvil
let contract: Address
beforeAll(async () => {
  anvil = await Anvil.start()
  contract = (await anvil.send({ data: CREATION })).contractAddress!
})
afterAll(() => anvil.stop())

describe('rpcSource on anvil', () => {
  it('gives what eth_call gives, three at once', async () => {
    await anvil.send({ to: anvil.account, value: '0x1' })
    const source = rpcSource(anvil.url)
    const { number, environment, forks } = await source.block()
    const evm = createEvm({ source, fork: forks[0]! })
    const asked = [1, 2, 3].map((n): Hex => `0x${n.toString(16).padStart(64, '0')}`)
    const here = await Promise.all(
      asked.map((input) => evm.clone().callAsync({ ...environment, to: contract, from: anvil.account, input })),
    )
    const there = await Promise.all(
      asked.map((input) =>
        anvil.call('eth_call', [{ to: contract, from: anvil.account, input }, quantityToHex(number)]),
      ),
    )
    expect(here.map(({ output }) => bytesToHex(output))).toEqual(there)
  })
  it('stays at its block', async () => {
    const source = rpcSource(anvil.url)
    const { number } = await source.block()
    await anvil.send({ to: contract, value: '0x5' }).catch(() => undefined)
    const later = rpcSource(anvil.url)
    expect((await later.block()).number).toBeGreaterThan(number)
    expect((await source.account(contract))?.balance).toBe(0n)
  })
})
