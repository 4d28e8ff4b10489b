/** The contracts of the memory lessons: compiled, run and mapped as three EVMs and a person did. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes, wordAt } from '../../src/base/index.ts'
import { type Compilation, type MemoryMap, mapMemory, type Run } from '../../src/solidity/index.ts'
import { EthereumjsEvm, type EthereumjsResult } from '../support/ethereumjsRun.ts'
import { compileExample } from '../support/solc.ts'
import { bufferLines, objectLines, recordContract } from '../support/solidityCall.ts'

interface Lesson {
  readonly file: string
  readonly contract: string
  readonly signature: string
  readonly calldata: `0x${string}`
  readonly gasUsed: string
  readonly msize: number
  readonly freeMemoryPointer: string
  readonly memoryWords: Readonly<Record<string, string>>
  readonly returnData: string
  readonly runtimeCode: string
}

const VECTORS = new URL('../vectors/solidity-expected.json', import.meta.url)
const LESSONS: readonly Lesson[] = JSON.parse(readFileSync(VECTORS, 'utf8')).functions

/** By hand, from the sources and the lessons' drawings. */
const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  'MemBasic.read()': ['0x80 96 Point p = {x: 1, y: 2, z: 3} :14'],
  'MemBasic.write()': ['0x80 96 Point p = {x: 1, y: 2, z: 3} :25'],
  'MemFixedArray.test_read()': ['0x80 96 uint32[3] arr = [1, 2, 3] :7'],
  'MemFixedArray.test_write()': ['0x80 96 uint32[3] arr = [11, 22, 33] :17'],
  'MemDynamicArray.test_read()': ['0x80 192 uint256[] arr = [11, 22, 33, 44, 55] :7'],
  'MemDynamicArray.test_write()': ['0x80 128 uint256[] arr = [11, 22, 33] :19'],
  'MemoryLane.memoryLane()': ['0x80 160 bytes32[5] a = [0, 0, 0, 0, 0] :7', '0x120 64 bytes32[2] b = [1, 0] :8'],
  'WtfMemoryLayout.testUint()': [],
  'WtfMemoryLayout.testShortString()': ['0x80 64 string x = "WTF" :12'],
  'WtfMemoryLayout.testLongBytes()': [
    '0x80 96 bytes x = 0x365f5f375f5f365f73bebebebebebebebebebebebebebebebebebebebe5af43d5f5f3e5f3d91602a57fd5bf3 :17',
  ],
  // The unnamed array that is returned is made, of zeros, before b.
  'WtfMemoryLayout.testStaticArray()': ['0x80 96 uint8[3] = [0, 0, 0] :21', '0xe0 96 uint8[3] b = [1, 2, 3] :22'],
  'WtfMemoryLayout.testDynamicArray()': ['0x80 128 uint256[] x = [1, 0, 4] :27'],
  'WtfMemoryLayout.testMultiDimensionalArray(string,uint16)': [
    '0x80 64 string info = "123456789" :33',
    '0xc0 192 string[] x = ["123456789", "HELLO", "", "", "WTF"] :34',
    '0x180 64 string x[1] = "HELLO" :36 (parent)',
    '0x1c0 64 string x[4] = "WTF" :37 (parent)',
  ],
  'Probe.uintNoReturn()': [],
  'Probe.twoStatics()': ['0x80 96 uint8[3] r = [0, 0, 0] :13', '0xe0 96 uint8[3] l = [1, 2, 3] :14'],
  'Probe.bytes1Array()': ['0x80 128 bytes1[] x = [0x00, 0xaa, 0x00] :19', '0x100 64 bytes y = 0x00bb00 :20'],
  'Probe.dirtyThenNew()': ['0x80 96 uint256[] x = [0, 0] :27'],
  'Probe.zeroSlot()': [],
}

const builds = new Map<string, Compilation>()
beforeAll(async () => {
  for (const { file } of LESSONS) if (!builds.has(file)) builds.set(file, await compileExample(file))
})

async function run(lesson: Lesson): Promise<EthereumjsResult> {
  const contract = builds.get(lesson.file)!.contract(lesson.contract)
  const evm = await EthereumjsEvm.create()
  const to = await evm.deploy(contract.creation.bytes)
  return evm.call({ to, input: hexToBytes(lesson.calldata) })
}

function mapped(lesson: Lesson, execution: Run): MemoryMap {
  return mapMemory(builds.get(lesson.file)!.contract(lesson.contract), execution, 0)
}

it('every function of the vectors has its objects here', () => {
  expect(LESSONS.map(({ contract, signature }) => `${contract}.${signature}`).sort()).toEqual(
    Object.keys(OBJECTS).sort(),
  )
})

describe.each(LESSONS)('$contract.$signature', (lesson) => {
  const name = `${lesson.contract}.${lesson.signature}`

  it('compiles to the code of the vectors', () => {
    const { runtime } = builds.get(lesson.file)!.contract(lesson.contract)
    expect(bytesToHex(runtime.bytes)).toBe(lesson.runtimeCode)
  })

  it('leaves the memory of the vectors, and is mapped', async () => {
    const result = await run(lesson)
    const [frame] = result.run.frames
    const words = Object.entries(lesson.memoryWords)
    expect(frame?.memory.length).toBe(lesson.msize)
    expect(words.length).toBe(lesson.msize / 32)
    for (const [offset, word] of words) expect(wordAt(frame!.memory, Number(offset)), offset).toBe(BigInt(word))
    expect(String(result.gasUsed)).toBe(lesson.gasUsed)
    expect(bytesToHex(result.output)).toBe(lesson.returnData)

    const map = mapped(lesson, result.run)
    expect(objectLines(map)).toEqual(OBJECTS[name])
    expect(map.size).toBe(lesson.msize)
    expect(map.freePointer).toMatchObject({ first: 0x80, last: Number(lesson.freeMemoryPointer) })
    const returned = map.buffers.filter(({ use }) => use === 'return')
    expect(returned.map(({ offset, size }) => [offset, size])).toEqual(
      lesson.returnData === '0x' ? [] : [[Number(lesson.freeMemoryPointer), lesson.returnData.length / 2 - 1]],
    )
  })

  it('is mapped alike from a recording of our own EVM', async () => {
    const contract = builds.get(lesson.file)!.contract(lesson.contract)
    const args = lesson.signature.startsWith('testMulti') ? ['123456789', '5'] : []
    const recording = recordContract(contract, { call: lesson.signature, args })
    expect(mapped(lesson, recording)).toEqual(mapped(lesson, (await run(lesson)).run))
  })
})

describe('the first screen', () => {
  it('says of MemoryLane what the product promises', async () => {
    const map = mapped(
      LESSONS.find(({ contract }) => contract === 'MemoryLane')!,
      (await run(LESSONS.find(({ contract }) => contract === 'MemoryLane')!)).run,
    )
    expect(map).toMatchObject({
      step: undefined,
      size: 352,
      freePointer: { first: 0x80, last: 0x160 },
      reserved: [
        { offset: 0, size: 64, use: 'scratch', value: undefined, name: undefined },
        { offset: 0x40, size: 32, use: 'freePointer', value: 0x160n, name: undefined },
        { offset: 0x60, size: 32, use: 'zeroSlot', value: 0n, name: undefined },
      ],
      objects: [
        {
          offset: 0x80,
          size: 160,
          type: 'bytes32[5]',
          name: 'a',
          path: 'a',
          known: 'declared',
          allocatedBy: { file: 'MemoryLane.sol', line: 7, column: 9, text: 'bytes32[5] memory a;' },
        },
        {
          offset: 0x120,
          size: 64,
          type: 'bytes32[2]',
          name: 'b',
          path: 'b',
          known: 'declared',
          allocatedBy: { file: 'MemoryLane.sol', line: 8, column: 9, text: 'bytes32[2] memory b;' },
        },
      ],
      buffers: [],
    })
  })

  it('knows every name of the lesson with strings', async () => {
    const lesson = LESSONS.find(({ signature }) => signature.startsWith('testMulti'))!
    const map = mapped(lesson, (await run(lesson)).run)
    expect(map.objects.map(({ path, aliases }) => [path, ...aliases])).toEqual([
      ['info', 'x[0]'],
      ['x'],
      ['x[1]'],
      ['x[4]'],
    ])
    expect(bufferLines(map)).toEqual([
      '0x200 480 return testMultiDimensionalArray(string,uint16) = {["123456789", "HELLO", "", "", "WTF"]}',
    ])
  })
})
