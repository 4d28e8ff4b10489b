import { describe, expect, it } from 'vitest'
import type { Address } from '../base/units.ts'
import { createEvm, type Evm, InvalidTransactionError, loadPrecompiles, type Transaction } from './index.ts'

const SENDER: Address = '0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b'
const TARGET: Address = '0x1000000000000000000000000000000000000001'
const COINBASE: Address = '0xc01bba5e00000000000000000000000000000001'
const ETHER = 10n ** 18n
const block = { coinbase: COINBASE, baseFee: 7n, gasLimit: 30_000_000n }

function evmWith(code: `0x${string}` = '0x', fork: Parameters<typeof createEvm>[0] = {}): Evm {
  const evm = createEvm(fork)
  evm.state.setAccount(SENDER, { balance: ETHER })
  evm.state.setAccount(TARGET, { code })
  return evm
}

const balance = (evm: Evm, address: Address) => evm.state.account(address)?.balance ?? 0n

describe('a transaction', () => {
  it('pays 21,000 gas for a transfer; the base fee is burnt, the rest is the coinbase’s', () => {
    const evm = evmWith()
    const result = evm.transact({ from: SENDER, to: TARGET, gasLimit: 50_000n, gasPrice: 10n, value: 5n }, block)
    expect(result).toMatchObject({ status: 'stop', gasUsed: 21_000n, gasRefund: 0n })
    expect(balance(evm, SENDER)).toBe(ETHER - 5n - 21_000n * 10n)
    expect(balance(evm, TARGET)).toBe(5n)
    expect(balance(evm, COINBASE)).toBe(21_000n * 3n)
    expect(evm.state.account(SENDER)?.nonce).toBe(1n)
  })

  it('pays base fee and tip, at most the fee it names', () => {
    const evm = evmWith()
    evm.transact({ from: SENDER, to: TARGET, gasLimit: 21_000n, maxFeePerGas: 100n, maxPriorityFeePerGas: 2n }, block)
    expect(balance(evm, SENDER)).toBe(ETHER - 21_000n * 9n)
    expect(balance(evm, COINBASE)).toBe(21_000n * 2n)
  })

  it('pays 16 gas for a non-zero byte and 4 for a zero, or the floor of 10 a token', () => {
    // 100 non-zero bytes: 21,000 + 1,600 = 22,600 before it runs; the floor is 21,000 + 10 × 400 = 25,000.
    const input = new Uint8Array(100).fill(1)
    expect(evmWith().transact({ from: SENDER, to: TARGET, gasLimit: 30_000n, input }).gasUsed).toBe(25_000n)
    const cancun = evmWith('0x', { fork: 'cancun' })
    expect(cancun.transact({ from: SENDER, to: TARGET, gasLimit: 30_000n, input }).gasUsed).toBe(22_600n)
  })

  it('gets at most a fifth back for what it clears', () => {
    // SSTORE(0, 0) on a slot that is 1: 21,000 + 2 + 2 + 2,100 + 2,900; the refund of 4,800 is below a fifth of it.
    const evm = evmWith('0x5f5f55')
    evm.state.setAccount(TARGET, { storage: { '0x0': '0x1' } })
    const result = evm.transact({ from: SENDER, to: TARGET, gasLimit: 50_000n })
    expect(result).toMatchObject({ status: 'stop', gasRefund: 4_800n, gasUsed: 26_004n - 4_800n })
    // Two slots give 9,600 back, but a fifth of 31,010 is 6,202. (two pushes, then 5,000 for the slot: 5,006)
    const two = evmWith('0x5f5f555f600155')
    two.state.setAccount(TARGET, { storage: { '0x0': '0x1', '0x1': '0x1' } })
    expect(two.transact({ from: SENDER, to: TARGET, gasLimit: 50_000n })).toMatchObject({
      gasRefund: 31_009n / 5n,
      gasUsed: 31_009n - 31_009n / 5n,
    })
  })

  it('keeps nonce and fee of one that reverts, and nothing else', () => {
    const evm = evmWith('0x60015f555f5ffd')
    const result = evm.transact({ from: SENDER, to: TARGET, gasLimit: 100_000n, gasPrice: 7n, value: 9n }, block)
    expect(result.status).toBe('revert')
    expect(balance(evm, SENDER)).toBe(ETHER - result.gasUsed * 7n)
    expect(evm.state.account(SENDER)?.nonce).toBe(1n)
    expect(evm.state.account(TARGET)?.storage).toEqual({})
  })

  it('takes all gas of one that halts', () => {
    const result = evmWith('0xfe').transact({ from: SENDER, to: TARGET, gasLimit: 60_000n })
    expect(result).toMatchObject({ status: 'halt', halt: 'invalidOpcode', gasUsed: 60_000n })
  })

  it('creates at the address that the Yellow Paper gives, and pays for code', () => {
    // Initcode: MSTORE8(0, 0), RETURN(0, 1): deploys one byte. keccak(rlp([sender, 0])) is a known pair of this sender.
    const evm = evmWith()
    const result = evm.transact({ from: SENDER, gasLimit: 100_000n, input: '0x5f5f5360015ff3' })
    expect(result.created).toBe('0x6295ee1b4f6dd65047762f924ecd367c17eabf8f')
    expect(evm.state.account(result.created!)).toMatchObject({ nonce: 1n, code: Uint8Array.of(0) })
    // 53,000 + 7 bytes (6 × 16 + … = all non-zero) 112 + 2 a word + 2 + 2 + 3 + 3 + 3 + 2 + 0 + 200
    expect(result.gasUsed).toBe(53_000n + 112n + 2n + 15n + 200n)
  })

  it('burns the blob fee', () => {
    const evm = evmWith(('0x5f495f52' + '60205ff3') as `0x${string}`)
    const hash = `0x01${'ab'.repeat(31)}` as const
    const result = evm.transact(
      { from: SENDER, to: TARGET, gasLimit: 50_000n, maxFeePerGas: 7n, maxFeePerBlobGas: 1n, blobHashes: [hash] },
      block,
    )
    expect(`0x${Buffer.from(result.output).toString('hex')}`).toBe(hash)
    expect(balance(evm, SENDER)).toBe(ETHER - result.gasUsed * 7n - 131_072n)
  })

  it('leaves an account that was touched and is empty out of the world', async () => {
    const evm = evmWith()
    const before = evm.state.addresses().length
    evm.transact({ from: SENDER, to: '0x00000000000000000000000000000000000000ee', gasLimit: 21_000n })
    // COINBASE is the zero address here, got nothing, and is empty too.
    expect(evm.state.addresses()).toHaveLength(before)
  })
})

describe('invalid transactions', () => {
  const good: Transaction = { from: SENDER, to: TARGET, gasLimit: 100_000n, gasPrice: 10n }
  const hash = `0x01${'00'.repeat(31)}` as const
  const cases: [reason: string, transaction: Partial<Transaction>, evm?: () => Evm][] = [
    ['typeNotActive', { type: 4 }, () => evmWith('0x', { fork: 'cancun' })],
    ['nonceTooHigh', { nonce: 1n }],
    ['gasLimitExceedsBlock', { gasLimit: 30_000_001n }, () => evmWith('0x', { fork: 'prague' })],
    ['gasLimitExceedsCap', { gasLimit: 16_777_217n }],
    ['intrinsicGasTooLow', { gasLimit: 20_999n }],
    ['gasBelowFloor', { gasLimit: 23_000n, input: new Uint8Array(100).fill(1) }],
    ['feeBelowBaseFee', { gasPrice: 6n }],
    ['priorityFeeAboveFee', { maxFeePerGas: 10n, maxPriorityFeePerGas: 11n }],
    ['insufficientFunds', { value: ETHER }],
    ['insufficientFunds', { value: 2n ** 256n + 1n }],
    ['noBlobs', { type: 3, maxFeePerGas: 10n, maxFeePerBlobGas: 1n, blobHashes: [] }],
    ['tooManyBlobs', { maxFeePerGas: 10n, maxFeePerBlobGas: 1n, blobHashes: Array(7).fill(hash) }],
    ['blobHashVersion', { maxFeePerGas: 10n, maxFeePerBlobGas: 1n, blobHashes: [`0x02${'00'.repeat(31)}`] }],
    ['blobFeeTooLow', { maxFeePerGas: 10n, maxFeePerBlobGas: 0n, blobHashes: [hash] }],
    ['noAuthorizations', { type: 4, maxFeePerGas: 10n, authorizations: [] }],
    [
      'senderHasCode',
      {},
      () => {
        const evm = evmWith()
        evm.state.setAccount(SENDER, { code: '0x00' })
        return evm
      },
    ],
    [
      'nonceTooLow',
      { nonce: 0n },
      () => {
        const evm = evmWith()
        evm.state.setAccount(SENDER, { nonce: 1n })
        return evm
      },
    ],
    [
      'nonceIsMax',
      {},
      () => {
        const evm = evmWith()
        evm.state.setAccount(SENDER, { nonce: 2n ** 64n - 1n })
        return evm
      },
    ],
  ]
  it.each(cases)('%s', (reason, fields, evm = () => evmWith()) => {
    const machine = evm()
    const before = balance(machine, SENDER)
    let error: unknown
    try {
      machine.transact({ ...good, ...fields }, block)
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(InvalidTransactionError)
    expect(error).toMatchObject({ reason, code: `evm.invalidTransaction.${reason}` })
    expect(balance(machine, SENDER)).toBe(before)
  })

  it('of the same kinds, but one step inside the bounds, are valid', () => {
    const transact = (fields: Partial<Transaction>, evm = evmWith()) =>
      evm.transact({ ...good, ...fields }, block).status
    expect(transact({ gasLimit: 21_000n })).toBe('stop')
    expect(transact({ gasLimit: 16_777_216n })).toBe('stop')
    expect(transact({ gasPrice: 7n })).toBe('stop')
    expect(transact({ gasLimit: 25_000n, input: new Uint8Array(100).fill(1) })).toBe('stop')
    expect(transact({ value: ETHER - 100_000n * 10n })).toBe('stop')
    expect(transact({ maxFeePerGas: 10n, maxFeePerBlobGas: 1n, blobHashes: Array(6).fill(hash) })).toBe('stop')
  })
})

describe('a set-code transaction', () => {
  it('lets the authority run the code of the account it names', async () => {
    await loadPrecompiles()
    // The authorization of execution-spec-tests' test_account_warming: signed by 0xf7d3…8fd6 for nonce 0 on any chain.
    const authority: Address = '0xf7d348dc2b4ba1a9f68d3ee4f036ec0b001ca8fd'
    const named: Address = '0xa8049c111d0e5bb67c841190da97fe3f01222861'
    const evm = evmWith()
    evm.state.setAccount(named, { code: '0x60075f5500' })
    const result = evm.transact({
      from: SENDER,
      to: authority,
      gasLimit: 200_000n,
      authorizations: [
        {
          chainId: 0n,
          address: named,
          nonce: 0n,
          yParity: 0n,
          r: 0x1d729eb114b053d78ec9c152aad774b9495229a61c784165951e700d502582b4n,
          s: 0x439581c996e6b5233a8a1ae2b6784f58da1d5fc8115f233b1916b8230ecae640n,
        },
      ],
    })
    expect(result.status).toBe('stop')
    const account = evm.state.account(authority)!
    expect(account.nonce).toBe(1n)
    expect(`0x${Buffer.from(account.code).toString('hex')}`).toBe(`0xef0100${named.slice(2)}`)
    // The code ran as the authority: the slot is the authority's own.
    expect(evm.state.storageAt(authority, 0n)).toBe(7n)
    expect(evm.state.storageAt(named, 0n)).toBe(0n)
  })
})
