/**
 * The terminal that the process runs in.
 * @module
 */
import type { Terminal } from '../io.ts'
import type { ProcessLike } from '../processLike.ts'

const USUAL = { columns: 80, rows: 24 } as const

export class ProcessTerminal implements Terminal {
  readonly #process: ProcessLike
  #close: (() => void) | undefined

  constructor(process: ProcessLike) {
    this.#process = process
  }

  get columns(): number {
    return this.#process.stdout.columns ?? USUAL.columns
  }

  get rows(): number {
    return this.#process.stdout.rows ?? USUAL.rows
  }

  write(text: string): void {
    this.#process.stdout.write(text)
  }

  open(on: Parameters<Terminal['open']>[0]): void {
    const { stdin, stdout } = this.#process
    const typed = (data: Buffer | string) => on.typed(data.toString())
    stdin.setRawMode?.(true)
    stdin.on('data', typed).resume()
    stdin.on('end', on.ended)
    stdout.on('resize', on.resized)
    this.#process.on('SIGTERM', on.ended)
    this.#process.on('SIGHUP', on.ended)
    this.#close = () => {
      stdin.setRawMode?.(false)
      stdin.off('data', typed).off('end', on.ended).pause()
      stdout.off('resize', on.resized)
      this.#process.off('SIGTERM', on.ended)
      this.#process.off('SIGHUP', on.ended)
    }
  }

  close(): void {
    this.#close?.()
    this.#close = undefined
  }
}
