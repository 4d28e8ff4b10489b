/**
 * What a map of optimized code owes to its twin, the unoptimized build of the same sources, and to its own Yul.
 * @module
 */
import { assertNever } from '../base/error.ts'
import type { TwinUse } from '../launch/facts.ts'
import type { Messages } from './messages/index.ts'
import { grouped } from './number.ts'
import { fitLine, type Screen, span } from './span.ts'
import { printable } from './width.ts'

/** Nothing for a build that needs no twin. */
export function twinScreen(twin: TwinUse | undefined, messages: Messages, width?: number): Screen {
  // What allocates nothing has nothing to match.
  if (twin === undefined || (twin.status === 'used' && twin.allocations === 0)) return []
  const line = [span(` ${textOf(twin, messages)}`, 'dim')]
  return [[], width === undefined ? line : fitLine(line, width)]
}

/** Nothing where the Yul behind the code is known, or there is none. */
export function noYulScreen(reason: string | undefined, messages: Messages, width?: number): Screen {
  if (reason === undefined) return []
  const line = [span(` ${messages.map.noYul(printable(reason))}`, 'dim')]
  return [[], width === undefined ? line : fitLine(line, width)]
}

function textOf(twin: TwinUse, { map }: Messages): string {
  switch (twin.status) {
    case 'used':
      return map.twin(grouped(twin.aligned), grouped(twin.allocations))
    case 'notCompiled':
      return map.noTwin.notCompiled(printable(twin.message))
    case 'tooLong':
      return map.noTwin.tooLong
    case 'diverged':
      return map.noTwin.diverged
    default:
      return assertNever(twin)
  }
}
