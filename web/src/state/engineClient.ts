/**
 * An engine in its worker, as the page calls it.
 * @module
 */
import type { Language } from 'memlane/view'
import type { EngineStart } from '../engine/engineWorker.ts'
import EngineWorker from '../engine/engineWorker.ts?worker'
import type { Engine, Problem, Reply, Request } from '../engine/protocol.ts'

/** What went wrong, ready to be shown. */
export class ProblemsError extends Error {
  override readonly name = 'ProblemsError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ text }) => text).join('\n'))
    this.problems = problems
  }
}

/** The engine is gone: it was stopped, or took more memory than there is. */
export class EngineGoneError extends Error {
  override readonly name = 'EngineGoneError'
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

export class EngineClient {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #count = 0
  #isGone = false

  constructor(solc: Worker, language: Language) {
    this.#worker = new EngineWorker()
    const { port1, port2 } = new MessageChannel()
    solc.postMessage(port1, [port1])
    const start: EngineStart = {
      port: port2,
      solcUrl: new URL(__SOLC_FILE__, document.baseURI).href,
      solcVersion: __SOLC_VERSION__,
      language,
    }
    this.#worker.postMessage(start, [port2])
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      const waiting = this.#waiting.get(data.id)
      this.#waiting.delete(data.id)
      if ('problems' in data) waiting?.reject(new ProblemsError(data.problems))
      else waiting?.resolve(data.value)
    })
    this.#worker.addEventListener('error', () => this.end())
  }

  get isGone(): boolean {
    return this.#isGone
  }

  call<Name extends keyof Engine>(name: Name, ...args: Parameters<Engine[Name]>): Promise<ReturnType<Engine[Name]>> {
    if (this.#isGone) return Promise.reject(new EngineGoneError())
    const id = this.#count++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as ReturnType<Engine[Name]>), reject })
      this.#worker.postMessage({ id, name, args } as Request)
    })
  }

  end(): void {
    this.#isGone = true
    this.#worker.terminate()
    for (const { reject } of this.#waiting.values()) reject(new EngineGoneError())
    this.#waiting.clear()
  }
}
