// The Solidity workloads of this folder, compiled and deployed when the benchmark runs.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createEvm } from 'memlane/evm'
import { unlessSmoke } from '../measure.mjs'
import { CALLER, FORK } from './workload.mjs'

/** The compiler and OpenZeppelin's contracts are dependencies of bench/peers. */
const require = createRequire(new URL('../peers/package.json', import.meta.url))
const solc = require('solc')

/** Contract, function, and arguments, all of them words. */
/** @type {[name: string, signature: string, ...parameters: number[]][]} */
const CALLS = [
  ['Transfers', 'run(uint256)', unlessSmoke(1000)],
  ['Mints', 'run(uint256)', unlessSmoke(1000)],
  ['RayTracer', 'render(uint256,uint256)', unlessSmoke(24), unlessSmoke(18)],
  ['KeccakChains', 'run(bytes32,uint256)', 1, unlessSmoke(2000)],
  ['StructArrays', 'run(uint256)', unlessSmoke(500, 2)],
  ['NestedCalls', 'run(uint256)', unlessSmoke(15)],
]
const DEPLOYMENT_GAS = 100_000_000n
const GAS = 1_000_000_000

/**
 * Each contract with whatever its constructor made, and the call that the benchmark repeats.
 * @returns {import('./workload.mjs').Workload[]}
 */
export function contracts() {
  const compiled = compile()
  return CALLS.map(([name, signature, ...parameters]) => {
    const { evm } = compiled[`${name}.sol`][name]
    const words = parameters.map((parameter) => parameter.toString(16).padStart(64, '0'))
    return {
      name,
      ...deploy(name, `0x${evm.bytecode.object}`),
      from: CALLER,
      input: `0x${evm.methodIdentifiers[signature]}${words.join('')}`,
      gas: GAS,
    }
  })
}

function compile() {
  const names = CALLS.map(([name]) => `${name}.sol`)
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(names.map((name) => [name, { content: source(name) }])),
    settings: {
      evmVersion: FORK,
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': ['evm.bytecode.object', 'evm.methodIdentifiers'] } },
    },
  }
  const findImport = (path) => ({ contents: readFileSync(require.resolve(path), 'utf8') })
  const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }))
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return contracts
}

const source = (name) => readFileSync(new URL(`solidity/${name}`, import.meta.url), 'utf8')

/** The world after the deployment, as the accounts of a workload. */
function deploy(name, creation) {
  const evm = createEvm({ fork: FORK })
  const { created } = evm.call({ from: CALLER, input: creation, gas: DEPLOYMENT_GAS })
  if (created === undefined) throw new Error(`${name} could not be deployed.`)
  const accounts = evm.state.addresses().flatMap((address) => {
    const account = evm.state.account(address)
    if (account === undefined || account.code.length === 0) return []
    return [[address, { code: `0x${Buffer.from(account.code).toString('hex')}`, storage: account.storage }]]
  })
  return { to: created, accounts: Object.fromEntries(accounts) }
}
