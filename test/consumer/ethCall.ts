// `eth_call` on the state of a node, with overrides, three calls at once: what they read is fetched, nothing is written.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { bytesToHex, createEvm, type Hex } from 'memlane'
import { rpcSource } from 'memlane/rpc'
import { type Compiler, compileSolidity } from 'memlane/solidity'
import solc from 'solc'
import {
  createTestClient,
  decodeFunctionResult,
  encodeFunctionData,
  http,
  keccak256,
  parseAbi,
  publicActions,
  toHex,
} from 'viem'

const port = 20_000 + (process.pid % 20_000)
const program = `node_modules/@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : 'arm64'}/bin/anvil`
const anvil = spawn(program, ['--silent', '--port', String(port)], { stdio: 'ignore' })
process.on('exit', () => anvil.kill())
const node = createTestClient({ mode: 'anvil', transport: http(`http://127.0.0.1:${port}`) }).extend(publicActions)
for (let tries = 0; ; tries++) {
  try {
    await node.getBlockNumber()
    break
  } catch (error) {
    if (tries === 200) throw error
    await wait(50)
  }
}

const compiler: Compiler = {
  version: solc.version(),
  compile: async (input) => JSON.parse(solc.compile(JSON.stringify(input))),
}
const sources = { 'Token.sol': readFileSync('Token.sol', 'utf8') }
const contract = (await compileSolidity(compiler, { sources })).contract('Token')
const token = '0x00000000000000000000000000000000000070c3' as const
const word = (value: bigint) => toHex(value, { size: 32 })
const [alice, bob] = [
  '0x00000000000000000000000000000000000a11ce',
  '0x0000000000000000000000000000000000000b0b',
] as const
/** Where `balanceOf[account]` stands: the mapping has slot 0. */
const slotOf = (account: Hex) => keccak256(`0x${account.slice(2).padStart(64, '0')}${'00'.repeat(32)}`)

// The node has a token, of which Alice has 1,000.
await node.setCode({ address: token, bytecode: bytesToHex(contract.runtime.bytes) })
await node.setStorageAt({ address: token, index: slotOf(alice), value: word(1000n) })

const abi = parseAbi([
  'function transfer(address to, uint256 value) returns (bool)',
  'function balanceOf(address) view returns (uint256)',
])
const transfer = (value: bigint) => ({
  from: bob,
  to: token,
  input: encodeFunctionData({ abi, functionName: 'transfer', args: [alice, value] }),
})
const evm = createEvm({ source: rpcSource(`http://127.0.0.1:${port}`, { block: 'latest' }) })
const rich = { [token]: { stateDiff: { [slotOf(bob)]: word(50n) } } }
const results = await Promise.all([
  evm.clone().callAsync(transfer(7n)),
  evm.clone().callAsync(transfer(7n), { overrides: rich }),
  evm.clone().callAsync(transfer(51n), { overrides: rich }),
])
console.log(results.map(({ status }) => status).join(' '))

const { output } = await evm.callAsync({
  to: token,
  input: encodeFunctionData({ abi, functionName: 'balanceOf', args: [alice] }),
})
console.log(decodeFunctionResult({ abi, functionName: 'balanceOf', data: bytesToHex(output) }))
anvil.kill()

// Prints:
//   revert return revert
//   1000n
