/**
 * The format of the old VM tests: one frame under Frontier's rules, no transaction around it.
 *
 *   { env, pre, exec: { address, caller, code, data, gas, … }, gas?, out?, logs?, post? }
 *
 * Without `post` the frame must halt. Source: ethereum/tests, "VM Tests".
 * @module
 */
import { bytesToHex } from '../base/hex.ts'
import type { Hex } from '../base/units.ts'
import { createEvm } from '../evm/evm.ts'
import { logsHash } from '../evm/stateRoot.ts'
import { compareState, type StateTestDifference, TEST_MEMORY, testBlockHash } from './stateTest.ts'
import { TestReader } from './testReader.ts'

/**
 * Runs a VM test, as JSON.parse gave it; the first difference, or `undefined` when all is as expected.
 * @throws {MemlaneError} `evm.malformedStateTest` naming the field.
 */
export function runVmTest(name: string, test: unknown): StateTestDifference | undefined {
  const read = new TestReader(name)
  const root = read.object(test, 'the test')
  const env = read.object(root.env, 'env')
  const exec = read.object(root.exec, 'exec')
  const evm = createEvm({ fork: 'frontier', memoryLimit: TEST_MEMORY, blockHash: testBlockHash })
  for (const [address, fields] of read.accounts(root.pre, 'pre')) evm.state.setAccount(address, fields)
  const caller = read.address(exec.caller, 'exec.caller')
  const address = read.address(exec.address, 'exec.address')
  const value = read.number(exec.value, 'exec.value')
  // CALLVALUE tells of a value that was sent before: the call here sends it once more, so it is put right first.
  const callee = evm.state.account(address)?.balance ?? 0n
  const before = evm.state.account(caller)
  evm.state.setAccount(caller, { balance: (before?.balance ?? 0n) + value })
  evm.state.setAccount(address, { balance: callee - value })
  const result = evm.call({
    to: address,
    code: read.bytes(exec.code, 'exec.code'),
    input: read.bytes(exec.data, 'exec.data'),
    from: caller,
    origin: read.address(exec.origin, 'exec.origin'),
    gas: read.number(exec.gas, 'exec.gas'),
    gasPrice: read.number(exec.gasPrice, 'exec.gasPrice'),
    value,
    coinbase: read.address(env.currentCoinbase, 'env.currentCoinbase'),
    number: read.number(env.currentNumber, 'env.currentNumber'),
    timestamp: read.number(env.currentTimestamp, 'env.currentTimestamp'),
    gasLimit: read.number(env.currentGasLimit, 'env.currentGasLimit'),
    prevRandao: read.number(env.currentDifficulty, 'env.currentDifficulty'),
  })
  if (root.post === undefined)
    return result.status === 'halt' ? undefined : { what: 'status', want: 'halt', got: result.status }
  if (result.status === 'halt') return { what: 'status', want: 'no halt', got: `halt: ${result.halt}` }
  const gasLeft = read.number(exec.gas, 'exec.gas') - result.gasUsed
  const wantGas = read.number(root.gas, 'gas')
  if (gasLeft !== wantGas) return { what: 'gas left', want: String(wantGas), got: String(gasLeft) }
  const out = bytesToHex(read.bytes(root.out, 'out'))
  if (bytesToHex(result.output) !== out) return { what: 'output', want: out, got: bytesToHex(result.output) }
  const logs: Hex = logsHash(result.logs)
  const wantLogs = read.word(root.logs, 'logs')
  if (logs !== wantLogs) return { what: 'logs', want: wantLogs, got: logs }
  return compareState(evm, read.accounts(root.post, 'post'), before === undefined ? caller : undefined)
}
