/**
 * The playground on this machine: its built files, and the recording that it opens with.
 *
 * It answers requests from this machine only: it listens on 127.0.0.1, and a request that names another host comes from a
 * page that was led here by its name server.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { cliError } from '../view/index.ts'

export interface Page {
  /** The folder with index.html. */
  readonly folder: string
  /** Path of a file that stands elsewhere, by its path on the page. */
  readonly elsewhere: ReadonlyMap<string, string>
  /** The recording to open with. */
  readonly recording: Uint8Array | undefined
}

/** Where the page finds the recording. */
export const RECORDING_PATH = 'target.memlane'
const HOST = '127.0.0.1'
/** It would keep the page for whatever is served on this port later; here there is always a server. */
const SERVICE_WORKER = 'serviceWorker.js'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}
const OTHER_TYPE = 'application/octet-stream'

/** The page runs WebAssembly; only the worker of the compiler runs text as code. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  // Compilers of other versions, for those who ask for one.
  "connect-src 'self' https://binaries.soliditylang.org",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
const COMPILER_POLICY = POLICY.replace("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'unsafe-eval'")
const COMPILER_WORKER = /(^|\/)solcWorker-[\w-]+\.js$/

export class PageServer {
  readonly #server: Server
  readonly port: number

  private constructor(server: Server, port: number) {
    this.#server = server
    this.port = port
  }

  /** @throws {MemlaneError} `cli.noPage` when it is not built, `cli.portTaken`. */
  static async start(page: Page, port: number): Promise<PageServer> {
    const files = new Map(page.elsewhere)
    for (const path of await filesIn(page.folder)) if (path !== SERVICE_WORKER) files.set(path, join(page.folder, path))
    if (!files.has('index.html')) throw cliError('cli.noPage', { folder: page.folder })
    const server = createServer((request, response) => {
      answer(request, response, files, page.recording).catch(() => {
        response.writeHead(500).end()
      })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(cliError('cli.portTaken', { port, reason: error.code ?? error.message })),
      )
      server.listen(port, HOST, resolve)
    })
    const address = server.address()
    return new PageServer(server, typeof address === 'object' && address !== null ? address.port : port)
  }

  get url(): string {
    return `http://${HOST}:${this.port}/`
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await ended
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

async function answer(
  { method, url = '/', headers }: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, string>,
  recording: Uint8Array | undefined,
): Promise<void> {
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? '')) return end(response, 403)
  if (method !== 'GET' && method !== 'HEAD') return end(response, 405, { allow: 'GET, HEAD' })
  const path = pathOf(url)
  if (path === RECORDING_PATH) {
    if (recording === undefined) return end(response, 404)
    return give(response, method, recording, { 'content-type': OTHER_TYPE, 'cache-control': 'no-store' })
  }
  // Only files that were there at the start have a path here.
  const file = path === undefined ? undefined : files.get(path)
  if (path === undefined || file === undefined) return end(response, 404)
  give(response, method, await readFile(file), {
    'content-type': TYPES[extname(path)] ?? OTHER_TYPE,
    'content-security-policy': COMPILER_WORKER.test(path) ? COMPILER_POLICY : POLICY,
    'cache-control': 'no-cache',
  })
}

function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, `http://${HOST}`).pathname).slice(1)
    return path === '' ? 'index.html' : path
  } catch {
    return undefined
  }
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end()
}

function give(response: ServerResponse, method: string, bytes: Uint8Array, headers: Record<string, string>): void {
  const all = { ...headers, 'content-length': bytes.length, 'x-content-type-options': 'nosniff' }
  response.writeHead(200, all).end(method === 'HEAD' ? undefined : bytes)
}
