// A mock that answers one call, and a precompile of one's own: a contract that asks both and adds what they say.
import { createEvm } from 'memlane'
import { assemble } from 'memlane/assembly'

const oracle = '0x000000000000000000000000000000000000c0de'
const doubler = '0x0000000000000000000000000000000000000d0b'
const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}` as const

const evm = createEvm({
  precompiles: {
    [doubler]: ({ input }) => ({ output: word(2n * BigInt(`0x${Buffer.from(input).toString('hex')}`)), gasUsed: 15n }),
  },
  hooks: {
    interest: { calls: new Set([oracle] as const) }, // no other call takes any longer
    call: ({ input }) => ({ output: word(40n + BigInt(input.length)) }),
  },
})

// oracle(one word) + doubler(5)
const { code } = assemble(`
  PUSH 32 PUSH 0 PUSH 32 PUSH 0 PUSH ${oracle} GAS STATICCALL POP
  PUSH 5 PUSH 32 MSTORE
  PUSH 32 PUSH 32 PUSH 32 PUSH 32 PUSH ${doubler} GAS STATICCALL POP
  PUSH 0 MLOAD PUSH 32 MLOAD ADD PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
`)
const { status, output } = evm.call({ code })
console.log(status, output.at(-1))

// Prints:
//   return 82
