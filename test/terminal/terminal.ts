/**
 * A pseudo-terminal that a test types into and reads the screen of: tmux, with a server of its own.
 * @module
 */
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 20_000

export class PseudoTerminal {
  readonly #server: string

  /** Starts a program; `status` stands on the screen behind its end. */
  constructor(columns: number, rows: number, folder: string, command: readonly string[]) {
    this.#server = `memlane-test-${process.pid}-${PseudoTerminal.#count++}`
    const shell = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ')
    this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      String(columns),
      '-y',
      String(rows),
      '-c',
      folder,
      ['export LANG=C.UTF-8 TERM=screen-256color', `${shell}; echo "status $?"; exec cat`].join('; '),
    )
  }

  static #count = 0

  /** Types keys by their names in tmux: `j`, `Enter`, `Up`, `PPage`. */
  type(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys)
  }

  /** Types text as it is. */
  typeText(text: string): void {
    this.#tmux('send-keys', '-l', text)
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows))
  }

  /** The lines on the screen. */
  lines(): string[] {
    return this.#tmux('capture-pane', '-p').replace(/\n$/, '').split('\n')
  }

  /** The screen as soon as it has what is looked for. */
  async until(looked: string | RegExp): Promise<string[]> {
    const has = (text: string) => (typeof looked === 'string' ? text.includes(looked) : looked.test(text))
    const end = Date.now() + PATIENCE_MS
    for (;;) {
      const lines = this.lines()
      if (has(lines.join('\n'))) return lines
      if (Date.now() > end) throw new Error(`The screen never had ${String(looked)}:\n${lines.join('\n')}`)
      await sleep(30)
    }
  }

  end(): void {
    this.#tmux('kill-server')
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-u', '-L', this.#server, ...args], { encoding: 'utf8' })
  }
}
