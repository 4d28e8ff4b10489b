/**
 * Official state tests from the folder that MEMLANE_VECTORS names, as cases of a plain call.
 * @module
 */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseStateTest, type StateTestCase } from '../../src/official/index.ts'
import type { ForkName } from '../../src/opcodes/index.ts'
import type { EvmCase } from './evmCase.ts'

/** The folder of the vectors. Tests that ask are only run when it is named; see `vitest.config.ts`. */
export function vectorsFolder(): string {
  const folder = process.env.MEMLANE_VECTORS
  if (folder === undefined) throw new Error('MEMLANE_VECTORS names no folder')
  return resolve(folder)
}

/** The lines of a pack: `eest/cancun.eip5656_mcopy`. */
export function packLines(pack: string): unknown[] {
  const text = gunzipSync(readFileSync(join(vectorsFolder(), `${pack}.ndjson.gz`))).toString()
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** The valid cases of a pack for one fork. */
export function validCases(pack: string, fork: ForkName): StateTestCase[] {
  const lines = packLines(pack) as { readonly name: string; readonly test: unknown }[]
  return lines
    .flatMap(({ name, test }) => parseStateTest(name, test, new Set([fork])))
    .filter(({ expected }) => expected.exception === undefined)
}

/** The transaction as the call that it makes: no fees, and a run that both EVMs begin in the same state. */
export function callOf({ pre, transaction, block }: StateTestCase): EvmCase {
  const { from, to, gasLimit, value, input } = transaction
  return {
    accounts: Object.fromEntries(pre),
    call: {
      ...{ from, gas: gasLimit, value: value ?? 0n, input: input ?? '0x' },
      ...(to === undefined ? {} : { to }),
      ...{ coinbase: block.coinbase!, number: block.number ?? 0n, timestamp: block.timestamp ?? 0n },
      ...{ prevRandao: block.prevRandao ?? 0n, baseFee: block.baseFee ?? 0n, gasLimit: block.gasLimit ?? 0n },
    },
  }
}
