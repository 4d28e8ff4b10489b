/**
 * JSON-RPC to a node. A node is a stranger: it may be slow, stop half-way, answer somebody else's question, or too much.
 * Source: https://www.jsonrpc.org/specification
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type ByteCount, MemlaneError } from '../base/index.ts'
import { isObject } from '../base/json.ts'
import { cliError } from '../view/index.ts'

export interface RpcLimits {
  /** Of one answer. */
  readonly milliseconds: number
  /** Before the next try; twice as long before each further one, and as long as a busy node asks for. */
  readonly waitMilliseconds: number
  /** Who is asked to wait longer than this gives up. */
  readonly mostWaitMilliseconds: number
  readonly tries: number
  readonly bytes: ByteCount
}

const DEFAULT_LIMITS: RpcLimits = {
  milliseconds: 60_000,
  waitMilliseconds: 300,
  mostWaitMilliseconds: 30_000,
  tries: 4,
  bytes: 2 ** 29 - 1,
}

/** Worth another try: the network, or a node that is busy. */
class PassingError extends Error {
  override readonly name = 'PassingError'
  /** What it is when it does not pass. */
  readonly lasting: MemlaneError
  readonly waitMilliseconds: number

  constructor(lasting: MemlaneError, waitMilliseconds = 0) {
    super(lasting.message)
    this.lasting = lasting
    this.waitMilliseconds = waitMilliseconds
  }
}

/** JSON-RPC's codes for what is no better the next time: no such method, wrong parameters, … */
const LASTING_CODES: ReadonlySet<unknown> = new Set([-32600, -32601, -32602, -32700])
/** Too much was asked: EIP-1474, and HTTP's word for it. */
const BUSY_CODES: ReadonlySet<unknown> = new Set([-32005, 429])
/** HTTP: request timeout, too early, too many requests. */
const BUSY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429])

/** An answer as it came. */
interface Answer {
  readonly status: number
  readonly text: string
  /** As the node asks. */
  readonly waitMilliseconds: number
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
   * @throws {MemlaneError} `cli.nodeRefused` when the node says that it cannot; `cli.nodeUnreachable`, `cli.nodeNonsense`.
   */
  async call(method: string, parameters: readonly unknown[]): Promise<unknown> {
    const { tries, waitMilliseconds, mostWaitMilliseconds } = this.#limits
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ask(method, parameters)
      } catch (error) {
        if (!(error instanceof PassingError)) throw error
        if (attempt === tries || error.waitMilliseconds > mostWaitMilliseconds) throw error.lasting
        await delay(
          Math.max(error.waitMilliseconds, Math.min(waitMilliseconds * 2 ** (attempt - 1), mostWaitMilliseconds)),
        )
      }
    }
  }

  async #ask(method: string, params: readonly unknown[]): Promise<unknown> {
    const id = ++this.#id
    const answer = await this.#post(JSON.stringify({ jsonrpc: '2.0', id, method, params }), method)
    const said = jsonIn(answer.text)
    const error = errorIn(said, id)
    // Some nodes give their errors in JSON with other codes than 200.
    if (error !== undefined || answer.status >= 400) throw this.#refusal(method, answer, error)
    if (said === undefined) throw nonsense(method, 'is no JSON')
    if (!isObject(said) || said.id !== id) throw nonsense(method, 'answers another question')
    if (!('result' in said)) throw nonsense(method, 'has no result')
    return said.result
  }

  #refusal(method: string, { status, text, waitMilliseconds }: Answer, error: NodeError | undefined): Error {
    const node = this.#url.host
    const http = status >= 400 ? `HTTP ${status}` : ''
    const isBusy = BUSY_STATUSES.has(status) || status >= 500
    if (error === undefined) {
      const reason = [http, messageIn(text)].filter((part) => part !== '').join(', ')
      if (!isBusy) return cliError('cli.nodeRefused', { node, method, by: http, reason: messageIn(text) || '–' })
      return new PassingError(cliError('cli.nodeUnreachable', { node, method, reason }), waitMilliseconds)
    }
    const by = [http, error.code === undefined ? '' : `code ${error.code}`].filter((part) => part !== '').join(', ')
    const lasting = cliError('cli.nodeRefused', { node, method, by: by || 'JSON-RPC', reason: error.message })
    const passes = BUSY_CODES.has(error.code) || (isBusy && !LASTING_CODES.has(error.code))
    return passes ? new PassingError(lasting, waitMilliseconds) : lasting
  }

  async #post(body: string, method: string): Promise<Answer> {
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
      throw this.#unreachable(method, error)
    }
    const { status, headers } = response
    return { status, text: await this.#read(response, method), waitMilliseconds: waitIn(headers.get('retry-after')) }
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
      throw this.#unreachable(method, error)
    }
    if (bytes > this.#limits.bytes) throw nonsense(method, `is longer than ${this.#limits.bytes} bytes`)
    return text
  }

  #unreachable(method: string, error: unknown): PassingError {
    return new PassingError(cliError('cli.nodeUnreachable', { node: this.#url.host, method, reason: reasonOf(error) }))
  }
}

/** The node's own words, where an error is that it does not do what it was asked for. */
export function refusalOf(error: unknown): string | undefined {
  return error instanceof MemlaneError && error.code === 'cli.nodeRefused' ? String(error.facts.reason) : undefined
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

/** What JSON-RPC says instead of a result. */
interface NodeError {
  readonly code: number | undefined
  readonly message: string
}

/** The error of an answer to this question, or of one to a question that the node could not read: its id is null then. */
function errorIn(answer: unknown, id: number): NodeError | undefined {
  if (!isObject(answer) || (answer.id !== id && answer.id !== null && answer.id !== undefined)) return undefined
  const { error } = answer
  if (error === undefined || error === null) return undefined
  const { code, message } = isObject(error) ? error : { code: undefined, message: error }
  const text = typeof message === 'string' ? message : JSON.stringify(error)
  return { code: Number.isSafeInteger(code) ? Number(code) : undefined, message: brief(text) }
}

/** What an answer that is no JSON-RPC says to people; nothing for a page of HTML. */
function messageIn(text: string): string {
  const said = jsonIn(text)
  if (isObject(said)) return typeof said.message === 'string' ? brief(said.message) : ''
  return text.trimStart().startsWith('<') ? '' : brief(text)
}

const BRIEF = 200

/** One line without a full stop, since it becomes a part of a sentence. */
function brief(text: string): string {
  return text
    .slice(0, BRIEF * 4)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, BRIEF)
    .replace(/\.$/, '')
}

/** Seconds, or a date. Source: RFC 9110, 10.2.3 */
function waitIn(retryAfter: string | null): number {
  if (retryAfter === null) return 0
  const milliseconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now()
  return Number.isNaN(milliseconds) ? 0 : Math.max(0, milliseconds)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
  return error.name === 'TimeoutError' ? 'no answer in time' : error.message
}
