/**
 * Which precompile stands at which address, for each fork. A fork is the previous fork plus changes; a row for an
 * address that is taken replaces it.
 * @module
 */
import { ripemd160 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Address, ByteCount, Gas } from '../../base/units.ts'
import { FORK_NAMES, type ForkName } from '../../opcodes/index.ts'
import { blake2f, blake2fGas } from './blake2f.ts'
import { type CurvePrecompile, curvesAreLoaded, onCurve } from './load.ts'
import { berlinModexpGas, boundedModexp, byzantiumModexpGas, modexp, osakaModexpGas } from './modexp.ts'
import { G1_DISCOUNTS, G2_DISCOUNTS, msmGas } from './msmPrice.ts'
import type { FixedPrecompile, Run } from './precompile.ts'

/** Where the precompile stands that recovers who signed. */
export const ECRECOVER = 0x01n

type Price = FixedPrecompile['gas']
/** Without a function, the curves' function of that name. */
type Row = readonly [bigint, string, Price, Run] | readonly [bigint, CurvePrecompile, Price]

function flat(gas: Gas): Price {
  return () => gas
}

/** `size` bytes make a unit; the last one may be begun. */
function perBegun(size: ByteCount, base: Gas, unit: Gas): Price {
  return (input) => base + unit * BigInt(Math.ceil(input.length / size))
}

/** Only whole units count: the precompile fails for an input with a rest. */
function perWhole(size: ByteCount, base: Gas, unit: Gas): Price {
  return (input) => base + unit * BigInt(Math.floor(input.length / size))
}

function paddedRipemd160(input: Uint8Array): Uint8Array {
  const word = new Uint8Array(32)
  word.set(ripemd160(input), 12)
  return word
}

// biome-ignore format: rows are compared
const CHANGES: Partial<Record<ForkName, readonly Row[]>> = {
  frontier: [ // Yellow Paper, appendix E
    [ECRECOVER, 'ecrecover', flat(3000n)],
    [0x02n, 'sha256', perBegun(32, 60n, 12n), (input) => sha256(input)],
    [0x03n, 'ripemd160', perBegun(32, 600n, 120n), paddedRipemd160],
    [0x04n, 'identity', perBegun(32, 15n, 3n), (input) => input],
  ],
  byzantium: [ // EIP-196, EIP-197, EIP-198
    [0x05n, 'modexp', byzantiumModexpGas, modexp],
    [0x06n, 'bn254Add', flat(500n)],
    [0x07n, 'bn254Mul', flat(40_000n)],
    [0x08n, 'bn254Pairing', perWhole(192, 100_000n, 80_000n)],
  ],
  istanbul: [ // EIP-152, EIP-1108
    [0x06n, 'bn254Add', flat(150n)],
    [0x07n, 'bn254Mul', flat(6000n)],
    [0x08n, 'bn254Pairing', perWhole(192, 45_000n, 34_000n)],
    [0x09n, 'blake2f', blake2fGas, blake2f],
  ],
  berlin: [ // EIP-2565
    [0x05n, 'modexp', berlinModexpGas, modexp],
  ],
  cancun: [ // EIP-4844
    [0x0an, 'pointEvaluation', flat(50_000n)],
  ],
  prague: [ // EIP-2537
    [0x0bn, 'bls12G1Add', flat(375n)],
    [0x0cn, 'bls12G1Msm', msmGas(160, 12_000n, G1_DISCOUNTS)],
    [0x0dn, 'bls12G2Add', flat(600n)],
    [0x0en, 'bls12G2Msm', msmGas(288, 22_500n, G2_DISCOUNTS)],
    [0x0fn, 'bls12Pairing', perWhole(384, 37_700n, 32_600n)],
    [0x10n, 'bls12MapFpToG1', flat(5500n)],
    [0x11n, 'bls12MapFp2ToG2', flat(23_800n)],
  ],
  osaka: [ // EIP-7823, EIP-7883, EIP-7951
    [0x05n, 'modexp', osakaModexpGas, boundedModexp],
    [0x100n, 'p256Verify', flat(6900n)],
  ],
}

const TABLES: ReadonlyMap<ForkName, ReadonlyMap<bigint, FixedPrecompile>> = buildTables()

function buildTables(): Map<ForkName, ReadonlyMap<bigint, FixedPrecompile>> {
  const tables = new Map<ForkName, ReadonlyMap<bigint, FixedPrecompile>>()
  let table = new Map<bigint, FixedPrecompile>()
  for (const fork of FORK_NAMES) {
    table = new Map(table)
    for (const row of CHANGES[fork] ?? []) {
      const [address, name, gas] = row
      const onACurve = row.length === 3
      table.set(address, {
        name,
        gas,
        run: onACurve ? onCurve(row[1]) : row[3],
        isLoaded: onACurve ? curvesAreLoaded : () => true,
      })
    }
    tables.set(fork, table)
  }
  return tables
}

/** A fork's precompiles by address. Those on curves are among them before they are loaded. */
export function precompiles(fork: ForkName): ReadonlyMap<bigint, FixedPrecompile> {
  return TABLES.get(fork)!
}

/** What the precompile at an address is called, `ecrecover` or `sha256`; `undefined` where the fork has none. */
export function precompileName(fork: ForkName, address: Address): string | undefined {
  return precompiles(fork).get(BigInt(address))?.name
}
