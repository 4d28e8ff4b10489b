/**
 * Of which frame and of which moment a map is, where a run has several.
 *
 *   frame 1 of 3: Callee   before step 412 of 2,865
 *   frames: 0 Nest, 1 Callee, 2 Callee
 * @module
 */
import type { StepIndex } from '../base/units.ts'
import type { Messages } from './messages/index.ts'
import { grouped } from './number.ts'
import { fitLine, type Screen, span } from './span.ts'
import { printable } from './width.ts'

export interface MapPlace {
  /** The step before which memory looked so; `undefined` for the frame's end. */
  readonly at: StepIndex | undefined
  readonly stepCount: number
  readonly shown: number
  readonly frames: readonly { readonly id: number; readonly depth: number; readonly name: string }[]
}

/** Frames that are listed. */
const MOST_FRAMES = 40

/** Nothing where there is one frame, at its end. */
export function mapPlaceScreen(
  { at, stepCount, shown, frames }: MapPlace,
  { map }: Messages,
  width = Number.POSITIVE_INFINITY,
): Screen {
  if (frames.length < 2 && at === undefined) return []
  const name = printable(frames[shown]?.name ?? '')
  const moment = at === undefined ? map.atEnd : map.beforeStep(grouped(at), grouped(stepCount))
  const lines: Screen = [[span(map.frame(String(shown), String(frames.length), name), 'strong'), span(`   ${moment}`)]]
  if (frames.length < 2) return lines
  const listed = frames.slice(0, MOST_FRAMES).map((frame) => `${frame.id} ${printable(frame.name)}`)
  const more = frames.length > MOST_FRAMES ? ', …' : ''
  return [...lines, fitLine([span(`${map.frames} ${listed.join(', ')}${more}`, 'dim')], width)]
}
