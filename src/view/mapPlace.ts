import type { MapPlace } from '../launch/facts.ts'
import { isSuccess } from '../opcodes/index.ts'
import type { Messages } from './messages/index.ts'
import { grouped } from './number.ts'
import { statusText } from './outcome.ts'
import { fitLine, type Line, type Screen, span } from './span.ts'
import { printable } from './width.ts'

/** Frames that are listed around the one that is shown. */
const MOST_FRAMES = 12

/** Nothing where there is one frame, at its end. */
export function mapPlaceScreen(
  { at, stepCount, shown, frames }: MapPlace,
  messages: Messages,
  width = Number.POSITIVE_INFINITY,
): Screen {
  const { map } = messages
  if (frames.length < 2 && at === undefined) return []
  const name = printable(frames[shown]?.name ?? '')
  const moment = at === undefined ? map.atEnd : map.beforeStep(grouped(at), grouped(stepCount))
  const lines: Screen = [[span(map.frame(String(shown), String(frames.length), name), 'strong'), span(`   ${moment}`)]]
  if (frames.length < 2) return lines
  const first = Math.max(0, Math.min(shown - MOST_FRAMES / 2, frames.length - MOST_FRAMES))
  const listed = frames.slice(first, first + MOST_FRAMES).map((frame): Line => {
    const isFine = isSuccess(frame.status)
    const text = `${'  '.repeat(frame.depth + 1)}${frame.id}  ${printable(frame.name)}   `
    return [span(text, 'dim'), span(statusText(frame, messages), isFine ? 'dim' : 'bad')]
  })
  const more = (isMore: boolean): Line[] => (isMore ? [[span('  …', 'dim')]] : [])
  const rest = [...more(first > 0), ...listed, ...more(first + MOST_FRAMES < frames.length)]
  return [...lines, [span(map.frames, 'dim')], ...rest.map((line) => fitLine(line, width))]
}
