/**
 * JSON-RPC to a node. A node is a stranger: it may be slow, stop half-way, answer somebody else's question, or too much.
 * Source: https://www.jsonrpc.org/specification
 * @module
 */
import { type ByteCount, isObject, MemlaneError, spelled } from '../base/index.ts'
import { rpcError } from './errors.ts'
import { refuseUnknown } from './fields.ts'

// What this file takes of its host. Not in `platform.d.ts`, where they would change what programs with other types see.
declare function setTimeout(run: () => void, milliseconds: number): unknown
declare function clearTimeout(timer: unknown): void
declare const AbortSignal: { timeout(milliseconds: number): unknown }
declare function fetch(url: string, init: object): Promise<Response>

/** As much of a response as is read. */
interface Response {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
      cancel(): Promise<void>
    }
  } | null
}

/** How long a node is waited for, how often it is asked, and how much it may answer. */
export interface RpcLimits {
  /** For one answer. Default 60,000. */
  readonly milliseconds: number
  /** Before the next try; twice as long before each further one, and as long as a busy node asks for. Default 300. */
  readonly waitMilliseconds: number
  /** Who is asked to wait longer than this gives up. Default 30,000. */
  readonly mostWaitMilliseconds: number
  /** How often a question is put, while the node is busy or out of reach. Default 4. */
  readonly tries: number
  /** Of one answer. Default 512 MiB. */
  readonly bytes: ByteCount
}

const DEFAULT_LIMITS: RpcLimits = {
  milliseconds: 60_000,
  waitMilliseconds: 300,
  mostWaitMilliseconds: 30_000,
  tries: 4,
  bytes: 2 ** 29 - 1,
}

/** The longest that timers wait; with more they do not wait at all. */
const MOST_MILLISECONDS = 2 ** 31 - 1

/** From and to which number each may be. */
const LIMIT_RANGES: Readonly<Record<keyof RpcLimits, readonly [least: number, most: number]>> = {
  milliseconds: [1, MOST_MILLISECONDS],
  waitMilliseconds: [0, MOST_MILLISECONDS],
  mostWaitMilliseconds: [0, MOST_MILLISECONDS],
  tries: [1, Number.MAX_SAFE_INTEGER],
  bytes: [1, Number.MAX_SAFE_INTEGER],
}

function checkedLimits(given: Partial<RpcLimits>): RpcLimits {
  refuseUnknown('limits', given, Object.keys(LIMIT_RANGES))
  const limit = (field: keyof RpcLimits): number => {
    const { [field]: value = DEFAULT_LIMITS[field] } = given
    const [least, most] = LIMIT_RANGES[field]
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value
    throw rpcError('rpc.badLimit', { field, value: spelled(value), least, most })
  }
  return {
    milliseconds: limit('milliseconds'),
    waitMilliseconds: limit('waitMilliseconds'),
    mostWaitMilliseconds: limit('mostWaitMilliseconds'),
    tries: limit('tries'),
    bytes: limit('bytes'),
  }
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
export interface Answer {
  /** Of HTTP; 200 where there is none. */
  readonly status: number
  /** Its body. */
  readonly text: string
  /** The header `Retry-After`: seconds, or a date. */
  readonly retryAfter?: string | null
}

/**
 * Brings a question to a node and its answer back: whatever is in place of `fetch`, a wallet or a recorded node. The
 * question is the JSON of one JSON-RPC request. What it throws is taken for a node out of reach, and tried again.
 */
export type Post = (body: string) => Promise<Answer | string>

/**
 * Questions to a node, one after the other or at once.
 * @example
 * import { JsonRpc } from 'memlane/rpc'
 *
 * const rpc = new JsonRpc(async (body) => JSON.stringify({ id: JSON.parse(body).id, result: '0x1' }))
 * console.log(await rpc.call('eth_chainId', [])) // 0x1
 */
export class JsonRpc {
  readonly #node: string
  readonly #post: Post
  readonly #limits: RpcLimits
  #id = 0

  /**
   * @param node its http or https address, or what brings questions to it
   * @throws {MemlaneError} `rpc.badUrl`, `rpc.badNode`, `rpc.badLimit`, `rpc.unknownField`, `rpc.notAnObject`.
   */
  constructor(node: string | Post, limits: Partial<RpcLimits> = {}) {
    if (typeof node !== 'string' && typeof node !== 'function') throw rpcError('rpc.badNode', { value: spelled(node) })
    this.#limits = checkedLimits(limits)
    this.#node = typeof node === 'string' ? hostOf(node) : 'behind post'
    this.#post = typeof node === 'string' ? postTo(node, this.#limits) : node
  }

  /**
   * The result of a method, as the node gives it: nothing is known of it yet.
   * @throws {MemlaneError} `rpc.refused` when the node says that it cannot; `rpc.unreachable`, `rpc.nonsense`.
   */
  async call(method: string, parameters: readonly unknown[]): Promise<unknown> {
    const { tries, waitMilliseconds, mostWaitMilliseconds } = this.#limits
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ask(method, parameters)
      } catch (error) {
        if (!(error instanceof PassingError)) throw error
        if (attempt === tries || error.waitMilliseconds > mostWaitMilliseconds) throw error.lasting
        const wait = Math.min(waitMilliseconds * 2 ** (attempt - 1), mostWaitMilliseconds)
        await new Promise<void>((resolve) => setTimeout(resolve, Math.max(error.waitMilliseconds, wait)))
      }
    }
  }

  async #ask(method: string, params: readonly unknown[]): Promise<unknown> {
    const id = ++this.#id
    const answer = await this.#answer(JSON.stringify({ jsonrpc: '2.0', id, method, params }), method)
    const said = jsonIn(answer.text)
    const error = errorIn(said, id)
    // Some nodes give their errors in JSON with other codes than 200.
    if (error !== undefined || answer.status >= 400) throw this.#refusal(method, answer, error)
    if (said === undefined) throw nonsense(method, 'is no JSON')
    if (!isObject(said) || said.id !== id) throw nonsense(method, 'answers another question')
    if (!('result' in said)) throw nonsense(method, 'has no result')
    return said.result
  }

  #refusal(method: string, { status, text, retryAfter }: Answer, error: NodeError | undefined): Error {
    const node = this.#node
    const waitMilliseconds = waitIn(retryAfter)
    const http = status >= 400 ? `HTTP ${status}` : ''
    const isBusy = BUSY_STATUSES.has(status) || status >= 500
    if (error === undefined) {
      const reason = [http, messageIn(text)].filter((part) => part !== '').join(', ')
      if (!isBusy) return rpcError('rpc.refused', { node, method, by: http, reason: messageIn(text) || '–' })
      return new PassingError(rpcError('rpc.unreachable', { node, method, reason }), waitMilliseconds)
    }
    const by = [http, error.code === undefined ? '' : `code ${error.code}`].filter((part) => part !== '').join(', ')
    const lasting = rpcError('rpc.refused', { node, method, by: by || 'JSON-RPC', reason: error.message })
    const passes = BUSY_CODES.has(error.code) || (isBusy && !LASTING_CODES.has(error.code))
    return passes ? new PassingError(lasting, waitMilliseconds) : lasting
  }

  async #answer(body: string, method: string): Promise<Answer> {
    const { milliseconds, bytes } = this.#limits
    let timer: unknown
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds)
    })
    let answer: Answer | string
    try {
      answer = await Promise.race([this.#post(body), tooLate])
    } catch (error) {
      if (error instanceof TooLong) throw nonsense(method, `is longer than ${bytes} bytes`)
      throw new PassingError(rpcError('rpc.unreachable', { node: this.#node, method, reason: reasonOf(error) }))
    } finally {
      clearTimeout(timer)
    }
    if (typeof answer === 'string') answer = { status: 200, text: answer }
    // `post` is a caller's own: what it gives in place of an answer is no fault of the node.
    if (!isObject(answer) || typeof answer.text !== 'string' || typeof answer.status !== 'number')
      throw rpcError('rpc.badPost', { method, value: spelled(answer) })
    if (answer.text.length > bytes) throw nonsense(method, `is longer than ${bytes} bytes`)
    return answer
  }
}

/** An answer that is read no further. */
class TooLong extends Error {
  override readonly name = 'TooLong'
}

function postTo(url: string, { milliseconds, bytes }: RpcLimits): Post {
  return async (body) => {
    const {
      status,
      headers,
      body: stream,
    } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(milliseconds),
    })
    const decoder = new TextDecoder()
    const reader = stream?.getReader()
    let text = ''
    let length = 0
    for (let next = await reader?.read(); next?.value !== undefined && !next.done; next = await reader?.read()) {
      length += next.value.length
      if (length > bytes) {
        await reader?.cancel()
        throw new TooLong()
      }
      text += decoder.decode(next.value, { stream: true })
    }
    return { status, text, retryAfter: headers.get('retry-after') }
  }
}

/** The node's own words, where an error is that it does not do what it was asked for. */
export function refusalOf(error: unknown): string | undefined {
  return error instanceof MemlaneError && error.code === 'rpc.refused' ? String(error.facts.reason) : undefined
}

/** What a node said makes no sense. */
export function nonsense(method: string, what: string): Error {
  return rpcError('rpc.nonsense', { method, what })
}

/** Where a node is, without what may be a key. */
function hostOf(url: string): string {
  const [, host] = /^https?:\/\/(?:[^/?#@]*@)?([^/?#@\s]+)/i.exec(url) ?? []
  if (host === undefined) throw rpcError('rpc.badUrl', { url })
  return host
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
function waitIn(retryAfter: string | null | undefined): number {
  if (retryAfter === null || retryAfter === undefined) return 0
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
