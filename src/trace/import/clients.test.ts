import { describe, expect, it } from 'vitest'
import { CALLING, CLIENTS, common, FAILING, hex, line, STARVED, told } from '../../../test/support/clientTraces.ts'
import { bytesToHex } from '../../base/index.ts'
import { createEvm } from '../../evm/index.ts'
import { Eip3155Importer, eip3155Lines, MemoryAccesses, type Recording, record, type TraceContext } from '../index.ts'

function importer(lines: Iterable<string>, context: TraceContext = {}): Eip3155Importer {
  const importer = new Eip3155Importer(context)
  for (const line of lines) importer.line(line)
  return importer
}

const imported = (lines: Iterable<string>, context?: TraceContext): Recording => importer(lines, context).end()

describe.each(Object.entries(CLIENTS))('a trace in the manner of %s', (client, write) => {
  it('ends in the memory that the run had', () => {
    const recording = imported(write(CALLING))
    const [outer, inner] = recording.frames
    const words = [0x2a, 7, 9n << 248n].map((word) => word.toString(16).padStart(64, '0')).join('')
    expect(bytesToHex(outer!.memory)).toBe(`0x${words}`)
    expect(outer).toMatchObject({ status: 'stop', gasLeft: client === 'evmone' ? 0x86n : expect.any(BigInt) })
    expect(inner).toMatchObject({ status: 'return', kind: 'staticcall', depth: 1, firstStep: 10, endStep: 16 })
    expect(bytesToHex(inner!.output)).toBe(`0x${'7'.padStart(64, '0')}`)
    expect(recording.unknown.size).toBe(0)
    // Each write once, in the order of steps: that of the call, the inner one, that of the last step too.
    const writes = [...new MemoryAccesses(recording).from(0, { kind: 'write' })]
    expect(writes.map(({ offset, length }) => [offset, length])).toEqual([
      [0, 32],
      [32, 32],
      [0, 32],
      [64, 1],
    ])
  })

  it('halts where the run did', () => {
    const recording = imported(write(FAILING))
    expect(recording.stepCount).toBe(7)
    expect(recording.frames[0]).toMatchObject({ status: 'halt', halt: 'returnDataOutOfBounds', gasLeft: 0n })
    expect(bytesToHex(recording.frames[0]!.memory)).toBe(`0x01${'00'.repeat(31)}`)
    expect(imported(write(STARVED)).frames[0]).toMatchObject({ status: 'halt', halt: 'stackUnderflow', stack: [0n] })
  })
})

describe('text that is no step', () => {
  it('is passed over and counted', () => {
    const counts = Object.fromEntries(
      Object.entries(CLIENTS).map(([name, write]) => [name, importer(write(CALLING)).passedOver]),
    )
    expect(counts).toEqual({ besu: 0, eels: 6, erigon: 0, evmone: 0, geth: 1, nethermind: 1, nimbus: 0, revm: 7 })
  })

  it('may stand in front of a step on its line', () => {
    const lines = CLIENTS.besu!(CALLING).with(0, `WARNING: a native library ${CLIENTS.besu!(CALLING)[0]}`)
    const reader = importer(lines)
    expect([reader.end().stepCount, reader.passedOver]).toEqual([20, 1])
  })

  it('names the fork, which whoever imports may know better', () => {
    expect(imported(CLIENTS.besu!(CALLING)).run.fork).toBe('london')
    expect(imported(CLIENTS.revm!(CALLING)).run.fork).toBe('london')
    expect(imported(CLIENTS.besu!(CALLING), { fork: 'cancun' }).run.fork).toBe('cancun')
    expect(imported(CLIENTS.geth!(CALLING)).run.fork).toBe('osaka')
  })
})

describe('a trace that breaks off', () => {
  it.each(Object.keys(CLIENTS))('is refused wherever it does, in the manner of %s', (client) => {
    const lines = CLIENTS[client]!(CALLING)
    const last = lines.findLastIndex((line) => line.includes('"pc"'))
    const end = lines[last]!.includes('"op":0,') ? last : last + 1
    let refused = 0
    for (let count = client === 'geth' ? 2 : 1; count <= end; count++) {
      expect(() => imported(lines.slice(0, count)), `${count} lines`).toThrow(
        /^The trace ends in the middle of the run, after [\d,]+ steps?/,
      )
      refused++
    }
    expect(refused).toBeGreaterThan(18)
  })
})

/** PUSH1 1, STOP. */
const STOPPING = [
  '{"pc":0,"op":96,"gas":"0x64","gasCost":"0x3","stack":[],"depth":1}',
  '{"pc":2,"op":0,"gas":"0x61","gasCost":"0x0","stack":["0x1"],"depth":1}',
]

describe('what is said of the run', () => {
  it.each([
    // The verdict of a test.
    '{"output":"","gasUsed":"0x3","test":"lane","postLogsHash":"0x02","pass":false}',
    // What the last step contradicts.
    '{"stateRoot":"0x01","output":"0x","gasUsed":"0x3","pass":false}',
    '{"output":"","gasUsed":"0x3","error":"out of gas"}',
  ])('is not believed against a STOP: %s', (verdict) => {
    const { status, gasLeft } = imported([...STOPPING, verdict]).frames[0]!
    expect([status, gasLeft]).toEqual(['stop', 0x61n])
  })

  it('is believed where the step cannot tell', () => {
    const lines = CLIENTS.evmone!(CALLING).slice(0, -1)
    expect(imported([...lines, '{"pass":true,"stateRoot":"0x01"}']).frames[0]!.status).toBe('stop')
    const failed = imported([...lines, '{"pass":false,"error":"out of gas","stateRoot":"0x01"}']).frames[0]!
    expect([failed.status, failed.halt, failed.memory.length]).toEqual(['halt', 'outOfGas', 64])
  })
})

/** Lines of steps that cost 3 each, by opcode, without an end; the first stack is empty. */
function linesOf(...rows: readonly (readonly [op: string, ...stack: string[]])[]): string[] {
  return rows.map(([op, ...stack], pc) => line({ pc, op, gas: hex(0x64 - 3 * pc), gasCost: '0x3', depth: 1, stack }))
}

describe('the STOP behind the code that a writer leaves out', () => {
  it.each([
    ['PUSH0', '0x5f', [1n, 2n, 3n, 0n]],
    ['DUP2', '0x81', [1n, 2n, 3n, 2n]],
    ['SWAP2', '0x91', [3n, 2n, 1n]],
    ['POP', '0x50', [1n, 2n]],
  ])('finds the stack that %s leaves', (_, opcode, left) => {
    // ADDRESS and its like: words that only the next step tells.
    const lines = linesOf(['0x30'], ['0x30', '0x1'], ['0x30', '0x1', '0x2'], [opcode, '0x1', '0x2', '0x3'])
    const { frames } = imported([...lines, '{"pass":true,"stateRoot":"0x01"}'])
    expect(frames[0]).toMatchObject({ status: 'stop', stack: left, gasLeft: 0x58n })
  })
})

describe('the output at the end', () => {
  // MSTORE8(0, 1), RETURN(0, 1)
  const lines = linesOf(
    ...([
      ['0x30'],
      ['0x5f', '0x1'],
      ['0x53', '0x1', '0x0'],
      ['0x30'],
      ['0x5f', '0x1'],
      ['0xf3', '0x1', '0x0'],
    ] as const),
  )

  it.each(['{"output":"","gasUsed":"0x6"}', '{"output":"0x01","gasUsed":"0x6"}', '{"stateRoot":"0x01"}'])(
    'is what RETURN says, whatever stands in its place: %s',
    (end) => expect(bytesToHex(imported([...lines, end]).frames[0]!.output)).toBe('0x01'),
  )

  it('is believed where memory does not tell it', () => {
    // CALLDATACOPY(0, 0, 1), RETURN(0, 1)
    const rows = [['0x30'], ['0x5f', '0x1'], ['0x5f', '0x1', '0x0'], ['0x37', '0x1', '0x0', '0x0']] as const
    const copy = linesOf(...rows, ['0x30'], ['0x5f', '0x1'], ['0xf3', '0x1', '0x0'])
    const { output } = imported([...copy, '{"output":"0xab","gasUsed":"0x6"}']).frames[0]!
    expect(bytesToHex(output)).toBe('0xab')
  })
})

describe('what a trace says in place of what it does not know', () => {
  const SELF = '0x1000000000000000000000000000000000000001'

  /** MSTORE(0, 42), CALL the identity with it, RETURNDATACOPY(32, 0, 32); with this return data behind the call. */
  const identity = (returnData: string) => {
    const code = '0x602a5f525f5f60205f5f60045af15060205f60203e00'
    const { recording } = record(createEvm(), { code, to: SELF })
    return [...eip3155Lines(recording)].map((text) => {
      const { pc, ...fields } = JSON.parse(text)
      return pc === undefined ? text : line({ ...fields, pc, returnData: pc > 13 ? returnData : '0x' })
    })
  }

  it('is not taken for return data when a copy of it went well', () => {
    const recording = imported(identity('0x'))
    const cursor = recording.cursor(0)
    while (!cursor.atEnd) cursor.next()
    expect([cursor.knows(0, 32), cursor.knows(32, 32)]).toEqual([true, false])
  })

  it('is return data as soon as some is told', () => {
    const recording = imported(identity(`0x${'2a'.padStart(64, '0')}`))
    expect(recording.unknown.size).toBe(0)
    expect(recording.frames[0]!.memory[63]).toBe(0x2a)
  })

  /** STATICCALL(0xcc) without steps of its own, its output to [0, 32), then RETURNDATASIZE. */
  const silent = (size: string) => [
    ...CALLING.slice(3, 9).map((step) => line({ ...common({ ...step, memory: 0 }), returnData: '0x' })),
    line({ ...common(CALLING[9]!), returnData: '0x' }),
    line({ ...common(told([14, 0x3d, 'RETURNDATASIZE', 0x94, 2], ['0x1'])), returnData: '0x' }),
    line({ ...common(told([15, 0, 'STOP', 0x92, 0], ['0x1', size])), returnData: '0x' }),
  ]

  it('is disproved by a size: a callee without steps may give something', () => {
    expect([...imported(silent('0x0')).unknown]).toEqual([])
    const recording = imported(silent('0x20'))
    expect([...recording.unknown]).toEqual([6])
    const cursor = recording.cursor(0)
    while (!cursor.atEnd) cursor.next()
    expect([cursor.knows(0, 32), cursor.knows(32, 32)]).toEqual([true, false])
  })

  it.each(['"0x"', '[]'])('is no memory where there is some: %s', (memory) => {
    // CALLDATACOPY(0, 0, 32)
    const { recording } = record(createEvm(), { code: '0x60205f5f3700', to: SELF })
    const lines = [...eip3155Lines(recording)].map((text) => text.replace('{', `{"memory":${memory},`))
    expect([...imported(lines).unknown]).toEqual([3])
    expect(imported(lines, { input: Uint8Array.of(1) }).frames[0]!.memory[0]).toBe(1)
  })
})

describe('depth', () => {
  it('counts from 0 where the first step says so', () => {
    const lines = CLIENTS.geth!(CALLING).map((text) =>
      text.replace('"depth":1', '"depth":0').replace('"depth":2', '"depth":1'),
    )
    expect(imported(lines).frames.map(({ depth }) => depth)).toEqual([0, 1])
  })
})
