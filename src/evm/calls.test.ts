/**
 * Calls between contracts. The second call of a contract takes another way than the first: the account is warm, and
 * the engine may start the frame by itself. What the callee sees and what comes back must be the same.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { SILENT } from '../../test/support/evmCase.ts'
import { assemble } from '../assembly/index.ts'
import { type Address, bytesToBigint } from '../base/index.ts'
import { createEvm } from './index.ts'

const CALLER: Address = '0xca11e40000000000000000000000000000000001'
const SELF: Address = '0x5e1f000000000000000000000000000000000001'
const CALLEE: Address = '0xca11ee0000000000000000000000000000000002'
const NOBODY: Address = '0xee00000000000000000000000000000000000003'

/** Returns what it knows of its call: six words. */
const WITNESS = assemble(`
  ADDRESS PUSH 0 MSTORE CALLER PUSH 32 MSTORE CALLVALUE PUSH 64 MSTORE
  CALLDATASIZE PUSH 96 MSTORE PUSH 0 CALLDATALOAD PUSH 128 MSTORE MSIZE PUSH 160 MSTORE
  PUSH 192 PUSH 0 RETURN
`).code

const STORE_CLEAR_LOG_AND_REVERT = assemble(`
  PUSH 0 PUSH 1 SSTORE PUSH 5 PUSH 2 SSTORE PUSH 6 PUSH 3 TSTORE PUSH 0 PUSH 0 LOG0
  PUSH 0x0bad PUSH 0 MSTORE PUSH 32 PUSH 0 REVERT
`).code

/** PUSHes of a call's operands: output and input ranges, then value where there is one, address and gas. */
function callOf(
  kind: string,
  { callee = CALLEE, gas = 'GAS', value = '0', input = '32 PUSH 0', output = '192 PUSH 64' } = {},
) {
  const valueOperand = kind === 'CALL' || kind === 'CALLCODE' ? `PUSH ${value}` : ''
  return `PUSH ${output} PUSH ${input} ${valueOperand} PUSH20 ${callee} ${gas} ${kind}`
}

describe.each([
  ['fast', undefined],
  ['debug', SILENT],
] as const)('in the %s variant', (_, tracer) => {
  function run(source: string, { code = WITNESS, isStatic = false } = {}) {
    const evm = createEvm()
    evm.state.setAccount(CALLER, { balance: 100n })
    evm.state.setAccount(SELF, { code: assemble(source).code, storage: { '0x1': '0x7' } })
    evm.state.setAccount(CALLEE, { code, storage: { '0x1': '0x7' }, balance: 1n })
    const value = isStatic ? 0n : 9n
    const result = evm.call({ to: SELF, from: CALLER, value, isStatic, inspect: true, gas: 1_000_000n }, { tracer })
    const words = (offset: number, count: number) =>
      Array.from({ length: count }, (_, index) =>
        bytesToBigint(result.memory!.subarray(offset + 32 * index, offset + 32 * index + 32)),
      )
    return { ...result, logs: result.logs, words, evm }
  }

  // Yellow Paper, appendix H.2: who is I_a, I_s and I_v of each.
  it.each([
    ['CALL', [BigInt(CALLEE), BigInt(SELF), 0n]],
    ['STATICCALL', [BigInt(CALLEE), BigInt(SELF), 0n]],
    ['CALLCODE', [BigInt(SELF), BigInt(SELF), 0n]],
    ['DELEGATECALL', [BigInt(SELF), BigInt(CALLER), 9n]],
  ])('%s shows the callee its address, caller, value and calldata, each time', (kind, expected) => {
    const { status, stack, words } = run(`
      PUSH 0xda7a PUSH 0 MSTORE
      ${callOf(kind)} ${callOf(kind, { output: '192 PUSH 300' })} RETURNDATASIZE
      ${callOf(kind, { output: '192 PUSH 500' })}
    `)
    expect({ status, stack }).toEqual({ status: 'stop', stack: [1n, 1n, 192n, 1n] })
    const seen = [...expected, 32n, 0xda7an, 160n]
    for (const offset of [64, 300, 500]) expect(words(offset, 6)).toEqual(seen)
  })

  it('writes as much of the output as was asked for and is there', () => {
    const { words, stack } = run(`
      PUSH 0 NOT PUSH 0 MSTORE PUSH 0 NOT PUSH 32 MSTORE PUSH 0 NOT PUSH 64 MSTORE
      ${callOf('STATICCALL', { output: '0 PUSH 0' })} ${callOf('STATICCALL', { output: '16 PUSH 0' })}
      RETURNDATASIZE PUSH 32 PUSH 160 PUSH 32 RETURNDATACOPY
      ${callOf('STATICCALL', { output: '500 PUSH 100' })} RETURNDATASIZE MSIZE
    `)
    // The first 16 bytes of the callee's address word are 12 zeros and 4 bytes of the address.
    expect(words(0, 3)).toEqual([
      (BigInt(CALLEE) & ~((1n << 128n) - 1n)) | ((1n << 128n) - 1n),
      160n,
      (1n << 256n) - 1n,
    ])
    expect(stack).toEqual([1n, 1n, 192n, 1n, 192n, 608n])
  })

  it('keeps a static frame static, however deep', () => {
    // Stores when it has calldata.
    const code = assemble('CALLDATASIZE PUSH @store JUMPI STOP store: JUMPDEST PUSH 1 PUSH 1 SSTORE').code
    const gas = 'PUSH 30000'
    const quietly = (kind: string) => callOf(kind, { gas, input: '0 PUSH 0' })
    const storing = (kind: string) => callOf(kind, { gas })
    const inStatic = [quietly('CALL'), storing('CALL'), storing('DELEGATECALL'), quietly('STATICCALL'), storing('CALL')]
    expect(run(inStatic.join(' '), { code, isStatic: true }).stack).toEqual([1n, 0n, 0n, 1n, 0n])
    const outside = [storing('CALL'), storing('CALL'), storing('STATICCALL'), storing('CALL'), storing('STATICCALL')]
    expect(run(outside.join(' '), { code }).stack).toEqual([1n, 1n, 0n, 1n, 0n])
  })

  it('takes back storage, logs and refund of a frame that reverts, and gives its data', () => {
    for (const kind of ['CALL', 'DELEGATECALL']) {
      const { stack, logs, gasRefund, words, evm, status } = run(
        `
          ${callOf(kind)} ${callOf(kind, { output: '32 PUSH 300' })} RETURNDATASIZE
          PUSH 1 SLOAD PUSH 2 SLOAD PUSH 3 TLOAD PUSH 0 PUSH 0 LOG0
        `,
        { code: STORE_CLEAR_LOG_AND_REVERT },
      )
      expect({ status, stack }).toEqual({ status: 'stop', stack: [0n, 0n, 32n, 7n, 0n, 0n] })
      expect(words(300, 1)).toEqual([0xbadn])
      expect(logs.map(({ address }) => address)).toEqual([SELF])
      expect(gasRefund).toBe(0n)
      expect(evm.state.storageAt(CALLEE, 1n)).toBe(7n)
    }
  })

  it('a callee gets all but one 64th of the gas, and what it leaves comes back', () => {
    const code = assemble('GAS PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN').code
    const { words, stack } = run(
      `
        PUSH 0 PUSH 400 MSTORE
        ${callOf('STATICCALL', { output: '32 PUSH 64' })} POP
        ${callOf('STATICCALL', { output: '32 PUSH 96', gas: 'PUSH 100000' })} POP
        ${callOf('STATICCALL', { output: '32 PUSH 160', gas: 'GAS DUP1 PUSH 192 MSTORE' })} POP
        GAS PUSH 192 MLOAD SUB
      `,
      { code },
    )
    // GAS 2 in the callee, which was given 100,000.
    expect(words(96, 1)).toEqual([99_998n])
    const [before] = words(192, 1) as [bigint]
    // DUP1 3, PUSH 3, MSTORE 3, and STATICCALL 100; then the 64th.
    const left = before - 109n
    expect(words(160, 1)).toEqual([left - left / 64n - 2n])
    // The 109, in the callee GAS 2, PUSH0 2, MSTORE 6, PUSH1 3, PUSH0 2, and then POP 2, GAS 2.
    expect(stack).toEqual([109n + 15n + 4n])
  })

  it('an account that a call only touched is still new when value comes', () => {
    // The warm price is 100, value 9,000, a new account 25,000; the stipend of 2,300 comes back.
    const call = (value: number) =>
      callOf('CALL', { callee: NOBODY, gas: 'PUSH 0', value: String(value), input: '0 PUSH 0', output: '0 PUSH 0' })
    const { stack } = run(`${call(0)} POP GAS ${call(1)} POP GAS ${call(1)} POP GAS`)
    const [first, second, third] = stack as [bigint, bigint, bigint]
    // Pushes: four PUSH0 of the ranges 8, value 3, PUSH20 3, gas PUSH0 2; POP 2, GAS 2.
    expect([first - second, second - third]).toEqual([20n + 34_100n - 2300n, 20n + 9100n - 2300n])
  })

  it('a contract that destroys itself into itself in the transaction that creates it burns what it has', () => {
    // Initcode: ADDRESS SELFDESTRUCT.
    const { stack, evm } = run(`
      PUSH 0x30ff PUSH 240 SHL PUSH 0 MSTORE PUSH 2 PUSH 0 PUSH 4 CREATE
      DUP1 BALANCE SWAP1 EXTCODESIZE SELFBALANCE
    `)
    expect(stack).toEqual([0n, 0n, 5n])
    const total = evm.state.addresses().reduce((sum, address) => sum + evm.state.account(address)!.balance, 0n)
    expect(total).toBe(101n - 4n)
  })
})
