/**
 * A campaign: many calls of code that is in place, with arguments made from its types, and somebody who judges each.
 *
 *   edges      every function with the edges of its types, all over one state
 *   explore    sequences of calls: new ones, and changed ones that once reached new code
 *   shrink     the shortest sequence with the simplest arguments for each thing that was found
 *
 *   make ──recording──▶ judge ──keys──▶ found
 *    ▲          └──▶ coverage ──new?──▶ corpus ─┐
 *    └─────────────────── changed ──────────────┘
 *
 * All chance comes from the seed: the same seed on the same code gives the same calls. What the judge looks for is
 * its own business.
 * @module
 */
import { type Address, formatAddress } from '../../base/index.ts'
import { spelled } from '../../base/template.ts'
import { wordAt } from '../../base/word.ts'
import type { Cancellation, WorldTouched } from '../../evm/index.ts'
import { isSuccess } from '../../opcodes/index.ts'
import type { Recording } from '../../trace/index.ts'
import { launchError } from '../errors.ts'
import type { Stage } from '../stage.ts'
import { type CodeCoverage, Coverage } from './coverage.ts'
import { constantsIn, Dictionary } from './dictionary.ts'
import { type CampaignCall, callOf, type Draft, DraftMaker } from './draft.ts'
import { type Entry, entriesOf } from './entry.ts'
import { type CallLimits, Ground, type Made } from './ground.ts'
import { Random } from './random.ts'
import { shrink } from './shrink.ts'
import { type CampaignFunction, Tally, whyNotCalled } from './tally.ts'
import { ValueMaker } from './values.ts'

/** What a campaign may take. */
export interface CampaignLimits extends CallLimits {
  /** Calls of a sequence. */
  readonly sequence: number
  /** Keys that are kept; what else is found is counted. */
  readonly keys: number
  /** Sequences that are tried to make one finding small. */
  readonly tries: number
  /** Sequences that are tried for all findings together. */
  readonly allTries: number
}

/** The limits of a campaign, when nothing else is said. */
export const CAMPAIGN_LIMITS: CampaignLimits = {
  steps: 2 ** 17,
  bytes: 2 ** 26,
  milliseconds: 20_000,
  sequence: 12,
  keys: 500,
  tries: 600,
  allTries: 10_000,
}

/** Calls of a campaign, when nothing else is said. */
export const CAMPAIGN_CALLS = 256

/** Where a campaign is. */
export interface CampaignProgress {
  /** `shrink`: all calls were made, and what was found is made small. */
  readonly phase: 'calls' | 'shrink'
  /** Calls made so far; in `shrink`, keys that are done. */
  readonly done: number
  /** How many there will be. */
  readonly count: number
  /** Different keys so far. */
  readonly found: number
  /** Instructions that have run. */
  readonly covered: number
}

/** What a campaign takes. */
export interface CampaignOptions {
  /** Names or signatures; default: every function, and receive and fallback. */
  readonly functions?: readonly string[]
  /** How many calls are made and judged. */
  readonly calls: number
  /** Any text: the same one gives the same calls. */
  readonly seed: string
  /**
   * Looks at a call that was made and says what it found, each thing by a key of its own. The same recording must give
   * the same keys: while findings are made small it is asked again.
   */
  readonly judge: (recording: Recording, call: CampaignCall) => readonly string[]
  /** Told now and then; what it returns is awaited, so that others may run meanwhile. */
  readonly onProgress?: (progress: CampaignProgress) => void | Promise<void>
  /** Those that shall be others than `CAMPAIGN_LIMITS`. */
  readonly limits?: Partial<CampaignLimits>
  /** Ends the campaign early; what it has until then is its result. */
  readonly signal?: Cancellation
}

/** A thing that was found. */
export interface CampaignFinding {
  /** As the judge calls it. */
  readonly key: string
  /** The calls that show it, from the state of the stage on; the last one is the one that was judged. */
  readonly calls: readonly CampaignCall[]
  /** Whether nothing smaller was left to try. */
  readonly isSmallest: boolean
  /** The number of the call that showed it first, counted from 1; 0 for what was seen only while others were made small. */
  readonly foundAt: number
}

/** What came of a campaign, as plain data. */
export interface CampaignResult {
  /** That it was given. */
  readonly seed: string
  /** Calls that were made and judged. */
  readonly calls: number
  /** Whether it was ended early. */
  readonly isAborted: boolean
  /** In the order of the ABI. */
  readonly functions: readonly CampaignFunction[]
  /** Of each code that ran, the stage's own first. */
  readonly coverage: readonly CodeCoverage[]
  /** In the order in which they were found. */
  readonly found: readonly CampaignFinding[]
  /** How often something further was found after so many keys that no more were kept. */
  readonly more: number
}

/** Rounds in which every function is called with edges; at most half of the calls. */
const EDGE_ROUNDS = 48
const MOST_CORPUS = 512
const MOST_CALLS = 1_000_000_000
const CALLS_BETWEEN_PROGRESS = 32
/** Values of storage and of outputs that one call adds to the dictionary. */
const MOST_NEW_VALUES = 8
/** Beside who calls the stage: known to no contract. */
const STRANGERS: readonly Address[] = [formatAddress(0xa11cen), formatAddress(0xb0bn)]
const PRECOMPILES: readonly Address[] = [1n, 2n, 4n, 9n].map(formatAddress)

/**
 * Calls what a stage has in place, again and again, each time with other arguments, and has every call judged. The stage
 * itself stays as it is.
 * @example
 * import { campaign, prepare } from 'memlane/launch'
 *
 * // MSTORE of 0 at the offset that calldata says.
 * const stage = await prepare({ code: { kind: 'bytecode', name: 'anywhere', text: '5f5f355200' } })
 * const { found } = await campaign(stage, {
 *   calls: 300,
 *   seed: '1',
 *   judge: ({ frames }) => (frames[0]!.memory.length > 320 ? ['much memory'] : []),
 * })
 * console.log(found.map(({ key, calls }) => `${key}: ${calls.length} call`)) // [ 'much memory: 1 call' ]
 * @throws {MemlaneError} `launch.badCampaign` for options out of range, `launch.nothingInPlace` for a stage that creates,
 *   `solidity.noFunction` and `solidity.whichFunction`; what the judge throws.
 */
export async function campaign(stage: Stage, options: CampaignOptions): Promise<CampaignResult> {
  const run = new Campaign(stage, options)
  await run.edges()
  await run.explore()
  await run.shrink()
  return run.result()
}

/** An input that reached something new: the calls that lead to it, and the call that did. */
interface Kept {
  readonly before: readonly Draft[]
  readonly last: Draft
  /** The calls that lead to the state behind it. */
  readonly after: readonly Draft[]
}

class Campaign {
  readonly #stage: Stage
  readonly #options: CampaignOptions
  readonly #limits: CampaignLimits
  readonly #random: Random
  readonly #dictionary: Dictionary
  readonly #drafts: DraftMaker
  readonly #ground: Ground
  readonly #coverage = new Coverage()
  readonly #entries: readonly Entry[]
  readonly #tallies: ReadonlyMap<Entry, Tally>
  /** Those that values can be made for. */
  readonly #callable: readonly Entry[]
  readonly #corpus: Kept[] = []
  readonly #memorySizes = new Set<string>()
  /** By key; a sequence is made small in place. */
  readonly #found = new Map<string, { drafts: readonly Draft[]; isSmallest: boolean; readonly foundAt: number }>()
  #calls = 0
  #more = 0

  constructor(stage: Stage, options: CampaignOptions) {
    const { to } = stage.parameters
    if (to === undefined) throw launchError('launch.nothingInPlace', { name: stage.name })
    this.#stage = stage
    this.#options = checked(options)
    this.#limits = limitsOf(options.limits)
    this.#ground = new Ground(stage, STRANGERS, this.#limits)
    const { state, fork } = this.#ground.evm
    const code = state.account(to)?.code ?? new Uint8Array(0)
    this.#entries = entriesOf(stage, code, options.functions)
    this.#tallies = new Map(this.#entries.map((entry) => [entry, new Tally(entry)]))
    this.#callable = this.#entries.filter((entry) => whyNotCalled(entry) === undefined)
    this.#coverage.expect(code)
    this.#random = new Random(options.seed)
    this.#dictionary = new Dictionary(constantsIn(code, fork))
    const inWorld = state
      .addresses()
      .filter((address) => address !== to && (state.account(address)?.code.length ?? 0) > 0)
    const zero = formatAddress(0n)
    const { senders } = this.#ground
    const addresses = [...new Set([...senders, to, zero, ...PRECOMPILES, ...inWorld])]
    const values = new ValueMaker(this.#random, this.#dictionary, addresses)
    this.#drafts = new DraftMaker(this.#random, this.#dictionary, values, senders)
  }

  /** Each round calls every function once, with the next edges; the state is that of the calls before it in the round. */
  async edges(): Promise<void> {
    const most = Math.ceil(this.#options.calls / 2)
    for (let round = 0; round < EDGE_ROUNDS && this.#callable.length > 0; round++) {
      let before = this.#begin()
      for (const entry of this.#callable) {
        if (this.#isOver(most)) return
        if (before.length >= this.#limits.sequence) before = this.#begin()
        before = await this.#call(before, this.#drafts.edge(entry, round))
      }
    }
  }

  /** Sequences until all calls are made. */
  async explore(): Promise<void> {
    const random = this.#random
    const { calls } = this.#options
    while (this.#callable.length > 0 && !this.#isOver(calls)) {
      const kept = this.#corpus.length > 0 && random.chance(3, 4) ? random.pick(this.#corpus) : undefined
      const { before: known, next } = this.#planned(kept)
      let before = this.#begin()
      await this.#ground.replay(known)
      before = known
      for (const draft of next) {
        if (this.#isOver(calls) || before.length >= this.#limits.sequence) break
        before = await this.#call(before, draft)
      }
    }
  }

  /** Calls that lead to a state, and those that are then tried there. */
  #planned(kept: Kept | undefined): { readonly before: readonly Draft[]; readonly next: readonly Draft[] } {
    const random = this.#random
    const some = (most: number) =>
      Array.from({ length: random.below(most + 1) }, () => this.#drafts.any(random.pick(this.#callable)))
    if (kept === undefined) return { before: [], next: [...some(4), this.#drafts.any(random.pick(this.#callable))] }
    const { before, last, after } = kept
    switch (random.below(4)) {
      case 0: {
        const other = random.pick(this.#corpus).last
        return { before: after, next: [random.chance(1, 2) ? other : this.#drafts.changed(other), ...some(2)] }
      }
      case 1: {
        // The same call behind other ones.
        const without = before.length > 0 ? before.toSpliced(random.below(before.length), 1) : before
        return { before: [], next: [...without, ...some(2), this.#drafts.changed(last)] }
      }
      default:
        return { before, next: [this.#drafts.changed(last), ...some(2)] }
    }
  }

  /** Makes what was found small, and what is found on the way. */
  async shrink(): Promise<void> {
    let left = this.#limits.allTries
    let done = 0
    // Grows while it is walked.
    for (const [key, finding] of this.#found) {
      if (this.#options.signal?.aborted || left <= 0) return
      const tries = Math.min(left, this.#limits.tries)
      const shows = async (drafts: readonly Draft[]): Promise<boolean> => {
        left--
        return (await this.#keysOf(drafts)).includes(key)
      }
      const { drafts, isSmallest } = await shrink(finding.drafts, shows, tries, this.#ground.senders[0]!)
      finding.drafts = drafts
      finding.isSmallest = isSmallest
      done++
      await this.#tell('shrink', done, this.#found.size)
    }
  }

  result(): CampaignResult {
    const { seed, signal } = this.#options
    return {
      seed,
      calls: this.#calls,
      isAborted: signal?.aborted === true,
      functions: this.#entries.map((entry) => this.#tallies.get(entry)!.report()),
      coverage: this.#coverage.report(this.#ground.evm.fork, this.#stage.builds),
      found: [...this.#found].map(([key, { drafts, isSmallest, foundAt }]) => {
        return { key, calls: drafts.map(callOf), isSmallest, foundAt }
      }),
      more: this.#more,
    }
  }

  #isOver(most: number): boolean {
    return this.#calls >= most || this.#options.signal?.aborted === true
  }

  /** The state of the stage, with no call made. */
  #begin(): readonly Draft[] {
    this.#ground.reset()
    return []
  }

  /** Makes a call and takes in what it shows; the calls that lead to the state behind it. */
  async #call(before: readonly Draft[], draft: Draft): Promise<readonly Draft[]> {
    const made = await this.#ground.make(draft)
    this.#calls++
    this.#tallies.get(draft.entry)!.add(made, this.#ground, this.#stage.source?.contract.compilation)
    if (this.#calls % CALLS_BETWEEN_PROGRESS === 0) await this.#tell('calls', this.#calls, this.#options.calls)
    const { run } = made
    if (run === undefined) return before
    const { recording, result } = run
    this.#note(this.#options.judge(recording, callOf(made.draft)), [...before, made.draft], this.#calls)
    const reachesCode = this.#coverage.add(recording)
    const reachesMemory = this.#hasNewMemorySize(made)
    const after = isSuccess(result.status) && hasChanged(recording.world) ? [...before, made.draft] : before
    if (reachesCode || reachesMemory) this.#keep({ before, last: made.draft, after })
    this.#learn(recording.world, result.output)
    return after
  }

  /** Whether a function's memory has grown into a size class, by powers of two, in which it never was. */
  #hasNewMemorySize({ draft, run }: Made): boolean {
    const bytes = run?.recording.frames[0]?.memory.length ?? 0
    const magnitude = `${Math.ceil(Math.log2(bytes / 32 + 1))} ${draft.entry.name}`
    if (this.#memorySizes.has(magnitude)) return false
    this.#memorySizes.add(magnitude)
    return true
  }

  #keep(kept: Kept): void {
    if (this.#corpus.length < MOST_CORPUS) this.#corpus.push(kept)
    else this.#corpus[this.#random.below(MOST_CORPUS)] = kept
  }

  /** Values that a contract keeps or gives may be those that it waits for. */
  #learn(world: WorldTouched | undefined, output: Uint8Array): void {
    for (const { before, after } of (world?.slots ?? []).slice(0, MOST_NEW_VALUES))
      if (before !== after) this.#dictionary.add(after)
    const words = Math.min(output.length >> 5, MOST_NEW_VALUES)
    if (output.length % 32 === 0)
      for (let index = 0; index < words; index++) this.#dictionary.add(wordAt(output, 32 * index))
  }

  #note(keys: readonly string[], drafts: readonly Draft[], foundAt: number): void {
    for (const key of keys) {
      if (this.#found.has(key)) continue
      if (this.#found.size < this.#limits.keys) this.#found.set(key, { drafts, isSmallest: false, foundAt })
      else this.#more++
    }
  }

  /** What the last call of a sequence shows, from the beginning on. */
  async #keysOf(drafts: readonly Draft[]): Promise<readonly string[]> {
    this.#ground.reset()
    const leads = await this.#ground.replay(drafts.slice(0, -1))
    const made = leads ? await this.#ground.make(drafts.at(-1)!) : undefined
    if (made?.run === undefined) return []
    const keys = this.#options.judge(made.run.recording, callOf(made.draft))
    this.#note(keys, [...drafts.slice(0, -1), made.draft], 0)
    return keys
  }

  async #tell(phase: CampaignProgress['phase'], done: number, count: number): Promise<void> {
    const progress = { phase, done, count, found: this.#found.size, covered: this.#coverage.count }
    await this.#options.onProgress?.(progress)
  }
}

/** Whether later calls may see that it was made. */
function hasChanged(world: WorldTouched | undefined): boolean {
  return (
    world === undefined ||
    world.slots.some(({ before, after }) => before !== after) ||
    world.accounts.some(({ before, after }) => before?.balance !== after?.balance || before?.nonce !== after?.nonce)
  )
}

/** @throws {MemlaneError} `launch.badCampaign`. */
function checked(options: CampaignOptions): CampaignOptions {
  const { calls, seed, judge, limits = {} } = options
  const whole = (value: unknown, least: number, most: number) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
  if (!whole(calls, 0, MOST_CALLS)) throw bad('calls', calls, `a whole number from 0 to ${MOST_CALLS}`)
  if (typeof seed !== 'string') throw bad('seed', seed, 'a text')
  if (typeof judge !== 'function') throw bad('judge', judge, 'a function of a recording')
  for (const [name, limit] of Object.entries(limits)) {
    if (!Object.hasOwn(CAMPAIGN_LIMITS, name))
      throw bad(`limits.${name}`, limit, `left out; there are ${Object.keys(CAMPAIGN_LIMITS).join(', ')}`)
    if (limit !== undefined && !whole(limit, 1, Number.MAX_SAFE_INTEGER))
      throw bad(`limits.${name}`, limit, 'a whole number from 1 on')
  }
  return options
}

/** What is `undefined` is not said. */
function limitsOf(wanted: Partial<CampaignLimits> = {}): CampaignLimits {
  return {
    ...CAMPAIGN_LIMITS,
    ...Object.fromEntries(Object.entries(wanted).filter(([, limit]) => limit !== undefined)),
  }
}

function bad(field: string, value: unknown, wanted: string) {
  return launchError('launch.badCampaign', { field, value: spelled(value), wanted })
}
