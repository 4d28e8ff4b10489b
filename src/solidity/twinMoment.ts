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

/** A moment of a twin's frame. */
export interface TwinMoment {
  /** `undefined` for the frame's end. */
  readonly step: StepIndex | undefined
  /** AST id of the statement that begins there in the twin, and of which the build may have run a part. */
  readonly statement: number | undefined
}

/** Where `twin` is when `build` is before the step `at`. */
export function twinMoment(twin: Course, build: Course, pairs: readonly Pair[], at: StepIndex): TwinMoment {
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
  if (twinTo !== undefined && twinTo <= twinFrom) return { step: twinFrom + 1, statement: undefined }
  const counts = new Map<number, number>()
  const begun = beginnings(build, buildFrom, at).map(({ statement }) => {
    const count = (counts.get(statement) ?? 0) + 1
    counts.set(statement, count)
    return { statement, count }
  })
  const twins = new Map<number, StepIndex[]>()
  for (const { statement, step } of beginnings(twin, twinFrom, twinTo)) {
    const steps = twins.get(statement)
    if (steps) steps.push(step)
    else twins.set(statement, [step])
  }
  // The optimizer goes back to a statement for what it left undone: the twin begins it less often.
  const last = begun.findLast(({ statement, count }) => (twins.get(statement)?.length ?? 0) >= count)
  if (last) return { step: twins.get(last.statement)![last.count - 1], statement: last.statement }
  // As early as it can be, so that nothing is told that is still to come.
  return { step: firstStepBehind(twin, twinFrom), statement: undefined }
}

/** A statement, by its AST id, and the step at which it began. */
interface Beginning {
  readonly statement: number
  readonly step: StepIndex
}

/** The statements that began behind the step `from`, up to and with the step `to`; the first is the one that goes on. */
function beginnings(course: Course, from: StepIndex, to: StepIndex = Number.POSITIVE_INFINITY): Beginning[] {
  const begun: Beginning[] = []
  let last: AstNode | undefined
  const statementAt = statements(course)
  course.run.walk(course.frame.id, ({ index, pc }) => {
    if (index > to) return false
    if (index <= from) return true
    const statement = statementAt(pc)
    if (statement === undefined || statement === last) return true
    last = statement
    begun.push({ statement: statement.id, step: index })
    return true
  })
  return begun
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

/** What stands for a whole function comes before its first statement, or behind its last. */
function isStatement({ kind }: AstNode): boolean {
  return kind.endsWith('Statement') || OTHERS.has(kind)
}

const OTHERS: ReadonlySet<string> = new Set(['Return', 'InlineAssembly', 'FunctionDefinition', 'ModifierDefinition'])
