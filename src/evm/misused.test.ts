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

describe('options of an EVM', () => {
  const option = (options: unknown) => refusal(() => createEvm(given(options)))

  it('that are out of range are refused', () => {
    for (const memoryLimit of [-1, 1.5, 2 ** 40, Number.NaN, 1n << 20n, 'abc', null])
      expect(option({ memoryLimit })).toMatch(
        /^evm.invalidOption memoryLimit is .*; it must be a whole number of bytes from 0 to 2\^32\.$/,
      )
    expect(option({ memoryLimit: 0 })).toBe('nothing was thrown')
    expect(option({ memoryLimit: 2 ** 32 })).toBe('nothing was thrown')
    expect(option({ blockHash: 5 })).toBe(
      'evm.invalidOption blockHash is 5; it must be a function from a number to a hash.',
    )
    expect(option({ source: null })).toMatch(/^evm.invalidOption source is null; /)
    expect(option({ source: { account: () => undefined } })).toMatch(/^evm.invalidOption source is an object; /)
  })
})

describe('names that nothing would come of', () => {
  it('are refused in hooks, but not what hooks keep for themselves', () => {
    expect(hooked({ onStep() {} })).toMatch(
      /^evm.unknownField The object of hooks has no field "onStep": its fields are call/,
    )
    expect(hooked({ Step() {} })).toMatch(/: call it step\.$/)
    expect(hooked({ call: 5 })).toBe('evm.invalidHook hooks.call is 5; it must be a function.')
    expect(hooked(5)).toBe('evm.notAnObject The field hooks is 5; it must be an object with named fields.')
    expect(hooked(null)).toMatch(/^evm.notAnObject The field hooks is null/)
    expect(hooked({ interest: null, step() {} })).toMatch(/^evm.notAnObject An interest is null/)
    expect(refusal(() => createEvm({ hooks: given({ log: 'yes' }) }))).toMatch(/^evm.invalidHook/)
    expect(hooked({ seen: [], step() {} })).toBe('nothing was thrown')
    class Counter {
      count = 0
      readonly more = () => this.count++
      step() {
        this.more()
      }
    }
    const counter = new Counter()
    expect(hooked(counter)).toBe('nothing was thrown')
    expect(counter.count).toBeGreaterThan(0)
  })

  it('are refused in requests and results', () => {
    const set = (field: string, value: unknown) =>
      hooked({ call: (request: object) => void Object.assign(request, { [field]: value }) })
    expect(set('from', OWN)).toBe('evm.unknownField A request has no field "from": call it caller.')
    expect(set('sender', OWN)).toMatch(/call it caller\.$/)
    expect(set('data', '0x')).toMatch(/call it input\.$/)
    expect(set('gasLimit', 5)).toMatch(/call it gas\.$/)
    expect(set('caller', OWN)).toBe('nothing was thrown')
    for (const field of ['depth', 'kind', 'isStatic', 'world'])
      expect(set(field, 5)).toBe(
        `evm.fixedField The ${field} of a request cannot be set: it follows from the instruction that calls.`,
      )
    const result = (_: unknown, end: object) => void Object.assign(end, { returnData: '0x01' })
    expect(hooked({ result })).toBe('evm.unknownField A result has no field "returnData": call it output.')
  })

  it('are refused in overrides, with all that there are', () => {
    const over = (overrides: unknown) => refusal(() => createEvm().call({ to: OWN }, { overrides: given(overrides) }))
    expect(over({ [OWN]: { sode: '0x' } })).toMatch(/its fields are balance, .*stateDiff, movePrecompileToAddress\.$/)
    expect(over(null)).toMatch(/^evm.notAnObject The field overrides is null/)
    expect(over({ [OWN]: null })).toBe(
      `evm.notAnObject The override of ${OWN} is null; it must be an object with named fields.`,
    )
    expect(over(new Map())).toMatch(/^evm.notAnObject The field overrides is a map/)
  })

  it('are refused in an answer: it never stops', () => {
    expect(hooked({ call: () => ({ status: 'stop' }) })).toBe(
      'evm.invalidAnswer status in the end of a call is "stop"; it must be return or revert or halt.',
    )
  })
})

describe('what is no object', () => {
  const none = (what: string, value: string) =>
    `evm.notAnObject ${what} is ${value}; it must be an object with named fields.`

  it('is refused wherever an object stands', async () => {
    const evm = createEvm()
    expect(refusal(() => evm.call(given(undefined)))).toBe(none('A call', 'undefined'))
    expect(refusal(() => evm.call(given(null)))).toBe(none('A call', 'null'))
    expect(refusal(() => evm.call({ code }, given(null)))).toBe(none('The options of a run', 'null'))
    expect(refusal(() => evm.transact(given(null)))).toBe(none('A transaction', 'null'))
    expect(refusal(() => evm.transact({ from: OWN, gasLimit: 1 }, given(null)))).toBe(none('A block', 'null'))
    expect(refusal(() => createEvm(given(null)))).toBe(none('An EVM', 'null'))
    expect(refusal(() => evm.state.setAccount(OWN, given(undefined)))).toBe(none('An account', 'undefined'))
    expect(refusal(() => evm.state.setAccount(OWN, { storage: given(new Map()) }))).toBe(
      none(`The storage of ${OWN}`, 'a map'),
    )
    expect(refusal(() => evm.state.setAccount(OWN, given([])))).toBe(none('An account', 'a list'))
    await expect(evm.callAsync({ code }, given(null))).rejects.toMatchObject({ code: 'evm.notAnObject' })
    await expect(evm.transactAsync(given(5))).rejects.toMatchObject({ code: 'evm.notAnObject' })
  })

  it('is refused for precompiles, as are two spellings of one address', () => {
    const own = (precompiles: unknown) => refusal(() => createEvm({ precompiles: given(precompiles) }))
    expect(own(new Map())).toBe(none('The field precompiles', 'a map'))
    expect(own(null)).toBe(none('The field precompiles', 'null'))
    expect(own(new Set())).toBe(none('The field precompiles', 'a set'))
    const upper = OWN.replace('b0b', 'B0B')
    expect(own({ [OWN]: () => ({}), [upper]: () => ({}) })).toBe(
      `evm.precompileTwice ${upper} has two precompiles, in other letter case.`,
    )
  })

  it('so are two spellings of one slot', () => {
    expect(refusal(() => createEvm().state.setAccount(OWN, { storage: { '0x1': '0x1', '0x01': '0x2' } }))).toBe(
      `evm.slotTwice 0x01 is given twice in the storage of ${OWN}, spelled otherwise.`,
    )
  })
})
