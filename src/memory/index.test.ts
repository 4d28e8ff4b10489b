import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as memory from './index.ts'

it('exports these names and no other', () => {
  expect(Object.keys(memory).sort()).toMatchInlineSnapshot(`
    [
      "ArenaBacking",
      "ArrayBufferBacking",
      "EvmAllocator",
      "GAS_MEMORY_WORD",
      "GAS_QUADRATIC_DIVISOR",
      "GAS_TABLE",
      "GAS_TABLE_WORDS",
      "GETH_MAX_MEMORY_SIZE",
      "INITIAL_CAPACITY",
      "MAX_EXACT_WORDS",
      "MAX_MEMORY_SIZE",
      "Memory",
      "MemoryError",
      "MemoryPool",
      "PAGE_SIZE",
      "POOL_MAX_CAPACITY",
      "SharedMemoryBuffer",
      "WORD_SIZE",
      "expandSize",
      "expansionGasCost",
      "freeMemory",
      "getSlice",
      "getZeroPaddedSlice",
      "isWordAligned",
      "maxWordsForGas",
      "memoryCost",
      "memoryCostNumber",
      "newMemory",
      "nextCapacity",
      "requiredSize",
      "validateBounds",
      "validateReturnDataBounds",
      "wordCount",
    ]
  `)
})

const here = new URL('.', import.meta.url)
const files = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
const importsOf = (file: string) =>
  [...readFileSync(new URL(file, here), 'utf8').matchAll(/^(?! \*).* from '([^']+)'/gm)].map((match) => match[1]!)

it('imports itself and base only', () => {
  const imports = files.flatMap(importsOf)
  expect(imports.length).toBeGreaterThan(20)
  expect(imports.filter((path) => !/^\.\/\w+\.ts$|^\.\.\/base\/\w+\.ts$/.test(path))).toEqual([])
})

it('has no circle of imports, types included', () => {
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, [...path, file].join(' imports ')).not.toContain(file)
    for (const next of importsOf(file)) if (next.startsWith('./')) visit(next.slice(2), [...path, file])
  }
  for (const file of files) visit(file, [])
})
