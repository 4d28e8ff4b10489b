/**
 * Gas by call: frames within functions within frames, for flame graphs.
 *
 *   Router ─ Router.swap ─ Token ─ Token.transfer
 *
 * Inside a frame a step belongs to the function that its line stands in. That is an approximation: the optimizer may have
 * moved code, and an internal function that another calls stands beside it, not below.
 * @module
 */
import type { StepIndex } from '../base/units.ts'
import type { GasProfile } from './gasProfile.ts'
import type { RecordedFrame } from './recordedFrame.ts'
import type { SourceLocator } from './sourceLocator.ts'

/** A call, or a function in one, with what it called. */
export interface GasNode {
  /** Of the contract or its function; an address where no source is known. */
  readonly name: string
  /** Of the steps right here, and with all below. */
  readonly own: number
  /** The steps right here and those of all nodes below. */
  readonly total: number
  /** Those with most gas first. */
  readonly children: readonly GasNode[]
}

interface Building {
  readonly name: string
  own: number
  total: number
  readonly children: Map<string, Building>
}

/** Where a step is: names from the outermost frame inwards. */
export class GasStacks {
  readonly #profile: GasProfile
  readonly #locator: SourceLocator | undefined
  /** By frame: names of all around it and its own. */
  readonly #frames = new Map<number, readonly string[]>()

  constructor(profile: GasProfile, locator: SourceLocator | undefined) {
    this.#profile = profile
    this.#locator = locator
  }

  of(step: StepIndex): readonly string[] {
    const frame = this.#profile.recording.frameAt(step)
    let names = this.#frames.get(frame.id)
    if (names === undefined) {
      // A frame stands in the function that called it.
      const around = frame.startedBy === undefined ? [] : this.of(frame.startedBy)
      this.#frames.set(frame.id, (names = [...around, this.#nameOf(frame)]))
    }
    const name = this.#profile.placeOf(step, frame)?.function
    // A contract's dispatcher has the contract's own name.
    return name === undefined || name === names.at(-1) ? names : [...names, name]
  }

  #nameOf(frame: RecordedFrame): string {
    return this.#locator?.contract(frame) ?? frame.codeAddress
  }
}

/** The tree of a run; `what` chooses the gas that is summed up. */
export function gasTree(profile: GasProfile, locator: SourceLocator | undefined, what: 'gas' | 'expansion'): GasNode {
  const root: Building = { name: '', own: 0, total: 0, children: new Map() }
  const stacks = new GasStacks(profile, locator)
  for (let step = 0; step < profile.recording.stepCount; step++) {
    const gas = profile.of(step)[what]
    if (gas === 0) continue
    let node = root
    node.total += gas
    for (const name of stacks.of(step)) {
      let child = node.children.get(name)
      if (child === undefined) node.children.set(name, (child = { name, own: 0, total: 0, children: new Map() }))
      child.total += gas
      node = child
    }
    node.own += gas
  }
  return finished(root)
}

/** As deep as calls nest, which is bounded; children with most gas first. */
function finished({ name, own, total, children }: Building): GasNode {
  const sorted = [...children.values()].map(finished).sort((a, b) => b.total - a.total)
  return { name, own, total, children: sorted }
}

/**
 * The run as speedscope shows it, in pieces of JSON: gas is the time.
 * Source: https://www.speedscope.app/file-format-schema.json, evented profiles.
 */
export function* speedscope(
  profile: GasProfile,
  locator: SourceLocator | undefined,
  what: 'gas' | 'expansion',
  name: string,
): Generator<string> {
  const stacks = new GasStacks(profile, locator)
  const numbers = new Map<string, number>()
  const numberOf = (text: string) => {
    let number = numbers.get(text)
    if (number === undefined) numbers.set(text, (number = numbers.size))
    return number
  }
  let open: readonly string[] = []
  let at = 0
  yield `{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"memlane","name":${JSON.stringify(name)},`
  yield `"profiles":[{"type":"evented","name":${JSON.stringify(name)},"unit":"none","startValue":0,"events":[`
  let separator = ''
  const event = (type: 'O' | 'C', text: string) => {
    const json = `${separator}{"type":"${type}","frame":${numberOf(text)},"at":${at}}`
    separator = ',\n'
    return json
  }
  for (let step = 0; step < profile.recording.stepCount; step++) {
    const gas = profile.of(step)[what]
    if (gas === 0) continue
    const stack = stacks.of(step)
    let same = 0
    while (same < open.length && same < stack.length && open[same] === stack[same]) same++
    for (let depth = open.length - 1; depth >= same; depth--) yield event('C', open[depth]!)
    for (let depth = same; depth < stack.length; depth++) yield event('O', stack[depth]!)
    open = stack
    at += gas
  }
  for (let depth = open.length - 1; depth >= 0; depth--) yield event('C', open[depth]!)
  const frames = [...numbers.keys()].map((text) => ({ name: text }))
  yield `],"endValue":${at}}],"shared":{"frames":${JSON.stringify(frames)}}}\n`
}
