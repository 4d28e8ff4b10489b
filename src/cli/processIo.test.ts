import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type ProcessLike, processIo } from './processIo.ts'

function fakeProcess() {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  const exits: (number | undefined)[] = []
  const exit = (code?: number) => void exits.push(code)
  const signals = new EventEmitter()
  const fake: ProcessLike = {
    ...streams,
    env: { LANG: 'C' },
    cwd: () => '/somewhere',
    exit,
    on: (event, listener) => void signals.on(event, listener),
    off: (event, listener) => void signals.off(event, listener),
  }
  return { fake, streams, exits }
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
    expect(exits).toEqual([undefined])
    expect(streams.stderr.read()).toBeNull()
  })
  it('fails when the result cannot be written', () => {
    const { fake, streams, exits } = fakeProcess()
    processIo(fake)
    streams.stdout.emit('error', failure('ENOSPC'))
    expect(exits).toEqual([3])
    expect(String(streams.stderr.read())).toBe('memlane: ENOSPC: told by Node\n')
  })
})
