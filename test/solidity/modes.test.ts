/** The lessons' contracts in all four builds: the same objects, with the same names and values. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MemoryMap } from '../../src/solidity/index.ts'
import { valueText } from '../../src/solidity/index.ts'
import { exampleText } from '../support/solc.ts'
import { type Builds, compileModes, MODES, mapInMode } from '../support/twins.ts'

interface Lesson {
  readonly file: string
  readonly contract: string
  readonly signature: string
}

const VECTORS = new URL('../vectors/solidity-expected.json', import.meta.url)
const LESSONS: readonly Lesson[] = JSON.parse(readFileSync(VECTORS, 'utf8')).functions

/** What each function has in memory, by hand from the sources. Where it lies is each build's own affair. */
const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  'MemBasic.read()': ['Point p = {x: 1, y: 2, z: 3}'],
  'MemBasic.write()': ['Point p = {x: 1, y: 2, z: 3}'],
  'MemFixedArray.test_read()': ['uint32[3] arr = [1, 2, 3]'],
  'MemFixedArray.test_write()': ['uint32[3] arr = [11, 22, 33]'],
  'MemDynamicArray.test_read()': ['uint256[] arr = [11, 22, 33, 44, 55]'],
  'MemDynamicArray.test_write()': ['uint256[] arr = [11, 22, 33]'],
  'MemoryLane.memoryLane()': ['bytes32[5] a = [0, 0, 0, 0, 0]', 'bytes32[2] b = [1, 0]'],
  'WtfMemoryLayout.testUint()': [],
  'WtfMemoryLayout.testShortString()': ['string x = "WTF"'],
  'WtfMemoryLayout.testLongBytes()': [
    'bytes x = 0x365f5f375f5f365f73bebebebebebebebebebebebebebebebebebebebe5af43d5f5f3e5f3d91602a57fd5bf3',
  ],
  'WtfMemoryLayout.testStaticArray()': ['uint8[3] undefined = [0, 0, 0]', 'uint8[3] b = [1, 2, 3]'],
  'WtfMemoryLayout.testDynamicArray()': ['uint256[] x = [1, 0, 4]'],
  'WtfMemoryLayout.testMultiDimensionalArray(string,uint16)': [
    'string info = "123456789"',
    'string[] x = ["123456789", "HELLO", "", "", "WTF"]',
    'string x[1] = "HELLO"',
    'string x[4] = "WTF"',
  ],
  'Probe.uintNoReturn()': [],
  'Probe.twoStatics()': ['uint8[3] r = [0, 0, 0]', 'uint8[3] l = [1, 2, 3]'],
  'Probe.bytes1Array()': ['bytes1[] x = [0x00, 0xaa, 0x00]', 'bytes y = 0x00bb00'],
  'Probe.dirtyThenNew()': ['uint256[] x = [0, 0]'],
  'Probe.zeroSlot()': [],
}

function objects(map: MemoryMap): string[] {
  return map.objects.map(({ type, path, value }) => `${type} ${path} = ${value && valueText(value)}`)
}

const builds = new Map<string, Builds>()
beforeAll(async () => {
  for (const { file } of LESSONS)
    if (!builds.has(file)) builds.set(file, await compileModes(await exampleText(file), file))
})

it('all 18 functions of the vectors are here', () => {
  expect(LESSONS.length).toBe(18)
  expect(LESSONS.map(({ contract, signature }) => `${contract}.${signature}`).sort()).toEqual(
    Object.keys(OBJECTS).sort(),
  )
})

describe.each(MODES)('%s', (mode) => {
  it.each(LESSONS)('$contract $signature', ({ file, contract, signature }) => {
    const args = signature.startsWith('testMulti') ? ['123456789', '5'] : []
    const map = mapInMode(builds.get(file)!, mode, { call: signature, args }, contract)
    expect(objects(map)).toEqual(OBJECTS[`${contract}.${signature}`])
    const known = mode === 'legacy' ? ['declared', 'parent'] : ['projected']
    for (const object of map.objects) expect(known, object.path).toContain(object.known)
    if (mode !== 'legacy') expect(map.twin?.aligned).toBe(map.twin?.allocations)
    const plain = mapInMode(builds.get(file)!, 'legacy', { call: signature, args }, contract)
    expect(map.objects.map(({ allocatedBy }) => allocatedBy)).toEqual(
      plain.objects.map(({ allocatedBy }) => allocatedBy),
    )
    const returned = ({ buffers }: MemoryMap) => buffers.filter(({ use }) => use === 'return')
    expect(returned(map).map(({ usedBy }) => usedBy)).toEqual(returned(plain).map(({ usedBy }) => usedBy))
  })
})
