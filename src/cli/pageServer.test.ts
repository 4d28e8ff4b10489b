/** The page's server, by real requests. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PageServer } from './pageServer.ts'
import { folderWith } from './testRun.ts'

const folder = folderWith({ 'index.html': '<!doctype html>', 'secret.txt': 'outside' })
const web = join(folder, 'web')
mkdirSync(join(web, 'assets'), { recursive: true })
writeFileSync(join(web, 'index.html'), '<!doctype html>')
writeFileSync(join(web, 'serviceWorker.js'), 'keep()')
writeFileSync(join(web, 'assets/solcWorker-a1.js'), 'compile()')
writeFileSync(join(web, 'assets/engineWorker-b2.js'), 'run()')

let server: PageServer
beforeAll(async () => {
  const elsewhere = new Map([['solc/soljson.js', join(folder, 'secret.txt')]])
  server = await PageServer.start({ folder: web, elsewhere, recording: Uint8Array.of(1, 2, 3) }, 0)
})
afterAll(() => server.stop())

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

function ask(path: string, { method = 'GET', host = `127.0.0.1:${server.port}` } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, method, headers: { host } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('latin1'),
        }),
      )
    })
      .on('error', reject)
      .end()
  })
}

describe('the page’s server', () => {
  it('gives the page and its files with their types', async () => {
    expect(await ask('/')).toMatchObject({ status: 200, body: '<!doctype html>' })
    expect((await ask('/assets/engineWorker-b2.js?x=1')).headers['content-type']).toContain('text/javascript')
    expect((await ask('/solc/soljson.js')).body).toBe('outside')
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
  })
  it('lets only the compiler’s worker run text as code', async () => {
    expect((await ask('/')).headers['content-security-policy']).not.toContain(" 'unsafe-eval'")
    expect((await ask('/assets/engineWorker-b2.js')).headers['content-security-policy']).not.toContain(" 'unsafe-eval'")
    expect((await ask('/assets/solcWorker-a1.js')).headers['content-security-policy']).toContain(" 'unsafe-eval'")
  })
  it('gives the recording, which nobody may keep', async () => {
    const { status, headers, body } = await ask('/target.memlane')
    expect([status, headers['cache-control'], body]).toEqual([200, 'no-store', '\u0001\u0002\u0003'])
  })
  it('gives nothing else', async () => {
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/../../secret.txt',
      '/assets',
      '/nothing',
      '/serviceWorker.js',
      '/%',
    ])
      expect((await ask(path)).status, path).toBe(404)
  })
  it('answers this machine alone, and only reading', async () => {
    expect((await ask('/', { host: 'evil.example' })).status).toBe(403)
    expect((await ask('/', { host: `localhost:${server.port}` })).status).toBe(200)
    expect((await ask('/', { method: 'POST' })).status).toBe(405)
  })
  it('says when the port is taken or the page is not there', async () => {
    await expect(
      PageServer.start({ folder: web, elsewhere: new Map(), recording: undefined }, server.port),
    ).rejects.toThrow(/^Port \d+ cannot be used \(EADDRINUSE\); choose another with --port/)
    const empty = { folder: join(folder, 'none'), elsewhere: new Map<string, string>(), recording: undefined }
    await expect(PageServer.start(empty, 0)).rejects.toThrow('npm run build')
  })
})
