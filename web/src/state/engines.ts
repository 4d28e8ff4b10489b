/**
 * Two engines that take turns: one shows the last run that went well, the other makes the next. So whatever goes wrong
 * with a run, what was there before still is.
 * @module
 */
import type { Language } from 'memlane/view'
import SolcWorker from '../engine/solcWorker.ts?worker'
import { EngineClient } from './engineClient.ts'

export class Engines {
  #solc: Worker = new SolcWorker()
  #shown: EngineClient | undefined
  #next: EngineClient | undefined
  #language: Language

  constructor(language: Language) {
    this.#language = language
  }

  /** The one that holds what is on the page. */
  get shown(): EngineClient | undefined {
    return this.#shown
  }

  /** Makes a new run with the engine that is free; it takes the other's place if that goes well. */
  async make<Made>(work: (engine: EngineClient) => Promise<Made>): Promise<Made> {
    if (this.#next === undefined || this.#next.isGone) this.#next = new EngineClient(this.#solc, this.#language)
    const engine = this.#next
    const made = await work(engine)
    this.#next = this.#shown
    this.#shown = engine
    return made
  }

  /** Ends the run that is being made, and the compiler with it. */
  stop(): void {
    this.#next?.end()
    this.#solc.terminate()
    this.#solc = new SolcWorker()
    this.#next = undefined
    // The shown engine keeps a port to a compiler that is gone: it compiles nothing more, and shows what it has.
  }

  speak(language: Language): void {
    this.#language = language
    if (this.#next !== undefined && !this.#next.isGone) this.#next.end()
    this.#next = undefined
  }
}
