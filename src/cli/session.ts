/**
 * One run of the program, as a command sees it: where to read, and how to show what it found.
 * A command works everything out first and shows it at the end, so that no failure leaves half a result on stdout.
 * @module
 */
import { cliError, grouped, type Language, type Messages, messagesIn, type Screen } from '../view/index.ts'
import type { Io } from './io.ts'
import { paint } from './paint.ts'
import type { Surface } from './surface.ts'

/** Makes a terminal clear from the cursor to the end of the line. */
const CLEAR_LINE = '\u001b[K'

export class Session {
  readonly io: Io
  readonly language: Language
  readonly messages: Messages
  readonly #coloured: boolean
  readonly #noted = new Set<string>()

  constructor(io: Io, { language, coloured }: Surface) {
    this.io = io
    this.language = language
    this.messages = messagesIn(language)
    this.#coloured = coloured
  }

  get isColoured(): boolean {
    return this.#coloured
  }

  /** Prints a screen on stdout. */
  show(screen: Screen): void {
    this.io.stdout.write(paint(screen, this.#coloured))
  }

  /** Prints text on stdout as it is: code and listings. */
  print(text: string): void {
    this.io.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  }

  /**
   * Prints one JSON document on stdout.
   * @throws {MemlaneError} `cli.resultTooLarge` for one that is longer than a string can be.
   */
  showJson(document: object): void {
    this.io.stdout.write(`${jsonText(document)}\n`)
  }

  /** Shows on a terminal how far something is that counts: at every `step` of the count, and nothing at the end. */
  counting(text: (count: string) => string, step: number): { count(now: number): void; end(): void } {
    const { stderr } = this.io
    let shown = 0
    return {
      count: (now) => {
        if (!stderr.isTerminal || now < shown + step) return
        shown = now
        stderr.write(`\r${text(grouped(now))}`)
      },
      end: () => {
        if (shown > 0) stderr.write(`\r${CLEAR_LINE}`)
      },
    }
  }

  /**
   * Says on stderr what takes a while; on a terminal also for how long already, and `done` in its place at the end.
   */
  async whileWorking<Result>(doing: string, done: string, work: () => Promise<Result>): Promise<Result> {
    const { stderr } = this.io
    if (!stderr.isTerminal) {
      this.note(done)
      return work()
    }
    stderr.write(doing)
    const started = Date.now()
    const clock = setInterval(() => stderr.write(`\r${doing} ${Math.round((Date.now() - started) / 1000)} s`), 1000)
    try {
      return await work()
    } finally {
      clearInterval(clock)
      stderr.write(`\r${CLEAR_LINE}`)
      this.note(done)
    }
  }

  /** Says something on stderr, once however often it happens. */
  note(line: string): void {
    if (this.#noted.has(line)) return
    this.#noted.add(line)
    this.io.stderr.write(`${line}\n`)
  }
}

function jsonText(document: object): string {
  try {
    return JSON.stringify(document, undefined, 2)
  } catch (error) {
    if (error instanceof RangeError) throw cliError('cli.resultTooLarge', {})
    throw error
  }
}
