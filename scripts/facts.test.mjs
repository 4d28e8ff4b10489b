import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkFacts } from './facts.mjs'

const folders = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** What is said of a file with this line, and of nothing else. */
function check(line, name = 'src/trace/walk.ts') {
  const folder = mkdtempSync(join(tmpdir(), 'memlane facts '))
  folders.push(folder)
  const files = {
    'src/opcodes/codes.ts': ['STOP', 'MSTORE', 'CREATE', 'CREATE2', 'CALL', 'CALLCODE', 'RETURN', 'LOG0', 'REVERT']
      .map((code, index) => `export const ${code} = 0x0${index}`)
      .join('\n'),
    [name]: `// one\n${line}\n`,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return checkFacts(folder)
}

describe('checkFacts', () => {
  it.each([
    ["if (row.name === 'CALL') return", 'src/opcodes/'],
    ["    case 'CREATE2':", 'src/opcodes/'],
    ["return name.startsWith('CREATE') || name.endsWith('CALL')", 'src/opcodes/'],
    ["const ENDS = new Set(['STOP', 'RETURN'])", 'src/opcodes/'],
    ['const MOVING = /COPY$|CALL$|^CREATE|^LOG0/.test(name)', 'src/opcodes/'],
    ['if (steps.opcode(step) === 0x52) store()', 'src/opcodes/'],
    ['const row = OPCODES.find((opcode) => opcode.code === code)', 'src/opcodes/'],
    ["return HEX + (word & ((1n << 160n) - 1n)).toString(16).padStart(40, '0')", 'src/base/address.ts'],
    ['if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw bad(text)', 'src/base/address.ts'],
    ["const isFine = status === 'stop' || status === 'return'", 'src/opcodes/frame.ts'],
    ["if (status === 'revert' || status === 'halt') return", 'src/opcodes/frame.ts'],
    ["if (status !== 'revert' && status !== 'halt') return", 'src/opcodes/frame.ts'],
    ["const creates = kind === 'create' || kind === 'create2'", 'src/opcodes/frame.ts'],
    ['const MOST_STACK = 1024', 'src/opcodes/limits.ts'],
    ['const GAS = 30_000_000n', 'src/evm/defaults.ts'],
    ["const SENDER = '0x00000000000000000000000000000000000ca11e'", 'src/evm/defaults.ts'],
    ['const MOST_GAS = 2n ** 63n - 1n', 'src/evm/defaults.ts'],
    ["const asked = version.replace(/\\+.*/, '')", 'src/solidity/version.ts'],
    ["return typeof value === 'object' && value !== null && !Array.isArray(value)", 'src/base/json.ts'],
    ['return bytes[0] === 0x89', 'src/trace/file/signature.ts'],
  ])('reports %s', (line, home) => {
    const wrong = check(line)
    expect(new Set(wrong.map((sentence) => sentence.split(':').slice(0, 3).join(':')))).toEqual(
      new Set([`src/trace/walk.ts:2: this stands in ${home} already`]),
    )
  })

  it.each([
    ['a comment', ' * `MSTORE` is 0x52; if (name === "CALL")'],
    ['a key of a table', "  CALL: 'callInput',"],
    ['another number', 'const MOST_ROWS = 1024'],
    ['a division', 'const half = CALL / 2 + RETURN / 2'],
    ['one status', "if (status === 'revert') return reason"],
    ['a text', "throw bad('CALL is refused')"],
  ])('passes over %s', (_, line) => expect(check(line)).toEqual([]))

  it('lets tests and the home itself write the fact', () => {
    expect(check("if (name === 'CALL') return", 'src/trace/walk.test.ts')).toEqual([])
    expect(check("if (name === 'CALL') return", 'src/opcodes/table.ts')).toEqual([])
  })
  it('reads the page too', () => expect(check('const MOST_GAS = 2n ** 63n - 1n', 'web/src/ui/App.tsx')).toHaveLength(1))
})
