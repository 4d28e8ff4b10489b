/**
 * The compiler as engines see it: behind a port.
 * @module
 */
import { MemlaneError } from 'memlane'
import type { Compiler, StandardJsonInput, StandardJsonOutput } from 'memlane/solidity'
import type { SolcReply, SolcRequest } from './solcWorker.ts'

/** The version that comes with the page. */
export const BUNDLED_VERSION: string = __SOLC_VERSION__

export class PortCompiler implements Compiler {
  readonly version: string
  readonly #port: MessagePort
  readonly #url: string
  readonly #waiting = new Map<number, (reply: SolcReply) => void>()
  #count = 0

  constructor(port: MessagePort, url: string, version: string) {
    this.#port = port
    this.#url = url
    this.version = version
    port.onmessage = ({ data }: MessageEvent<SolcReply>) => {
      this.#waiting.get(data.id)?.(data)
      this.#waiting.delete(data.id)
    }
  }

  /** @throws {MemlaneError} `web.noCompiler` when solc cannot be loaded or dies. */
  async compile(input: StandardJsonInput): Promise<StandardJsonOutput> {
    const request: SolcRequest = { id: this.#count++, url: this.#url, input: JSON.stringify(input) }
    const reply = await new Promise<SolcReply>((resolve) => {
      this.#waiting.set(request.id, resolve)
      this.#port.postMessage(request)
    })
    if ('failure' in reply)
      throw new MemlaneError('web.noCompiler', `solc could not be used: ${reply.failure}`, { reason: reply.failure })
    return JSON.parse(reply.output)
  }
}
