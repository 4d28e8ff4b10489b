import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { processIo } from './processIo.ts'
import type { ProcessLike } from './processLike.ts'

function fakeProcess() {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  const exits: (number | undefined)[] = []
  const exit = (code?: number) => void exits.push(code)
  const signals = new EventEmitter()
  const kills: unknown[] = []
  const fake: ProcessLike = {
    ...streams,
    pid: 7,
    kill: (pid, signal) => void kills.push([pid, signal, signals.listenerCount(signal)]),
    env: { LANG: 'C' },
    cwd: () => '/somewhere',
    exit,
    on: (event, listener) => void signals.on(event, listener),
    off: (event, listener) => void signals.off(event, listener),
  }
  return { fake, streams, exits, signals, kills }
}

const failure = (code: string) => Object.assign(new Error(`${code}: told by Node`), { code })

describe('processIo', () => {
  it('reads and writes the streams of the process', async () => {
    const { fake, streams } = fakeProcess()
    const io = processIo(fake)
    streams.stdin.end('6001')
    expect(new TextDecoder().decode(await io.readInput())).toBe('6001')
    io.stdout.write('to stdout')
    io.stderr.write('to stderr')
    expect(String(streams.stdout.read())).toBe('to stdout')
    expect(String(streams.stderr.read())).toBe('to stderr')
    expect(io).toMatchObject({ environment: { LANG: 'C' }, folder: '/somewhere' })
    expect(io.stdout).toMatchObject({ isTerminal: false, columns: undefined })
  })
  it('ends without a word when nobody reads any more', () => {
    const { fake, streams, exits } = fakeProcess()
    processIo(fake)
    streams.stdout.emit('error', failure('EPIPE'))
    // 128 + SIGPIPE, as a shell says it of `git log | head`.
    expect(exits).toEqual([141])
    expect(streams.stderr.read()).toBeNull()
  })
  it('fails when the result cannot be written', () => {
    const { fake, streams, exits } = fakeProcess()
    processIo(fake)
    streams.stdout.emit('error', failure('ENOSPC'))
    expect(exits).toEqual([3])
    expect(String(streams.stderr.read())).toBe('memlane: ENOSPC: told by Node\n')
  })

  it('writes a long text in chunks, each when there is room for it', async () => {
    const { fake, streams } = fakeProcess()
    let made = 0
    function* lines() {
      for (; made < 50_000; made++) yield 'ten bytes\n'
    }
    const written = processIo(fake).stdout.writeAll(lines())
    // Nobody has read: the stream is full after the first chunk, and no further one is made.
    await new Promise((resolve) => setImmediate(resolve))
    expect(made).toBeLessThan(10_000)
    const chunks: string[] = []
    streams.stdout.on('data', (chunk: Buffer) => chunks.push(String(chunk)))
    await written
    expect(chunks.join('')).toBe('ten bytes\n'.repeat(50_000))
    expect(chunks.length).toBeLessThan(20)
  })
  it('makes no more of a text when nobody reads it any more', async () => {
    const { fake, streams, exits } = fakeProcess()
    let made = 0
    function* lines() {
      for (; made < 50_000; made++) yield 'ten bytes\n'
    }
    const written = processIo(fake).stdout.writeAll(lines())
    streams.stdout.emit('error', failure('EPIPE'))
    // The process would have ended.
    await expect(written).rejects.toThrow('EPIPE')
    expect(exits).toEqual([141])
    expect(made).toBeLessThan(10_000)
  })
  it('writes bytes as they are', async () => {
    const { fake, streams } = fakeProcess()
    await processIo(fake).stdout.writeAll(Uint8Array.of(0x89, 0xff))
    expect([...streams.stdout.read()]).toEqual([0x89, 0xff])
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('cleans up before %s ends the process by that signal', (signal) => {
    const { fake, signals, kills } = fakeProcess()
    let cleaned = 0
    processIo(fake).beforeEnd!(() => cleaned++)
    signals.emit(signal)
    expect(cleaned).toBe(1)
    // Nobody listens to it any more, so that it ends the process.
    expect(kills).toEqual([[7, signal, 0]])
    expect(signals.eventNames()).toEqual([])
  })
  it('cleans up before the process ends by itself, and not when there is nothing left to clean', () => {
    const { fake, signals } = fakeProcess()
    let cleaned = 0
    const isOver = processIo(fake).beforeEnd!(() => cleaned++)
    signals.emit('exit')
    expect(cleaned).toBe(1)
    isOver()
    expect(signals.eventNames()).toEqual([])
  })
})
