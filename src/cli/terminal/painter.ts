/**
 * Paints screens on a terminal: only lines that are others than before are written, so that a step costs little on a slow
 * line. The screen that was there comes back at the end.
 * @module
 */
import type { Screen } from '../../view/index.ts'
import type { Terminal } from '../io.ts'
import { paint } from '../paint.ts'

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[2J'
/** The cursor, which nobody sees, waits at the top left: there a screen is whole, and input methods know where they are. */
const HOME = '\u001b[H'
const LEAVE = '\u001b[?25h\u001b[?1049l'

export class Painter {
  readonly #terminal: Terminal
  readonly #coloured: boolean
  #lines: string[] = []

  constructor(terminal: Terminal, coloured: boolean) {
    this.#terminal = terminal
    this.#coloured = coloured
  }

  enter(): void {
    this.#terminal.write(ENTER)
  }

  leave(): void {
    this.#terminal.write(LEAVE)
  }

  /** Forgets what is on the terminal: it has another size now. */
  clear(): void {
    this.#lines = []
    this.#terminal.write('\u001b[2J')
  }

  show(screen: Screen): void {
    const lines = screen.map((line) => paint([line], this.#coloured).slice(0, -1))
    let text = ''
    for (const [row, line] of lines.entries())
      if (line !== this.#lines[row]) text += `\u001b[${row + 1};1H${line}\u001b[K`
    this.#lines = lines
    if (text !== '') this.#terminal.write(text + HOME)
  }
}
