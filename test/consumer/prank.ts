// The cheatcode `prank`: the next call that a contract makes comes from somebody else.
import { type Address, bytesToHex, createEvm } from 'memlane'
import { assemble } from 'memlane/assembly'
import type { Hooks } from 'memlane/evm'

let pranked: Address | undefined
const prank: Hooks = {
  call(request) {
    if (request.depth === 0 || pranked === undefined) return
    request.caller = pranked
    pranked = undefined
  },
}

// One contract says who called it, the other passes on what that one says.
const whoami = '0x1000000000000000000000000000000000000001'
const asks = '0x2000000000000000000000000000000000000002'
const evm = createEvm({ hooks: prank })
evm.state.setAccount(whoami, { code: assemble('CALLER PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN').code })
evm.state.setAccount(asks, {
  code: assemble(`PUSH 32 PUSH 0 PUSH 0 PUSH 0 PUSH ${whoami} GAS STATICCALL PUSH 32 PUSH 0 RETURN`).code,
})
const told = () => bytesToHex(evm.call({ to: asks }).output.subarray(12))

pranked = '0xa11ce00000000000000000000000000000000001'
console.log(told())
console.log(told())

// Prints:
//   0xa11ce00000000000000000000000000000000001
//   0x2000000000000000000000000000000000000002
