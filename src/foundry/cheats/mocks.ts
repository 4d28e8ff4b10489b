/**
 * Answers in place of calls: by address, what the calldata begins with, and value. The one that says most answers.
 * Source: forge 1.7.1.
 * @module
 */
import type { Address, Word } from '../../base/index.ts'
import { beginsWith, isSame } from '../../base/sameBytes.ts'
import type { CallAnswer, CallRequest } from '../../evm/index.ts'

export interface Mock {
  readonly address: Address
  readonly data: Uint8Array
  readonly value: Word | undefined
  /** One call after the other; the last one stays. */
  readonly outputs: readonly Uint8Array[]
  readonly isRevert: boolean
}

/** Another contract's code in place of a call's. */
export interface MockFunction {
  readonly callee: Address
  readonly target: Address
  readonly data: Uint8Array
}

interface Saved {
  readonly mocks: readonly Mock[]
  readonly functions: readonly MockFunction[]
}

export class Mocks {
  #mocks: readonly Mock[] = []
  #functions: readonly MockFunction[] = []

  get isEmpty(): boolean {
    return this.#mocks.length === 0 && this.#functions.length === 0
  }

  add(mock: Mock): void {
    this.#mocks = [...this.#mocks.filter((one) => !isSameCall(one, mock)), mock]
  }

  addFunction(mocked: MockFunction): void {
    const others = this.#functions.filter(({ callee, data }) => callee !== mocked.callee || !isSame(data, mocked.data))
    this.#functions = [...others, mocked]
  }

  clear(): void {
    this.#mocks = []
    this.#functions = []
  }

  answer(request: CallRequest): CallAnswer | undefined {
    const { codeAddress, kind } = request
    const mocked = this.#functions.filter(({ callee }) => callee === codeAddress)
    const mine = this.#mocks.filter(({ address }) => address === codeAddress)
    if (mine.length === 0 && mocked.length === 0) return undefined
    const { input, value } = request
    const sends = kind !== 'delegatecall'
    const found =
      mine.find((one) => isSame(one.data, input) && sends && one.value === value) ??
      mine
        .filter((one) => beginsWith(input, one.data) && (one.value === undefined || (sends && one.value === value)))
        .sort((a, b) => b.data.length - a.data.length || Number(b.value !== undefined) - Number(a.value !== undefined))
        .at(0)
    if (found === undefined) {
      const instead =
        mocked.find(({ data }) => isSame(data, input)) ?? mocked.find(({ data }) => isSame(data, input.subarray(0, 4)))
      if (instead !== undefined) request.codeAddress = instead.target
      return undefined
    }
    const [output = new Uint8Array(0), ...later] = found.outputs
    if (later.length > 0) this.#mocks = this.#mocks.map((one) => (one === found ? { ...found, outputs: later } : one))
    if (found.isRevert) return { status: 'revert', output }
    if (kind === 'call' && value > 0n) move(request, value)
    return { output }
  }

  save(): unknown {
    return { mocks: this.#mocks, functions: this.#functions } satisfies Saved
  }

  restore(saved: unknown): void {
    const { mocks, functions } = saved as Saved
    this.#mocks = mocks
    this.#functions = functions
  }
}

/** A mocked call sends its value, where the caller has it. */
function move({ caller, target, world }: CallRequest, value: Word): void {
  const balance = world.balance(caller)
  if (balance < value) return
  world.setBalance(caller, balance - value)
  world.setBalance(target, world.balance(target) + value)
}

function isSameCall(a: Mock, b: Mock): boolean {
  return a.address === b.address && a.value === b.value && isSame(a.data, b.data)
}
