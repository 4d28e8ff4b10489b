/**
 * Recordings and traces with one to four changes each end in an answer or in a sentence, whatever is asked of them.
 *
 *   MEMLANE_SEED=123 npx vitest run test/fuzz/changedFiles.test.ts                 repeats a run
 *   MEMLANE_CHANGED_FILES=2000 npx vitest run test/fuzz/changedFiles.test.ts       so many of both, each within 5 s
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '../../src/cli/program.ts'
import { EXAMPLES, folderWith, testRun } from '../../src/cli/testRun.ts'
import { decodeRecording, Timeline } from '../../src/trace/index.ts'
import { changeByte, changedRecording, changedValues } from '../support/changedRecording.ts'
import { CALLING, CLIENTS, FAILING } from '../support/clientTraces.ts'
import { chosenSeed, Random } from '../support/evmRandom.ts'

const seed = chosenSeed()
const asked = Number(process.env.MEMLANE_CHANGED_FILES ?? 0)
const MOST_MILLISECONDS = 5000
const folder = folderWith({})
afterAll(() => rmSync(folder, { recursive: true }))

/** What is asked of a file; the last two words are other files. */
const QUESTIONS: readonly (readonly string[])[] = [
  ['map'],
  ['map', '--words', '--history', '--json'],
  ['map', '--storage', '--graph', 'dot'],
  ['trace', 'export', '--memory'],
  ['trace', 'export', '--format', 'structlogs', '--memory'],
  ['trace', 'export', '--format', 'calltracer'],
  ['trace', 'export', '--format', 'prestatetracer'],
  ['who', '0x0:96', '--all'],
  ['watch', '0x0:96'],
  ['find', '0x2a'],
  ['gas', '--by', 'opcode'],
  ['gas', '--flame'],
  ['diff', '--at', '3'],
  ['check', '--rules', 'all'],
]

const textOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

/** Asks everything of a file. Whether it was answered, and what is wrong with the answers. */
async function ask(file: string): Promise<{ answered: boolean; flaws: string[] }> {
  const flaws: string[] = []
  let answered = false
  for (const [index, question] of QUESTIONS.entries()) {
    const operands = question[0] === 'trace' ? 2 : 1
    const argv = [...question.slice(0, operands), file, ...question.slice(operands)]
    const start = performance.now()
    const { code, stderr } = await testRun(argv, { folder, environment: { XDG_CACHE_HOME: folder } })
    const milliseconds = Math.round(performance.now() - start)
    if (asked > 0 && milliseconds > MOST_MILLISECONDS) flaws.push(`${argv.join(' ')}: took ${milliseconds} ms`)
    if (![0, 1, 2, 3].includes(code) || /bug/i.test(stderr) || (code > 1 && stderr.trim() === ''))
      flaws.push(`${argv.join(' ')}: ${code} ${stderr.trim()}`)
    if (code < 2) answered = true
    // What cannot be opened is told once.
    else if (index === 0 && /damaged|cannot be read|cut off|is no|newer/.test(stderr)) break
  }
  if (answered) {
    const said = await debug(file)
    if (/bug/i.test(said)) flaws.push(`debug: ${said}`)
  }
  return { answered, flaws }
}

/** Keys of the debugger: steps, ways through memory, marks, the owner of a byte, the end, and back. */
const KEYS = 'jjjJoznnwWlll}}bccm1d1[]fsssNN/2a\rgend\rkkkKKOq'

/** Types into the debugger. What it says when it cannot be opened. */
async function debug(file: string): Promise<string> {
  let said = ''
  const write = (text: string) => void (said += text)
  const output = { write, writeAll: async () => {}, isTerminal: false, columns: undefined }
  const code = await runProgram(['debug', file], {
    stdout: { ...output, write: () => {} },
    stderr: output,
    readInput: async () => new Uint8Array(0),
    environment: { XDG_CACHE_HOME: folder },
    folder,
    terminal: {
      ...{ columns: 110, rows: 40, write: () => {}, close: () => {} },
      open: ({ typed, ended }) => {
        for (const key of KEYS) typed(key)
        ended()
      },
    },
  })
  return [0, 2, 3].includes(code) ? said : `${code} ${said}`
}

/** Goes to every moment of a recording, as a debugger may. */
function walk(recording: Timeline['recording']): void {
  const timeline = new Timeline(recording)
  for (let step = 0; step <= recording.stepCount; step++) {
    const { current } = timeline.seek(step)
    for (let depth = 0; depth < current.stackSize; depth++) current.stack(depth)
    current.memory(0, current.memorySize)
  }
}

/** Makes so many files of these and asks them; what is wrong, by seed. */
async function askAll(
  count: number,
  change: (random: Random) => Promise<{ readonly name: string; readonly bytes: Uint8Array }>,
): Promise<{ answered: number; flaws: string[] }> {
  const flaws: string[] = []
  let answered = 0
  for (let round = 0; round < count; round++) {
    const { name, bytes } = await change(new Random(seed + round))
    writeFileSync(join(folder, name), bytes)
    try {
      if (name.endsWith('.memlane')) walk((await decodeRecording(bytes)).recording)
    } catch (error) {
      if (!/^(The recording|This is not)/.test(error instanceof Error ? error.message : '')) flaws.push(textOf(error))
    }
    const result = await ask(name)
    if (result.answered) answered++
    flaws.push(...result.flaws.map((flaw) => `seed ${seed + round}: ${flaw}`))
  }
  return { answered, flaws }
}

const files = (usual: number) => (asked > 0 ? asked : usual)
/** Far more than it takes: whoever asks for thousands waits. */
const timeout = asked > 0 ? 7_200_000 : undefined

describe(`changed recordings (MEMLANE_SEED=${seed})`, () => {
  const bases: { readonly name: string; readonly bytes: Uint8Array }[] = []
  beforeAll(async () => {
    const record = async (name: string, ...argv: string[]) => {
      const { code, stderr } = await testRun(['trace', 'record', ...argv, '-o', join(folder, name)], {
        folder: EXAMPLES,
      })
      expect(code, stderr).toBe(0)
      bases.push({ name, bytes: readFileSync(join(folder, name)) })
    }
    await record('lane.memlane', 'MemoryLane.sol')
    await record('words.memlane', 'memorylane.evm')
    const other = `0x${'cc'.repeat(20)}`
    // SSTORE(0, 7), STATICCALL(other) with 32 bytes back, LOG0, MCOPY
    const accounts = { [other]: { code: '0x602a5f5260205ff3', storage: { '0x00': '0x01' } } }
    writeFileSync(join(folder, 'accounts.json'), JSON.stringify(accounts))
    const calling = `0x60075f5560205f5f5f73${other.slice(2)}5afa5060205fa060205f60205e00`
    await record('world.memlane', calling, '--accounts', join(folder, 'accounts.json'))
    // CALLDATASIZE bytes to 0, MCOPY of as many, KECCAK256, RETURN
    await record('copy.memlane', '0x365f5f37365f60605e365f20365ff3', '--calldata', `0x${'ab'.repeat(96)}`)
    writeFileSync(join(folder, 'geth.jsonl'), CLIENTS.geth!(CALLING).join('\n'))
    await testRun(['trace', 'import', 'geth.jsonl', '-o', 'geth.memlane'], { folder })
    bases.push({ name: 'geth.memlane', bytes: readFileSync(join(folder, 'geth.memlane')) })
  })

  it.each([
    ['bytes', changedRecording],
    ['values', changedValues],
  ] as const)('end in an answer or a sentence: %s', timeout === undefined ? {} : { timeout }, async (_, changed) => {
    const { answered, flaws } = await askAll(files(25), async (random) => {
      const { bytes } = random.pick(bases)
      return { name: 'changed.memlane', bytes: await changed(bytes, random) }
    })
    expect(flaws).toEqual([])
    // Some changes do not matter.
    expect(answered).toBeGreaterThan(0)
  })
})

describe(`changed traces (MEMLANE_SEED=${seed})`, () => {
  const bases: { readonly name: string; readonly text: string }[] = []
  beforeAll(async () => {
    for (const [client, write] of Object.entries(CLIENTS))
      for (const steps of [CALLING, FAILING]) bases.push({ name: `${client}.jsonl`, text: write(steps).join('\n') })
    const exported = async (name: string, ...argv: string[]) => {
      const { stdout } = await testRun(['trace', 'export', 'memorylane.evm', ...argv])
      bases.push({ name, text: stdout })
      return stdout
    }
    await exported('lane.jsonl')
    await exported('memory.jsonl', '--memory')
    const logs = JSON.parse(await exported('lane.json', '--format', 'structlogs', '--memory'))
    bases.push({ name: 'block.json', text: JSON.stringify([{ txHash: '0x01', result: logs }], undefined, 1) })
    const list = CLIENTS.besu!(CALLING).map((line) => JSON.parse(line))
    bases.push({ name: 'list.json', text: JSON.stringify(list, undefined, 1) })
  })

  it('end in an answer or a sentence', timeout === undefined ? {} : { timeout }, async () => {
    const { answered, flaws } = await askAll(files(40), async (random) => {
      const { name, text } = random.pick(bases)
      const bytes = changedTrace(text, random)
      return random.oneIn(8) ? { name: `${name}.gz`, bytes: changedGzip(bytes, random) } : { name, bytes }
    })
    expect(flaws).toEqual([])
    // Some changes do not matter.
    expect(answered).toBeGreaterThan(0)
  })
})

/** One to four bytes or lines that are other, missing, twice, at another place; or the end missing. */
function changedTrace(text: string, random: Random): Uint8Array {
  const lines = text.split('\n')
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(lines.length)
    switch (random.below(8)) {
      case 0:
        lines.splice(at, 1)
        break
      case 1:
        lines.splice(at, 0, lines[random.below(lines.length)] ?? '')
        break
      case 2:
        lines[at] = (lines[at] ?? '').replace(/"0x[0-9a-f]*"|\d+/, () => random.pick(VALUES))
        break
      case 3:
        lines[at] = replaceOne(lines[at] ?? '', random)
        break
      default: {
        const bytes = new TextEncoder().encode(lines[at])
        changeByte(bytes, random)
        lines[at] = new TextDecoder().decode(bytes)
      }
    }
    if (lines.length === 0) lines.push('')
  }
  const bytes = new TextEncoder().encode(lines.join('\n'))
  return random.oneIn(12) ? bytes.subarray(0, random.below(bytes.length)) : bytes
}

/** Values that hurt whoever believes them. */
const VALUES: readonly string[] = [
  ...['-1', '0', '1', '1024', '1025', '4294967296', '1e308', '1e999', 'null', 'true', '[]', '{}', '""', '"0x"'],
  ...['"0xffffffffffffffff"', `"0x${'f'.repeat(64)}"`, `"0x${'f'.repeat(65)}"`, '"0x400000000060"', '"0x10000000"'],
]

/** Another of the numbers of a line. */
function replaceOne(line: string, random: Random): string {
  const numbers = [...line.matchAll(/"0x[0-9a-f]*"|\b\d+\b/g)]
  const one = numbers[random.below(numbers.length)]
  if (one === undefined) return line
  return line.slice(0, one.index) + random.pick(VALUES) + line.slice(one.index + one[0].length)
}

function changedGzip(bytes: Uint8Array, random: Random): Uint8Array {
  const packed = new Uint8Array(gzipSync(bytes))
  if (random.oneIn(2)) changeByte(packed, random)
  return packed
}
