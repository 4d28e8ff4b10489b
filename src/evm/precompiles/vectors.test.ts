/**
 * The official vectors, read from the folder that `MEMLANE_VECTORS` names: data of others that is not part of the
 * project. Every file of `precompiles/` must be listed here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../base/hex.ts'
import type { ForkName } from '../../opcodes/index.ts'
import { loadPrecompiles } from './load.ts'
import { precompiles } from './table.ts'

interface Vector {
  readonly Name: string
  readonly Input: string
  readonly Expected?: string
  readonly Gas?: number
  readonly ExpectedError?: string
}

const PAIRED: readonly (readonly [file: string, fork: ForkName, address: bigint])[] = [
  ['ecRecover', 'frontier', 0x01n],
  ['modexp', 'byzantium', 0x05n],
  ['modexp_eip2565', 'berlin', 0x05n],
  ['modexp_eip7883', 'osaka', 0x05n],
  ['bn256Add', 'istanbul', 0x06n],
  ['bn256ScalarMul', 'istanbul', 0x07n],
  ['bn256Pairing', 'istanbul', 0x08n],
  ['blake2F', 'istanbul', 0x09n],
  ['fail-blake2f', 'istanbul', 0x09n],
  ['pointEvaluation', 'cancun', 0x0an],
  ['blsG1Add', 'prague', 0x0bn],
  ['fail-blsG1Add', 'prague', 0x0bn],
  ['blsG1Mul', 'prague', 0x0cn],
  ['fail-blsG1Mul', 'prague', 0x0cn],
  ['blsG1MultiExp', 'prague', 0x0cn],
  ['fail-blsG1MultiExp', 'prague', 0x0cn],
  ['blsG2Add', 'prague', 0x0dn],
  ['fail-blsG2Add', 'prague', 0x0dn],
  ['blsG2Mul', 'prague', 0x0en],
  ['fail-blsG2Mul', 'prague', 0x0en],
  ['blsG2MultiExp', 'prague', 0x0en],
  ['fail-blsG2MultiExp', 'prague', 0x0en],
  ['blsPairing', 'prague', 0x0fn],
  ['fail-blsPairing', 'prague', 0x0fn],
  ['blsMapG1', 'prague', 0x10n],
  ['fail-blsMapG1', 'prague', 0x10n],
  ['blsMapG2', 'prague', 0x11n],
  ['fail-blsMapG2', 'prague', 0x11n],
  ['p256Verify', 'osaka', 0x100n],
]

const folder = join(
  process.env.MEMLANE_VECTORS ?? resolve(import.meta.dirname, '../../../../shared/conformance'),
  'precompiles',
)
const ENDING = '.ndjson.gz'
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ENDING)) : undefined
if (files === undefined) console.log(`Not run: the precompiles' official vectors, for want of the folder ${folder}.`)

describe('official vectors', () => {
  beforeAll(() => loadPrecompiles())

  it('names every file of the folder', () => {
    const names = PAIRED.map(([file]) => file + ENDING)
    expect(new Set(names).size).toBe(29)
    for (const file of files ?? []) expect(names).toContain(file)
  })

  for (const [file, fork, address] of files === undefined ? [] : PAIRED) {
    it(`${file}, ${fork}`, { timeout: 600_000 }, () => {
      const lines = gunzipSync(readFileSync(join(folder, file + ENDING)))
        .toString()
        .trimEnd()
        .split('\n')
      expect(lines.length).toBeGreaterThan(0)
      const precompile = precompiles(fork).get(address)!
      for (const line of lines) {
        const vector: Vector = JSON.parse(line)
        const input = hexToBytes(`0x${vector.Input}`)
        const output = precompile.run(input)
        if (vector.ExpectedError !== undefined) {
          expect(output, vector.Name).toBeUndefined()
          continue
        }
        expect(output && bytesToHex(output), vector.Name).toBe(`0x${vector.Expected}`)
        if (vector.Gas !== undefined) expect(precompile.gas(input), vector.Name).toBe(BigInt(vector.Gas))
      }
    })
  }
})
