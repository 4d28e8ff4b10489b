// Whether an EVM that lives long needs ever more memory: `node --expose-gc growth.mjs <kind> <calls>…` makes calls of
// one kind on one EVM, and after each number of them notes how much memory is resident, and how much is in use of what
// JavaScript and WebAssembly have: the first is what a user sees, the second does not jump. Prints bytes as JSON.
import { assemble } from 'memlane/assembly'
import { createEvm } from 'memlane/evm'

const TO = '0x00000000000000000000000000000000000c0de1'

/** Counts in a slot, touches 4 KiB, logs 64 bytes, calls somebody who is not there; given input, fails in the end. */
const BUSY = assemble(`
  PUSH 0  SLOAD  PUSH 1  ADD  PUSH 0  SSTORE
  PUSH 1  PUSH 4064  MSTORE
  PUSH 64  PUSH 0  LOG0
  PUSH 0  PUSH 0  PUSH 0  PUSH 0  PUSH 0  PUSH 0xdead  GAS  CALL  POP
  CALLDATASIZE  PUSH @fail  JUMPI
  STOP
  fail: JUMPDEST  PUSH 32  PUSH 0  REVERT`).code
/** Returns 1 KiB of zeros: the code of what it creates. */
const CREATION = assemble('PUSH 1024  PUSH 0  RETURN').code

function undone(evm, parameters) {
  const snapshot = evm.state.snapshot()
  evm.call(parameters)
  evm.state.restore(snapshot)
}

/** `number` is another one each time. */
/** @type {Record<string, (evm: import('memlane/evm').Evm, number: number) => unknown>} */
const KINDS = {
  kept: (evm) => evm.call({ to: TO }),
  failed: (evm) => evm.call({ to: TO, input: '0x01' }),
  undone: (evm) => undone(evm, { to: TO }),
  created: (evm) => undone(evm, { input: CREATION }),
  'other code': (evm, number) => evm.call({ code: `0x63${number.toString(16).padStart(8, '0')}00`, to: TO }),
}

const [kind = '', ...counts] = process.argv.slice(2)
const act = KINDS[kind]
if (act === undefined) throw new Error(`growth.mjs knows ${Object.keys(KINDS).join(', ')}.`)
const evm = createEvm()
evm.state.setAccount(TO, { code: BUSY })
const notes = []
let done = 0
for (const count of counts.map(Number)) {
  for (; done < count; done++) act(evm, done)
  if (globalThis.gc === undefined) throw new Error('growth.mjs wants node --expose-gc.')
  globalThis.gc()
  const { rss, heapUsed, external } = process.memoryUsage()
  notes.push({ calls: done, resident: rss, used: heapUsed + external })
}
console.log(JSON.stringify(notes))
