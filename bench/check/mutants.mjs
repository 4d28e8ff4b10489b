// Memory bugs put into real libraries, one at a time, and who notices them: the sanitizer, a brutalized run, or a wrong result.
import { createRequire } from 'node:module'
import { bytesToHex } from 'memlane'
import { checkRecording, factsFrom } from 'memlane/check'
import { createEvm } from 'memlane/evm'
import { BuildLocator, Compilation, codeOf, OUTPUT_SELECTION } from 'memlane/solidity'
import { record } from 'memlane/trace'
import { MODES } from '../accuracy/projects.mjs'
import { CALL, deploy, runsOf } from '../accuracy/runs.mjs'
import { codeMutationsOf, patch } from './codeMutations.mjs'
import { damageOf, OVERWRITTEN } from './damage.mjs'
import { driverOf, library, parsed } from './libraries.mjs'
import { blocksOf, mutated, mutationsOf } from './mutations.mjs'
import { table } from './table.mjs'

/** @typedef {import('memlane/solidity').StandardJsonInput['sources']} Sources */
/** @typedef {(line: string) => void} Tell progress */
/** @typedef {{ outputs: string, found: Map<string, { rule: string, inBlock: boolean, line: number | undefined }>, brutalized: string, damage: import('./damage.mjs').Damage }} Outcome */

const WANTED = 300
/** Of these, in the bytecode. */
const WANTED_IN_CODE = 60
/** Functions of a library whose code is mutated. */
const RUNS_IN_CODE = 4
const MODE = 'legacyOptimized'
const GAS = 20_000_000n
/** It writes to what it should read, through that one's own pointer: a wrong value in an object. */
const SWAPPED = 'source and target swapped'
/** What is too small then is the allocation. A store that went astray into free memory is no part of an object. */
const ALLOCATES = /^free pointer/
// biome-ignore format: a list
const LIBRARIES = [
  ...['LibString', 'LibBytes', 'Base64', 'Base58', 'LibZip', 'DynamicArrayLib', 'DynamicBufferLib', 'LibRLP', 'MerkleTreeLib', 'JSONParserLib', 'EfficientHashLib', 'LibSort']
    .map((name) => `solady/src/utils/${name}.sol`),
  'solmate/src/utils/LibString.sol',
  ...['Strings', 'Bytes', 'RLP', 'Base64', 'Arrays', 'cryptography/MessageHashUtils'].map((name) => `@openzeppelin/contracts/utils/${name}.sol`),
  'solidity-bytes-utils/contracts/BytesLib.sol',
]

const solc = createRequire(createRequire(import.meta.url).resolve('memlane/package.json'))('solc')

/** @param {Tell} tell @param {boolean} isSmoke */
export async function mutants(tell, isSmoke) {
  const random = generator(20_261_201)
  /** @type {Candidate[]} */
  const candidates = []
  /** @type {Candidate[]} */
  const inCode = []
  const given = process.env.MEMLANE_MUTANT_LIBRARIES?.split(',')
  for (const path of isSmoke
    ? ['solady/src/utils/Base64.sol']
    : LIBRARIES.filter((path) => given?.some((name) => path.endsWith(name)) ?? true)) {
    const without = new Set()
    const whole = await library(path, MODE, tell, without)
    if (whole === undefined) continue
    const found = functionsOf(path, whole.sources, whole.build, without)
    candidates.push(...candidatesOf(path, found))
    inCode.push(...codeCandidatesOf(path, shuffled(found.runs, random).slice(0, isSmoke ? 1 : RUNS_IN_CODE), found))
    tell(`${path}: ${candidates.length} mutants so far, ${inCode.length} in bytecode\n`)
  }
  const chosen = [
    ...spread(candidates, isSmoke ? 3 : WANTED - WANTED_IN_CODE, random),
    ...spread(inCode, isSmoke ? 2 : WANTED_IN_CODE, random),
  ]
  /** @type {Map<string, Outcome | undefined>} */
  const originals = new Map()
  /** @type {Verdict[]} */
  const verdicts = []
  const until = Date.now() + (Number(process.env.MEMLANE_MUTANT_MINUTES) || 600) * 60_000
  for (const candidate of chosen) {
    if (Date.now() > until) break
    const key = `${candidate.path} ${candidate.run}`
    if (!originals.has(key)) originals.set(key, outcomeOf(candidate, compiled(candidate.sources)))
    const original = originals.get(key)
    const verdict = original && verdictOn(candidate, original)
    if (!verdict) continue
    verdicts.push(verdict)
    tell(`${verdicts.length} ${candidate.kind} ${verdict.place} (${candidate.run}): ${verdict.text}\n`)
  }
  return told(verdicts)
}

/**
 * One function of a driver that executes the place of a mutation.
 * @typedef {object} Candidate
 * @property {string} path @property {string} run @property {Sources} sources
 * @property {string} kind @property {number} line
 * @property {readonly [first: number, last: number]} block lines of the assembly that is mutated
 * @property {() => Compilation | undefined} mutated
 */
/** @typedef {{ kind: string, place: string, leaves: boolean, isFound: boolean, isInBlock: boolean, isBrutalized: boolean, isWrong: boolean, text: string }} Verdict */
/** @typedef {{ id: string, executed: [number, number][], sources: () => Sources }} Run one function of a driver; executed: ranges of the library's file */
/** @typedef {{ source: string, tree: unknown, runs: Run[] }} Functions */

/** @param {string} path @param {Sources} sources @param {Compilation} build @param {ReadonlySet<string>} without @returns {Functions} */
function functionsOf(path, sources, build, without) {
  const runs = runsOf(build.contract('Driver')).map(([signature, input]) => {
    const id = /^run(\w+)\(/.exec(signature)?.[1] ?? ''
    /** @type {Sources | undefined} */
    let own
    return { id, executed: executedBy(build, input), sources: () => (own ??= driverOf(sources, id, without)) }
  })
  return { source: sources[path]?.content ?? '', tree: parsed(sources)[path]?.ast, runs }
}

/** @param {string} path @param {Functions} functions @returns {Candidate[]} */
function candidatesOf(path, { source, tree, runs }) {
  return mutationsOf(path, source, tree).flatMap((mutation) => {
    const run = runs.find(({ executed }) =>
      executed.some(
        ([start, end]) =>
          start >= mutation.start - 40 && end <= mutation.end + 40 && start < mutation.end && end > mutation.start,
      ),
    )
    if (run === undefined) return []
    const sources = run.sources()
    return [
      {
        ...{ path, run: run.id, sources, kind: mutation.kind, line: lineAt(source, mutation.start) },
        block: [lineAt(source, mutation.blockStart), lineAt(source, mutation.blockEnd)],
        mutated: () => compiled({ ...sources, [path]: { content: mutated(source, mutation) } }),
      },
    ]
  })
}

/** The same in bytecode. @param {string} path @param {readonly Run[]} runs @param {Functions} functions @returns {Candidate[]} */
function codeCandidatesOf(path, runs, { source, tree }) {
  const blocks = blocksOf(tree)
  return runs.flatMap((run) => {
    const sources = run.sources()
    const build = compiled(sources)
    if (build === undefined) return []
    const input = inputOf(build, run.id)
    if (input === undefined) return []
    const evm = createEvm()
    const to = deploy(evm, build, build.contract('Driver'))
    const { recording } = record(evm, { ...CALL, gas: GAS, to, input })
    const frame = recording.frames.find(({ codeAddress }) => codeAddress === to)
    if (frame === undefined) return []
    const { sourceMap } = codeOf(build.contract('Driver'), frame)
    /** Executed instructions of the library's assembly, and the block of each. @type {Map<number, [number, number]>} */
    const places = new Map()
    for (const { id, codeAddress } of recording.frames)
      if (codeAddress === to)
        recording.walk(id, ({ pc }) => {
          const range = sourceMap.entry(pc)
          const block = blocks.find(([start, end]) => range.start >= start && range.end <= end)
          if (block && build.position(range)?.file === path) places.set(pc, block)
          return true
        })
    return codeMutationsOf(frame.code, new Set(places.keys())).flatMap((mutation) => {
      const block = places.get(mutation.store)
      if (block === undefined) return []
      const line = lineAt(source, sourceMap.entry(mutation.store).start)
      return [
        {
          ...{ path, run: run.id, sources, kind: `${mutation.kind}, in bytecode`, line },
          block: /** @type {const} */ ([lineAt(source, block[0]), lineAt(source, block[1])]),
          mutated: () =>
            compiled(sources, (output) => {
              const code = output.contracts?.['Driver.sol']?.Driver?.evm
              if (code?.deployedBytecode && code.bytecode) patch(code.deployedBytecode, code.bytecode, mutation)
            }),
        },
      ]
    })
  })
}

/** The call of one function. @param {Compilation} build @param {string} run */
function inputOf(build, run) {
  return [...build.contract('Driver').selectors].find(([signature]) => signature === `run${run}()`)?.[1]
}

/** The line that a byte of a source is in. @param {string} source @param {number} byte */
function lineAt(source, byte) {
  return Buffer.from(source).subarray(0, byte).toString().split('\n').length
}

/** Ranges of the library's file whose instructions a call executes. @param {Compilation} build @param {`0x${string}`} input @returns {[number, number][]} */
function executedBy(build, input) {
  const evm = createEvm()
  const to = deploy(evm, build, build.contract('Driver'))
  const { recording } = record(evm, { ...CALL, to, input })
  const name = Object.keys(build.input.sources)[0]
  /** @type {Map<string, [number, number]>} */
  const ranges = new Map()
  for (const frame of recording.frames) {
    const contract = build.contractOf(frame)
    if (!contract) continue
    const code = codeOf(contract, frame)
    recording.walk(frame.id, ({ pc }) => {
      const range = code.sourceMap.entry(pc)
      if (build.position(range)?.file === name) ranges.set(`${range.start}-${range.end}`, [range.start, range.end])
      return true
    })
  }
  return [...ranges.values()]
}

/** What a build does. @param {Candidate} candidate @param {Compilation | undefined} build @returns {Outcome | undefined} */
function outcomeOf({ path, run, block: [first, last] }, build) {
  if (build === undefined) return undefined
  const input = inputOf(build, run)
  if (input === undefined) return undefined
  const contract = build.contract('Driver')
  const evm = createEvm()
  const to = deploy(evm, build, contract)
  const call = { ...CALL, gas: GAS, to, input }
  const locator = new BuildLocator(build)
  const factsOf = factsFrom(locator)
  const { result, recording } = record(evm, call, { commit: false })
  const { causes } = checkRecording(recording, { factsOf })
  const placeOf = (/** @type {number} */ frame, /** @type {number} */ pc) => {
    const recorded = recording.frames[frame]
    return recorded && locator.place(recorded, pc)
  }
  const library = new Map(recording.frames.map((frame) => [frame.id, factsOf(frame)]))
  const isLibrary = (/** @type {number} */ frame, /** @type {number} */ pc) =>
    (library.get(frame)?.assemblyAt(pc) ?? 0) !== 0 && placeOf(frame, pc)?.file === path
  /** @type {Outcome['found']} */
  const found = new Map()
  for (const { rule, first: finding } of causes) {
    const places = [finding.at, finding.reader, finding.pointer, finding.object?.made, finding.victim?.made].flatMap(
      (at) => (at ? [placeOf(finding.frame, at.pc)] : []),
    )
    const inBlock = places.some((place) => place?.file === path && place.line >= first && place.line <= last)
    found.set(`${rule} ${places[0]?.file}:${places[0]?.line}`, { rule, inBlock, line: places[0]?.line })
  }
  const junk = record(evm, call, { commit: false, brutalize: { junkSeed: 1 } }).result
  return {
    outputs: `${result.status} ${bytesToHex(result.output)}`,
    brutalized: `${junk.status} ${bytesToHex(junk.output)}`,
    found,
    damage: damageOf(recording, isLibrary),
  }
}

/** @param {Candidate} candidate @param {Outcome} original @returns {Verdict | undefined} */
function verdictOn(candidate, original) {
  const { path, kind, line } = candidate
  const outcome = outcomeOf(candidate, candidate.mutated())
  if (outcome === undefined) return undefined
  const fresh = [...outcome.found].filter(([key]) => !original.found.has(key)).map(([, one]) => one)
  const isWrong = outcome.outputs !== original.outputs
  const isOutside = (/** @type {string} */ key, /** @type {string} */ why) => {
    if (original.damage.bytes.has(key)) return false
    // Nothing else is wrong with such a mutant: where its result is right, what others wrote over was padding.
    if (why === OVERWRITTEN) return ALLOCATES.test(kind) && isWrong
    const object = outcome.damage.objects.get(key)
    return object === undefined || (kind !== SWAPPED && !original.damage.touched.has(object))
  }
  const outside = [...outcome.damage.bytes].filter(([key, why]) => isOutside(key, why)).map(([, why]) => why)
  const isBrutalized = outcome.brutalized !== outcome.outputs && original.brutalized === original.outputs
  const rules = [...new Set(fresh.map(({ rule }) => rule))].join(', ')
  const why = [...new Set(outside)].join(', ')
  return {
    kind,
    place: `${path.split('/').at(-1)}:${line}`,
    leaves: outside.length > 0,
    isFound: fresh.length > 0,
    isInBlock: fresh.some(({ inBlock }) => inBlock),
    isBrutalized,
    isWrong,
    text: `${why || 'stays inside'}; ${rules || 'not found'}${isBrutalized ? '; brutalized' : ''}${isWrong ? '; wrong result' : ''}`,
  }
}

/** @param {Sources} sources @param {(output: import('memlane/solidity').StandardJsonOutput) => void} change of what solc says @returns {Compilation | undefined} */
function compiled(sources, change = () => {}) {
  /** @type {import('memlane/solidity').StandardJsonInput} */
  const input = {
    language: 'Solidity',
    sources,
    settings: {
      evmVersion: 'osaka',
      optimizer: MODES[MODE].optimizer,
      remappings: [],
      outputSelection: OUTPUT_SELECTION,
    },
  }
  try {
    const output = JSON.parse(solc.compile(JSON.stringify(input)))
    change(output)
    return new Compilation(solc.version(), input, output)
  } catch {
    return undefined
  }
}

/** @param {readonly Verdict[]} verdicts */
function told(verdicts) {
  const kinds = [...new Set(verdicts.map(({ kind }) => kind))].sort()
  const rows = [...kinds, undefined].map((kind) => {
    const all = verdicts.filter((one) => kind === undefined || one.kind === kind)
    const out = all.filter(({ leaves }) => leaves)
    const inside = all.filter(({ leaves }) => !leaves)
    const found = out.filter(({ isFound }) => isFound)
    const either = out.filter(({ isFound, isBrutalized }) => isFound || isBrutalized)
    return [
      kind ?? '**all**',
      all.length,
      out.length,
      share(found.length, out.length),
      share(either.length, out.length),
      share(out.filter(({ isWrong }) => isWrong).length, out.length),
      share(found.filter(({ isInBlock }) => isInBlock).length, found.length),
      inside.length,
      inside.filter(({ isFound, isBrutalized }) => isFound || isBrutalized).length,
      inside.filter(({ isWrong }) => isWrong).length,
    ]
  })
  const head = [
    'mutation',
    'mutants',
    'damage leaves its object',
    'found by check',
    'by check or brutalized',
    'wrong result',
    'right block, of found',
    'damage stays inside',
    'found of these',
    'wrong result of these',
  ]
  const missed = verdicts
    .filter(({ leaves, isFound }) => leaves && !isFound)
    .map(({ kind, place, text }) => [place, kind, text])
  const text = `${table(head, rows)}\n\nMissed, of those whose damage leaves its object:\n\n${table(['place', 'mutation', 'what happened'], missed, 3)}`
  return { text, failures: [] }
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
  return whole === 0 ? '–' : `${part} (${Math.round((100 * part) / whole)} %)`
}

/** So many of each kind as there are, in turn. @param {readonly Candidate[]} candidates @param {number} most @param {() => number} random */
function spread(candidates, most, random) {
  const byKind = grouped(candidates)
  const piles = [...byKind.values()].map((pile) => shuffled(pile, random))
  const chosen = []
  for (let round = 0; chosen.length < most && piles.some((pile) => pile.length > round); round++)
    for (const pile of piles) if (pile[round] && chosen.length < most) chosen.push(pile[round])
  return /** @type {Candidate[]} */ (chosen)
}

/** @param {readonly Candidate[]} candidates */
function grouped(candidates) {
  /** @type {Map<string, Candidate[]>} */
  const groups = new Map()
  for (const one of candidates) groups.set(one.kind, [...(groups.get(one.kind) ?? []), one])
  return groups
}

/** @template T @param {readonly T[]} list @param {() => number} random */
function shuffled(list, random) {
  return list
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

/** The same numbers for the same seed. @param {number} seed */
function generator(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
