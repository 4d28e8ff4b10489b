// How quick the playground is, in Chromium on this machine: the first view, the first run, and a step through a run of a
// million steps with a memory of 1 MiB. Prints a Markdown table. Wants Debian's chromium, or CHROMIUM.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { digits, median, table, unlessSmoke } from './measure.mjs'

/** A dependency of the page's own tests. */
const { chromium } = createRequire(new URL('../package.json', import.meta.url))('playwright-core')
const built = fileURLToPath(new URL('../dist/web', import.meta.url))
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const RUNS = unlessSmoke(5)
const STEPS = unlessSmoke(200, 3)

/** 32,768 words one by one, and on with the last of them until there are a million steps. */
const MILLION = `
PUSH3 0x018000        ; rounds
next: JUMPDEST        ; [left]
DUP1
PUSH3 0x018000
SUB                   ; [left done]
PUSH2 0x7fff
AND
PUSH1 5
SHL                   ; [left offset]
DUP2
SWAP1
MSTORE                ; [left]
PUSH1 1
SWAP1
SUB
DUP1
PUSH @next
JUMPI
STOP`

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
  const file = join(built, path === '/' ? 'index.html' : path)
  if (!existsSync(file) || statSync(file).isDirectory()) return response.writeHead(404).end()
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
  response.end(readFileSync(file))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
const url = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [...flags, '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

/** A page in an empty profile, and milliseconds until it could be used, and until its first run was shown. */
async function opened() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const page = await context.newPage()
  const begin = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.locator('button.run').waitFor()
  const usable = performance.now() - begin
  await page.locator('.page[data-state=ready]').waitFor()
  return { page, usable, shown: performance.now() - begin, close: () => context.close() }
}

const firsts = []
for (let run = 0; run < RUNS; run++) {
  const { usable, shown, close } = await opened()
  firsts.push({ usable, shown })
  await close()
}

const { page } = await opened()
const ready = async () => {
  await page
    .locator('.page[data-state=busy]')
    .waitFor({ timeout: 1000 })
    .catch(() => {})
  await page.locator('.page[data-state=ready]').waitFor({ timeout: 120_000 })
}
/** In the page, so that nothing of the driver is in the figure. */
const warmRun = () =>
  page.evaluate(`new Promise((resolve) => {
    const state = () => document.querySelector('.page').dataset.state
    const begin = performance.now()
    document.querySelector('button.run').click()
    const look = () => (state() === 'ready' ? resolve(performance.now() - begin) : requestAnimationFrame(look))
    requestAnimationFrame(look)
  })`)
await warmRun()
const warm = []
for (let run = 0; run < RUNS * 2; run++) {
  // Another text each time, so that it is compiled.
  await page.locator('.cm-content').click()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.insertText(' ')
  await page.waitForTimeout(100)
  warm.push(await warmRun())
}

// ── A million steps ────────────────────────────────────────────────────────────────────────────────────────────────────

await page.locator('select.kind').selectOption('mnemonics')
await page.locator('.cm-content').click()
await page.keyboard.press('ControlOrMeta+a')
await page.keyboard.insertText(MILLION)
await page.keyboard.press('Escape')
await page.locator('button.run').click()
await ready()
const [, count = ''] = (await page.locator('.position').innerText()).split('/')

const devtools = await page.context().newCDPSession(page)
await devtools.send('Performance.enable')
const busy = async () => {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000
}
/** Milliseconds from a key to the frame that shows the step, each; and what the page's thread did meanwhile. */
async function stepping(key) {
  const before = await busy()
  const waits = await page.evaluate(`(async () => {
    const waits = []
    const shown = () => document.querySelector('.position').textContent
    for (let count = 0; count < ${STEPS}; count++) {
      const old = shown()
      const begin = performance.now()
      document.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }))
      await new Promise((resolve) => {
        const look = () => (shown() === old ? setTimeout(look, 0) : requestAnimationFrame(() => resolve()))
        look()
      })
      waits.push(performance.now() - begin)
    }
    return waits
  })()`)
  return { thread: ((await busy()) - before) / STEPS, wait: median(waits) }
}
await page.keyboard.press('g')
await page.locator('.prompt input').fill('1000000')
await page.keyboard.press('Enter')
await page.waitForTimeout(1500)
const size = await page.locator('.memory .size').innerText()
const forward = await stepping('j')
const memory = await stepping('n')
const back = await stepping('N')

await browser.close()
await new Promise((resolve) => server.close(resolve))

const html = readFileSync(join(built, 'index.html'), 'utf8')
const first = ['index.html', ...[...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path)]
const kilobytes = first.reduce((sum, path) => sum + gzipSync(readFileSync(join(built, path))).length, 0) / 1000

const rows = [
  ['the first view, kB gzipped, without solc and the editor', 'under 150', `**${digits(kilobytes)}**`],
  [
    'from the address to a page that can be used, ms',
    'under 1,000',
    `**${digits(median(firsts.map((one) => one.usable)))}**`,
  ],
  [
    'from the address to the memory of MemoryLane, solc loaded on the way, ms',
    'under 3,000',
    `**${digits(median(firsts.map((one) => one.shown)))}**`,
  ],
  ['compiled and run once more, ms', 'under 300', `**${digits(median(warm))}**`],
  ['a long run: steps', '', count.trim()],
  ['its memory', '', size],
  ['a step forward there: work of the page’s thread, ms', 'under 16', `**${digits(forward.thread)}**`],
  ['from the key to the frame that shows it, ms', '', digits(forward.wait)],
  ['to the next access of memory: work of the page’s thread, ms', 'under 16', `**${digits(memory.thread)}**`],
  ['to the previous access: work of the page’s thread, ms', 'under 16', `**${digits(back.thread)}**`],
  ['from the key to the frame that shows it, ms', '', digits(back.wait)],
]
console.log(table(['the playground', 'aim', 'measured'], rows))
