/**
 * The format of Ethereum's state tests: parsing one, and running a case of it.
 *
 *   { env, pre, transaction, post: { fork: [{ hash, logs, indexes, expectException?, state? }] }, config? }
 *
 * Files are the business of whoever has files. Hex in them is sloppy (`0x`, odd lengths, keys without 0x), and only
 * here is that accepted.
 * Source: ethereum/tests and ethereum/execution-spec-tests, "State Tests".
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, quantityToHex } from '../base/hex.ts'
import type { Address, ByteCount, Hex } from '../base/units.ts'
import type { AccountFields } from '../evm/accountFields.ts'
import { type BlobSchedule, type BlockFields, blobScheduleOf } from '../evm/block.ts'
import { createEvm, type Evm } from '../evm/evm.ts'
import { logsHash } from '../evm/stateRoot.ts'
import {
  type AccessListItem,
  type Authorization,
  InvalidTransactionError,
  type Transaction,
} from '../evm/transaction.ts'
import { type ForkName, parseForkName } from '../opcodes/index.ts'
import { type Json, TestReader } from './testReader.ts'

/** One case: a transaction in a block on a state, and what must come of it. */
export interface StateTestCase {
  /** Of the test. */
  readonly name: string
  /** As the file spells it. */
  readonly fork: string
  /** Of the fork, as here. */
  readonly forkName: ForkName
  /** What runs. */
  readonly transaction: Transaction
  /** Where it runs. */
  readonly block: BlockFields
  /** The state before. */
  readonly pre: ReadonlyMap<Address, AccountFields>
  /** What must come of it. */
  readonly expected: {
    readonly root: Hex
    readonly logs: Hex
    /** Names of errors joined by `|`: the transaction must be invalid. */
    readonly exception: string | undefined
    /** The whole state afterwards, where the file has it. */
    readonly state: ReadonlyMap<Address, AccountFields> | undefined
  }
}

/** The first thing that is not as expected. */
export interface StateTestDifference {
  /** An address with a field, `logs`, `state root`, … */
  readonly what: string
  /** As the file has it. */
  readonly want: string
  /** As it came out. */
  readonly got: string
}

/**
 * All cases of one state test, as JSON.parse gave it; `forks` (in the file's spelling or ours) selects some.
 * @throws {MemlaneError} `evm.malformedStateTest` naming the field.
 */
export function parseStateTest(name: string, test: unknown, forks?: ReadonlySet<ForkName>): StateTestCase[] {
  const read = new TestReader(name)
  const root = read.object(test, 'the test')
  const env = read.object(root.env, 'env')
  const tx = read.object(root.transaction, 'transaction')
  const config = read.object(root.config ?? {}, 'config')
  const pre = read.accounts(root.pre, 'pre')
  const cases: StateTestCase[] = []
  for (const [fork, entries] of Object.entries(read.object(root.post, 'post'))) {
    const forkName = parseForkName(fork)
    if (forks !== undefined && !forks.has(forkName)) continue
    const block = blockFields(read, env, config, fork, forkName)
    for (const [index, value] of read.array(entries, `post.${fork}`).entries()) {
      const where = `post.${fork}[${index}]`
      const entry = read.object(value, where)
      const indexes = read.object(entry.indexes, `${where}.indexes`)
      cases.push({
        name,
        fork,
        forkName,
        block,
        pre,
        transaction: transactionOf(read, tx, {
          data: read.index(indexes.data, `${where}.indexes.data`),
          gas: read.index(indexes.gas, `${where}.indexes.gas`),
          value: read.index(indexes.value, `${where}.indexes.value`),
        }),
        expected: {
          root: read.word(entry.hash, `${where}.hash`),
          logs: read.word(entry.logs, `${where}.logs`),
          exception:
            entry.expectException === undefined
              ? undefined
              : read.string(entry.expectException, `${where}.expectException`),
          state: entry.state === undefined ? undefined : read.accounts(entry.state, `${where}.state`),
        },
      })
    }
  }
  return cases
}

function blockFields(read: TestReader, env: Json, config: Json, fork: string, forkName: ForkName): BlockFields {
  const number = (field: string) => (env[field] === undefined ? undefined : read.number(env[field], `env.${field}`))
  const paris = parisOrLater(forkName)
  const prevRandao = paris ? (number('currentRandom') ?? 0n) : (number('currentDifficulty') ?? 0n)
  const schedules = read.object(config.blobSchedule ?? {}, 'config.blobSchedule')
  return {
    coinbase: read.address(env.currentCoinbase, 'env.currentCoinbase'),
    gasLimit: number('currentGasLimit') ?? 0n,
    number: number('currentNumber') ?? 0n,
    timestamp: number('currentTimestamp') ?? 0n,
    baseFee: number('currentBaseFee') ?? 0x0an,
    prevRandao,
    chainId: config.chainid === undefined ? 1n : read.number(config.chainid, 'config.chainid'),
    excessBlobGas: number('currentExcessBlobGas') ?? 0n,
    blobSchedule: blobSchedule(read, schedules[fork], `config.blobSchedule.${fork}`) ?? blobScheduleOf(forkName),
  }
}

function parisOrLater(fork: ForkName): boolean {
  return ['paris', 'shanghai', 'cancun', 'prague', 'osaka'].includes(fork)
}

function blobSchedule(read: TestReader, value: unknown, where: string): BlobSchedule | undefined {
  if (value === undefined) return undefined
  const schedule = read.object(value, where)
  return {
    max: Number(read.number(schedule.max, `${where}.max`)),
    baseFeeUpdateFraction: read.number(schedule.baseFeeUpdateFraction, `${where}.baseFeeUpdateFraction`),
  }
}

function transactionOf(
  read: TestReader,
  tx: Json,
  indexes: { readonly data: number; readonly gas: number; readonly value: number },
): Transaction {
  const pick = (field: string, index: number) => {
    const list = read.array(tx[field], `transaction.${field}`)
    if (index >= list.length) read.fail(`transaction.${field}`, `has no entry ${index}`)
    return list[index]
  }
  const optional = (field: string) =>
    tx[field] === undefined ? undefined : read.number(tx[field], `transaction.${field}`)
  const to = tx.to === undefined ? '' : read.string(tx.to, 'transaction.to')
  const lists = tx.accessLists === undefined ? undefined : read.array(tx.accessLists, 'transaction.accessLists')
  const list = lists?.[indexes.data] ?? undefined
  const fields = {
    gasPrice: optional('gasPrice'),
    maxFeePerGas: optional('maxFeePerGas'),
    maxPriorityFeePerGas: optional('maxPriorityFeePerGas'),
    maxFeePerBlobGas: optional('maxFeePerBlobGas'),
    accessList: lists === undefined ? undefined : accessList(read, list ?? []),
    blobHashes:
      tx.blobVersionedHashes === undefined
        ? undefined
        : read
            .array(tx.blobVersionedHashes, 'transaction.blobVersionedHashes')
            .map((hash) => bytesToHex(read.bytes(hash, 'transaction.blobVersionedHashes'))),
    authorizations:
      tx.authorizationList === undefined
        ? undefined
        : read.array(tx.authorizationList, 'transaction.authorizationList').map((item) => authorization(read, item)),
  }
  return {
    from: read.address(tx.sender, 'transaction.sender'),
    ...(to === '' || to === '0x' ? {} : { to: read.address(to, 'transaction.to') }),
    nonce: read.number(tx.nonce, 'transaction.nonce'),
    gasLimit: read.number(pick('gasLimit', indexes.gas), 'transaction.gasLimit'),
    value: read.number(pick('value', indexes.value), 'transaction.value'),
    input: read.bytes(pick('data', indexes.data), 'transaction.data'),
    ...present(fields),
  }
}

/** The fields that are there. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function accessList(read: TestReader, value: unknown): AccessListItem[] {
  return read.array(value, 'transaction.accessLists').map((entry) => {
    const item = read.object(entry, 'transaction.accessLists')
    return {
      address: read.address(item.address, 'transaction.accessLists.address'),
      storageKeys: read
        .array(item.storageKeys, 'transaction.accessLists.storageKeys')
        .map((key) => read.word(key, 'transaction.accessLists.storageKeys')),
    }
  })
}

function authorization(read: TestReader, value: unknown): Authorization {
  const item = read.object(value, 'transaction.authorizationList')
  const number = (field: string) => read.number(item[field], `transaction.authorizationList.${field}`)
  return {
    chainId: number('chainId'),
    address: read.address(item.address, 'transaction.authorizationList.address'),
    nonce: number('nonce'),
    yParity: number(item.yParity === undefined ? 'v' : 'yParity'),
    r: number('r'),
    s: number('s'),
  }
}

/** Tests have gas for more memory than an EVM has when nobody says. */
export const TEST_MEMORY: ByteCount = 2 ** 30

/** Blocks of state tests have made-up hashes: of the number's decimal digits. */
export function testBlockHash(number: bigint): Hex {
  return bytesToHex(keccak_256(new TextEncoder().encode(number.toString())))
}

/** Runs cases one after the other, with one EVM for each fork: making one takes longer than most cases. */
export class StateTestRunner {
  readonly #evms = new Map<ForkName, Evm>()

  /** The first difference, or `undefined` when all is as expected. */
  run(test: StateTestCase): Promise<StateTestDifference | undefined> {
    let evm = this.#evms.get(test.forkName)
    if (evm === undefined) {
      evm = createEvm({ fork: test.forkName, memoryLimit: TEST_MEMORY, blockHash: testBlockHash })
      this.#evms.set(test.forkName, evm)
    }
    return runStateTestCase(test, evm)
  }
}

async function runStateTestCase(test: StateTestCase, evm: Evm): Promise<StateTestDifference | undefined> {
  evm.state.clear()
  for (const [address, fields] of test.pre) evm.state.setAccount(address, fields)
  let invalid: InvalidTransactionError | undefined
  let logs: Hex = logsHash([])
  try {
    logs = logsHash((await evm.transactAsync(test.transaction, test.block)).logs)
  } catch (error) {
    if (!(error instanceof InvalidTransactionError)) throw error
    invalid = error
  }
  const { exception, state } = test.expected
  if (exception !== undefined && invalid === undefined)
    return { what: 'validity', want: `invalid: ${exception}`, got: 'valid' }
  if (exception === undefined && invalid !== undefined)
    return { what: 'validity', want: 'valid', got: `invalid: ${invalid.reason}` }
  if (state !== undefined) {
    const difference = compareState(evm, state)
    if (difference !== undefined) return difference
  }
  if (logs !== test.expected.logs) return { what: 'logs', want: test.expected.logs, got: logs }
  const root = await evm.state.root()
  return root === test.expected.root ? undefined : { what: 'state root', want: test.expected.root, got: root }
}

/** The first difference between all accounts, but one that may be ignored, and those expected. */
export function compareState(
  evm: Evm,
  expected: ReadonlyMap<Address, AccountFields>,
  ignored?: Address,
): StateTestDifference | undefined {
  for (const [address, fields] of expected) {
    const got = evm.state.account(address)
    if (got === undefined) return { what: address, want: 'an account', got: 'none' }
    for (const field of ['balance', 'nonce'] as const) {
      if (got[field] !== fields[field]) return difference(`${address}.${field}`, fields[field]!, got[field])
    }
    const code = bytesToHex(fields.code as Uint8Array)
    if (bytesToHex(got.code) !== code) return { what: `${address}.code`, want: code, got: bytesToHex(got.code) }
    const want = new Map(Object.entries(fields.storage ?? {}).map(([slot, word]) => [BigInt(slot), BigInt(word)]))
    const have = new Map(Object.entries(got.storage).map(([slot, word]) => [BigInt(slot), BigInt(word)]))
    for (const slot of new Set([...want.keys(), ...have.keys()])) {
      const [wanted, found] = [want.get(slot) ?? 0n, have.get(slot) ?? 0n]
      if (wanted !== found) return difference(`${address}.storage[${quantityToHex(slot)}]`, wanted, found)
    }
  }
  for (const address of evm.state.addresses()) {
    if (!expected.has(address) && address !== ignored) return { what: address, want: 'no account', got: 'an account' }
  }
  return undefined
}

function difference(what: string, want: bigint, got: bigint): StateTestDifference {
  return { what, want: quantityToHex(want), got: quantityToHex(got) }
}
