/** What JavaScript lets callers hand in and TypeScript would not: each is told in one sentence, and nothing passes in silence. */
import { describe, expect, it } from 'vitest'
import { assemble } from '../assembly/index.ts'
import { createEvm, type Evm } from './index.ts'

const OWN = '0x0000000000000000000000000000000000000b0b'
const code = assemble('PUSH 0 PUSH 0 LOG0 PUSH 1 NUMBER SUB BLOCKHASH STOP').code

/** Without the compiler. */
const given = <T>(value: unknown): T => value as T
/** The code and sentence of what is thrown. */
function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return `${String(error.code)} ${error.message}`
    return String(error)
  }
  return 'nothing was thrown'
}
/** A call with hooks, as JavaScript has them. */
const hooked = (hooks: unknown, evm: Evm = createEvm()) => refusal(() => evm.call({ code }, { hooks: given(hooks) }))

describe('a promise in place of an answer', () => {
  const late = (name: string) =>
    `evm.asyncHook ${name} returned a promise, and a run does not wait: return what it is at once.`

  it('is refused from every hook', () => {
    expect(hooked({ call: async () => undefined })).toBe(late('hooks.call'))
    expect(hooked({ result: async () => undefined })).toBe(late('hooks.result'))
    expect(hooked({ step: async () => undefined })).toBe(late('hooks.step'))
    expect(hooked({ log: async () => undefined })).toBe(late('hooks.log'))
    // biome-ignore lint/suspicious/noThenProperty: whatever has a `then` is a promise.
    expect(hooked({ call: () => ({ then: () => undefined }) })).toBe(late('hooks.call'))
  })

  it('does not end the process with what it rejects with', async () => {
    const step = async () => {
      throw new Error('too late')
    }
    expect(hooked({ step })).toBe(late('hooks.step'))
    await new Promise((resolve) => setTimeout(resolve))
  })

  it('is refused from a precompile and as the hash of a block', () => {
    const evm = createEvm({ precompiles: { [OWN]: given(async () => ({ output: '0x01' })) } })
    expect(refusal(() => evm.call({ to: OWN }))).toBe(late(`precompiles[${OWN}]`))
    const hashed = createEvm({ blockHash: given(async () => '0x01') })
    expect(refusal(() => hashed.call({ code, number: 5 }))).toBe(late('blockHash'))
    const wrong = createEvm({ blockHash: given(() => 5) })
    expect(refusal(() => wrong.call({ code, number: 5 }))).toMatch(/^evm.invalidBlockHash 5 is no hash of block 4/)
  })

  it('leaves the EVM free and the state as it was', () => {
    const evm = createEvm()
    hooked({ log: async () => undefined }, evm)
    expect(evm.call({ code }).status).toBe('stop')
    expect(evm.state.addresses()).toEqual([])
  })
})
