// A transfer of an ERC-20, with calldata that viem makes and logs that viem decodes.
import { readFileSync } from 'node:fs'
import { bytesToHex, createEvm } from 'memlane'
import { type Compiler, compileSolidity } from 'memlane/solidity'
import solc from 'solc'
import { decodeEventLog, decodeFunctionResult, encodeDeployData, encodeFunctionData, parseAbi } from 'viem'

const compiler: Compiler = {
  version: solc.version(),
  compile: async (input) => JSON.parse(solc.compile(JSON.stringify(input))),
}
const sources = { 'Token.sol': readFileSync('Token.sol', 'utf8') }
const token = (await compileSolidity(compiler, { sources })).contract('Token')
const abi = parseAbi([
  'constructor(uint256 supply)',
  'function transfer(address to, uint256 value) returns (bool)',
  'function balanceOf(address) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
])
const alice = '0x00000000000000000000000000000000000a11ce'
const bob = '0x0000000000000000000000000000000000000b0b'

const evm = createEvm()
const creation = encodeDeployData({ abi, bytecode: bytesToHex(token.creation.bytes), args: [1000n] })
const { created } = evm.call({ from: alice, input: creation })
if (created === undefined) throw new Error('the token was not created')

const input = encodeFunctionData({ abi, functionName: 'transfer', args: [bob, 7n] })
const result = evm.call({ from: alice, to: created, input })
console.log(result.status, decodeFunctionResult({ abi, functionName: 'transfer', data: bytesToHex(result.output) }))

for (const { topics, data } of result.logs) {
  const [signature, ...indexed] = topics
  if (signature === undefined) continue
  const { eventName, args } = decodeEventLog({ abi, topics: [signature, ...indexed], data: bytesToHex(data) })
  console.log(eventName, args.to === '0x0000000000000000000000000000000000000B0b', args.value)
}

const balance = encodeFunctionData({ abi, functionName: 'balanceOf', args: [alice] })
const { output } = evm.call({ to: created, input: balance })
console.log(decodeFunctionResult({ abi, functionName: 'balanceOf', data: bytesToHex(output) }))

// Prints:
//   return true
//   Transfer true 7n
//   993n
