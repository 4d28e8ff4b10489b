/**
 * Traces as eight clients write them, after the manner of each.
 * @module
 */

/** One step: pc, opcode byte and name, gas before, price, depth, stack, and why it failed. */
export interface Told {
  readonly pc: number
  readonly op: number
  readonly name: string
  readonly gas: number
  readonly cost: number
  readonly depth: number
  readonly stack: readonly string[]
  readonly memory: number
  readonly error?: 'underflow' | 'bounds'
}

export const told = (
  row: readonly [pc: number, op: number, name: string, gas: number, cost: number],
  stack: readonly string[],
  memory = 0,
  depth = 1,
): Told => {
  const [pc, op, name, gas, cost] = row
  return { pc, op, name, gas, cost, depth, stack, memory }
}

const STOP = told([20, 0x00, 'STOP', 0x85, 0], [], 96)

/** MSTORE(0, 0x2a), STATICCALL(0xcc) that returns 7 to 0x20, MSTORE8(0x40, 9), and the end of the code. */
export const CALLING: readonly Told[] = [
  told([0, 0x60, 'PUSH1', 0x200, 3], []),
  told([2, 0x5f, 'PUSH0', 0x1fd, 2], ['0x2a']),
  told([3, 0x52, 'MSTORE', 0x1fb, 6], ['0x2a', '0x0']),
  told([4, 0x60, 'PUSH1', 0x1f5, 3], [], 32),
  told([6, 0x60, 'PUSH1', 0x1f2, 3], ['0x20'], 32),
  told([8, 0x5f, 'PUSH0', 0x1ef, 2], ['0x20', '0x20'], 32),
  told([9, 0x5f, 'PUSH0', 0x1ed, 2], ['0x20', '0x20', '0x0'], 32),
  told([10, 0x60, 'PUSH1', 0x1eb, 3], ['0x20', '0x20', '0x0', '0x0'], 32),
  told([12, 0x5a, 'GAS', 0x1e8, 2], ['0x20', '0x20', '0x0', '0x0', '0xcc'], 32),
  told([13, 0xfa, 'STATICCALL', 0x1e6, 0x1e2], ['0x20', '0x20', '0x0', '0x0', '0xcc', '0x1e6'], 32),
  told([0, 0x60, 'PUSH1', 0x17b, 3], [], 0, 2),
  told([2, 0x5f, 'PUSH0', 0x178, 2], ['0x7'], 0, 2),
  told([3, 0x52, 'MSTORE', 0x176, 6], ['0x7', '0x0'], 0, 2),
  told([4, 0x60, 'PUSH1', 0x170, 3], [], 32, 2),
  told([6, 0x5f, 'PUSH0', 0x16d, 2], ['0x20'], 32, 2),
  told([7, 0xf3, 'RETURN', 0x16b, 0], ['0x20', '0x0'], 32, 2),
  told([14, 0x50, 'POP', 0x94, 2], ['0x1'], 64),
  told([15, 0x60, 'PUSH1', 0x92, 3], [], 64),
  told([17, 0x60, 'PUSH1', 0x8f, 3], ['0x9'], 64),
  told([19, 0x53, 'MSTORE8', 0x8c, 6], ['0x9', '0x40'], 64),
  STOP,
]

/** MSTORE8(0, 1), then RETURNDATACOPY(0, 0, 1) where nothing was returned. */
export const FAILING: readonly Told[] = [
  told([0, 0x60, 'PUSH1', 0x64, 3], []),
  told([2, 0x5f, 'PUSH0', 0x61, 2], ['0x1']),
  told([3, 0x53, 'MSTORE8', 0x5f, 6], ['0x1', '0x0']),
  told([4, 0x60, 'PUSH1', 0x59, 3], [], 32),
  told([6, 0x5f, 'PUSH0', 0x56, 2], ['0x1'], 32),
  told([7, 0x5f, 'PUSH0', 0x54, 2], ['0x1', '0x0'], 32),
  { ...told([8, 0x3e, 'RETURNDATACOPY', 0x52, 3], ['0x1', '0x0', '0x0'], 32), error: 'bounds' },
]

/** REVERT with one operand. */
export const STARVED: readonly Told[] = [
  told([0, 0x5f, 'PUSH0', 0x64, 2], []),
  { ...told([1, 0xfd, 'REVERT', 0x62, 0], ['0x0']), error: 'underflow' },
]

export const hex = (value: number) => `0x${value.toString(16)}`
export const line = (fields: object) => JSON.stringify(fields)
const isFailed = (steps: readonly Told[]) => steps.at(-1)?.error !== undefined

export function common({ pc, op, gas, cost, memory, stack, depth }: Told) {
  return { pc, op, gas: hex(gas), gasCost: hex(cost), memSize: memory, stack, depth, refund: 0 }
}

const GETH = { underflow: 'stack underflow (1 <=> 2)', bounds: 'return data out of bounds' }

/** How each client writes these steps, after traces of each. */
export const CLIENTS: Readonly<Record<string, (steps: readonly Told[]) => string[]>> = {
  besu(steps) {
    const words = { underflow: 'Stack underflow', bounds: 'Out of bounds' }
    const error = words[steps.at(-1)?.error ?? 'bounds']
    return [
      ...steps
        .filter((step) => step !== STOP)
        .map((step) => line({ ...common(step), opName: step.name, ...(step.error && { error: words[step.error] }) })),
      line({
        ...{ output: '', gasUsed: '0x75', test: 'lane', fork: 'London', d: 0, g: 0, v: 0, stateRoot: '0x01' },
        ...{ postLogsHash: '0x02', pass: false },
        ...(isFailed(steps) && { error }),
      }),
    ]
  },
  eels(steps) {
    const words = { underflow: 'StackUnderflowError', bounds: 'OutOfBoundsRead' }
    return [
      ...steps.map((step) =>
        line({ ...common(step), opName: step.name, ...(step.error && { error: words[step.error] }) }),
      ),
      line({ output: '', gasUsed: '0x75', ...(isFailed(steps) && { error: words[steps.at(-1)?.error ?? 'bounds'] }) }),
      '{"stateRoot": "0x01"}',
      ...['[', '    {', '        "stateRoot": "0x01",', '        "pass": false', '    }', ']'],
    ]
  },
  erigon(steps) {
    return [
      ...steps.map((step) =>
        line({ ...common(step), memory: '0x', returnData: '0x', ...(step.error && { error: GETH[step.error] }) }),
      ),
      line({ output: '', gasUsed: '0x75', ...(isFailed(steps) && { error: GETH[steps.at(-1)?.error ?? 'bounds'] }) }),
      '{"stateRoot": "0x01"}',
    ]
  },
  evmone(steps) {
    const failed = isFailed(steps)
    return [
      ...steps.filter((step) => step !== STOP).map((step) => line({ ...common(step), opName: step.name })),
      line({ pass: !failed, ...(failed && { error: 'failure' }), gasUsed: '0x75', stateRoot: '0x01' }),
    ]
  },
  geth(steps) {
    const lines = ['INFO [11-26|11:35:41.867] Maximum peer count ETH=50']
    for (const [index, step] of steps.entries()) {
      const { error, ...rest } = step
      lines.push(line({ ...common(rest), opName: step.name }))
      // The second time what it takes is gone from the stack, or some of it.
      if (error) lines.push(line({ ...common({ ...rest, stack: [] }), opName: step.name, error: GETH[error] }))
      if (step.depth > (steps[index + 1]?.depth ?? 1)) lines.push(line({ output: '07', gasUsed: '0x10' }))
    }
    const failed = isFailed(steps) && { error: GETH[steps.at(-1)?.error ?? 'bounds'] }
    return [...lines, line({ output: '', gasUsed: '0x75', ...failed }), '{"stateRoot": "0x01"}']
  },
  nethermind(steps) {
    const words = { underflow: 'StackUnderflow', bounds: 'AccessViolation' }
    return [
      ...steps
        .filter((step) => step !== STOP)
        .map((step) => {
          const { refund: _, ...fields } = common(step)
          return line({ ...fields, ...(step.error && { error: words[step.error] }) })
        }),
      line({ output: '0x', gasUsed: '0x75', time: 91.2444, ...(isFailed(steps) && { error: 'failed' }) }),
      '{"stateRoot":"0x01"}',
      '\u001b[31mFAIL\u001b[0m [1/1] lane_d0g0v0_ - STATE ROOT exp: 0x00, actual: 0x01',
    ]
  },
  nimbus(steps) {
    const words = { underflow: 'StackInsufficient', bounds: 'OutOfBounds' }
    const error = (step: Told | undefined) => `Opcode Dispatch Error: ${words[step?.error ?? 'bounds']}, depth=1`
    return [
      ...steps
        .filter((step) => step !== STOP)
        .flatMap((step) => {
          const once = { ...common(step), opName: step.name }
          return step.error === undefined ? [line(once)] : [line(once), line({ ...once, error: error(step) })]
        }),
      line({ output: '', gasUsed: '0x75', ...(isFailed(steps) && { error: error(steps.at(-1)) }) }),
      '{"stateRoot":"0x01"}',
    ]
  },
  revm(steps) {
    const words = { underflow: 'StackUnderflow', bounds: 'OutOfOffset' }
    const ends: Readonly<Record<string, string>> = { STOP: 'Stop', RETURN: 'Return' }
    return [
      ...steps.map((step) => {
        const error = step.error === undefined ? ends[step.name] : words[step.error]
        return line({ ...common(step), opName: step.name, returnData: '0x', refund: '0x0', ...(error && { error }) })
      }),
      line({
        ...{ stateRoot: '0x01', logsRoot: '0x02', output: '0x', gasUsed: 117, pass: false, errorMsg: 'mismatch' },
        ...{ evmResult: isFailed(steps) ? 'Halt: OutOfOffset' : 'Success: Stop', fork: 'LONDON', test: 'lane' },
      }),
      ...['error:', '- Path: lane.json', '- Statetest(', '    TestError {', '        name: "lane",', '    },', ')'],
    ]
  },
}
