/**
 * Which moment of a twin's frame is the moment that is shown of the build's.
 *
 *   build   alloc ──── S ── T ── S ─│─ alloc           between the same two allocations, and in it the twin's
 *   twin    alloc ── S ──── T ──── S│──── alloc        statement that has begun as often
 *
 * The allocations of both frames are paired over their whole length, so that an earlier moment is not taken for a later
 * one of the same kind, as in a loop that gives its memory back in each round.
 * @module
 */
import type { StepIndex } from '../base/index.ts'
import type { Pair } from './alignment.ts'
import type { AstNode } from './ast.ts'
import { type CompiledContract, codeOf } from './compilation.ts'
import type { Region } from './heap.ts'
import { Places } from './place.ts'
import type { Frame, Run } from './run.ts'

/** A frame of a run, and all that it allocated. */
export interface Course {
  readonly contract: CompiledContract
  readonly run: Run
  readonly frame: Frame
  readonly allocations: readonly Region[]
}

/** The step of `twin` before which it is where `build` is before the step `at`; `undefined` for its end. */
export function twinMoment(twin: Course, build: Course, pairs: readonly Pair[], at: StepIndex): StepIndex | undefined {
  let [twinFrom, buildFrom]: [StepIndex, StepIndex] = [-1, -1]
  let twinTo: StepIndex | undefined
  for (const { left, count, right } of pairs) {
    const first = twin.allocations[left]!.step
    const last = twin.allocations[left + count - 1]!.step
    const { step } = build.allocations[right]!
    if (step < at) {
      twinFrom = Math.max(twinFrom, last)
      buildFrom = Math.max(buildFrom, step)
    } else twinTo = Math.min(twinTo ?? Number.POSITIVE_INFINITY, first)
  }
  // Allocated in another order: all that the build has is there a step later.
  if (twinTo !== undefined && twinTo <= twinFrom) return twinFrom + 1
  const wanted = beginnings(build, buildFrom, at)
  const statement = wanted.last
  if (statement === undefined) return firstStepBehind(twin, twinFrom)
  return beginningOf(twin, statement.id, wanted.counts.get(statement.id)!, twinFrom, twinTo)
}

interface Beginnings {
  readonly counts: ReadonlyMap<number, number>
  /** The statement that the code is in at the end. */
  readonly last: AstNode | undefined
}

/** How often each statement began behind the step `from`, up to and with the step `to`. */
function beginnings(course: Course, from: StepIndex, to: StepIndex): Beginnings {
  const counts = new Map<number, number>()
  let last: AstNode | undefined
  const statementAt = statements(course)
  course.run.walk(course.frame.id, ({ index, pc }) => {
    if (index > to) return false
    if (index <= from) return true
    const statement = statementAt(pc)
    if (statement === undefined || statement === last) return true
    counts.set(statement.id, (counts.get(statement.id) ?? 0) + 1)
    last = statement
    return index < to
  })
  return { counts, last }
}

/** The step at which the statement begins for the `count`th time between two others, or for the last time. */
function beginningOf(
  course: Course,
  id: number,
  count: number,
  from: StepIndex,
  to: StepIndex | undefined,
): StepIndex | undefined {
  let found: StepIndex | undefined
  let first: StepIndex | undefined
  let seen = 0
  let last: AstNode | undefined
  const statementAt = statements(course)
  course.run.walk(course.frame.id, ({ index, pc }) => {
    if (index <= from) return true
    if (to !== undefined && index > to) return false
    first ??= index
    const statement = statementAt(pc)
    if (statement === undefined || statement === last) return true
    last = statement
    if (statement.id !== id) return true
    found = index
    return ++seen < count
  })
  // Where the twin has no such statement: as early as it can be, so that nothing is told that is still to come.
  return found ?? first
}

function firstStepBehind({ run, frame }: Course, from: StepIndex): StepIndex | undefined {
  let first: StepIndex | undefined
  run.walk(frame.id, ({ index }) => {
    if (index <= from) return true
    first = index
    return false
  })
  return first
}

/** The statement that an instruction is a part of, by its place in the code. */
function statements({ contract, frame }: Course): (pc: number) => AstNode | undefined {
  const places = new Places(codeOf(contract, frame), contract.compilation.ast)
  const known: (AstNode | null | undefined)[] = []
  return (pc) => {
    const statement = (known[pc] ??= places.at(pc).node?.closest(isStatement) ?? null)
    return statement ?? undefined
  }
}

function isStatement({ kind }: AstNode): boolean {
  return kind.endsWith('Statement') || kind === 'Return' || kind === 'InlineAssembly'
}
