/**
 * The programs of `test/vectors/memory.json`, run by `createEvm`. Their results were computed by three other EVMs that
 * agree on every field. The vectors that need no EVM are checked beside the memory room.
 * @module
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Address, bytesToHex, type Hex, hexToBytes } from '../../src/base/index.ts'
import { type CallResult, createEvm } from '../../src/evm/index.ts'
import { codes, fork, instructions } from '../../src/opcodes/index.ts'

interface VectorAccount {
  readonly code: Hex
  readonly balance: string
  readonly nonce: string
}

interface CodeVector {
  readonly id: string
  readonly kind: 'code'
  readonly group: string
  readonly input: {
    readonly code: Hex
    readonly calldata: Hex
    readonly gasLimit: string
    readonly static: boolean
    readonly accounts: Readonly<Record<Address, VectorAccount>>
  }
  readonly expect: {
    readonly status: string
    readonly gasUsed: string
    readonly msize: number
    /** Bottom first. */
    readonly stack: readonly Hex[]
    readonly returnData: Hex
    readonly memorySha256: Hex
    /** `null` when it is longer than 2,048 bytes. */
    readonly memory: Hex | null
    readonly logs: readonly { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }[]
  }
}

interface VectorFile {
  readonly meta: {
    readonly env: {
      readonly self: Address
      readonly selfBalance: string
      readonly caller: Address
      readonly coinbase: Address
      readonly blockGasLimit: string
    }
  }
  readonly vectors: readonly (CodeVector | { readonly kind: 'memoryCost' | 'memoryExpansion' | 'api' })[]
}

const file: VectorFile = JSON.parse(readFileSync(new URL('../vectors/memory.json', import.meta.url), 'utf8'))
const { env } = file.meta
const vectors = file.vectors.filter((vector) => vector.kind === 'code')

/** One machine for all vectors: none may see what the one before left in it. */
const evm = createEvm({ fork: 'osaka' })
const emptyWorld = evm.state.snapshot()

function run({ input }: CodeVector): CallResult {
  evm.state.restore(emptyWorld)
  evm.state.setAccount(env.self, { balance: BigInt(env.selfBalance), nonce: 1n, code: input.code })
  for (const [address, { code, balance, nonce }] of accountsOf(input))
    evm.state.setAccount(address, { code, balance: BigInt(balance), nonce: BigInt(nonce) })
  return evm.call({
    to: env.self,
    from: env.caller,
    code: input.code,
    input: input.calldata,
    gas: BigInt(input.gasLimit),
    isStatic: input.static,
    coinbase: env.coinbase,
    gasLimit: BigInt(env.blockGasLimit),
    inspect: true,
  })
}

function accountsOf(input: CodeVector['input']): [Address, VectorAccount][] {
  const addresses = Object.keys(input.accounts) as Address[]
  return addresses.map((address) => [address, input.accounts[address]!])
}

const sha256 = (bytes: Uint8Array): Hex => `0x${createHash('sha256').update(bytes).digest('hex')}`

/** What the result and the vector have to say, in one form. A halted frame's memory, stack and logs are gone. */
function actual(result: CallResult, { expect: expected }: CodeVector) {
  const ending = { status: result.status, gasUsed: String(result.gasUsed) }
  if (expected.status === 'halt') return ending
  const memory = result.memory!
  return {
    ...ending,
    msize: memory.length,
    stack: result.stack!.map((word) => `0x${word.toString(16)}`),
    returnData: bytesToHex(result.output),
    memorySha256: sha256(memory),
    memory: expected.memory === null ? null : bytesToHex(memory),
    logs: result.logs.map(({ address, topics, data }) => ({
      address,
      topics: topics.map((topic) => `0x${BigInt(topic).toString(16)}`),
      data: bytesToHex(data),
    })),
  }
}

function wanted({ expect: expected }: CodeVector) {
  const { status, gasUsed, msize, stack, returnData, memorySha256, memory, logs } = expected
  return status === 'halt'
    ? { status, gasUsed }
    : { status, gasUsed, msize, stack, returnData, memorySha256, memory, logs }
}

const OTHER_FRAMES: ReadonlySet<number> = new Set([
  ...[codes.CALL, codes.CALLCODE, codes.DELEGATECALL, codes.STATICCALL, codes.CREATE, codes.CREATE2],
])

/** Whether any code of the vector has an instruction that starts a frame. */
function needsOtherFrames({ input }: CodeVector): boolean {
  return [input.code, ...accountsOf(input).map(([, account]) => account.code)].some((code) =>
    [...instructions(hexToBytes(code), fork('osaka'))].some((instruction) => OTHER_FRAMES.has(instruction.code)),
  )
}

const single = vectors.filter((vector) => !needsOtherFrames(vector))
const several = vectors.filter(needsOtherFrames)

describe.each([
  ['in one frame', single],
  ['with calls or creations', several],
] as const)('memory vectors %s', (_, chosen) => {
  it.each([...new Set(chosen.map((vector) => vector.group))])('%s', (group) => {
    const members = chosen.filter((vector) => vector.group === group)
    const failures: string[] = []
    for (const vector of members) {
      const got = JSON.stringify(actual(run(vector), vector))
      const want = JSON.stringify(wanted(vector))
      if (got !== want) failures.push(`${vector.id}\n  got  ${got}\n  want ${want}`)
    }
    expect(failures).toEqual([])
    expect(members.length).toBeGreaterThan(0)
  })
})

it('are all that the file has', () => {
  expect(single).toHaveLength(436)
  expect(several).toHaveLength(156)
})
