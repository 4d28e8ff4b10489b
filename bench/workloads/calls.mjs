// What a frame costs: loops of calls in assembly, and calls from outside that do next to nothing.
import { assemble } from 'memlane/assembly'
import { CALLER } from './workload.mjs'

/** @typedef {import('./workload.mjs').Hex} Hex */

/** @type {Hex} */
const TO = '0x00000000000000000000000000000000000c0de1'
/** @type {Hex} */
const CALLEE = '0x00000000000000000000000000000000000c0de2'
const GAS = 1_000_000_000

/**
 * @param {string[]} lines
 * @returns {import('./workload.mjs').WorkloadAccount}
 */
const code = (...lines) => ({
  code: `0x${Buffer.from(assemble(lines.join('\n')).code).toString('hex')}`,
  storage: {},
})

/**
 * Calls of one contract, one after the other.
 * @param {number} times
 * @param {number} value
 * @param {number} outputBytes
 * @param {string[]} callee
 * @returns {Pick<import('./workload.mjs').Workload, 'accounts' | 'operations' | 'input'>}
 */
function calls(times, value, outputBytes, ...callee) {
  return {
    accounts: {
      [TO]: {
        ...code(
          `PUSH ${times}`,
          'loop: JUMPDEST',
          `PUSH ${outputBytes}\nPUSH 0\nPUSH 0\nPUSH 0\nPUSH ${value}\nPUSH20 ${CALLEE}\nGAS\nCALL\nPOP`,
          'PUSH 1\nSWAP1\nSUB\nDUP1\nPUSH @loop\nJUMPI',
          'STOP',
        ),
        balance: '0xffffffff',
      },
      [CALLEE]: code(...callee),
    },
    operations: times,
    input: '0x',
  }
}

/**
 * @param {Hex} input
 * @param {string[]} lines
 */
const single = (input, ...lines) => ({ accounts: { [TO]: code(...lines) }, operations: 1, input })

/** @type {import('./workload.mjs').Workload[]} */
export const CALLS = [
  {
    name: 'a CALL that touches 4 KiB and returns 1 KiB',
    aim: { microseconds: 1 },
    ...calls(1000, 0, 1024, 'PUSH 1\nPUSH 0\nMSTORE', 'PUSH 1\nPUSH 4064\nMSTORE', 'PUSH 1024\nPUSH 0\nRETURN'),
  },
  { name: 'a CALL of a STOP', ...calls(1000, 0, 0, 'STOP') },
  { name: 'a CALL of a STOP with 1 wei', ...calls(1000, 1, 0, 'STOP') },
  {
    name: 'a CALL with a fresh 1 MiB',
    aim: { native: 2 },
    ...calls(100, 0, 0, 'PUSH 1\nPUSH 0x0fffe0\nMSTORE', 'STOP'),
  },
].map((workload) => ({ group: 'calls', from: CALLER, to: TO, gas: GAS, ...workload }))

/**
 * The fixed cost of a call from outside.
 * @type {import('./workload.mjs').Workload[]}
 */
export const SHORT_CALLS = [
  { name: 'a call of a STOP', ...single('0x', 'STOP') },
  {
    name: 'a call with 68 bytes that reads a slot and returns a word',
    ...single(
      `0x${'01'.repeat(68)}`,
      'PUSH 4\nCALLDATALOAD\nPUSH 36\nCALLDATALOAD\nADD\nSLOAD\nPUSH 0\nMSTORE\nPUSH 32\nPUSH 0\nRETURN',
    ),
  },
].map((workload) => ({ group: 'short calls', aim: { microseconds: 10 }, from: CALLER, to: TO, gas: GAS, ...workload }))
