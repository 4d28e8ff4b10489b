/**
 * The vectors of `test/vectors/memory.json` that need no EVM: prices, expansions and helpers. Their values come
 * from execution-specs, ethereumjs and a model of bigints.
 */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { bytesToHex, hexToBytes, wordToHex } from '../base/hex.ts'
import { expandSize, GETH_MAX_MEMORY_SIZE, isWordAligned, MAX_MEMORY_SIZE, wordCount } from './constants.ts'
import { expansionGasCost, memoryCost, memoryCostNumber, requiredSize } from './gas.ts'
import { type GrowthStrategy, nextCapacity } from './growth.ts'
import { Memory } from './memory.ts'
import { MemoryPool } from './pool.ts'
import { getZeroPaddedSlice, validateBounds, validateReturnDataBounds } from './slice.ts'

interface PriceVector {
  readonly id: string
  readonly kind: 'memoryCost'
  readonly input: { readonly sizeBytes: string }
  readonly expect: { readonly words: string; readonly cost: string; readonly fitsGethUint64: boolean }
}

interface ExpansionVector {
  readonly id: string
  readonly kind: 'memoryExpansion'
  readonly input: { readonly currentBytes: string; readonly regions: readonly (readonly [string, string])[] }
  readonly expect: { readonly cost: string; readonly newBytes: string }
}

interface HelperVector {
  readonly id: string
  readonly kind: 'api'
  readonly input: { readonly fn: keyof typeof HELPERS; readonly args: readonly never[] }
  readonly expect: unknown
}

interface OtherVector {
  readonly id: string
  readonly kind: 'code'
}

type Vector = PriceVector | ExpansionVector | HelperVector | OtherVector

function memoryOf(hex: string): Memory {
  const data = hexToBytes(hex)
  const memory = new Memory()
  memory.expand(data.length)
  memory.set(0, data.length, data)
  return memory
}

const HELPERS = {
  wordCount: (bytes: string) => {
    expect(wordCount(BigInt(bytes))).toBe(BigInt(wordCount(Number(bytes))))
    return String(wordCount(Number(bytes)))
  },
  expandSize: (bytes: string) => String(expandSize(Number(bytes))),
  isWordAligned: (bytes: string) => isWordAligned(Number(bytes)),
  readWord: (data: string, offset: string) => wordToHex(memoryOf(data).readWord(BigInt(offset))),
  readByte: (data: string, offset: string) => memoryOf(data).readByte(BigInt(offset)),
  readBytes: (data: string, offset: string, length: number) =>
    bytesToHex(memoryOf(data).readBytes(BigInt(offset), length)),
  getZeroPaddedSlice: (data: string, offset: string, length: number) =>
    bytesToHex(getZeroPaddedSlice(hexToBytes(data), BigInt(offset), length)),
  validateBounds: (offset: string, length: string, size: string) =>
    validateBounds(BigInt(offset), BigInt(length), BigInt(size)),
  validateReturnDataBounds: (offset: string, length: string, size: string) =>
    validateReturnDataBounds(BigInt(offset), BigInt(length), BigInt(size)),
  copyWithin: (data: string, dst: number, src: number, length: number) => {
    const memory = memoryOf(data)
    memory.copy(dst, src, length)
    return bytesToHex(memory.data())
  },
  growthCapacity: (strategy: GrowthStrategy, initial: number, needs: readonly number[]) => {
    let capacity = initial
    return needs.map((need) => (capacity = nextCapacity(strategy, capacity, need, MAX_MEMORY_SIZE)))
  },
  poolAccepts: (capacity: number) => new MemoryPool().accepts(capacity),
}

const file: { readonly vectors: readonly Vector[] } = JSON.parse(
  readFileSync(new URL('../../test/vectors/memory.json', import.meta.url), 'utf8'),
)
const count = { memoryCost: 0, memoryExpansion: 0, api: 0 }

for (const vector of file.vectors) {
  if (vector.kind === 'code') continue // Programs: the engine's tests run them.
  count[vector.kind]++
  it(vector.id, () => {
    if (vector.kind === 'memoryCost') {
      const size = BigInt(vector.input.sizeBytes)
      const words = wordCount(size)
      expect(String(words)).toBe(vector.expect.words)
      expect(String(memoryCost(words))).toBe(vector.expect.cost)
      expect(expansionGasCost(0, size)).toBe(memoryCost(words))
      expect(size <= GETH_MAX_MEMORY_SIZE).toBe(vector.expect.fitsGethUint64)
      if (words <= 94_906_265n) expect(String(memoryCostNumber(Number(words)))).toBe(vector.expect.cost)
    } else if (vector.kind === 'memoryExpansion') {
      const current = BigInt(vector.input.currentBytes)
      const need = requiredSize(
        ...vector.input.regions.map(([offset, size]) => [BigInt(offset), BigInt(size)] as const),
      )
      const after = need > current ? wordCount(need) * 32n : current
      expect(String(expansionGasCost(Number(current), need))).toBe(vector.expect.cost)
      expect(String(after)).toBe(vector.expect.newBytes)
    } else {
      const { fn, args } = vector.input
      const helper: (...args: never[]) => unknown = HELPERS[fn]
      expect(helper(...args)).toEqual(vector.expect)
    }
  })
}

it('leaves none of its kinds out', () => expect(count).toEqual({ memoryCost: 45, memoryExpansion: 26, api: 64 }))
