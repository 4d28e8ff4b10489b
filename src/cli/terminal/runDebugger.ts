/**
 * The debugger in a terminal: keys in, screens out, until it is over. However it ends, the terminal is as it was.
 * @module
 */
import type { Debugger } from '../../view/debugger/index.ts'
import type { Screen } from '../../view/index.ts'
import type { Terminal } from '../io.ts'
import type { Session } from '../session.ts'
import { keysOf } from './keys.ts'
import { Painter } from './painter.ts'

export async function runDebugger(
  debug: Debugger,
  terminal: Terminal,
  session: Session,
  screenOf: (debug: Debugger) => Screen,
): Promise<void> {
  const painter = new Painter(terminal, session.isColoured)
  painter.enter()
  try {
    await new Promise<void>((resolve, reject) => {
      // What goes wrong in a key's turn must not be lost in the terminal's event.
      const guarded = (act: () => void) => {
        try {
          act()
        } catch (error) {
          reject(error)
        }
      }
      const draw = () => painter.show(screenOf(debug))
      terminal.open({
        typed: (text) =>
          guarded(() => {
            for (const key of keysOf(text)) {
              debug.press(key)
              if (debug.isOver) return resolve()
            }
            draw()
          }),
        resized: () =>
          guarded(() => {
            painter.clear()
            draw()
          }),
        ended: () => resolve(),
      })
      guarded(draw)
    })
  } finally {
    terminal.close()
    painter.leave()
  }
}
