import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Content, Io } from './io.ts'
import { writeOutput } from './outputFile.ts'
import { Session } from './session.ts'
import { PLAIN_SURFACE } from './surface.ts'
import { folderWith } from './testRun.ts'

/** A session in a folder, and what it wrote to its outputs. */
function sessionIn(folder: string, more: Partial<Io> = {}) {
  const written: Content[] = []
  const output = {
    write: () => {},
    writeAll: async (content: Content) => void written.push(content),
    isTerminal: false,
    columns: undefined,
  }
  const io = { stdout: output, stderr: output, readInput: async () => new Uint8Array(0), environment: {}, folder }
  return { session: new Session({ ...io, ...more }, PLAIN_SURFACE), written }
}

const write = (folder: string, name: string, content: Content = ['new ', 'text']) =>
  writeOutput(name, content, sessionIn(folder).session)
const modeOf = (path: string) => statSync(path).mode & 0o7777

describe('a file that a command writes', () => {
  it('is new, or replaces the one that was there and keeps its mode', async () => {
    const folder = folderWith({ old: 'old text that is longer' })
    chmodSync(join(folder, 'old'), 0o640)
    await write(folder, 'new')
    await write(folder, 'old', new TextEncoder().encode('bytes'))
    expect(readFileSync(join(folder, 'new'), 'utf8')).toBe('new text')
    expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('bytes')
    expect(modeOf(join(folder, 'new'))).toBe(0o666 & ~process.umask())
    expect(modeOf(join(folder, 'old'))).toBe(0o640)
    expect(readdirSync(folder).sort()).toEqual(['new', 'old'])
  })

  it('may have a name as long as a name can be', async () => {
    const folder = folderWith({})
    const name = 'n'.repeat(255)
    await write(folder, name)
    expect(readFileSync(join(folder, name), 'utf8')).toBe('new text')
  })

  it('is what links lead to, in whatever folder, there or not', async () => {
    const folder = folderWith({ 'else/where.txt': 'old' })
    symlinkSync('else', join(folder, 'door'))
    symlinkSync('door/where.txt', join(folder, 'first'))
    symlinkSync('first', join(folder, 'second'))
    symlinkSync('door/later.txt', join(folder, 'third'))
    await write(folder, 'second', ['by two'])
    await write(folder, 'third', ['by one'])
    expect(readFileSync(join(folder, 'else/where.txt'), 'utf8')).toBe('by two')
    expect(readFileSync(join(folder, 'else/later.txt'), 'utf8')).toBe('by one')
    for (const name of ['door', 'first', 'second', 'third'])
      expect(lstatSync(join(folder, name)).isSymbolicLink(), name).toBe(true)
    expect(readdirSync(join(folder, 'else')).sort()).toEqual(['later.txt', 'where.txt'])
  })

  it('stays one file under all its names', async () => {
    const folder = folderWith({ one: 'old text that is longer' })
    linkSync(join(folder, 'one'), join(folder, 'other'))
    await write(folder, 'one')
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('new text')
    expect(statSync(join(folder, 'one')).nlink).toBe(2)
  })

  it('is written through a FIFO, which stays one', async () => {
    const folder = folderWith({})
    const path = join(folder, 'fifo')
    execFileSync('mkfifo', [path])
    const [read] = await Promise.all([readFile(path, 'utf8'), write(folder, 'fifo')])
    expect(read).toBe('new text')
    expect(lstatSync(path).isFIFO()).toBe(true)
  })

  it('is written through a device, which stays one', async () => {
    await expect(write('/', '/dev/full')).rejects.toThrow('/dev/full: The file cannot be written: ENOSPC.')
    expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true)
    expect(readdirSync('/dev').filter((name) => name.startsWith('.memlane'))).toEqual([])
  })

  it('is written on behind what is in a descriptor already', async () => {
    const { session, written } = sessionIn('/')
    await writeOutput('/dev/stdout', ['to the output'], session)
    expect(written).toEqual([['to the output']])
    const folder = folderWith({})
    const log = openSync(join(folder, 'log'), 'w')
    writeSync(log, 'before, ')
    await write('/', `/dev/fd/${log}`)
    writeSync(log, ', after')
    closeSync(log)
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('before, new text, after')
  })

  it('leaves nothing behind when the process is ended meanwhile', async () => {
    const folder = folderWith({ old: 'old' })
    const ends: (() => void)[] = []
    let isOver = false
    const { session } = sessionIn(folder, {
      beforeEnd: (clean) => {
        ends.push(clean)
        return () => {
          isOver = true
        }
      },
    })
    const seen: string[][] = []
    function* content() {
      seen.push(readdirSync(folder))
      ends[0]!()
      seen.push(readdirSync(folder))
      yield 'new'
    }
    // A real signal would end the process here; without one, the file that is gone cannot get its name.
    await expect(writeOutput('old', content(), session)).rejects.toThrow('ENOENT')
    expect(seen.map((names) => names.filter((name) => name.endsWith('.tmp')).length)).toEqual([1, 0])
    expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('old')
    expect(isOver).toBe(true)
  })

  it('leaves the old one, and nothing else, when the content fails', async () => {
    const folder = folderWith({ old: 'old' })
    function* content() {
      yield 'new'
      throw new TypeError('broken on the way')
    }
    await expect(write(folder, 'old', content())).rejects.toThrow(TypeError)
    expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['old'])
  })

  it('cannot be a folder, be in none, or be a link to itself', async () => {
    const folder = folderWith({ file: '' })
    mkdirSync(join(folder, 'folder'))
    symlinkSync('loop', join(folder, 'loop'))
    for (const [name, reason] of [
      ['folder', 'EISDIR'],
      ['nowhere/file', 'ENOENT'],
      ['file/file', 'ENOTDIR'],
      ['loop', 'ELOOP'],
    ] as const)
      await expect(write(folder, name), name).rejects.toThrow(`${name}: The file cannot be written: ${reason}.`)
    expect(readdirSync(folder).sort()).toEqual(['file', 'folder', 'loop'])
  })
})
