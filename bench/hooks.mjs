// What hooks cost: nothing while a run has none or wants to be told of nothing; little for what they do not watch.
// Prints two Markdown tables.
import { assemble } from 'memlane/assembly'
import { createEvm } from 'memlane/evm'
import { compare, digits, table, unlessSmoke } from './measure.mjs'
import { PROGRAMS } from './programs.mjs'

/** @type {`0x${string}`} */
const CALLER = '0x1000000000000000000000000000000000000001'
/** @type {`0x${string}`} */
const CALLEE = '0x2000000000000000000000000000000000000002'
/** @type {`0x${string}`} */
const NOBODY = '0x3000000000000000000000000000000000000003'
/** Each run finds the same state. */
const PLAIN = { commit: false }
/** @typedef {import('memlane/evm').Hooks} Hooks */

/**
 * Runs a call so often with each of some hooks; all must use the same gas.
 * @param {import('memlane/evm').Evm} evm
 * @param {import('memlane/evm').CallParameters} call
 * @param {Record<string, Hooks | undefined>} hooks
 */
function runs(evm, call, hooks) {
  const { gasUsed } = evm.call(call, { commit: false })
  return Object.fromEntries(
    Object.entries(hooks).map(([name, watching]) => [
      name,
      (/** @type {number} */ times) => {
        for (let time = 0; time < times; time++) {
          const result = evm.call(call, watching === undefined ? PLAIN : { hooks: watching, commit: false })
          if (result.gasUsed !== gasUsed) throw new Error(`${name}: ${result.gasUsed} gas instead of ${gasUsed}.`)
        }
      },
    ]),
  )
}

// Steps: loops of many instructions, of which one at most is watched.
const LOOPS = ['empty loop', 'ADD', 'MSTORE aligned', 'MLOAD aligned']
const steps = []
for (const { name, source, instructions } of PROGRAMS.filter(({ name }) => LOOPS.includes(name))) {
  const evm = createEvm()
  const call = { to: CALLER, code: assemble(source).code, gas: 1_000_000_000n }
  const time = await compare(
    runs(evm, call, {
      none: undefined,
      unwatched: { interest: { steps: 'none' }, step() {} },
      one: { interest: { steps: ['SELFDESTRUCT'] }, step() {} },
      pops: { interest: { steps: ['JUMPI'] }, step() {} },
    }),
  )
  const each = (/** @type {number} */ nanoseconds) => digits(nanoseconds / instructions)
  const more = `**${each(time.one - time.none)}**`
  steps.push([name, each(time.none), each(time.unwatched), each(time.one), more, each(time.pops)])
}
console.log(
  table(
    [
      'ns of each instruction',
      'no hooks',
      'a `step` that wants none',
      'of an opcode that is not there',
      'more than without (aim: under 10)',
      'of JUMPI',
    ],
    steps,
  ),
)

// Calls: a contract that calls another a hundred times, which adds two numbers and stores one.
const CALLS = unlessSmoke(100, 10)
const evm = createEvm()
evm.state.setAccount(CALLEE, { code: assemble('PUSH 1 PUSH 2 ADD PUSH 1 SSTORE PUSH 0 PUSH 0 LOG0').code })
const code = assemble(
  `PUSH ${CALLS} loop: JUMPDEST PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH ${CALLEE} GAS CALL POP
   PUSH 1 SWAP1 SUB DUP1 PUSH @loop JUMPI`,
).code
const call = { to: CALLER, code, gas: 1_000_000_000n }
/** @type {Record<string, Hooks | undefined>} */
const WATCHING = {
  'no hooks': undefined,
  'hooks that want to be told of nothing': {
    interest: { calls: 'none', logs: false, steps: 'none' },
    call() {},
    log() {},
  },
  '`call` of another address': { interest: { calls: new Set([NOBODY]) }, call() {} },
  '`call` of every frame': { call() {} },
  '`call` and `result` of every frame': { call() {}, result() {} },
  'a mock that answers': { interest: { calls: new Set([CALLEE]) }, call: () => ({ gasUsed: 2_000n }) },
  '`log` of every log': { log() {} },
  '`step` before every SSTORE': { interest: { steps: ['SSTORE'] }, step() {} },
}
// The mock answers with other gas than the callee uses.
const { 'a mock that answers': mock, ...looking } = WATCHING
const mocked = (/** @type {number} */ times) => {
  for (let time = 0; time < times; time++) evm.call(call, { hooks: mock, commit: false })
}
const time = await compare({ ...runs(evm, call, looking), 'a mock that answers': mocked })
console.log()
console.log(
  table(
    ['a hundred calls in one', 'ns of each call', 'times no hooks'],
    Object.keys(WATCHING).map((name) => [name, digits(time[name] / CALLS), digits(time[name] / time['no hooks'])]),
  ),
)
