/** Many calls, deep calls, long code, many slots and logs: what grows, and what must not. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { SILENT } from '../../test/support/evmCase.ts'
import { assemble } from '../assembly/index.ts'
import { type Address, bytesToBigint } from '../base/index.ts'
import { codes as op } from '../opcodes/index.ts'
import { type CallResult, createEvm, type Evm } from './index.ts'

const SELF = '0x5e1f000000000000000000000000000000000001'
const OTHER = '0x07e4000000000000000000000000000000000002'

const VARIANTS = [
  ['fast', undefined],
  ['debug', SILENT],
] as const

describe.each(VARIANTS)('in the %s variant', (_, tracer) => {
  it('calls nest to depth 1,024 and fail beyond', () => {
    // Calls itself with all its gas and returns one more than the callee: the deepest callee's call fails.
    const { code } = assemble(`
      PUSH 32 PUSH 0 PUSH 0 PUSH 0 PUSH 0 ADDRESS GAS CALL POP
      PUSH 0 MLOAD PUSH 1 ADD PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
    `)
    const evm = createEvm()
    evm.state.setAccount(SELF, { code })
    for (let time = 0; time < 3; time++) {
      const { status, output } = evm.call({ to: SELF, gas: 1n << 62n }, { tracer })
      expect(status).toBe('return')
      // Frames 0 to 1,024. (Yellow Paper, section 8)
      expect(bytesToBigint(output)).toBe(1025n)
    }
  })

  it('creations nest to depth 1,024 and fail beyond', () => {
    // Initcode that creates itself; each creation counts with its nonce how many creations it made.
    const { code } = assemble(`
      CODESIZE PUSH 0 PUSH 0 CODECOPY
      CODESIZE PUSH 0 PUSH 0 CREATE
      PUSH 0 MSTORE PUSH 0 PUSH 0 RETURN
    `)
    const evm = createEvm()
    const { created } = evm.call({ input: code, gas: 1n << 62n }, { tracer })
    const contracts = evm.state.addresses().filter((address) => evm.state.account(address)!.code.length === 0)
    expect(created).toBeDefined()
    // The sender is no contract.
    expect(contracts).toHaveLength(1025 + 1)
    expect(contracts.filter((address) => evm.state.account(address)!.nonce === 2n)).toHaveLength(1024)
  })

  it('deep calls keep their stacks and memories apart while loading code moves memory', () => {
    // Contract i fills memory and stack with i, calls contract i + 1, and checks both afterwards.
    const COUNT = 60
    const address = (index: number): Address => `0x${(0xc0de00 + index).toString(16).padStart(40, '0')}`
    const evm = createEvm()
    for (let index = 0; index < COUNT; index++) {
      const { code } = assemble(`
        PUSH ${index} DUP1 PUSH 0 MSTORE DUP1 PUSH ${1000 + index * 32} MSTORE
        ${`PUSH ${index} `.repeat(10)}
        PUSH 32 PUSH 500 PUSH 0 PUSH 0 PUSH 0 PUSH20 ${address(index + 1)} GAS CALL POP
        ADD ${'ADD '.repeat(8)} DUP2 PUSH 10 MUL EQ
        PUSH 0 MLOAD PUSH ${index} EQ AND
        PUSH ${1000 + index * 32} MLOAD PUSH ${index} EQ AND
        PUSH 500 MLOAD ADD PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
      `)
      const padded = new Uint8Array(20_000 + 64 * index)
      padded.set(code)
      evm.state.setAccount(address(index), { code: padded })
    }
    const { output } = evm.call({ to: address(0), gas: 1n << 50n }, { tracer })
    expect(bytesToBigint(output)).toBe(BigInt(COUNT))
  })

  it('code may be 24 KiB of jump targets, or 1 MiB', () => {
    const evm = createEvm()
    for (const length of [24_576, 1 << 20]) {
      const code = new Uint8Array(length).fill(op.JUMPDEST)
      expect(evm.call({ code }, { tracer })).toMatchObject({ status: 'stop', gasUsed: BigInt(length) })
      // Jumps to the last byte.
      code.set([op.PUSH4, 0, ((length - 1) >> 16) & 255, ((length - 1) >> 8) & 255, (length - 1) & 255, op.JUMP])
      expect(evm.call({ code }, { tracer })).toMatchObject({ status: 'stop', gasUsed: 3n + 8n + 1n })
      code[length - 1] = op.STOP
      expect(evm.call({ code }, { tracer })).toMatchObject({ status: 'halt', halt: 'invalidJump' })
    }
    // One straight line whose gas is known in one number.
    const line = new Uint8Array(1 << 20).fill(op.PC)
    for (let at = 1; at < line.length; at += 2) line[at] = op.POP
    expect(evm.call({ code: line }, { tracer })).toMatchObject({ status: 'stop', gasUsed: 4n << 19n })
  })

  it('slots and their undoing outgrow their first room', () => {
    // Stores i + 1 in slots i from 0 to calldata's first word, each twice; reverts when the second word says so.
    const { code } = assemble(`
      PUSH 0
      loop: JUMPDEST
        DUP1 DUP2 SSTORE
        DUP1 PUSH 1 ADD DUP2 SSTORE
        DUP1 DUP1 TSTORE
        PUSH 1 ADD
        PUSH 0 CALLDATALOAD DUP2 LT PUSH @loop JUMPI
      PUSH 32 CALLDATALOAD PUSH @fail JUMPI STOP
      fail: JUMPDEST PUSH 0 PUSH 0 REVERT
    `)
    // Calls it to store 2,000 slots, then to store 3,000 and revert; then looks at both kinds of slots.
    const { code: caller } = assemble(`
      PUSH 2000 PUSH 0 MSTORE
      PUSH 0 PUSH 0 PUSH 64 PUSH 0 PUSH20 ${OTHER} GAS DELEGATECALL
      PUSH 3000 PUSH 0 MSTORE PUSH 1 PUSH 32 MSTORE
      PUSH 0 PUSH 0 PUSH 64 PUSH 0 PUSH20 ${OTHER} GAS DELEGATECALL
      PUSH 1999 SLOAD PUSH 2000 SLOAD PUSH 2999 SLOAD PUSH 1999 TLOAD PUSH 2999 TLOAD
    `)
    const evm = createEvm()
    evm.state.setAccount(OTHER, { code })
    const result = evm.call({ to: SELF, code: caller, gas: 1n << 40n, inspect: true }, { tracer })
    expect(result.stack).toEqual([1n, 0n, 2000n, 0n, 0n, 1999n, 0n])
    expect(Object.keys(evm.state.account(SELF)!.storage)).toHaveLength(2000)
    expect(evm.state.storageAt(SELF, 1234n)).toBe(1235n)
    expect(evm.call({ to: SELF, code: '0x6107d0545f5c', inspect: true }, { tracer }).stack).toEqual([0n, 0n])
  })

  it('a reverted frame leaves its slots cold again', () => {
    // The callee loads slot 5 and reverts; then the caller pays the cold price for it, and then the warm one.
    const { code } = assemble('PUSH 5 SLOAD PUSH 0 PUSH 0 REVERT')
    const evm = createEvm()
    evm.state.setAccount(OTHER, { code })
    const { stack } = evm.call(
      {
        to: SELF,
        code: assemble(`
          PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH20 ${OTHER} GAS DELEGATECALL POP
          GAS PUSH 5 SLOAD POP GAS PUSH 5 SLOAD POP GAS
        `).code,
        inspect: true,
      },
      { tracer },
    )
    const [first, second, third] = stack as [bigint, bigint, bigint]
    // PUSH 3, POP 2, GAS 2 beside 2,100 and 100. (EIP-2929)
    expect([first - second, second - third]).toEqual([2107n, 107n])
  })

  it('a store needs more than 2,300 gas, whatever it costs', () => {
    // PUSH0 2, SLOAD of a cold slot 2,100, POP 2, two PUSH0 4; storing what is there costs 100. (EIP-2200, EIP-2929)
    const { code } = assemble('PUSH 0 SLOAD POP PUSH 0 PUSH 0 SSTORE')
    const evm = createEvm()
    expect(evm.call({ to: SELF, code, gas: 2108n + 2301n }, { tracer })).toMatchObject({
      status: 'stop',
      gasUsed: 2208n,
    })
    expect(evm.call({ to: SELF, code, gas: 2108n + 2300n }, { tracer })).toMatchObject({ halt: 'outOfGas' })
  })

  it('logs outgrow their first room, and those of a reverted frame are gone', () => {
    // 40 logs of 2,000 bytes that begin with their number.
    const { code } = assemble(`
      PUSH 0
      loop: JUMPDEST
        DUP1 PUSH 0 MSTORE DUP1 PUSH 2000 PUSH 0 LOG1
        PUSH 1 ADD PUSH 40 DUP2 LT PUSH @loop JUMPI
      CALLDATASIZE PUSH @fail JUMPI STOP
      fail: JUMPDEST PUSH 0 PUSH 0 REVERT
    `)
    const evm = createEvm()
    evm.state.setAccount(OTHER, { code })
    const call = (size: number) => `PUSH 0 PUSH 0 PUSH ${size} PUSH 0 PUSH 0 PUSH20 ${OTHER} GAS CALL POP`
    const { logs } = evm.call(
      { to: SELF, code: assemble(`PUSH 0 PUSH 0 LOG0 ${call(0)} ${call(1)} ${call(0)} PUSH 0 PUSH 0 LOG0`).code },
      { tracer },
    )
    expect(logs).toHaveLength(82)
    for (const [index, { address, topics, data }] of logs.slice(1, 81).entries()) {
      expect(address).toBe(OTHER)
      expect(topics.map(BigInt)).toEqual([BigInt(index % 40)])
      expect(data).toHaveLength(2000)
      expect(bytesToBigint(data.subarray(0, 32))).toBe(BigInt(index % 40))
    }
    expect([logs[0]!.address, logs[81]!.address]).toEqual([SELF, SELF])
  })
})

describe('one EVM for many calls', () => {
  setFlagsFromString('--expose_gc')
  const collectGarbage: () => void = runInNewContext('gc')
  /** Bytes that are held: by objects of JavaScript, and by the EVM's linear memory. */
  function held(evm: Evm): { objects: number; linear: number } {
    let linear = 0
    // PUSH1 1 PUSH0 MSTORE
    evm.call(
      { code: '0x60015f52' },
      {
        tracer: {
          ...SILENT,
          frameEnd: () => {
            linear = evm.memoryAt(0).data().buffer.byteLength
          },
        },
      },
    )
    for (let time = 0; time < 3; time++) collectGarbage()
    return { objects: process.memoryUsage().heapUsed, linear }
  }

  const STORE = assemble('PUSH 1 PUSH 64 MSTORE PUSH 3 PUSH 1 SSTORE').code

  it.each<[string, (evm: Evm, index: number) => CallResult]>([
    ['an account that is there', (evm) => evm.call({ to: SELF, code: STORE })],
    ['accounts that are not there', (evm, index) => evm.call({ to: addressNumber(index), code: '0x6001604052' })],
    ['reverts', (evm) => evm.call({ to: OTHER, code: '0x60015f555f5ffd' })],
    ['new code as bytes', (evm, index) => evm.call({ to: SELF, code: assemble(`PUSH ${index}`).code })],
    ['new code as hex', (evm, index) => evm.call({ to: SELF, code: `0x63${(1e9 + index).toString(16)}` })],
    ['inspection', (evm) => evm.call({ to: SELF, code: STORE, inspect: true })],
    ['recordings', (evm) => evm.call({ to: SELF, code: STORE }, { tracer: SILENT })],
  ])('holds no more after 20,000 calls than after 5,000: %s', (_, call) => {
    const evm = createEvm()
    evm.state.setAccount(SELF, { balance: 1n })
    for (let index = 0; index < 5000; index++) call(evm, index)
    const before = held(evm)
    for (let index = 5000; index < 20_000; index++) call(evm, index)
    const { objects, linear } = held(evm)
    // One object more for each call would be a MB.
    expect(objects - before.objects).toBeLessThan(400_000)
    // New code fills the heap before that begins again.
    expect(linear - before.linear).toBeLessThan(_.startsWith('new code') ? 16 << 20 : 1)
  })

  it('holds no more when every call is taken back', () => {
    const evm = createEvm()
    const snapshot = evm.state.snapshot()
    const run = (count: number) => {
      for (let index = 0; index < count; index++) {
        evm.state.setAccount(addressNumber(index), { code: '0x6001604052' })
        expect(evm.call({ to: addressNumber(index) }).status).toBe('stop')
        evm.state.restore(snapshot)
      }
      return held(evm)
    }
    const before = run(2000)
    const { objects, linear } = run(8000)
    expect(objects - before.objects).toBeLessThan(400_000)
    expect(linear - before.linear).toBeLessThan(16 << 20)
  })

  it('begins with an empty heap again when creations have filled it', () => {
    const evm = createEvm()
    // Creates a contract of 20,000 bytes and calls it.
    const { code } = assemble(`
      PUSH8 0x614e205ff3000000 PUSH 192 SHL PUSH 0 MSTORE
      PUSH 20000 PUSH 0 PUSH 0 CREATE
      PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 DUP6 GAS CALL
    `)
    evm.state.setAccount(SELF, { nonce: 1n })
    const snapshot = evm.state.snapshot()
    for (let index = 0; index < 2000; index++) {
      const { status, stack } = evm.call({ to: SELF, code, inspect: true })
      expect({ status, called: stack!.at(-1) }).toEqual({ status: 'stop', called: 1n })
      evm.state.restore(snapshot)
    }
    // Each call takes more than 200,000 bytes of the heap.
    expect(held(evm).linear).toBeLessThan(160 << 20)
  })
})

function addressNumber(number: number): Address {
  return `0x${(0xadd0000000 + number).toString(16).padStart(40, '0')}`
}

describe('code that callers hand in', () => {
  const returned = (evm: Evm, code: Uint8Array | `0x${string}`) => bytesToBigint(evm.call({ code }).output)

  it('is what it is at the time of the call', () => {
    const evm = createEvm()
    // PUSH1 1 PUSH0 MSTORE8 PUSH1 1 PUSH0 RETURN
    const code = Uint8Array.of(0x60, 1, 0x5f, 0x53, 0x60, 1, 0x5f, 0xf3)
    expect(returned(evm, code)).toBe(1n)
    code[1] = 2
    expect(returned(evm, code)).toBe(2n)
    code[1] = 1
    expect(returned(evm, code)).toBe(1n)
    expect(returned(evm, '0x60035f5360015ff3')).toBe(3n)
    expect(returned(evm, '0x60035F5360015FF3')).toBe(3n)
  })

  it('is right also when there is more of it than is kept', () => {
    const evm = createEvm()
    for (let round = 0; round < 3; round++)
      for (let value = 0; value < 200; value++) {
        const byte = value.toString(16).padStart(2, '0')
        expect(returned(evm, `0x60${byte}5f5360015ff3`)).toBe(BigInt(value))
        expect(returned(evm, Uint8Array.of(0x60, value, 0x5f, 0x53, 0x60, 1, 0x5f, 0xf3))).toBe(BigInt(value))
      }
  })

  it('is loaded in each of two EVMs that take turns', () => {
    const evms = [createEvm(), createEvm({ fork: 'berlin' })] as const
    for (let turn = 0; turn < 5; turn++) {
      const [osaka, berlin] = evms.map((evm) => evm.call({ code: '0x6001600101', inspect: true }))
      expect(osaka!.stack).toEqual([2n])
      expect(berlin!.stack).toEqual([2n])
      // PUSH0 came with Shanghai.
      expect(evms[0].call({ code: '0x5f' }).status).toBe('stop')
      expect(evms[1].call({ code: '0x5f' })).toMatchObject({ halt: 'invalidOpcode' })
    }
  })
})
