/**
 * The built page in a real browser: served as static files from a folder of a plain server, in an empty profile.
 * @module
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const built = fileURLToPath(new URL('../../dist/web', import.meta.url))
/** A static host has the page somewhere below its root. */
const FOLDER = '/some/folder/'
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

export class Playground {
  readonly #browser: Browser
  readonly #server: Server
  readonly url: string
  readonly #contexts: BrowserContext[] = []

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${FOLDER}`
  }

  static async start(): Promise<Playground> {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
      const path = pathname.startsWith(FOLDER) ? normalize(pathname.slice(FOLDER.length - 1)) : '/..'
      const file = join(built, path === '/' ? 'index.html' : path)
      if (path.includes('..') || !existsSync(file) || statSync(file).isDirectory()) {
        response.writeHead(404).end()
        return
      }
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
      response.end(readFileSync(file))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ],
    })
    return new Playground(browser, server)
  }

  /** A page in a profile of its own. What goes wrong in it is thrown when the page is left. */
  async open(hash = '', options: BrowserContextOptions = {}): Promise<PlaygroundPage> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      ...options,
    })
    this.#contexts.push(context)
    const opened = new PlaygroundPage(await context.newPage(), this.url)
    await opened.goto(hash)
    return opened
  }

  async leaveAll(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close()
  }

  async stop(): Promise<void> {
    await this.leaveAll()
    await this.#browser.close()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

const PATIENCE_MS = 180_000

export class PlaygroundPage {
  readonly page: Page
  readonly url: string
  readonly errors: string[] = []

  constructor(page: Page, url: string) {
    this.page = page
    this.url = url
    page.setDefaultTimeout(PATIENCE_MS)
    page.on('pageerror', (error) => this.errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text())
    })
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith('http://127.0.0.1:'))
        this.errors.push(`asked the network for ${request.url()}`)
    })
  }

  async goto(hash = ''): Promise<void> {
    await this.page.goto(`${this.url}${hash}`)
    await this.ready()
  }

  /** Nothing is being compiled or run. */
  async ready(): Promise<void> {
    await this.page.locator('.page[data-state=ready]').waitFor()
  }

  /** Presses keys as somebody does who looks at what each does. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
    await this.rest()
  }

  /** Types a line that a key asks for. */
  async answer(key: string, text: string): Promise<void> {
    await this.page.keyboard.press(key)
    await this.page.locator('.prompt input').fill(text)
    await this.page.keyboard.press('Enter')
    await this.page.locator('.prompt').waitFor({ state: 'detached' })
    await this.rest()
  }

  /** Waits until owners are there too. */
  async rest(): Promise<void> {
    await this.page.waitForTimeout(250)
  }

  async step(): Promise<number> {
    const [step = ''] = (await this.page.locator('.position').innerText()).split('/')
    return Number(step.replaceAll(',', ''))
  }

  /** The step as soon as it is this one. */
  async atStep(step: number): Promise<void> {
    await this.page
      .locator('.position')
      .filter({ hasText: new RegExp(`^${step.toLocaleString('en')}/`) })
      .waitFor()
  }

  text(selector: string): Promise<string> {
    return this.page.locator(selector).first().innerText()
  }

  /** All of memory, from the rows: in hex. The page must be high enough for them. */
  async memory(): Promise<string> {
    const rows = await this.page.locator('.memory-row').all()
    const bytes: string[] = []
    for (const row of rows) {
      const cells = await row.locator('.byte').allInnerTexts()
      bytes.push(...cells.filter((cell) => /^[0-9a-f]{2}$/.test(cell)))
    }
    return bytes.join('')
  }

  /** Puts a text in the place of what is in the editor. */
  async write(kind: string, text: string): Promise<void> {
    await this.page.getByRole('tab', { name: 'Source' }).click()
    await this.page.locator('select.kind').selectOption(kind)
    const editor = this.page.locator('.cm-content')
    await editor.waitFor()
    await editor.click()
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.insertText(text)
  }

  async run(): Promise<void> {
    await this.page.locator('button.run').click()
    await this.ready()
    await this.rest()
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click()
    await this.rest()
  }

  async drop(name: string, bytes: Uint8Array): Promise<void> {
    await this.page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer: Buffer.from(bytes) })
    await this.rest()
  }

  problems(): Promise<string[]> {
    return this.page.locator('.problems li').allInnerTexts()
  }
}
