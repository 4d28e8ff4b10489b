/** A user's program: type-checked against the installed package, with what TypeScript users turn on. */
import { createEvm as fromRoot, MemlaneError } from 'memlane'
import { type Assembly, assemble } from 'memlane/assembly'
import { type CallResult, createEvm, type HaltReason } from 'memlane/evm'
import { Memory, memoryCost } from 'memlane/memory'
import { type ForkName, opcodeNamed } from 'memlane/opcodes'

const fork: ForkName = 'osaka'
const assembly: Assembly = assemble('PUSH1 0x2a PUSH1 0 MSTORE STOP', { fork })
const result: CallResult = createEvm({ fork }).call({ code: assembly.code, gas: 100_000n, inspect: true })
export const halt: HaltReason | undefined = result.halt
export const size: number | undefined = result.memory?.length
export const cost: bigint = memoryCost(BigInt(new Memory().size() / 32))
export const pops: number | undefined = opcodeNamed('MCOPY')?.pops
export const same: typeof createEvm = fromRoot

createEvm().call({ code: '0x00', gas: 100 })
// @ts-expect-error Gas is a number.
createEvm().call({ code: '0x00', gas: '100' })
// @ts-expect-error There is no such fork.
createEvm({ fork: 'paris-2' })

export function codeOf(error: unknown): `${string}.${string}` | undefined {
  return error instanceof MemlaneError ? error.code : undefined
}
