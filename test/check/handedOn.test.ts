/** Findings in the file of a recording: who opens it sees what who wrote it saw, and a forger gets no further. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { MemlaneError } from '../../src/base/index.ts'
import { type Cause, checkRecording, factsFrom, findingsDocument, RULES } from '../../src/check/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import { findingsOf, judgeFindings, type Launch, openRecording, recordedLaunch } from '../../src/launch/index.ts'
import { BuildLocator, type Compilation, encodeCreation, functionsOf } from '../../src/solidity/index.ts'
import { decodeRecording, encodeRecording, record } from '../../src/trace/index.ts'
import { findingTexts } from '../../src/view/findings/texts.ts'
import { messagesIn } from '../../src/view/index.ts'
import { changedValues, rewritten } from '../support/changedRecording.ts'
import { chosenSeed, Random } from '../support/evmRandom.ts'
import { compileModes } from '../support/twins.ts'

const ALL = new Set(RULES.map(({ id }) => id))
const VERSION = 'memlane-findings'
const seed = chosenSeed()

interface Checked {
  readonly launch: Launch
  readonly causes: readonly Cause[]
  readonly file: Uint8Array
}

/** A run of each function of the contract, checked, and as a file. */
const runs = new Map<string, Checked>()

beforeAll(async () => {
  const source = readFileSync(new URL('Broken.sol', import.meta.url), 'utf8')
  const compilation: Compilation = (await compileModes(source)).legacy
  const builds = new BuildLocator(compilation)
  const contract = compilation.contract('Broken')
  const { compilerVersion: version, input, output } = compilation
  const evm = createEvm()
  const { created } = evm.call({ input: encodeCreation(contract) })
  for (const { name, selector, inputs } of functionsOf(contract)) {
    const data = `${selector}${'0'.repeat(63)}9`.slice(0, 10 + inputs.length * 64) as typeof selector
    const { recording } = record(evm, { to: created!, input: data, gas: 3_000_000n })
    const sources = { kind: 'build' as const, version, input, output }
    const launch = recordedLaunch(recording, name, { builds, locator: builds, source: undefined, sources })
    const { causes } = checkRecording(recording, { rules: ALL, factsOf: factsFrom(builds) })
    const file = await encodeRecording(recording, { call: name, sources, findings: findingsDocument(causes) })
    runs.set(name, { launch, causes, file })
  }
})

describe('findings in a file', () => {
  it('come back as they were, and are explained the same', async () => {
    let count = 0
    for (const [name, { launch, causes, file }] of runs) {
      const opened = await openRecording(name, file)
      expect(opened.findings).toEqual({ kind: 'read', causes })
      const report = { causes, calls: 0, allocations: 0, steps: 0, notChecked: [] }
      const { findings } = await judgeFindings([{ launch, report }])
      const found = await findingsOf(opened)
      expect(found.kind).toBe('file')
      if (found.kind !== 'file') continue
      const texts = (some: typeof findings) =>
        some.map((finding) => findingTexts(finding, messagesIn('en'), { fileOf: (one) => one }).happened).toSorted()
      expect(texts(found.findings)).toEqual(texts(findings))
      count += causes.length
    }
    expect(count).toBeGreaterThan(20)
  })

  it('are passed over by readers of the recording alone, and missing where nobody checked', async () => {
    const [checked] = runs.values()
    const { file, launch } = checked!
    const without = await rewritten(file, (chunks) => {
      chunks.splice(0, chunks.length, ...chunks.filter(({ name }) => name !== 'FIND'))
    })
    expect((await decodeRecording(without)).findings).toBeUndefined()
    const opened = await openRecording('x', without)
    expect(opened.findings).toBeUndefined()
    expect((await findingsOf(opened)).kind).toBe('checked')
    expect((await findingsOf(opened, { most: 10 })).kind).toBe('tooLong')
    expect(opened.recording.stepCount).toBe(launch.recording.stepCount)
  })

  it('of a newer version leave the recording as it is', async () => {
    const [{ file, launch } = { file: new Uint8Array(), launch: undefined }] = runs.values()
    const newer = await withFindings(file, { kind: VERSION, version: 2, bugs: 'many' })
    const opened = await openRecording('x', newer)
    expect(opened.recording.stepCount).toBe(launch?.recording.stepCount)
    expect(await findingsOf(opened)).toEqual({ kind: 'newer', version: 2 })
  })

  it.each([
    ['no document', [], 'what stands in the findings is not a document of findings'],
    ['no version', { kind: VERSION }, 'version in the findings is not a whole number'],
    ['version 0', { kind: VERSION, version: 0 }, 'version in the findings is not 1'],
    ['too many', { kind: VERSION, version: 1, findings: new Array(1001).fill(0) }, 'a list of at most 1000'],
    ['a step of nobody', changed({ step: 10 ** 9 }), 'findings[0].step in the findings is not a whole number from 0'],
    ['another rule', changed({ rule: 'R99' }), 'findings[0].rule in the findings is not one of R01'],
    ['bytes beyond memory', changed({ changed: { offset: 2 ** 40, before: '0x', after: '0x' } }), 'changed.offset'],
    ['bytes that differ in number', changed({ changed: { offset: 0, before: '0x', after: '0x01' } }), '1 bytes of hex'],
    ['facts that are texts', changed({ facts: { line: 'x' } }), 'findings[0].facts.line in the findings is not a'],
  ])('are refused with a reason: %s', async (_, document, reason) => {
    const { file, launch } = runs.get('r05_oneWordTooFar')!
    const whole = Array.isArray(document) || !('patch' in document) ? document : patched(file, launch, document.patch)
    await expect(openRecording('x', await withFindings(file, await whole))).rejects.toThrow(reason)
  })

  it(`that a forger wrote are refused, or explained without harm (MEMLANE_SEED=${seed})`, async () => {
    const random = new Random(seed)
    const files = [...runs].filter(([, { causes }]) => causes.length > 0)
    let [refused, explained] = [0, 0]
    for (let round = 0; round < 150; round++) {
      const [name, { file }] = random.pick(files)
      try {
        const forged = random.oneIn(2) ? changedValues(file, random, /FIND/) : otherNumbers(file, random)
        const opened = await openRecording(name, await forged)
        const found = await findingsOf(opened)
        if (found.kind !== 'file') continue
        for (const finding of found.findings) findingTexts(finding, messagesIn('zh'), { fileOf: (one) => one })
        explained++
      } catch (error) {
        if (!(error instanceof MemlaneError)) throw error
        expect(error.code).toBe('trace.damagedRecording')
        refused++
      }
    }
    expect(refused).toBeGreaterThan(20)
    expect(explained).toBeGreaterThan(20)
  })
})

function changed(patch: object) {
  return { patch }
}

/** The findings of a file with fields of the first one as `patch` has them. */
async function patched(file: Uint8Array, { recording }: Launch, patch: object): Promise<unknown> {
  expect(recording.stepCount).toBeGreaterThan(0)
  const { findings } = await decodeRecording(file)
  const document = JSON.parse(JSON.stringify(findings)) as { findings: object[] }
  return { ...document, findings: [{ ...document.findings[0], ...patch }] }
}

/** The findings of a file with other numbers, mostly small ones, in some places. */
async function otherNumbers(file: Uint8Array, random: Random): Promise<Uint8Array> {
  const { findings } = await decodeRecording(file)
  const text = JSON.stringify(findings, (name, value: unknown) =>
    typeof value === 'number' && name !== 'version' && random.oneIn(3)
      ? random.below(random.pick([1, 4, 300, 1000, 2 ** 31]))
      : value,
  )
  return withFindings(file, JSON.parse(text))
}

function withFindings(file: Uint8Array, document: unknown): Promise<Uint8Array> {
  return rewritten(file, (chunks) => {
    const at = chunks.findIndex(({ name }) => name === 'FIND')
    chunks[at] = { name: 'FIND', bytes: new TextEncoder().encode(JSON.stringify(document)) }
  })
}
