/**
 * The compiler as engines see it: behind a port.
 * @module
 */
import { type ChosenCompiler, type Compiled, type Compilers, fitsPragmas, pragmaMismatch } from 'memlane/launch'
import type { StandardJsonInput } from 'memlane/solidity'
import { PageError } from './reasons.ts'
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

export class PortCompiler implements ChosenCompiler {
  readonly version: string
  readonly #port: MessagePort
  readonly #url: string

  /** @param url where it lies; empty to look the version up among those that the Solidity project publishes */
  constructor(port: MessagePort, url: string, version: string) {
    this.#port = port
    this.#url = url
    this.version = version
  }

  /** @throws {PageError} `noSuchSolc` when it cannot be had or dies. */
  async compile(input: StandardJsonInput): Promise<Compiled> {
    const { version } = this
    const request: SolcRequest = { id: count++, url: this.#url, version, input: JSON.stringify(input) }
    const reply = await new Promise<SolcReply>((resolve) => {
      waitingOn(this.#port).set(request.id, resolve)
      this.#port.postMessage(request)
    })
    if ('failure' in reply) throw new PageError('noSuchSolc', { version, reason: reply.failure })
    return { version: reply.version, output: JSON.parse(reply.output) }
  }
}

/** The compilers of the page: its own, and those that the Solidity project publishes. */
export function portCompilers(port: MessagePort, bundledUrl: string, bundledVersion: string): Compilers {
  const known = new Map<string, PortCompiler>()
  const compiler = (version: string, url: string) => {
    let found = known.get(version)
    if (found === undefined) known.set(version, (found = new PortCompiler(port, url, version)))
    return found
  }
  return {
    async choose(wanted = '', pragmas) {
      const version = wanted.trim().replace(/^v/, '')
      const isBundled = version === '' || version === BUNDLED_VERSION
      if (!isBundled && !/^\d+\.\d+\.\d+$/.test(version))
        throw new PageError('noSuchSolc', { version, reason: 'x.y.z' })
      const chosen = isBundled ? compiler(bundledVersion, bundledUrl) : compiler(version, '')
      if (!fitsPragmas(chosen.version, pragmas)) throw pragmaMismatch([chosen.version], pragmas)
      return chosen
    },
  }
}
