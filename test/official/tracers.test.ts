/**
 * geth's own cases of callTracer and prestateTracer: a raw transaction in a block on a state, and what the tracer says.
 * The cases of its flat tracer and of ERC-7562's are for formats that memlane does not write.
 * @module
 */
import { describe, expect, it } from 'vitest'
import type { Address, Hex } from '../../src/base/index.ts'
import { createEvm, loadPrecompiles } from '../../src/evm/index.ts'
import type { ForkName } from '../../src/opcodes/index.ts'
import { callTracer, prestateDiff, prestateTracer, recordTransaction } from '../../src/trace/index.ts'
import { packLines } from '../support/officialVectors.ts'
import { decodeTransaction } from '../support/rawTransaction.ts'

interface TracerCase {
  readonly genesis: {
    readonly alloc: Readonly<Record<string, Account>>
    readonly config: Readonly<Record<string, number | boolean | object>>
  }
  readonly context: Readonly<Record<'number' | 'timestamp' | 'difficulty' | 'gasLimit' | 'miner', string>> & {
    readonly baseFeePerGas?: string
  }
  readonly input: Hex
  readonly tracerConfig?: Readonly<Record<string, boolean>>
  readonly result: unknown
}

interface Account {
  readonly balance?: string
  readonly nonce?: string | number
  readonly code?: Hex
  readonly storage?: Readonly<Record<Hex, Hex>>
}

/** geth's names of the blocks and times at which forks begin, oldest first; it reads them in any case. */
const FORKS: readonly (readonly [key: string, fork: ForkName])[] = [
  ['homesteadBlock', 'homestead'],
  ['eip150Block', 'tangerineWhistle'],
  ['eip158Block', 'spuriousDragon'],
  ['byzantiumBlock', 'byzantium'],
  ['constantinopleBlock', 'constantinople'],
  ['petersburgBlock', 'petersburg'],
  ['istanbulBlock', 'istanbul'],
  ['berlinBlock', 'berlin'],
  ['londonBlock', 'london'],
  ['terminalTotalDifficulty', 'paris'],
  ['shanghaiTime', 'shanghai'],
  ['cancunTime', 'cancun'],
  ['pragueTime', 'prague'],
  ['osakaTime', 'osaka'],
]

function forkOf({ genesis, context }: TracerCase): ForkName {
  let fork: ForkName = 'frontier'
  const config = new Map(Object.entries(genesis.config).map(([key, value]) => [key.toLowerCase(), value]))
  for (const [key, name] of FORKS) {
    const begins = config.get(key.toLowerCase())
    if (typeof begins !== 'number') continue
    const now = key.endsWith('Time') ? BigInt(context.timestamp) : BigInt(context.number)
    // After the merge blocks have no difficulty.
    if (name === 'paris' ? BigInt(context.difficulty) === 0n : now >= BigInt(begins)) fork = name
  }
  return fork
}

/** In lower case, as hex is compared; and what geth's reader of the expected result takes as given: a log's index. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).toLowerCase(), (_, part) =>
    typeof part === 'object' && part !== null && 'topics' in part ? { index: '0x0', ...part } : part,
  )
}

/** Geth's tracers of old, written in JavaScript, say more where there is nothing and less of why a call failed. */
function legacy(value: unknown): unknown {
  const empty = (key: string, part: unknown) =>
    (['output', 'code'].includes(key) && part === '0x') ||
    (key === 'nonce' && part === 0) ||
    key === 'codehash' ||
    (key === 'storage' && Object.keys(Object(part)).length === 0)
  return JSON.parse(JSON.stringify(plain(value)), (key, part) => {
    if (empty(key, part)) return undefined
    return key === 'error' && part !== 'execution reverted' ? 'failed' : part
  })
}

function recorded(test: TracerCase) {
  const fork = forkOf(test)
  const evm = createEvm({ fork })
  for (const [address, { balance = '0', nonce = 0, code, storage }] of Object.entries(test.genesis.alloc)) {
    evm.state.setAccount((address.startsWith('0x') ? address : `0x${address}`) as Address, {
      balance: BigInt(balance),
      nonce: BigInt(nonce),
      ...(code === undefined ? {} : { code }),
      ...(storage === undefined ? {} : { storage }),
    })
  }
  const { context, genesis } = test
  const { chainId } = genesis.config
  const input: Hex = test.input.startsWith('0x') ? test.input : `0x${test.input}`
  return recordTransaction(evm, decodeTransaction(input), {
    coinbase: context.miner.toLowerCase() as Address,
    number: BigInt(context.number),
    timestamp: BigInt(context.timestamp),
    gasLimit: BigInt(context.gasLimit),
    prevRandao: BigInt(context.difficulty),
    chainId: BigInt(typeof chainId === 'number' ? chainId : 1),
    ...(context.baseFeePerGas === undefined ? {} : { baseFee: BigInt(context.baseFeePerGas) }),
  }).recording
}

const cases = (pack: string) => packLines(`tracers/${pack}`) as { readonly name: string; readonly test: TracerCase }[]

describe('callTracer', async () => {
  await loadPrecompiles()
  for (const pack of ['call_tracer', 'call_tracer_withLog'] as const) {
    it.each(cases(pack))(`${pack}: $name`, ({ test }) => {
      expect(plain(callTracer(recorded(test), test.tracerConfig))).toEqual(plain(test.result))
    })
  }
  it.each(cases('call_tracer_legacy'))('call_tracer_legacy: $name', ({ test }) => {
    expect(legacy(callTracer(recorded(test)))).toMatchObject(Object(legacy(test.result)))
  })
})

describe('prestateTracer', () => {
  it.each(cases('prestate_tracer'))('prestate_tracer: $name', ({ test }) => {
    expect(plain(prestateTracer(recorded(test), test.tracerConfig))).toEqual(plain(test.result))
  })
  it.each(cases('prestate_tracer_legacy'))('prestate_tracer_legacy: $name', ({ test }) => {
    expect(legacy(prestateTracer(recorded(test)))).toEqual(legacy(test.result))
  })
  it.each(cases('prestate_tracer_with_diff_mode'))('prestate_tracer_with_diff_mode: $name', ({ test }) => {
    expect(plain(prestateDiff(recorded(test), test.tracerConfig))).toEqual(plain(test.result))
  })
})
