/** What callers hand in: numbers where bigints stand, names of fields, and values that are none of both. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { grouped } from '../base/template.ts'
import { createEvm, type Evm } from './index.ts'

const SENDER = '0x5e00000000000000000000000000000000000001'
const SELF = '0x1000000000000000000000000000000000000001'

function world(): Evm {
  const evm = createEvm({ fork: 'prague' })
  evm.state.setAccount(SENDER, { balance: 10n ** 18n })
  return evm
}

describe('numbers', () => {
  const { code } = assemble('NUMBER TIMESTAMP GASLIMIT BASEFEE PREVRANDAO CHAINID BLOBBASEFEE GASPRICE CALLVALUE GAS')
  const fields = {
    number: 1,
    timestamp: 1_700_000_000,
    gasLimit: 3,
    baseFee: 4,
    prevRandao: 5,
    chainId: 6,
    blobBaseFee: 7,
    gasPrice: 8,
    value: 9,
    gas: 1000,
  }

  it('are taken where bigints are, by a call', () => {
    const { stack } = world().call({ ...fields, code, from: SENDER, inspect: true })
    expect(stack).toEqual([1n, 1_700_000_000n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 980n])
  })

  it('by an account and by a transaction with its block', async () => {
    const evm = world()
    evm.state.setAccount(SENDER, { balance: Number.MAX_SAFE_INTEGER, nonce: 7 })
    evm.state.setAccount(SELF, { code: assemble('TIMESTAMP PUSH 1 SSTORE GASPRICE PUSH 2 SSTORE').code })
    const result = await evm.transactAsync(
      {
        from: SENDER,
        to: SELF,
        nonce: 7,
        gasLimit: 100_000,
        value: 5,
        maxFeePerGas: 20,
        maxPriorityFeePerGas: 1,
        authorizations: [{ chainId: 1, address: SELF, nonce: 0, yParity: 7, r: 1, s: 1 }],
      },
      { timestamp: 1_700_000_000, baseFee: 10, gasLimit: 30_000_000, excessBlobGas: 0, chainId: 1 },
    )
    expect(result.status).toBe('stop')
    expect(evm.state.account(SENDER)).toMatchObject({ nonce: 8n })
    expect(evm.state.account(SELF)?.balance).toBe(5n)
    expect([evm.state.storageAt(SELF, 1), evm.state.storageAt(SELF, 2n)]).toEqual([1_700_000_000n, 11n])
  })
})

/** What is thrown, as one line; the EVM must run a call afterwards. */
function problem(act: (evm: Evm) => unknown): string {
  const evm = world()
  let thrown = 'nothing was thrown'
  try {
    act(evm)
  } catch (error) {
    thrown = `${(error as { code?: string }).code}: ${(error as Error).message}`
  }
  expect(evm.call({ from: SENDER, value: 1n, to: SELF }).status).toBe('stop')
  return thrown
}

/** What no compiler lets through: callers of JavaScript. */
const any = (value: unknown) => value as never

describe('refused in a sentence, and the EVM is free', () => {
  it('numbers that are not exact, and what is no number', () => {
    const transaction = { from: SENDER, gasLimit: 100_000, to: SELF } as const
    expect([
      problem((evm) => evm.call({ timestamp: 1.5 })),
      problem((evm) => evm.call({ number: 2 ** 53 })),
      problem((evm) => evm.call({ gas: Number.NaN })),
      problem((evm) => evm.call({ gas: -1 })),
      problem((evm) => evm.call({ value: any('0x1') })),
      problem((evm) => evm.call({ to: any(5n) })),
      problem((evm) => evm.call({ input: any(5) })),
      problem((evm) => evm.call({ code: any({ length: 2 }) })),
      problem((evm) => evm.call({ blobHashes: [any(5n)] })),
      problem((evm) => evm.state.setAccount(SELF, { nonce: 0.5 })),
      problem((evm) => evm.state.setAccount(SELF, { balance: any(null) })),
      problem((evm) => evm.state.setAccount(SELF, { storage: { '0x1': any(5n) } })),
      problem((evm) => evm.state.storageAt(SELF, -1)),
      problem((evm) => evm.transact({ ...transaction, value: -1 })),
      problem((evm) => evm.transact({ ...transaction, gasLimit: any('21000') })),
      problem((evm) => evm.transact({ ...transaction, type: any(5) })),
      problem((evm) => evm.transact({ ...transaction, to: any('0x5') })),
      problem((evm) => evm.transact({ ...transaction, accessList: [{ address: SELF, storageKeys: ['0xzz'] }] })),
      problem((evm) => evm.transact(transaction, { excessBlobGas: 1n << 255n })),
      problem((evm) => evm.transact(transaction, { blobSchedule: { max: 1, baseFeeUpdateFraction: 0 } })),
      problem((evm) =>
        evm.transact({
          ...transaction,
          authorizations: [{ chainId: 1, address: '0x1', nonce: 0, yParity: 0, r: 1, s: 1 }],
        }),
      ),
    ]).toMatchInlineSnapshot(`
      [
        "evm.invalidQuantity: timestamp is 1.5; it must be a bigint, or a whole number up to 2^53 - 1.",
        "evm.invalidQuantity: number is 9007199254740992; it must be a bigint, or a whole number up to 2^53 - 1.",
        "evm.invalidQuantity: gas is NaN; it must be a bigint, or a whole number up to 2^53 - 1.",
        "evm.invalidGas: gas is -1; it must be from 0 to 2^63 - 1.",
        "evm.invalidQuantity: value is "0x1"; it must be a bigint, or a whole number up to 2^53 - 1.",
        "evm.invalidAddress: 5 is not an address: 0x and 40 hex digits.",
        "evm.invalidBytes: input is 5; it must be 0x and hex digits, or a Uint8Array.",
        "evm.invalidBytes: code is an object; it must be 0x and hex digits, or a Uint8Array.",
        "evm.invalidBlobHash: 5 in blobHashes is not a hash: 0x and 1 to 64 hex digits.",
        "evm.invalidQuantity: nonce is 0.5; it must be a bigint, or a whole number up to 2^53 - 1.",
        "evm.invalidQuantity: balance is null; it must be a bigint, or a whole number up to 2^53 - 1.",
        "evm.invalidStorage: 5 in the storage of 0x1000000000000000000000000000000000000001 is not a word: 0x and 1 to 64 hex digits.",
        "evm.invalidWord: slot is -1; it must be from 0 to 2^256 - 1.",
        "evm.invalidWord: value is -1; it must be from 0 to 2^256 - 1.",
        "evm.invalidQuantity: gasLimit is "21000"; it must be a bigint, or a whole number up to 2^53 - 1.",
        "evm.invalidType: type is 5; it must be from 0 to 4.",
        "evm.invalidAddress: "0x5" is not an address: 0x and 40 hex digits.",
        "evm.invalidStorageKey: "0xzz" in the access list is not a slot: 0x and 1 to 64 hex digits.",
        "evm.blobFeeTooLarge: excessBlobGas is 57,896,044,618,658,097,711,785,492,504,343,953,926,634,992,332,820,282,019,728,792,003,956,564,819,968: that makes a blob base fee of 2^256 or more, by 5,007,716 in the blob schedule.",
        "evm.invalidBlobSchedule: baseFeeUpdateFraction is 0; it must be at least 1.",
        "evm.invalidAddress: "0x1" is not an address: 0x and 40 hex digits.",
      ]
    `)
  })

  it('an authorization whose numbers do not fit their fields makes the transaction invalid', () => {
    // EIP-7702: "The transaction is also considered invalid when any field in an authorization tuple cannot fit".
    const fits = { chainId: 1n, address: SELF, nonce: 0n, yParity: 0n, r: 1n, s: 1n } as const
    const transaction = { from: SENDER, gasLimit: 100_000, to: SELF } as const
    for (const [name, bits] of [
      ['chainId', 256n],
      ['nonce', 64n],
      ['yParity', 8n],
      ['r', 256n],
      ['s', 256n],
    ] as const) {
      for (const value of [1n << bits, -1n])
        expect(problem((evm) => evm.transact({ ...transaction, authorizations: [{ ...fits, [name]: value }] }))).toBe(
          `evm.invalidTransaction.authorizationOutOfRange: The authorization's ${name} is ${grouped(value)}; it must be from 0 to 2^${bits} - 1.`,
        )
    }
  })

  it('fields that are not there, with the name that is', () => {
    const transaction = { from: SENDER, gasLimit: 100_000, to: SELF } as const
    expect([
      problem((evm) => evm.call(any({ to: SELF, data: '0x00' }))),
      problem((evm) => evm.call(any({ to: SELF, sender: SELF }))),
      problem((evm) => evm.call(any({ to: SELF, timeStamp: 1n }))),
      problem((evm) => evm.call(any({ to: SELF, colour: 1n }))),
      problem((evm) => evm.transact(any({ ...transaction, data: '0x00' }))),
      problem((evm) => evm.transact(any({ ...transaction, gas: 1n }))),
      problem((evm) => evm.transact(any({ ...transaction, accessList: [{ address: SELF, keys: [] }] }))),
      problem((evm) => evm.transact(any({ ...transaction, authorizations: [{ v: 1n }] }))),
      problem((evm) => evm.transact(transaction, any({ baseFeePerGas: 1n }))),
      problem((evm) => evm.state.setAccount(SELF, any({ storageDiff: {} }))),
      problem(() => createEvm(any({ hardfork: 'prague' }))),
    ]).toMatchInlineSnapshot(`
      [
        "evm.unknownField: A call has no field "data": call it input.",
        "evm.unknownField: A call has no field "sender": call it from.",
        "evm.unknownField: A call has no field "timeStamp": call it timestamp.",
        "evm.unknownField: A call has no field "colour": its fields are code, to, from, input, value, gas, isStatic, anyCodeSize, inspect, coinbase, number, timestamp, gasLimit, baseFee, prevRandao, chainId, blobBaseFee, blobHashes, origin, gasPrice.",
        "evm.unknownField: A transaction has no field "data": call it input.",
        "evm.unknownField: A transaction has no field "gas": call it gasLimit.",
        "evm.unknownField: An item of an access list has no field "keys": its fields are address, storageKeys.",
        "evm.unknownField: An authorization has no field "v": call it yParity.",
        "evm.unknownField: A block has no field "baseFeePerGas": call it baseFee.",
        "evm.unknownField: An account has no field "storageDiff": call it stateDiff.",
        "evm.unknownField: An EVM has no field "hardfork": call it fork.",
      ]
    `)
  })

  it('a field that is undefined is not given', () => {
    expect(world().call(any({ to: SELF, value: undefined, input: undefined })).status).toBe('stop')
  })
})
