/**
 * Random cases: programs with the accounts, the call and the block around them.
 * @module
 */
import { type Address, type Hex, quantityToHex, wordToHex } from '../../src/base/index.ts'
import type { AccountFields, CallParameters, Environment } from '../../src/evm/index.ts'
import type { EvmCase } from '../support/evmCase.ts'
import type { Random } from '../support/evmRandom.ts'
import { randomProgram, SLOTS, type Surroundings } from './program.ts'

const address = (number: bigint): Address => `0x${number.toString(16).padStart(40, '0')}`

const SELF = address(0x5e1f000000000000000000000000000000000001n)
const CALLER = address(0xca11e40000000000000000000000000000000001n)
const COINBASE = address(0xc01bba5e00000000000000000000000000000001n)
/** Has balance and code. */
const LIBRARY = address(0xaa00000000000000000000000000000000000001n)
/** Has balance only. */
const PERSON = address(0xbb00000000000000000000000000000000000001n)
/** Its code names LIBRARY as what runs instead. (EIP-7702) */
const DELEGATING = address(0xdd00000000000000000000000000000000000001n)
/** Is not there. */
const NOBODY = address(0xee00000000000000000000000000000000000001n)
/** Precompiles that take any input: SHA-256, RIPEMD-160, identity. */
const PRECOMPILES: readonly Address[] = [address(2n), address(3n), address(4n)]

function randomEnvironment(random: Random): Environment & { readonly number: bigint } {
  return {
    coinbase: COINBASE,
    number: random.oneIn(3) ? BigInt(random.below(300)) : random.bits(40),
    timestamp: random.bits(40),
    gasLimit: random.bits(40),
    baseFee: random.bits(40),
    prevRandao: random.bits(256),
    blobBaseFee: random.bits(40),
    blobHashes: Array.from({ length: random.below(4) }, () => wordToHex(random.bits(256))),
    origin: random.pick([CALLER, PERSON]),
    gasPrice: random.bits(40),
  }
}

function randomStorage(random: Random): Record<Hex, Hex> {
  const storage: Record<Hex, Hex> = {}
  for (const slot of SLOTS) if (random.oneIn(2)) storage[quantityToHex(slot)] = quantityToHex(BigInt(random.below(4)))
  return storage
}

const DELEGATION: Hex = `0xef0100${LIBRARY.slice(2)}`

function bystanders(random: Random): Record<Address, AccountFields> {
  return {
    [CALLER]: { balance: 10n ** 18n, nonce: BigInt(random.below(3)) },
    [LIBRARY]: { balance: 7n, nonce: 1n, code: random.bytes(random.below(200)) },
    [PERSON]: { balance: 5n },
    [DELEGATING]: { balance: 3n, nonce: 1n, code: DELEGATION },
  }
}

/** One contract that calls nobody. */
export function singleFrameCase(random: Random): EvmCase {
  const environment = randomEnvironment(random)
  const code = randomProgram(
    random,
    {
      addresses: [SELF, CALLER, COINBASE, LIBRARY, PERSON, DELEGATING, NOBODY, ...PRECOMPILES],
      blockNumber: environment.number,
      calls: 0,
      creationDepth: 0,
    },
    2 + random.below(random.oneIn(4) ? 60 : 25),
  )
  return {
    accounts: {
      ...bystanders(random),
      [SELF]: { balance: BigInt(random.below(3)), nonce: 1n, code, storage: randomStorage(random) },
    },
    call: {
      ...environment,
      from: CALLER,
      to: SELF,
      input: random.bytes(random.below(100)),
      value: random.oneIn(4) ? BigInt(random.below(1000)) : 0n,
      gas: 500_000n,
      isStatic: random.oneIn(12),
    },
  }
}

/** A handful of contracts that call each other, create others, fail and go on. */
export function multiFrameCase(random: Random): EvmCase {
  const environment = randomEnvironment(random)
  const contracts = [SELF, LIBRARY, ...[1n, 2n, 3n].map((n) => address((0xc0n << 152n) + n))]
  const surroundings: Surroundings = {
    // The same few again and again: a second call of a contract is warm, and may take another way.
    addresses: [
      ...[...contracts, ...contracts, ...contracts, ...contracts],
      ...[CALLER, COINBASE, PERSON, DELEGATING, NOBODY, ...PRECOMPILES],
    ],
    blockNumber: environment.number,
    calls: 25,
    creationDepth: 2,
  }
  const accounts: Record<Address, AccountFields> = bystanders(random)
  for (const contract of contracts)
    accounts[contract] = {
      balance: BigInt(random.below(5)),
      nonce: 1n,
      code: randomProgram(random, surroundings, 1 + random.below(14)),
      storage: randomStorage(random),
    }
  return {
    accounts,
    call: {
      ...environment,
      from: CALLER,
      ...startingPoint(random, surroundings),
      value: random.oneIn(4) ? BigInt(random.below(1000)) : 0n,
      gas: 300_000n,
    },
  }
}

/** Mostly a call of a contract, at times one of an account that delegates, at times a creation. */
function startingPoint(random: Random, surroundings: Surroundings): Pick<CallParameters, 'to' | 'input' | 'isStatic'> {
  if (random.oneIn(12)) return { input: randomProgram(random, surroundings, random.below(8)) }
  const to = random.oneIn(20) ? DELEGATING : SELF
  return { to, input: random.bytes(random.below(100)), isStatic: random.oneIn(20) }
}
