/** Nodes that stop, are busy or slow, or answer nonsense: each ends in a sentence. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { JsonRpc } from './jsonRpc.ts'

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

async function serve(
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    handle(request, response, Buffer.concat(chunks).toString())
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('asking a node', () => {
  const QUICK = { waitMilliseconds: 1, milliseconds: 300 }

  it('tries again while it is busy', async () => {
    let asked = 0
    const url = await serve((_, response, body) => {
      if (++asked < 3) response.writeHead(asked === 1 ? 429 : 503).end()
      else response.end(JSON.stringify({ id: JSON.parse(body).id, result: '0x1' }))
    })
    expect(await new JsonRpc(url, QUICK).call('eth_chainId', [])).toBe('0x1')
    expect(asked).toBe(3)
  })

  it.each<[string, (request: IncomingMessage, response: ServerResponse, body: string) => void, string]>([
    ['is always busy', (_, response) => response.writeHead(500).end(), 'does not answer eth_chainId: HTTP 500.'],
    ['never answers', () => {}, 'does not answer eth_chainId: no answer in time.'],
    ['hangs up', (request) => request.socket.destroy(), 'does not answer eth_chainId'],
    [
      'stops half-way',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('{')
        response.destroy()
      },
      'does not answer eth_chainId',
    ],
    ['says no JSON', (_, response) => response.end('<html>'), 'its answer to eth_chainId is no JSON.'],
    ['answers somebody else', (_, response) => response.end('{"id":99,"result":"0x1"}'), 'answers another question'],
    ['says nothing', (_, response, body) => response.end(JSON.stringify({ id: JSON.parse(body).id })), 'has no result'],
    ['says too much', (_, response) => response.end('x'.repeat(5000)), 'is longer than 1000 bytes'],
  ])('ends in a sentence when it %s', async (_, handle, sentence) => {
    const rpc = new JsonRpc(await serve(handle), { ...QUICK, tries: 2, bytes: 1000 })
    await expect(rpc.call('eth_chainId', [])).rejects.toThrow(sentence)
  })

  const LIMIT = { code: -32005, message: 'limit exceeded' }

  /** A node that gives these answers one after the other, the last one again and again; and how often it was asked. */
  async function nodeSaying(
    ...answers: { status?: number; headers?: Record<string, string>; body?: object | string }[]
  ) {
    const asked: string[] = []
    const url = await serve((_, response, body) => {
      const { id, method } = JSON.parse(body)
      const { status = 200, headers = {}, body: said = '' } = answers[Math.min(asked.length, answers.length - 1)]!
      asked.push(method)
      response.writeHead(status, headers)
      response.end(typeof said === 'string' ? said : JSON.stringify({ jsonrpc: '2.0', id, ...said }))
    })
    return { url, asked }
  }

  it.each<[string, object]>([
    ['a limit', { body: { error: LIMIT } }],
    ['a limit that HTTP tells too', { status: 429, headers: { 'retry-after': '0' }, body: { error: LIMIT } }],
    ['a limit of one who did not read the question', { status: 429, body: { id: null, error: { code: 429 } } }],
    ['a failure of what stands before the node', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['a date that has passed', { status: 503, headers: { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' } }],
  ])('goes on after %s', async (_, answer) => {
    const { url, asked } = await nodeSaying(answer, answer, { body: { result: '0x1' } })
    expect(await new JsonRpc(url, QUICK).call('eth_chainId', [])).toBe('0x1')
    expect(asked).toHaveLength(3)
  })

  it.each<[string, object, number, string]>([
    ['a limit', { body: { error: LIMIT } }, 3, 'refuses eth_chainId (code -32005): limit exceeded.'],
    [
      'a limit by HTTP',
      { status: 429, body: 'Too many requests.\nBe patient.' },
      3,
      'does not answer eth_chainId: HTTP 429, Too many requests. Be patient.',
    ],
    [
      'a limit for a day',
      { status: 429, headers: { 'retry-after': '86400' } },
      1,
      'does not answer eth_chainId: HTTP 429.',
    ],
    [
      'no such method',
      { status: 500, body: { error: { code: -32601, message: 'no such method' } } },
      1,
      'refuses eth_chainId (HTTP 500, code -32601): no such method.',
    ],
    [
      'a wrong key',
      { status: 401, body: { message: 'Invalid API key' } },
      1,
      'refuses eth_chainId (HTTP 401): Invalid API key.',
    ],
    ['a page', { status: 404, body: '<!doctype html><p>404' }, 1, 'refuses eth_chainId (HTTP 404): –.'],
    ['an error without a code', { body: { error: 'go away' } }, 1, 'refuses eth_chainId (JSON-RPC): go away.'],
    ['an error without words', { body: { error: { code: -1 } } }, 1, 'refuses eth_chainId (code -1): {"code":-1}.'],
  ])('names what a node says: %s', async (_, answer, tries, sentence) => {
    const { url, asked } = await nodeSaying(answer)
    await expect(new JsonRpc(url, { ...QUICK, tries: 3 }).call('eth_chainId', [])).rejects.toThrow(
      `The node ${new URL(url).host} ${sentence}`,
    )
    expect(asked).toHaveLength(tries)
  })

  it('says when nobody is there', async () => {
    await expect(new JsonRpc('http://127.0.0.1:9', { ...QUICK, tries: 1 }).call('eth_chainId', [])).rejects.toThrow(
      'The node 127.0.0.1:9 does not answer eth_chainId',
    )
  })
})

describe('a post of one’s own', () => {
  const answering = (result: unknown) => async (body: string) => JSON.stringify({ id: JSON.parse(body).id, result })

  it('brings questions and answers', async () => {
    const asked: unknown[] = []
    const rpc = new JsonRpc(async (body) => {
      asked.push(JSON.parse(body))
      return answering('0x1')(body)
    })
    expect(await rpc.call('eth_getCode', ['0xaa', 'latest'])).toBe('0x1')
    expect(asked).toEqual([{ jsonrpc: '2.0', id: 1, method: 'eth_getCode', params: ['0xaa', 'latest'] }])
  })
  it('is tried again when it throws, and given up when it does not answer', async () => {
    let asked = 0
    const rpc = new JsonRpc((body) => (++asked < 3 ? Promise.reject(new Error('closed')) : answering('0x2')(body)), {
      waitMilliseconds: 1,
    })
    expect(await rpc.call('eth_chainId', [])).toBe('0x2')
    const silent = new JsonRpc(() => new Promise(() => {}), { milliseconds: 5, tries: 2, waitMilliseconds: 1 })
    await expect(silent.call('eth_chainId', [])).rejects.toMatchObject({
      code: 'rpc.unreachable',
      message: 'The node behind post does not answer eth_chainId: no answer in time.',
    })
  })
  it('tells what HTTP tells', async () => {
    const rpc = new JsonRpc(async () => ({ status: 401, text: '{"message":"no key"}' }))
    await expect(rpc.call('eth_chainId', [])).rejects.toMatchObject({
      code: 'rpc.refused',
      facts: { by: 'HTTP 401', reason: 'no key' },
    })
  })
})

describe('the address of a node', () => {
  it.each(['', 'localhost:8545', 'ftp://node', 'http://', 'https:///x', 'http:// node'])('refuses %j', (url) =>
    expect(() => new JsonRpc(url)).toThrow(`${JSON.stringify(url)} is no http or https address of a node.`),
  )
  it('keeps a key out of sentences', async () => {
    const rpc = new JsonRpc('http://user:secret@127.0.0.1:9/v3/secret?key=secret', { tries: 1 })
    await expect(rpc.call('eth_chainId', [])).rejects.toMatchObject({ facts: { node: '127.0.0.1:9' } })
  })
})
