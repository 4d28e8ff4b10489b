/**
 * Memory and stack after each section of mnemonics, from a recording.
 * @module
 */
import type { Section } from '../assembly/index.ts'
import type { Gas, Pc, StepIndex } from '../base/index.ts'
import type { CallResult } from '../evm/index.ts'
import type { Recording, StepState } from '../trace/index.ts'
import type { SectionResult } from './facts.ts'

/** The frame that runs the mnemonics themselves. */
const OUTERMOST = 0

/** In source order; a section that control left several times is shown as it was left last. `result` was inspected. */
export function sectionResults(
  sections: readonly Section[],
  recording: Recording,
  result: CallResult,
): readonly SectionResult[] {
  const lastSteps = lastLeft(sections, recording)
  const { gas, endStep } = recording.frames[OUTERMOST]!
  const results = new Map<Section, SectionResult>()
  const capture = (step: StepIndex, state: (name: string) => SectionResult) => {
    for (const [section, last] of lastSteps) if (last === step) results.set(section, state(section.name))
  }
  recording.walk(OUTERMOST, (state) => {
    capture(state.index, (name) => stateOf(name, state, gas))
    return results.size < lastSteps.size
  })
  capture(endStep, (name) => {
    const { memory = new Uint8Array(0), stack = [], gasUsed } = result
    return { name, memory, stack, gasUsed, memorySize: memory.length }
  })
  return sections.map((section) => results.get(section) ?? { name: section.name, notReached: true })
}

/** For each section that ran, the first step behind it, after it ran for the last time. */
function lastLeft(sections: readonly Section[], { frames, steps }: Recording): ReadonlyMap<Section, StepIndex> {
  const { firstStep, endStep } = frames[OUTERMOST]!
  const sectionAt = (pc: Pc) => sections.find(({ start, end }) => pc >= start && pc < end)
  const lefts = new Map<Section, StepIndex>()
  let current: Section | undefined
  for (let step = firstStep; step < endStep; step++) {
    if (steps.frame(step) !== OUTERMOST) continue
    const pc = steps.pc(step)
    if (current !== undefined && pc >= current.start && pc < current.end) continue
    if (current !== undefined) lefts.set(current, step)
    current = sectionAt(pc)
  }
  if (current !== undefined) lefts.set(current, endStep)
  return lefts
}

function stateOf(name: string, state: StepState, gas: Gas): SectionResult {
  const { memorySize, stackSize } = state
  const stack = Array.from({ length: stackSize }, (_, index) => state.stack(stackSize - 1 - index))
  return { name, memory: state.memory(0, memorySize), stack, gasUsed: gas - state.gas, memorySize }
}
