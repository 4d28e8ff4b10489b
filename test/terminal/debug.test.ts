/** `memlane debug` in a real pseudo-terminal: what is typed, and what then stands on the screen. */
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { folderWith } from '../../src/cli/testRun.ts'
import { displayWidth } from '../../src/view/width.ts'
import { STAMP } from '../support/stampFinding.ts'
import { PseudoTerminal } from './terminal.ts'

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const examples = fileURLToPath(new URL('../../examples', import.meta.url))
const terminals: PseudoTerminal[] = []

function debug(columns: number, rows: number, ...args: readonly string[]): PseudoTerminal {
  return debugIn(examples, columns, rows, ...args)
}

function debugIn(folder: string, columns: number, rows: number, ...args: readonly string[]): PseudoTerminal {
  const terminal = new PseudoTerminal(columns, rows, folder, [process.execPath, program, 'debug', ...args])
  terminals.push(terminal)
  return terminal
}

afterEach(() => {
  for (const terminal of terminals.splice(0)) terminal.end()
})

// MemoryLane has 119 steps; its last MSTORE, step 111, writes b[0] = 1 to 0x120.
describe.each([
  [100, 30],
  [80, 24],
])('memlane debug at %i columns and %i rows', (columns, rows) => {
  it('steps both ways, and shows step, price, operands, memory and who wrote it', async () => {
    const terminal = debug(columns, rows, 'MemoryLane.sol')
    const first = await terminal.until(' 0/119 ')
    expect(first).toHaveLength(rows)
    expect(first[0]).toContain('pc 0x0  PUSH1  gas 3  depth 0 MemoryLane')
    expect(first.at(-1)).toContain('? help  q quit')
    expect(first.join('\n')).toContain('0000>PUSH1 0x80')

    terminal.type('2', 'j')
    const store = await terminal.until(' 2/119 ')
    expect(store[0]).toContain('MSTORE  gas 12 (3+9)')
    expect(store.join('\n')).toMatch(/0 0x40 offset/)
    expect(store.join('\n')).toMatch(/1 0x80 value/)

    terminal.typeText('g')
    await terminal.until('go to █')
    terminal.typeText('111')
    terminal.type('Enter')
    const last = await terminal.until(' 111/119 ')
    expect(last[0]).toContain('free pointer 0x160')
    expect(last[1]).toContain('MemoryLane.sol:9   b[0] = bytes32(uint256(1));')
    expect(last.join('\n')).toMatch(/120 {2}00w00w/)

    terminal.type('j')
    await terminal.until(' 112/119 ')
    terminal.typeText('g0x13f')
    terminal.type('Enter')
    const who = await terminal.until('who wrote 0x13f = 01')
    expect(who.join('\n')).toMatch(/step 111 MSTORE {2}MemoryLane\.sol:9 {2}← PUSH0, PUSH1 0x1/)

    terminal.type('W')
    await terminal.until(' 111/119 ')
    terminal.type('k', 'Down', 'Up')
    const back = await terminal.until(' 110/119 ')
    for (const line of back) expect(displayWidth(line)).toBeLessThanOrEqual(columns)

    terminal.type('q')
    const left = await terminal.until('status 0')
    expect(left.join('\n')).not.toContain('who wrote')
  })

  it('speaks 中文, lines up, and lists every key', async () => {
    const terminal = debug(columns, rows, 'MemoryLane.sol', '--lang', 'zh', '--at', 'line:9')
    const lines = await terminal.until('MemoryLane.sol:9')
    expect(lines.join('\n')).toContain('写入者')
    // The rule between the panes stands in one column.
    const columnOf = (line: string) => displayWidth(line.slice(0, line.indexOf('│')))
    expect(new Set(lines.filter((line) => line.includes('│')).map(columnOf)).size).toBe(1)
    terminal.type('?')
    const help = await terminal.until('离开本页')
    expect(help.filter((line) => /^ \S/.test(line)).length).toBeGreaterThan(20)
    expect(help.at(23)).toMatch(/^ q +退出/)
    terminal.type('C-c')
    await terminal.until('status 0')
  })
})

/** The write of the id at step 185 hits eight bytes of the allocation before name's length, and the 24 first of that. */
describe.each([
  ['en', 'findings', '1 finding. e and E go to them.', 'error R05  Write past the end of head, into name'],
  ['zh', '问题', '1 个问题。按 e 与 E 转到它们。', '错误 R05  写出 head 末尾，写进 name'],
])('findings in %s', (language, pane, notice, title) => {
  const folder = folderWith({ 'Stamp.sol': STAMP })
  it('stand on the line of the run, on the bytes and in a pane; keys go to them', async () => {
    const terminal = debugIn(folder, 100, 30, 'Stamp.sol', '7', '--call', 'stamp', '--lang', language)
    const first = await terminal.until(notice)
    expect(first.at(-2)).toMatch(/^ ┃─+◆─+$/)
    terminal.type('e')
    const at = await terminal.until(' 185/378 ')
    expect(at[1]).toContain('mstore(add(head, 56), id)')
    expect(at[1]).toContain(title.slice(0, 20))
    expect(at.join('\n')).toContain(`─ ${pane} ─`)
    expect(at.find((line) => line.includes('│0c0 '))).toMatch(/0c0 \[..\](..#){7} ?..#/)
    terminal.type('j')
    const behind = await terminal.until(' 186/378 ')
    expect(behind.join('\n')).toContain(title)
    expect(behind.find((line) => line.includes('│0c0 '))).toContain('#')
    terminal.type('q')
    await terminal.until('status 0')
  })
})

describe('memlane debug', () => {
  it('draws anew when the terminal changes its size, and says when it is too small', async () => {
    const terminal = debug(100, 30, 'MemoryLane.sol', '--at', 'end')
    await terminal.until(' 119/119 ')
    terminal.resize(80, 24)
    const narrow = await terminal.until(/^─ code ─+│─ stack/m)
    expect(narrow).toHaveLength(24)
    terminal.resize(60, 20)
    await terminal.until('80 columns and 24 rows are needed')
    terminal.resize(100, 30)
    await terminal.until(/^─ stack, top first/m)
  })

  it('leaves the terminal as it is for a target that cannot be read', async () => {
    const terminal = debug(80, 24, 'Missing.sol')
    expect((await terminal.until('status 3')).join(' ')).toContain('Missing.sol')
  })
})
