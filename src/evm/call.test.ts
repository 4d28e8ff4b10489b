/** What a call takes, and what it gives back. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { bytesToBigint, bytesToHex, MemlaneError } from '../base/index.ts'
import { type CallParameters, createEvm, DEFAULT_CALLER, type HaltReason } from './index.ts'

const SELF = '0x5e1f000000000000000000000000000000000001'
const CALLER = '0xca11e40000000000000000000000000000000001'

function run(source: string, parameters: CallParameters = {}) {
  return createEvm().call({ code: assemble(source).code, to: SELF, from: CALLER, inspect: true, ...parameters })
}

/** Returns the word that the source leaves on top. */
function wordOf(source: string, parameters: CallParameters = {}): bigint {
  const { status, output } = run(`${source} PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN`, parameters)
  expect(status).toBe('return')
  return bytesToBigint(output)
}

describe('parameters', () => {
  const problem = (parameters: CallParameters): string => {
    try {
      createEvm().call({ to: SELF, ...parameters })
    } catch (error) {
      if (error instanceof MemlaneError) return `${error.code}: ${error.message}`
      throw error
    }
    return 'nothing was thrown'
  }

  it('out of range are refused in a sentence', () => {
    const WORD = 1n << 256n
    expect([
      problem({ to: '0x1' }),
      problem({ from: '0x' }),
      problem({ coinbase: '0x00' }),
      problem({ origin: '0x00' }),
      problem({ gas: -1n }),
      problem({ gas: 1n << 63n }),
      problem({ value: -1n }),
      problem({ value: WORD }),
      problem({ value: 1n }),
      problem({ number: WORD }),
      problem({ timestamp: -1n }),
      problem({ gasLimit: WORD }),
      problem({ baseFee: WORD }),
      problem({ prevRandao: WORD }),
      problem({ chainId: -1n }),
      problem({ blobBaseFee: WORD }),
      problem({ gasPrice: WORD }),
      problem({ blobHashes: [`0x1${'0'.repeat(64)}`] }),
      problem({ blobHashes: ['0x'] }),
      problem({ input: '0x1' }),
      problem({ code: '0x0g' }),
    ]).toMatchInlineSnapshot(`
      [
        "evm.invalidAddress: "0x1" is not an address: 0x and 40 hex digits.",
        "evm.invalidAddress: "0x" is not an address: 0x and 40 hex digits.",
        "evm.invalidAddress: "0x00" is not an address: 0x and 40 hex digits.",
        "evm.invalidAddress: "0x00" is not an address: 0x and 40 hex digits.",
        "evm.invalidGas: gas is -1; it must be from 0 to 2^63 - 1.",
        "evm.invalidGas: gas is 9,223,372,036,854,775,808; it must be from 0 to 2^63 - 1.",
        "evm.invalidWord: value is -1; it must be from 0 to 2^256 - 1.",
        "evm.invalidWord: value is 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,936; it must be from 0 to 2^256 - 1.",
        "evm.insufficientBalance: 0x00000000000000000000000000000000000ca11e has 0 wei and cannot send 1.",
        "evm.invalidWord: number is 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,936; it must be from 0 to 2^256 - 1.",
        "evm.invalidWord: timestamp is -1; it must be from 0 to 2^256 - 1.",
        "evm.invalidWord: gasLimit is 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,936; it must be from 0 to 2^256 - 1.",
        "evm.invalidWord: baseFee is 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,936; it must be from 0 to 2^256 - 1.",
        "evm.invalidWord: prevRandao is 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,936; it must be from 0 to 2^256 - 1.",
        "evm.invalidWord: chainId is -1; it must be from 0 to 2^256 - 1.",
        "evm.invalidWord: blobBaseFee is 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,936; it must be from 0 to 2^256 - 1.",
        "evm.invalidWord: gasPrice is 115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,936; it must be from 0 to 2^256 - 1.",
        "evm.invalidBlobHash: "0x10000000000000000000000000000000000000000000000000000000000000000" in blobHashes is not a hash: 0x and 1 to 64 hex digits.",
        "evm.invalidBlobHash: "0x" in blobHashes is not a hash: 0x and 1 to 64 hex digits.",
        "base.invalidHex: Hex has an odd number of digits, 1; each byte needs two.",
        "base.invalidHex: Character "g" at position 3 is not a hex digit.",
      ]
    `)
  })

  it('at the ends of their ranges are taken', () => {
    const MAX = (1n << 256n) - 1n
    expect(
      wordOf('NUMBER TIMESTAMP XOR GASLIMIT XOR BASEFEE XOR', {
        number: MAX,
        timestamp: MAX,
        gasLimit: MAX,
        baseFee: MAX,
      }),
    ).toBe(0n)
    expect(run('STOP', { gas: 0n })).toMatchObject({ status: 'stop', gasUsed: 0n })
    expect(wordOf('GAS', { gas: (1n << 63n) - 1n })).toBe((1n << 63n) - 3n)
  })

  it('have defaults', () => {
    const evm = createEvm()
    expect(evm.call({})).toMatchObject({ status: 'stop', gasUsed: 0n })
    const { code } = assemble(
      'CALLER PUSH 0 MSTORE GAS PUSH 32 MSTORE CALLVALUE CALLDATASIZE ADD PUSH 64 MSTORE PUSH 96 PUSH 0 RETURN',
    )
    const { output } = evm.call({ code })
    const words = [0, 32, 64].map((at) => bytesToBigint(output.subarray(at, at + 32)))
    // CALLER 2, PUSH0 2, MSTORE 3 and 3 for a word, GAS 2.
    expect(words).toEqual([BigInt(DEFAULT_CALLER), 30_000_000n - 12n, 0n])
  })
})

describe('block and transaction fields', () => {
  it.each([
    ['COINBASE', { coinbase: CALLER }, BigInt(CALLER), 0n],
    ['NUMBER', { number: 12n }, 12n, 0n],
    ['TIMESTAMP', { timestamp: 13n }, 13n, 0n],
    ['GASLIMIT', { gasLimit: 14n }, 14n, 60_000_000n],
    ['BASEFEE', { baseFee: 15n }, 15n, 0n],
    ['PREVRANDAO', { prevRandao: 16n }, 16n, 0n],
    ['CHAINID', { chainId: 17n }, 17n, 1n],
    ['BLOBBASEFEE', { blobBaseFee: 18n }, 18n, 1n],
    ['GASPRICE', { gasPrice: 19n }, 19n, 0n],
    ['ORIGIN', { origin: SELF }, BigInt(SELF), BigInt(CALLER)],
  ] as const)('%s', (name, field, value, usual) => {
    expect(wordOf(name, field)).toBe(value)
    expect(wordOf(name)).toBe(usual)
  })

  it('follow from call to call on the same EVM', () => {
    const evm = createEvm()
    const { code } = assemble('NUMBER PUSH 0 BLOBHASH ADD PUSH 1 BLOBHASH ADD PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN')
    const seen = (fields: CallParameters) => bytesToBigint(evm.call({ code, ...fields }).output)
    expect(seen({ number: 5n })).toBe(5n)
    expect(seen({ number: 5n, blobHashes: ['0x10', '0x20'] })).toBe(0x35n)
    expect(seen({ number: 6n, blobHashes: ['0x10'] })).toBe(0x16n)
    expect(seen({})).toBe(0n)
  })

  it('SELFBALANCE, BALANCE and CALLVALUE see the value that came', () => {
    const evm = createEvm()
    evm.state.setAccount(SELF, {
      balance: 5n,
      code: assemble('CALLVALUE SELFBALANCE ADDRESS BALANCE CALLER BALANCE').code,
    })
    evm.state.setAccount(CALLER, { balance: 100n })
    expect(evm.call({ to: SELF, from: CALLER, value: 7n, inspect: true }).stack).toEqual([7n, 12n, 12n, 93n])
  })

  it('BLOCKHASH asks for the last 256 blocks only', () => {
    const asked: bigint[] = []
    const evm = createEvm({
      blockHash: (number) => {
        asked.push(number)
        return `0x${(number + 1n).toString(16).padStart(64, '0')}`
      },
    })
    const hashAt = (number: bigint, current: bigint) =>
      evm.call({ code: assemble(`PUSH ${number} BLOCKHASH`).code, number: current, inspect: true }).stack![0]
    expect(hashAt(744n, 1000n)).toBe(745n)
    expect(hashAt(999n, 1000n)).toBe(1000n)
    expect(hashAt(0n, 1n)).toBe(1n)
    for (const number of [743n, 1000n, 1001n, (1n << 256n) - 1n]) expect(hashAt(number, 1000n)).toBe(0n)
    expect(asked).toEqual([744n, 999n, 0n])
    expect(run('PUSH 0 BLOCKHASH', { number: 1n }).stack).toEqual([0n])
  })
})

describe('results', () => {
  it('running off the code’s end is a stop', () => {
    expect(run('PUSH 1')).toMatchObject({ status: 'stop', gasUsed: 3n, gasRefund: 0n, logs: [], stack: [1n] })
    expect(run('').status).toBe('stop')
    expect(run('PUSH 1')).not.toHaveProperty('halt')
    expect(createEvm().call({ to: SELF, code: '0x' })).not.toHaveProperty('memory')
  })

  it('a cut PUSH is filled with zeros', () => {
    expect(createEvm().call({ code: '0x61ff', inspect: true })).toMatchObject({ status: 'stop', stack: [0xff00n] })
    expect(createEvm().call({ code: '0x7f', inspect: true })).toMatchObject({ status: 'stop', stack: [0n] })
  })

  it('show memory and stack after the last instruction took its operands', () => {
    const source = 'PUSH 7 PUSH 0xff PUSH 0 MSTORE8 PUSH 33 PUSH 0'
    for (const [end, status] of [
      ['RETURN', 'return'],
      ['REVERT', 'revert'],
    ] as const) {
      const { memory, stack, output, ...rest } = run(`${source} ${end}`)
      expect(rest).toMatchObject({ status, gasUsed: 3n + 3n + 2n + 6n + 3n + 2n + 3n })
      expect(stack).toEqual([7n])
      expect(bytesToHex(memory!)).toBe(`0xff${'00'.repeat(63)}`)
      expect(bytesToHex(output)).toBe(`0xff${'00'.repeat(32)}`)
    }
    expect(run('PUSH 7 PUSH 0 SELFDESTRUCT').stack).toEqual([7n])
  })

  it.each<[HaltReason, string, CallParameters]>([
    ['outOfGas', 'PUSH 1 PUSH 2 ADD', { gas: 8n }],
    ['outOfGas', 'PUSH 1 PUSH 0xffffffffffff MSTORE', {}],
    ['stackUnderflow', 'PUSH 1 ADD', {}],
    ['stackOverflow', 'loop: JUMPDEST PUSH 1 PUSH @loop JUMP', {}],
    ['invalidJump', 'PUSH 3 JUMP', {}],
    ['invalidJump', 'PUSH 1 PUSH 1 JUMPI', {}],
    ['invalidOpcode', 'PUSH 1 INVALID', {}],
    ['invalidOpcode', 'DATA 0x0c', {}],
    ['staticViolation', 'PUSH 1 PUSH 1 SSTORE', { isStatic: true }],
    ['staticViolation', 'PUSH 1 PUSH 1 TSTORE', { isStatic: true }],
    ['staticViolation', 'PUSH 0 PUSH 0 LOG0', { isStatic: true }],
    ['staticViolation', 'PUSH 0 PUSH 0 PUSH 0 CREATE', { isStatic: true }],
    ['staticViolation', 'PUSH 0 SELFDESTRUCT', { isStatic: true }],
    ['staticViolation', 'PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 1 PUSH 0 PUSH 0 CALL', { isStatic: true }],
    ['returnDataOutOfBounds', 'PUSH 0 PUSH 1 PUSH 0 RETURNDATACOPY', {}],
    ['initcodeTooLarge', 'PUSH 49153 PUSH 0 PUSH 0 CREATE', {}],
  ])('a halt is named %s: %s', (halt, source, parameters) => {
    const gas = parameters.gas ?? 1_000_000n
    const result = run(source, { ...parameters, gas })
    expect(result).toMatchObject({ status: 'halt', halt, gasUsed: gas, gasRefund: 0n, logs: [] })
    expect(result.output).toHaveLength(0)
  })

  it('logs are those of frames that did not fail, in order', () => {
    const { logs } = run(`
      PUSH 0xaa PUSH 0 MSTORE
      PUSH 4 PUSH 3 PUSH 2 PUSH 1 PUSH 1 PUSH 31 LOG4
      PUSH 0 PUSH 0 LOG0
    `)
    const topic = (number: number) => `0x${String(number).padStart(64, '0')}`
    expect(logs).toEqual([
      { address: SELF, topics: [1, 2, 3, 4].map(topic), data: Uint8Array.of(0xaa) },
      { address: SELF, topics: [], data: new Uint8Array(0) },
    ])
  })

  it('a refund is beside the gas that was used', () => {
    const evm = createEvm()
    evm.state.setAccount(SELF, { code: assemble('PUSH 0 PUSH 1 SSTORE').code, storage: { '0x1': '0x5' } })
    // Two pushes of 2 and 3, and 2,100 for the cold slot and 2,900 for its change. (EIP-2929, EIP-3529)
    expect(evm.call({ to: SELF })).toMatchObject({ gasUsed: 5005n, gasRefund: 4800n })
  })
})

describe('without a contract to run', () => {
  it('a call of an account without code stops and moves the value', () => {
    const evm = createEvm()
    evm.state.setAccount(CALLER, { balance: 3n })
    expect(evm.call({ to: SELF, from: CALLER, value: 2n, inspect: true })).toMatchObject({
      status: 'stop',
      gasUsed: 0n,
      memory: new Uint8Array(0),
      stack: [],
    })
    expect(evm.state.account(SELF)?.balance).toBe(2n)
  })

  it('a call of a precompile runs it, and shows no memory of a call before', () => {
    const evm = createEvm()
    evm.call({ code: assemble('PUSH 1 PUSH 2 PUSH 0 MSTORE').code })
    const result = evm.call({ to: '0x0000000000000000000000000000000000000004', input: '0x0102', inspect: true })
    // Identity: 15 gas and 3 a word.
    expect(result).toMatchObject({ status: 'return', gasUsed: 18n, output: Uint8Array.of(1, 2) })
    expect(result).toMatchObject({ memory: new Uint8Array(0), stack: [] })
  })

  it('a call without `to` and `code` creates a contract from the input', () => {
    const evm = createEvm()
    evm.state.setAccount(CALLER, { balance: 9n, nonce: 4n })
    // Deploys the byte 0x00.
    const { code: input } = assemble('PUSH 1 PUSH 0 RETURN')
    const { created, ...result } = evm.call({ from: CALLER, input, value: 2n })
    expect(result).toMatchObject({ status: 'return', gasUsed: 3n + 2n + 3n + 200n })
    expect(evm.state.account(created!)).toMatchObject({ balance: 2n, nonce: 1n, code: Uint8Array.of(0) })
    expect(evm.state.account(CALLER)).toMatchObject({ balance: 7n, nonce: 5n })
  })

  it('code of any size is allowed to whoever asks, in that call alone', () => {
    const evm = createEvm()
    const input = assemble('PUSH 24577 PUSH 0 RETURN').code
    const large = evm.call({ input, gas: 8_000_000n, anyCodeSize: true })
    expect(large.status).toBe('return')
    expect(evm.state.account(large.created!)?.code.length).toBe(24_577)
    expect(evm.call({ input, gas: 8_000_000n })).toMatchObject({ halt: 'codeTooLarge' })
    const { code } = assemble('PUSH 49153 PUSH 0 PUSH 0 CREATE')
    expect(evm.call({ code, anyCodeSize: true })).toMatchObject({ status: 'stop' })
    expect(evm.call({ code })).toMatchObject({ halt: 'initcodeTooLarge' })
  })

  it.each([
    ['createCollision', assemble('PUSH 1 PUSH 0 RETURN').code],
    ['codeTooLarge', assemble('PUSH 24577 PUSH 0 RETURN').code],
    ['invalidCodePrefix', assemble('PUSH 0xef PUSH 0 MSTORE8 PUSH 1 PUSH 0 RETURN').code],
    ['outOfGas', assemble('PUSH 24576 PUSH 0 RETURN').code],
  ] as const)('a creation that fails is a halt: %s', (halt, input) => {
    const evm = createEvm()
    const first = createEvm().call({ input: '0x' }).created!
    if (halt === 'createCollision') evm.state.setAccount(first, { nonce: 1n })
    const before = evm.state.addresses()
    evm.call({ code: assemble('PUSH 1 PUSH 2 PUSH 0 MSTORE').code })
    const result = evm.call({ input, gas: halt === 'outOfGas' ? 4_000_000n : 8_000_000n, inspect: true })
    expect(result).toMatchObject({ status: 'halt', halt })
    expect(result).not.toHaveProperty('created')
    expect(evm.state.addresses()).toEqual(before)
    if (halt === 'createCollision') expect(result).toMatchObject({ memory: new Uint8Array(0), stack: [] })
  })
})
