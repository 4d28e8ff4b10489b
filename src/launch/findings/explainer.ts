/**
 * Explains findings: gives names to memory, lines to steps, and an origin to the value that was used.
 *
 *   finding ─┬─▶ steps ──▶ lines
 *            ├─▶ blocks ─▶ typed map at that step ─▶ names, types
 *            └─▶ operand ▶ origin
 *
 * Maps of memory are slow, so only the first finding of a cause is explained, and of many causes only some by a map.
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import {
  type ByteOffset,
  bytesToHex,
  formatAddress,
  quantityToHex,
  type StepIndex,
  WORD_BYTES,
} from '../../base/index.ts'
import {
  type Block,
  type Cause,
  type ChangedBytes,
  type CodeFacts,
  type Finding,
  factsFrom,
  type KnownBug,
  knownBug,
  type StepPlace,
} from '../../check/index.ts'
import { precompileName } from '../../evm/index.ts'
import { codes, startsCall } from '../../opcodes/index.ts'
import { type BuildLocator, codeOf, type MapObject, partPath } from '../../solidity/index.ts'
import {
  bytesAt,
  MemoryAccesses,
  OriginFinder,
  placeOfStep,
  type RecordedFrame,
  type Recording,
} from '../../trace/index.ts'
import type { Mapped } from '../evidence.ts'
import type { Launch } from '../launch.ts'
import type {
  ExplainedChange,
  ExplainedFinding,
  ExplainedMemory,
  ExplainedOrigin,
  ExplainedStep,
  FindingKey,
} from './explained.ts'
import { originOf } from './originOf.ts'

/** Causes whose memory is named; of more, memory has addresses only. */
const MOST_NAMED = 200

/** Explains findings of one run. */
export class FindingExplainer {
  readonly #launch: Launch
  readonly #maps = new Map<string, Promise<Mapped | undefined>>()
  readonly #factsOf: (frame: RecordedFrame) => CodeFacts | undefined
  #accesses: MemoryAccesses | undefined
  #named = 0

  /** @param launch the run that was checked */
  constructor(launch: Launch) {
    this.#launch = launch
    this.#factsOf = launch.builds === undefined ? () => undefined : factsFrom(launch.builds)
  }

  /** What there is to say about the first finding of a cause. */
  async explain(cause: Cause): Promise<ExplainedFinding> {
    const { first } = cause
    const isNamed = this.#named++ < MOST_NAMED
    const at = this.#step(first.at)
    const mapped = (block: Block | undefined, near: number) =>
      block === undefined ? undefined : isNamed ? this.#objectIn(block, near, first) : undefined
    const object = await mapped(first.object, first.range.offset)
    const victim = await mapped(first.victim, first.changed?.offset ?? first.range.offset)
    return {
      cause,
      key: this.#key(first, at),
      contract: this.#builds?.contractOf(this.#frame(first.frame))?.name,
      at,
      reader: first.reader && this.#step(first.reader),
      pointer: first.pointer && this.#step(first.pointer),
      object: first.object && this.#memory(first.object, object),
      victim: first.victim && this.#memory(first.victim, victim),
      change: first.changed && this.#change(first.changed, victim, first),
      origin: this.#origin(first),
      callee: this.#callee(first),
      bug: this.#bug(first),
    }
  }

  get #recording(): Recording {
    return this.#launch.recording
  }

  get #builds(): BuildLocator | undefined {
    return this.#launch.builds
  }

  #frame(id: number): RecordedFrame {
    return this.#recording.frames[id]!
  }

  #step(place: StepPlace): ExplainedStep {
    const { recording, locator } = this.#launch
    return { ...place, place: locator && placeOfStep(recording, place.step, locator) }
  }

  #memory({ start, end, made }: Block, object: MapObject | undefined): ExplainedMemory {
    return {
      start: object?.offset ?? start,
      end: made === undefined || object === undefined ? end : Math.min(end, object.offset + object.size),
      isAllocated: made !== undefined,
      name: object?.known === 'inferred' ? undefined : object?.path,
      type: object?.type,
      isInferred: object?.known === 'inferred',
      made: made && this.#step(made),
    }
  }

  /**
   * The object of the block that is meant: the last one that begins at or before a byte. Its name may come later than the
   * finding, and other objects may lie there then: the step that allocated it tells them apart.
   */
  async #objectIn(block: Block, near: number, { frame, at, reader }: Finding): Promise<MapObject | undefined> {
    const { made } = block
    if (made === undefined) return undefined
    let best: MapObject | undefined
    for (const moment of new Set([reader?.step ?? at.step, at.step, undefined])) {
      const mapped = await this.#mapAt(frame, moment)
      const objects = (mapped?.memoryMap.objects ?? []).filter(
        ({ offset, step }) => offset >= block.start && offset < block.end && step === made.step,
      )
      const found = objects.findLast(({ offset }) => offset <= near) ?? objects[0]
      if (found?.path !== undefined) return found
      if (best?.type === undefined) best = found ?? best
    }
    return best
  }

  #mapAt(frame: number, at: StepIndex | undefined): Promise<Mapped | undefined> {
    const key = `${frame} ${at}`
    let known = this.#maps.get(key)
    if (known === undefined) this.#maps.set(key, (known = this.#makeMap(frame, at)))
    return known
  }

  async #makeMap(frame: number, at: StepIndex | undefined): Promise<Mapped | undefined> {
    if (this.#builds?.contractOf(this.#frame(frame)) === undefined) return undefined
    return this.#launch.evidence.mapAt({ frame, at: at ?? this.#recording.stepCount })
  }

  /** The whole word where the bytes lie in one of the victim's, else the bytes alone. */
  #change({ offset, before, after }: ChangedBytes, victim: MapObject | undefined, finding: Finding): ExplainedChange {
    const changed = after.length
    const start = victim?.offset ?? finding.victim?.start ?? offset
    const word = Math.floor((offset - start) / WORD_BYTES)
    const wordStart = start + word * WORD_BYTES
    const inWord = offset - wordStart
    const part = victim && word >= 0 ? partPath(victim, word) : undefined
    const shown = { changed, part: part === 'unused' ? undefined : part }
    if (finding.victim === undefined || word < 0 || inWord + changed > WORD_BYTES)
      return { ...shown, offset, before, after }
    const at = finding.reader?.step ?? finding.at.step + 1
    const whole = this.#wordAt(finding.frame, wordStart, at)
    const was = whole.slice()
    was.set(before, inWord)
    whole.set(after, inWord)
    return { ...shown, offset: wordStart, before: was, after: whole }
  }

  #wordAt(frame: number, offset: ByteOffset, at: StepIndex): Uint8Array {
    const word = new Uint8Array(WORD_BYTES)
    word.set(bytesAt(this.#recording, this.#allAccesses(), { frame, offset, length: WORD_BYTES, at }))
    return word
  }

  #allAccesses(): MemoryAccesses {
    return (this.#accesses ??= new MemoryAccesses(this.#recording))
  }

  #origin(finding: Finding): ExplainedOrigin | undefined {
    const finder = new OriginFinder(this.#recording, this.#allAccesses())
    return originOf(this.#recording, finder, finding, (frame) => this.#nameOf(this.#frame(frame)))
  }

  /** Whom the step called, or who gave the return data that it copies. */
  #callee({ frame, at }: Finding): string | undefined {
    const recording = this.#recording
    const isCall = startsCall(at.op)
    if (!isCall && at.op !== codes.RETURNDATACOPY) return undefined
    const started = isCall
      ? recording.startedAt.get(at.step)
      : recording.frames.findLast(({ parent, endStep }) => parent === frame && endStep <= at.step)
    if (started !== undefined) return this.#nameOf(started)
    // An account without code starts no frame.
    return isCall ? formatAddress(recording.operand(at.step, 1)) : undefined
  }

  #nameOf(frame: RecordedFrame): string {
    const { run } = this.#recording
    return this.#builds?.contractOf(frame)?.name ?? precompileName(run.fork, frame.codeAddress) ?? frame.codeAddress
  }

  #key({ rule, frame }: Finding, { place, pc }: ExplainedStep): FindingKey {
    if (place === undefined) {
      const file = bytesToHex(keccak_256(this.#frame(frame).code))
      return { rule, file, function: '', text: `pc ${quantityToHex(pc)}` }
    }
    return { rule, file: place.file, function: place.function ?? '', text: place.text }
  }

  #bug({ rule, frame: id, at: { pc } }: Finding): KnownBug | undefined {
    const frame = this.#frame(id)
    const contract = this.#builds?.contractOf(frame)
    if (contract === undefined) return undefined
    const isAssembly = (this.#factsOf(frame)?.assemblyAt(pc) ?? 0) !== 0
    return knownBug(rule, contract.compilation, isAssembly, codeOf(contract, frame).sourceMap.entry(pc))
  }
}
