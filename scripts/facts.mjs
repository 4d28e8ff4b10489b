// Checks that facts which have a home are not written down a second time.
//
//   const ENDS = new Set(['STOP', 'RETURN'])      src/opcodes has `ends` in each row
//   if (opcode === 0x52)                          src/opcodes/codes.ts has MSTORE
//   `0x${(word & ((1n << 160n) - 1n))…`           src/base/address.ts has formatAddress
//
// It reads lines, not meaning: what it finds is a second home for sure, what it does not find may be one too. Tests may
// write facts again, since they compare.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './project.mjs'

const FOLDERS = ['src', 'web/src']

/**
 * Each fact: how its second home looks, where its first one is, and what to take from there.
 * @param {string} names of opcodes, as a part of a pattern
 */
const factsOf = (names) => [
  {
    looks: new RegExp(`[!=]==? '(?:${names})'|\\bcase '(?:${names})':|With\\('(?:${names})'|\\['(?:${names})'[,\\]]`),
    home: 'src/opcodes/',
    take: "an opcode's role stands in its row: starts, ends, reads, writes; its byte in codes.ts",
  },
  {
    looks: new RegExp(`(?:^|[=(,:[!&|?]|return)\\s*/(?![/*])[^/'"\`]*(?<!\\w)(?:${names})\\b[^/'"\`]*/`),
    home: 'src/opcodes/',
    take: 'a regex over names of opcodes asks for a role; it stands in the row',
  },
  {
    looks: /\b(?:op|opcode|byte)\b[\w.()]* [!=]==? 0x[0-9a-f]{1,2}\b/i,
    home: 'src/opcodes/',
    take: 'codes.ts has the bytes of opcodes',
  },
  { looks: /\bOPCODES\.(?:find|filter)\(|new Map\(OPCODES/, home: 'src/opcodes/', take: 'opcodeOfByte or opcodeNamed' },
  { looks: /1n << 160n|2n \*\* 160n - 1n/, home: 'src/base/address.ts', take: 'addressOf or formatAddress' },
  { looks: /padStart\(40, '0'\)/, home: 'src/base/address.ts', take: 'formatAddress' },
  { looks: /\^0x\[0-9a-fA?-?F?\]\{40\}\$/, home: 'src/base/address.ts', take: 'isAddress' },
  { looks: /=== '(?:stop|return)' \|\| .*=== '(?:stop|return)'/, home: 'src/opcodes/frame.ts', take: 'isSuccess' },
  {
    looks: /(?:=== '(?:revert|halt)' \|\||!== '(?:revert|halt)' &&) .*[!=]== '(?:revert|halt)'/,
    home: 'src/opcodes/frame.ts',
    take: 'isSuccess',
  },
  { looks: /=== 'create2?' \|\| .*=== 'create2?'/, home: 'src/opcodes/frame.ts', take: 'isCreation' },
  {
    looks: /\b\w*(?:DEPTH|STACK)\w*\b.* = 1_?024\b/,
    home: 'src/opcodes/limits.ts',
    take: 'MAX_DEPTH or MAX_STACK_ITEMS',
  },
  { looks: /\b(?:30_000_000n|0x0{35}ca11e)\b/, home: 'src/evm/defaults.ts', take: 'DEFAULT_GAS or DEFAULT_CALLER' },
  { looks: /2n \*\* 63n - 1n|1n << 63n\) - 1n/, home: 'src/evm/defaults.ts', take: 'MAX_GAS' },
  { looks: /\.replace\(\/\\\+\.\*/, home: 'src/solidity/version.ts', take: 'withoutCommit' },
  { looks: /=== 'object' && .*!Array\.isArray/, home: 'src/base/json.ts', take: 'isObject' },
  { looks: /0x89, 0x4d|=== 0x89\b/, home: 'src/trace/file/signature.ts', take: 'isRecordingFile or beginsAsRecording' },
]

/** Where a fact stands twice for a reason: file, what the line has, why. */
const EXCEPTIONS = [
  {
    file: 'src/evm/beginBlock.ts',
    has: '30_000_000n',
    why: 'the gas of system calls, which EIP-4788 fixes: the same number by chance',
  },
]

/** What is wrong, one sentence each, with file and line. */
export function checkFacts(project) {
  const codes = readFileSync(join(project, 'src/opcodes/codes.ts'), 'utf8')
  const names = [...codes.matchAll(/^export const (\w+) = 0x/gm)].map(([, name]) => name)
  if (names.length === 0) throw new Error('src/opcodes/codes.ts names no opcode')
  const facts = factsOf(names.join('|'))
  return FOLDERS.flatMap((folder) => filesUnder(join(project, folder))).flatMap((file) => {
    const path = relative(project, file).replaceAll(sep, '/')
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines.flatMap((line, index) => {
      if (/^\s*(?:\*|\/\/|\/\*)/.test(line)) return []
      if (EXCEPTIONS.some((exception) => exception.file === path && line.includes(exception.has))) return []
      return facts
        .filter(({ looks, home }) => !path.startsWith(home) && looks.test(line))
        .map(({ home, take }) => `${path}:${index + 1}: this stands in ${home} already: ${take}.`)
    })
  })
}

/** @param {string} folder */
function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.d|\.test|\.generated)\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .sort()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wrong = checkFacts(root)
  for (const sentence of wrong) console.error(sentence)
  process.exitCode = wrong.length > 0 ? 1 : 0
}
