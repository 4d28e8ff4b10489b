// Runs all entries of a driver, in a build with markers and in the one without, and compares the map of every frame with what
// is true of it.
//
//   marked build   EQ numbers ─▶ truth ────────────────────────┐
//        │ writes the same, frame by frame?                    ├─▶ score
//   plain build ── yes: its map, else the map of the marked one ┘
import { createEvm, loadPrecompiles } from 'memlane/evm'
import { encodeCreation, mapMemory, needsTwin, yulCode } from 'memlane/solidity'
import { MemoryAccesses, record } from 'memlane/trace'
import { cachedCompiler } from './build.mjs'
import { MemoryTypes } from './memoryTypes.mjs'
import { randomMoments } from './moments.mjs'
import { PLAIN } from './projects.mjs'
import { Score } from './score.mjs'
import { FrameTruth, touchesFreePointer } from './truth.mjs'

/** @typedef {import('memlane/solidity').Compilation} Compilation */
/** @typedef {import('memlane/solidity').CompiledContract} CompiledContract */
/** @typedef {import('memlane/solidity').MapOptions} MapOptions */
/** @typedef {import('memlane/solidity').MemoryMap} MemoryMap */
/** @typedef {import('memlane/trace').Recording} Recording */
/** @typedef {NonNullable<import('memlane/evm').CallParameters['input']>} Input */
/** @typedef {NonNullable<import('memlane/evm').CallResult['created']>} Address */
/** @typedef {import('./build.mjs').Driver} Driver */
/** @typedef {import('./projects.mjs').Project} Project */
/** @typedef {import('./truth.mjs').Write} Write */
/** @typedef {{ end: Score, moments: Score }} Scores */

/**
 * OpenZeppelin's timelock takes a time of zero for "not set"; without the optimizer, drivers become larger than a chain
 * takes.
 */
export const CALL = { gas: 100_000_000n, timestamp: 1_800_000_000n, number: 20_000_000n, anyCodeSize: true }
const CODECOPY = 0x39

/**
 * @param {Project} project @param {Driver} driver @param {string} name of the contract @param {string} mode
 * @param {boolean} isDirect without the twin
 * @param {(line: string) => void} tell
 * @returns {Promise<Scores>}
 */
export async function measure(project, driver, name, mode, isDirect, tell) {
  await loadPrecompiles()
  const [builds, twins] = [driver.byMode.get(mode), driver.byMode.get(PLAIN)]
  if (!builds || !twins) throw new Error(`There is no build ${mode}.`)
  const marked = new Side(builds.marked, name, isDirect ? undefined : twins.marked, project, tell)
  const plain = new Side(builds.plain, name, isDirect ? undefined : twins.plain, project, tell)
  const types = new MemoryTypes(driver.trees)
  const scores = { end: new Score(), moments: new Score() }
  for (const [signature, input] of runsOf(builds.plain.contract(name))) {
    marked.make(input)
    plain.make(input)
    const [outermost] = plain.recording.frames
    if (outermost?.status === 'revert' || outermost?.status === 'halt')
      tell(`${name}.${signature} ends with ${outermost.status} in mode ${mode}\n`)
    for (const frame of marked.recording.frames) {
      const contract = builds.marked.contractOf(frame)
      if (contract === undefined) continue
      const truth = new FrameTruth(marked.recording, marked.accesses, frame.id, driver.instrumented, types)
      const moments = momentsOf(marked.recording, frame.id, truth.writes, `${signature} ${frame.id}`)
      const isSame = writesSame(marked, plain, frame.id, contract)
      const side = isSame ? plain : marked
      const sideWrites = side.writes(frame.id)
      for (const [index, moment] of moments.entries()) {
        const score = index === 0 ? scores.end : scores.moments
        const step = moment === undefined ? Number.POSITIVE_INFINITY : (truth.writes[moment]?.step ?? 0)
        const at = moment === undefined ? undefined : sideWrites[moment]?.step
        const map = await side.map(frame.id, at)
        if (!map) continue
        const memory = moment === undefined ? frame.memory : memoryAt(marked.recording, frame.id, step)
        const where = `${signature} frame ${frame.id} ${contract.name}, ${frame.kind}${at === undefined ? '' : `, step ${at}`}${isSame ? '' : ', marked build'}`
        score.add(map, truth.at(step, memory), where)
        if (isSame) score.untouched++
        const { written, owned } = ownedBytes(map, side.accesses, frame.id)
        score.written += written
        score.owned += owned
      }
    }
  }
  return scores
}

/** Numbers of writes; undefined for the frame's end, which comes first. @param {Recording} recording @param {number} frame @param {readonly Write[]} writes @param {string} seed @returns {(number | undefined)[]} */
function momentsOf(recording, frame, writes, seed) {
  const { kind, status } = recording.frames[frame] ?? {}
  // A constructor ends by copying the code to be deployed over its memory.
  const deploys = kind?.startsWith('create') && status === 'return'
  const last = deploys ? writes.findLastIndex(({ step }) => recording.steps.opcode(step) === CODECOPY) : -1
  const end = last < 0 ? undefined : last
  return [end, ...randomMoments(end ?? writes.length, seed)]
}

/** A build in an EVM of its own, with its last run. */
class Side {
  #build
  #run
  #twin
  #runTwin
  #project
  #tell
  /** @type {Map<string, MapOptions>} */
  #yul = new Map()
  /** @type {Recording | undefined} */
  #recording
  /** @type {Recording | undefined} */
  #twinRecording
  /** @type {MemoryAccesses | undefined} */
  #accesses

  /** @param {Compilation} build @param {string} name @param {Compilation | undefined} twin @param {Project} project @param {(line: string) => void} tell */
  constructor(build, name, twin, project, tell) {
    this.#build = build
    this.#run = runner(build, name)
    this.#twin = twin && needsTwin(build.input.settings) ? twin : undefined
    this.#runTwin = this.#twin && runner(this.#twin, name)
    this.#project = project
    this.#tell = tell
  }

  /** @param {Input} input */
  make(input) {
    const recording = this.#run(input)
    this.#recording = recording
    this.#twinRecording = this.#runTwin?.(input)
    this.#accesses = new MemoryAccesses(recording)
  }

  get recording() {
    if (!this.#recording) throw new Error('Nothing ran yet.')
    return this.#recording
  }

  get accesses() {
    if (!this.#accesses) throw new Error('Nothing ran yet.')
    return this.#accesses
  }

  /** @param {number} frame */
  contractOf(frame) {
    const recorded = this.recording.frames[frame]
    return recorded && this.#build.contractOf(recorded)
  }

  /** @param {number} frame @returns {Write[]} */
  writes(frame) {
    return [...this.accesses.from(0, { frame, kind: 'write' })]
  }

  /** As the program maps it: with a twin where one is needed. @param {number} frame @param {number | undefined} at @returns {Promise<MemoryMap | undefined>} */
  async map(frame, at) {
    const contract = this.contractOf(frame)
    if (!contract) return undefined
    const twin = this.#twin && this.#twinRecording && { compilation: this.#twin, run: this.#twinRecording }
    return mapMemory(contract, this.recording, frame, {
      ...(await this.#yulOf(contract, frame)),
      ...(twin ? { twin } : {}),
      ...(at === undefined ? {} : { at }),
    })
  }

  /** @param {CompiledContract} contract @param {number} frame @returns {Promise<MapOptions>} */
  async #yulOf(contract, frame) {
    const kind = this.recording.frames[frame]?.kind
    if (!this.#build.isViaIr || !kind) return {}
    const key = `${contract.file}:${contract.name} ${kind.startsWith('create')}`
    const known = this.#yul.get(key)
    if (known) return known
    const compiler = cachedCompiler(this.#project, contract.name, this.#tell)
    const yul = await yulCode(compiler, contract, kind)
    if ('reason' in yul) this.#tell(`${contract.name}: ${yul.reason}\n`)
    const options = 'reason' in yul ? {} : { yul }
    this.#yul.set(key, options)
    return options
  }
}

/** Whether a frame of both is laid out the same: the same ranges written in the same order, and the free pointer the same each time. @param {Side} marked @param {Side} plain @param {number} frame @param {CompiledContract} contract */
function writesSame(marked, plain, frame, contract) {
  const other = plain.contractOf(frame)
  if (other?.name !== contract.name || other.file !== contract.file) return false
  const [a, b] = [marked.writes(frame), plain.writes(frame)]
  if (a.length !== b.length) return false
  const isSame = a.every(({ offset, length }, index) => offset === b[index]?.offset && length === b[index]?.length)
  return isSame && pointers(marked, frame, a).join() === pointers(plain, frame, b).join()
}

/** Each value that was written to the free pointer. @param {Side} side @param {number} frame @param {Write[]} writes */
function pointers({ recording }, frame, writes) {
  const moved = new Set(writes.filter(touchesFreePointer).map(({ step }) => step))
  /** @type {bigint[]} */
  const values = []
  recording.walk(frame, (step) => {
    if (moved.has(step.index)) values.push(step.op === 0x52 ? step.stack(1) : -1n)
    return true
  })
  return values
}

/** @param {Recording} recording @param {number} frame @param {number} at @returns {Uint8Array} */
function memoryAt(recording, frame, at) {
  let memory = new Uint8Array()
  recording.walk(frame, (step) => {
    if (step.index < at) return true
    memory = new Uint8Array(step.memory(0, step.memorySize))
    return false
  })
  return memory
}

/** Deploys the driver; what comes back calls it and gives the recording. @param {Compilation} build @param {string} name */
function runner(build, name) {
  const evm = createEvm()
  const to = deploy(evm, build, build.contract(name))
  /** @param {Input} input @returns {Recording} */
  return (input) => record(evm, { ...CALL, to, input }).recording
}

/** @param {CompiledContract} driver */
export function runsOf(driver) {
  return [...driver.selectors]
    .filter(([signature]) => /^run\w*\(\)$/.test(signature))
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Deploys a contract behind the libraries that it calls. @param {import('memlane/evm').Evm} evm @param {Compilation} build @param {CompiledContract} contract @returns {Address} */
export function deploy(evm, build, contract, made = (_) => {}) {
  const libraries = contract.creation.unlinked.map((needed) => {
    const library = build.contracts.find(({ file, name }) => `${file}:${name}` === needed)
    if (!library) throw new Error(`${contract.name} needs ${needed}.`)
    return /** @type {const} */ ([needed, deploy(evm, build, library, made)])
  })
  const { result, recording } = record(evm, { ...CALL, input: encodeCreation(contract, [], new Map(libraries)) })
  made(recording)
  if (result.created === undefined)
    throw new Error(`${contract.name} cannot be deployed: ${result.status} ${result.halt}.`)
  return result.created
}

/** How many of the bytes that the frame wrote, up to the moment of the map, the map gives an owner. @param {MemoryMap} map @param {MemoryAccesses} accesses @param {number} frame */
function ownedBytes({ size, step, reserved, objects, buffers }, accesses, frame) {
  const written = new Uint8Array(size)
  for (const access of accesses.from(0, { frame, kind: 'write' })) {
    if (step !== undefined && access.step >= step) break
    written.fill(1, access.offset, Math.min(size, access.offset + access.length))
  }
  const owned = new Uint8Array(size)
  for (const { offset, size: bytes } of [
    ...reserved,
    ...objects.filter(({ known }) => known !== 'unknown'),
    ...buffers,
  ])
    owned.fill(1, offset, Math.min(size, offset + bytes))
  const count = { written: 0, owned: 0 }
  for (let at = 0; at < size; at++) {
    const isWritten = written[at] ?? 0
    count.written += isWritten
    count.owned += isWritten & (owned[at] ?? 0)
  }
  return count
}
