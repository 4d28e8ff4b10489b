/**
 * JSON-RPC to a node. A node is a stranger: it may be slow, stop half-way, answer somebody else's question, or too much.
 * Source: https://www.jsonrpc.org/specification
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { ByteCount } from '../base/index.ts'
import { cliError } from '../view/index.ts'

export interface RpcLimits {
  /** Of one answer. */
  readonly milliseconds: number
  /** Before the next try; twice as long before each further one. */
  readonly waitMilliseconds: number
  readonly tries: number
  readonly bytes: ByteCount
}

const DEFAULT_LIMITS: RpcLimits = { milliseconds: 60_000, waitMilliseconds: 300, tries: 4, bytes: 2 ** 29 - 1 }

/** The node answered that it does not do this. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** Worth another try: the network, or a node that is busy. */
class PassingError extends Error {
  override readonly name = 'PassingError'
}

export class JsonRpc {
  readonly #url: URL
  readonly #limits: RpcLimits
  #id = 0

  /** @throws {MemlaneError} `cli.badUrl`. */
  constructor(url: string, limits: Partial<RpcLimits> = {}) {
    this.#url = parseUrl(url)
    this.#limits = { ...DEFAULT_LIMITS, ...limits }
  }

  /**
   * The result of a method.
   * @throws {RefusedError} when the node says that it cannot.
   * @throws {MemlaneError} `cli.nodeUnreachable`, `cli.nodeNonsense`.
   */
  async call(method: string, parameters: readonly unknown[]): Promise<unknown> {
    const { tries, waitMilliseconds } = this.#limits
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ask(method, parameters)
      } catch (error) {
        if (!(error instanceof PassingError)) throw error
        if (attempt === tries)
          throw cliError('cli.nodeUnreachable', { node: this.#url.host, method, reason: error.message })
        await delay(waitMilliseconds * 2 ** (attempt - 1))
      }
    }
  }

  async #ask(method: string, params: readonly unknown[]): Promise<unknown> {
    const id = ++this.#id
    const text = await this.#post(JSON.stringify({ jsonrpc: '2.0', id, method, params }), method)
    let answer: unknown
    try {
      answer = JSON.parse(text)
    } catch {
      throw nonsense(method, 'is no JSON')
    }
    if (typeof answer !== 'object' || answer === null || !('id' in answer) || answer.id !== id)
      throw nonsense(method, 'answers another question')
    if ('error' in answer && answer.error !== undefined && answer.error !== null)
      throw new RefusedError(errorText(answer.error))
    if (!('result' in answer)) throw nonsense(method, 'has no result')
    return answer.result
  }

  async #post(body: string, method: string): Promise<string> {
    let response: Response
    try {
      response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(this.#limits.milliseconds),
      })
    } catch (error) {
      throw new PassingError(reasonOf(error))
    }
    if (response.status === 429 || response.status >= 500) {
      await response.body?.cancel()
      throw new PassingError(`HTTP ${response.status}`)
    }
    // Some nodes give their errors in JSON with other codes than 200.
    return this.#read(response, method)
  }

  async #read(response: Response, method: string): Promise<string> {
    const decoder = new TextDecoder()
    let text = ''
    let bytes = 0
    try {
      for await (const piece of response.body ?? []) {
        bytes += piece.length
        if (bytes > this.#limits.bytes) break
        text += decoder.decode(piece, { stream: true })
      }
    } catch (error) {
      throw new PassingError(reasonOf(error))
    }
    if (bytes > this.#limits.bytes) throw nonsense(method, `is longer than ${this.#limits.bytes} bytes`)
    return text
  }
}

/** What a node said makes no sense. */
export function nonsense(method: string, what: string): Error {
  return cliError('cli.nodeNonsense', { method, what })
}

function parseUrl(text: string): URL {
  let url: URL | undefined
  try {
    url = new URL(text)
  } catch {}
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw cliError('cli.badUrl', { url: text })
  return url
}

function errorText(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
  return String(message).slice(0, 200)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
  return error.name === 'TimeoutError' ? 'no answer in time' : error.message
}
