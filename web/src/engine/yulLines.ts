/**
 * The Yul behind the code that runs, around the line that a step comes from.
 * @module
 */
import type { LoadedRun } from './loadedRun.ts'
import type { YulLine } from './protocol.ts'

export async function yulLines(run: LoadedRun, rows: number): Promise<YulLine[]> {
  const { debug, recording } = run
  const { frame } = debug.timeline.current
  const yul = await run.yulOf(frame)
  if (yul === undefined) return []
  const lines = yul.text.split('\n')
  const pc = debug.timeline.atEnd ? undefined : recording.steps.pc(debug.step)
  const [node] = pc === undefined ? [] : yul.nodesOf(yul.code.sourceMap.entry(pc))
  const now = node && yul.text.slice(0, node.start).split('\n').length
  const first = Math.max(1, Math.min((now ?? 1) - Math.floor(rows / 3), lines.length - rows + 1))
  return lines
    .slice(first - 1, first - 1 + rows)
    .map((text, index) => ({ line: first + index, text, isNow: first + index === now }))
}
