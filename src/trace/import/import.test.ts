import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { multiFrameCase } from '../../../test/differential/generate.ts'
import { setAccounts } from '../../../test/support/evmCase.ts'
import { chosenSeed, Random } from '../../../test/support/evmRandom.ts'
import { bytesToHex } from '../../base/index.ts'
import { createEvm } from '../../evm/index.ts'
import { inputBytes } from '../../evm/result.ts'
import { tracedSteps } from '../export/tracedSteps.ts'
import {
  Eip3155Importer,
  eip3155Lines,
  importStructLogs,
  isStructLogs,
  MemoryAccesses,
  type Recording,
  record,
  structLogResult,
  type TraceContext,
} from '../index.ts'

const seed = chosenSeed()
const SELF = '0x1000000000000000000000000000000000000001'
const CONTEXT: TraceContext = { fork: 'osaka' }

function imported(lines: Iterable<string>, context = CONTEXT): Recording {
  const importer = new Eip3155Importer(context)
  for (const line of lines) importer.line(line)
  return importer.end()
}

const digest = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex').slice(0, 8)

/** Every step with its stack, and its memory as far as `like` knows it. */
function told(recording: Recording, like: Recording): string[] {
  const masks: (Uint8Array | undefined)[] = []
  for (const { state } of tracedSteps(like)) masks.push(state.unknown(0, state.memorySize))
  const lines: string[] = []
  for (const { pc, opcode, gas, depth, refund, state } of tracedSteps(recording)) {
    const memory = state.memory(0, state.memorySize)
    for (const [at, unknown] of masks[lines.length]?.entries() ?? []) if (unknown === 1) memory[at] = 0
    const stack = Array.from({ length: state.stackSize }, (_, item) => state.stack(item).toString(16))
    lines.push(`${pc} ${opcode} ${gas} ${depth} ${refund} ${stack.join(' ')} | ${memory.length} ${digest(memory)}`)
  }
  return lines
}

/** What cannot be seen in a trace is what bytes of memory were never shown. */
function share(recording: Recording): number {
  let unknown = 0
  let all = 0
  for (const { state } of tracedSteps(recording)) {
    all += state.memorySize
    unknown += state.unknown(0, state.memorySize)?.reduce((sum, byte) => sum + byte, 0) ?? 0
  }
  return all === 0 ? 0 : unknown / all
}

/** A trace shows all of memory at each step. Some programs in a thousand have megabytes, and go on. */
const MOST_BYTES_SHOWN = 16 * 1024 * 1024

function bytesShown({ stepCount, steps }: Recording): number {
  let bytes = 0
  for (let step = 0; step < stepCount; step++) bytes += steps.memorySize(step)
  return bytes
}

/** Every read of memory. Steps are counted otherwise where an account without code has one. */
function reads(recording: Recording): string[] {
  const accesses = [...new MemoryAccesses(recording).from(0, { kind: 'read' })]
  return accesses.map(({ offset, length }) => `${offset} ${length}`)
}

describe(`imported traces of random programs (MEMLANE_SEED=${seed})`, () => {
  it('tell every step as the run did, with memory in the trace and without', () => {
    const random = new Random(seed)
    let steps = 0
    const unknown: number[] = []
    for (let round = 0; round < 12; ) {
      const evmCase = multiFrameCase(random)
      const evm = createEvm()
      setAccounts(evm.state, evmCase)
      const { recording } = record(evm, evmCase.call)
      if (recording.stepCount === 0 || bytesShown(recording) > MOST_BYTES_SHOWN) continue
      round++
      const { to, from, input = '0x' } = evmCase.call
      const context: TraceContext = {
        ...CONTEXT,
        from,
        ...(to && { to }),
        input: inputBytes(input),
        creates: to === undefined,
      }
      const traces = [
        imported(eip3155Lines(recording, { memory: true }), context),
        imported(eip3155Lines(recording), context),
        importStructLogs(JSON.parse(JSON.stringify(structLogResult(recording, { enableMemory: true }))), context),
        importStructLogs({ jsonrpc: '2.0', id: 1, result: structLogResult(recording) }, context),
      ]
      for (const [index, trace] of traces.entries()) {
        const [got, wanted] = [told(trace, trace), told(recording, trace)]
        const first = wanted.findIndex((line, at) => line !== got[at])
        expect(got[first], `round ${round}, trace ${index}, step ${first}`).toBe(wanted[first])
        expect(got.length).toBe(wanted.length)
        expect(reads(trace)).toEqual(reads(recording))
        expect(trace.frames[0]!.status === 'halt').toBe(recording.frames[0]!.status === 'halt')
        unknown[index] = Math.max(unknown[index] ?? 0, share(trace))
        steps += trace.stepCount
      }
    }
    expect(steps).toBeGreaterThan(2000)
    // With memory in the trace nothing is unknown.
    expect([unknown[0], unknown[2]]).toEqual([0, 0])
  })
})

/** PUSH1 0x2a PUSH0 MSTORE PUSH1 0x20 PUSH0 RETURN as several programs tell it. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  geth: [
    '{"pc":0,"op":96,"gas":"0x64","gasCost":"0x3","memSize":0,"stack":[],"depth":1,"refund":0,"opName":"PUSH1"}',
    '{"pc":2,"op":95,"gas":"0x61","gasCost":"0x2","memSize":0,"stack":["0x2a"],"depth":1,"refund":0,"opName":"PUSH0"}',
    '{"pc":3,"op":82,"gas":"0x5f","gasCost":"0x6","memSize":0,"stack":["0x2a","0x0"],"depth":1,"refund":0,"opName":"MSTORE"}',
    '{"pc":4,"op":0,"gas":"0x59","gasCost":"0x0","memSize":32,"stack":[],"depth":1,"refund":0,"opName":"STOP"}',
    '{"output":"","gasUsed":"0xb"}',
  ],
  revm: [
    '{"pc":0,"op":96,"gas":"0x64","gasCost":"0x3","stack":[],"depth":1,"returnData":"0x","refund":"0x0","memSize":"0"}',
    '',
    '{"pc":2,"op":95,"gas":"0x61","gasCost":"0x2","stack":["0x2a"],"depth":1,"returnData":"0x","refund":"0x0","memSize":"0"}',
    '{"pc":3,"op":82,"gas":"0x5f","gasCost":"0x6","stack":["0x2a","0x0"],"depth":1,"returnData":"0x","refund":"0x0"}',
    '{"pc":4,"op":0,"gas":"0x59","gasCost":"0x0","stack":[],"depth":1,"returnData":"0x","refund":"0x0"}',
    '{"stateRoot":"0x00","output":"0x","gasUsed":"0xb","pass":true,"fork":"OSAKA"}',
  ],
}

describe('EIP-3155 lines', () => {
  it.each(Object.keys(SPELLINGS))('are read as %s writes them', (writer) => {
    const recording = imported(SPELLINGS[writer]!)
    expect(recording.stepCount).toBe(4)
    expect(recording.frames[0]).toMatchObject({ status: 'stop', gas: 100n })
    expect(bytesToHex(recording.frames[0]!.memory)).toBe(`0x${'2a'.padStart(64, '0')}`)
    expect(bytesToHex(recording.frames[0]!.code)).toBe('0x602a5f5200')
  })

  it.each([
    [['{"pc":0,"op":1'], 'line 1 is no JSON'],
    [['DEBUG {"pc":0,"op":1,"gas":"0x1","depth":1,"stack":[]'], 'line 1 is no JSON'],
    [['DEBUG {"depth":1,"pc":0,"op":1,"gas":"0x1","stack":[]}'], 'line 1 is no JSON'],
    [['[1]'], 'line 1, item 0 is no JSON object'],
    [['{"pc":0}'], 'line 1 has no stack; let the node write it'],
    [['{"pc":0,"op":1,"gas":"0x1","depth":2,"stack":[]}'], 'line 1 has depth 2, where no call is open'],
    [['{"pc":0,"op":1,"gas":"abc","depth":1,"stack":[]}'], 'line 1 has no number as gas'],
    [['{"pc":99999999,"op":1,"gas":"0x1","depth":1,"stack":[]}'], 'line 1 has no position in code'],
    [['{"pc":0,"op":"WAT","gas":"0x1","depth":1,"stack":[]}'], 'line 1 has an opcode that nobody knows, "WAT"'],
    [[`{"pc":0,"op":81,"gas":"0x1","depth":1,"stack":["0x${'f'.repeat(65)}"]}`], 'words on the stack'],
    [
      ['{"pc":0,"op":80,"gas":"0x1","depth":1,"stack":["0x1"]}'],
      'line 1 has 1 words on the stack, where a call begins',
    ],
    [
      [SPELLINGS.geth![0]!, '{"pc":2,"op":95,"gas":"0x61","stack":[],"depth":1}'],
      'line 2 has 0 words on the stack, where PUSH1 leaves 1',
    ],
    [
      [SPELLINGS.geth![0]!, '{"pc":2,"op":95,"gas":"0x61","stack":["0x2a"],"depth":2}'],
      'line 2 has depth 2, and no call led there',
    ],
    [
      [
        '{"pc":0,"op":"PUSH5","gas":"0x9","depth":1,"stack":[]}',
        '{"pc":6,"op":"MLOAD","gas":"0x6","depth":1,"stack":["0xffffffffff"]}',
        '{"pc":7,"op":"STOP","gas":"0x1","depth":1,"stack":["0x0"]}',
      ],
      'uses memory beyond',
    ],
  ])('are refused where they cannot be read: %s', (lines, reason) => {
    expect(() => imported(lines)).toThrow(reason)
  })

  it('are refused without steps, and without an end', () => {
    expect(() => imported(['{"output":"","gasUsed":"0x0"}'])).toThrow('There is no step in it')
    expect(() => imported(SPELLINGS.geth!.slice(0, 2))).toThrow(
      'The trace ends in the middle of the run, after 2 steps',
    )
    expect(imported(SPELLINGS.geth!.slice(0, 4)).frames[0]!.status).toBe('stop')
  })
})

describe('struct logs', () => {
  it('are known with their envelope and without', () => {
    expect(isStructLogs({ structLogs: [] })).toBe(true)
    expect(isStructLogs({ jsonrpc: '2.0', result: { structLogs: [] } })).toBe(true)
    expect(isStructLogs({ abi: [] })).toBe(false)
    expect(isStructLogs([1])).toBe(false)
  })

  it('are read as older nodes wrote words', () => {
    const word = '2a'.padStart(64, '0')
    const log = (pc: number, op: string, stack: string[], memory: string[]) => ({
      pc,
      op,
      gas: 100 - pc,
      gasCost: 3,
      depth: 1,
      stack,
      memory,
    })
    const recording = importStructLogs(
      {
        gas: 21_011,
        failed: false,
        returnValue: '',
        structLogs: [
          log(0, 'PUSH1', [], []),
          log(2, 'PUSH1', [word], []),
          log(4, 'MSTORE', [word, '0'.repeat(64)], []),
          log(5, 'STOP', [], [word]),
        ],
      },
      CONTEXT,
    )
    expect(bytesToHex(recording.frames[0]!.memory)).toBe(`0x${word}`)
    expect(bytesToHex(recording.frames[0]!.code)).toBe('0x602a60005200')
  })

  it('mark what nobody tells', () => {
    // CALLDATACOPY(0, 0, 32), then SHA3(0, 32), of a transaction whose calldata is not known.
    const { recording: run } = record(createEvm(), {
      code: '0x60205f5f3760205f2000',
      to: SELF,
      input: `0x${'ab'.repeat(32)}`,
    })
    const lines = [...eip3155Lines(run)]
    const blind = imported(lines)
    expect([...blind.unknown]).toEqual([3])
    const state = blind.cursor(0)
    while (state.op !== 0x20) state.next()
    expect(state.knows(0, 32)).toBe(false)
    const seeing = imported(lines, { ...CONTEXT, input: new Uint8Array(32).fill(0xab) })
    expect(seeing.unknown.size).toBe(0)
    expect(bytesToHex(seeing.frames[0]!.memory)).toBe(`0x${'ab'.repeat(32)}`)
  })
})
