/**
 * A pseudo-terminal that a test types into and reads the screen of: tmux, with a server of its own.
 * @module
 */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A busy machine takes its time; only what never comes ends here. */
const PATIENCE_MS = 200_000
/** Of a screen that was looked at twice and was the same. */
const STILL_MS = 100

export class PseudoTerminal {
  readonly #socket: string

  /** Starts a program; `status` stands on the screen behind its end. */
  constructor(columns: number, rows: number, folder: string, command: readonly string[]) {
    this.#socket = join(tmpdir(), `tmux-${process.pid}-${PseudoTerminal.#count++}`)
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

  /**
   * The lines on the screen, `undefined` while the program draws them: it leaves the cursor at the top left when a screen
   * is whole. On the shell's screen nothing tells.
   */
  #lines(): string[] | undefined {
    const answer = this.#tmux(
      'capture-pane',
      '-p',
      ';',
      'display-message',
      '-p',
      '#{alternate_on} #{cursor_x} #{cursor_y}',
    )
    const lines = answer.replace(/\n$/, '').split('\n')
    const state = lines.pop()
    return state === '1 0 0' || state?.startsWith('0 ') ? lines : undefined
  }

  /** The screen as soon as it is whole and still and has what is looked for. */
  async until(looked: string | RegExp): Promise<string[]> {
    const has = (text: string) => (typeof looked === 'string' ? text.includes(looked) : looked.test(text))
    const end = Date.now() + PATIENCE_MS
    for (let before: string | undefined; ; ) {
      const lines = this.#lines()
      const text = lines?.join('\n')
      if (lines !== undefined && text === before && has(text!)) return lines
      if (Date.now() > end) throw new Error(`The screen never had ${String(looked)}:\n${text ?? 'half of a screen'}`)
      before = text
      await sleep(STILL_MS)
    }
  }

  end(): void {
    this.#tmux('kill-server')
    rmSync(this.#socket, { force: true })
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-u', '-S', this.#socket, ...args], { encoding: 'utf8' })
  }
}
