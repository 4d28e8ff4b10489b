/**
 * The compiler as engines see it: behind a port.
 * @module
 */
import type { Compiler, StandardJsonInput, StandardJsonOutput } from 'memlane/solidity'
import { InputError } from './inputError.ts'
import type { SolcReply, SolcRequest } from './solcWorker.ts'

/** The version that comes with the page. */
export const BUNDLED_VERSION: string = __SOLC_VERSION__

/** Replies that are waited for, by port: several compilers share one. */
const waiting = new WeakMap<MessagePort, Map<number, (reply: SolcReply) => void>>()
let count = 0

function waitingOn(port: MessagePort): Map<number, (reply: SolcReply) => void> {
  let replies = waiting.get(port)
  if (replies !== undefined) return replies
  waiting.set(port, (replies = new Map()))
  const known = replies
  port.onmessage = ({ data }: MessageEvent<SolcReply>) => {
    known.get(data.id)?.(data)
    known.delete(data.id)
  }
  return replies
}

export class PortCompiler implements Compiler {
  readonly version: string
  readonly #port: MessagePort
  readonly #url: string

  /** @param url where it lies; empty to look the version up among those that the Solidity project publishes */
  constructor(port: MessagePort, url: string, version: string) {
    this.#port = port
    this.#url = url
    this.version = version
  }

  /** @throws {InputError} `noSuchSolc` when it cannot be had or dies. */
  async compile(input: StandardJsonInput): Promise<StandardJsonOutput> {
    const { version } = this
    const request: SolcRequest = { id: count++, url: this.#url, version, input: JSON.stringify(input) }
    const reply = await new Promise<SolcReply>((resolve) => {
      waitingOn(this.#port).set(request.id, resolve)
      this.#port.postMessage(request)
    })
    if ('failure' in reply) throw new InputError('noSuchSolc', { version, reason: reply.failure })
    return JSON.parse(reply.output)
  }
}
