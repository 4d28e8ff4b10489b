/**
 * What `console.log` printed in a recorded run. Traces of other EVMs that say nothing of calls without code have none of it.
 * @module
 */
import type { StepIndex } from '../base/index.ts'
import { type Budget, CONSOLE_ADDRESS, consoleMessage } from '../solidity/index.ts'
import type { RecordedFrame, Recording } from '../trace/index.ts'
import type { ConsoleFacts } from './facts.ts'
import { LIMITS } from './limits.ts'

/** Lines that are kept of a run. */
const MOST_LINES = 1000

/** Whether a call goes to the console, which is an address without code. */
export function isConsole({ codeAddress, code }: Pick<RecordedFrame, 'codeAddress' | 'code'>): boolean {
  return codeAddress === CONSOLE_ADDRESS && code.length === 0
}

/** Up to a step, or to the end of the run; what a frame that failed printed too. */
export function consoleOf({ frames }: Recording, until?: StepIndex): ConsoleFacts {
  const budget: Budget = { items: LIMITS.decodedItems, bytes: LIMITS.decodedBytes }
  const lines: { readonly step: StepIndex; readonly text: string }[] = []
  let more = 0
  for (const frame of frames) {
    const { startedBy: step, input } = frame
    if (step === undefined || !isConsole(frame) || (until !== undefined && step >= until)) continue
    if (lines.length === MOST_LINES) more++
    else {
      const message = consoleMessage(input, budget)
      if (message !== undefined) lines.push({ step, text: message.text })
    }
  }
  return { lines, more }
}
