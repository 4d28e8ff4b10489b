/** Artifacts and memories that are damaged in hundreds of ways: each ends in a map or in a sentence, and soon. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MemlaneError } from '../../src/base/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { Compilation, encodeCall, findFunction, mapMemory, readArtifact } from '../../src/solidity/index.ts'
import { type Recording, record } from '../../src/trace/index.ts'
import { chosenSeed, Random } from '../support/evmRandom.ts'

const seed = chosenSeed()
const FILES = [
  'foundry/out/Ledger.sol/Ledger.json',
  'foundry-build-info/out/build-info/1b71045c6ef8bcaa.json',
  'hardhat2/artifacts/build-info/d4e5f60718293a4b5c6d7e8f90a1b2c3.json',
  'hardhat2/artifacts/contracts/Ledger.sol/Ledger.json',
  'standard/input.json',
  'standard/output.json',
]
const texts = FILES.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
const DAMAGE: readonly unknown[] = [null, 0, -1, 2 ** 53, '', 'x', '0x', [], {}, [[[]]], true, '-1:-1:99', { id: 1 }]

/** A place in a document, chosen so that deep ones are as likely as others. */
function damage(document: unknown, random: Random): void {
  let at = document
  for (let depth = random.below(12); ; depth--) {
    if (typeof at !== 'object' || at === null) return
    const keys = Object.keys(at)
    if (keys.length === 0) return
    const key = random.pick(keys)
    const fields = at as Record<string, unknown>
    const value = fields[key]
    if (depth > 0 && typeof value === 'object' && value !== null) {
      at = value
      continue
    }
    if (random.oneIn(4)) delete fields[key]
    else if (typeof value === 'string' && value.length > 1 && random.oneIn(2))
      fields[key] = value.slice(0, random.below(value.length))
    else if (typeof value === 'number' && random.oneIn(2)) fields[key] = value + random.below(9) - 4
    else fields[key] = random.pick(DAMAGE)
    return
  }
}

/** Reads it as far as it goes: to the map of a call, where there is a build. */
function use(document: unknown): 'mapped' | 'read' {
  const artifact = readArtifact(document)
  if (artifact.kind !== 'build' || artifact.output === undefined) return 'read'
  const compilation = new Compilation(artifact.version, artifact.input, artifact.output)
  const contract = compilation.contract('Ledger')
  const called = findFunction(contract, 'open(string,uint96[])')
  const input = encodeCall(called, ['gold', '[1,2,3]'])
  const { recording } = record(createEvm({ memoryLimit: 1 << 20 }), {
    code: contract.runtime.bytes,
    input,
    gas: 1_000_000n,
  })
  mapMemory(contract, recording, 0)
  return 'mapped'
}

describe(`damaged (MEMLANE_SEED=${seed})`, () => {
  it('artifacts are read, or refused in a sentence', () => {
    const random = new Random(seed)
    const ends = { mapped: 0, read: 0, refused: 0 }
    for (let count = 0; count < 400; count++) {
      const document: unknown = JSON.parse(texts[count % texts.length]!)
      for (let times = 1 + random.below(4); times > 0; times--) damage(document, random)
      try {
        ends[use(document)]++
      } catch (error) {
        if (!(error instanceof MemlaneError)) throw new Error(`case ${count}`, { cause: error })
        expect(error.message).toMatch(/\S/)
        ends.refused++
      }
    }
    expect(ends.refused).toBeGreaterThan(20)
    expect(ends.mapped).toBeGreaterThan(20)
  })

  it('memories decode to values or to reasons', () => {
    const random = new Random(seed + 1)
    const artifact = readArtifact(JSON.parse(texts[1]!))
    if (artifact.kind !== 'build' || artifact.output === undefined) throw new Error('no build')
    const compilation = new Compilation(artifact.version, artifact.input, artifact.output)
    const contract = compilation.contract('Ledger')
    const input = encodeCall(findFunction(contract, 'open(string,uint96[])'), ['gold', '[1,2,3]'])
    const { recording } = record(createEvm(), { code: contract.runtime.bytes, input })
    const [frame] = recording.frames
    const WORDS = [0n, 0x40n, 0x80n, 0xe0n, 2n ** 64n, 2n ** 200n, 2n ** 256n - 1n, 2n ** 256n - 32n, 0x1e6n]
    for (let count = 0; count < 300; count++) {
      const memory = frame!.memory.slice()
      for (let times = 1 + random.below(5); times > 0; times--) {
        const offset = random.below(memory.length / 32) * 32
        const hex = random.pick(WORDS).toString(16).padStart(64, '0')
        memory.set(Buffer.from(hex, 'hex'), offset)
      }
      const damaged = Object.create(recording) as Recording
      const frames = [{ ...frame!, memory }]
      Object.defineProperty(damaged, 'frames', { value: frames })
      const walk = recording.walk.bind(recording)
      Object.defineProperty(damaged, 'walk', { value: walk })
      const { objects } = mapMemory(contract, damaged, 0)
      expect(objects.length).toBeGreaterThan(0)
    }
  })
})
