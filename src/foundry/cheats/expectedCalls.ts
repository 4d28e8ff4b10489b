/**
 * `expectCall`: calls of an address, with data that begins so, until the test ends.
 * Source: forge 1.7.1.
 * @module
 */
import { type Address, bytesToHex, type Gas, type Hex, type Word } from '../../base/index.ts'
import { beginsWith, isSame } from '../../base/sameBytes.ts'
import type { CallRequest } from '../../evm/index.ts'
import { checksummed } from '../suite/valueText.ts'
import { CheatcodeError } from './cheatError.ts'

export interface CallWanted {
  readonly address: Address
  /** What the calldata begins with. */
  readonly data: Uint8Array
  readonly value?: Word | undefined
  readonly gas?: Gas | undefined
  readonly leastGas?: Gas | undefined
  /** Exactly so often; without it, once for each time it was asked for, or more often. */
  readonly count?: number | undefined
}

interface Expected extends CallWanted {
  readonly least: number
  readonly isExact: boolean
  readonly seen: number
}

export class ExpectedCalls {
  #all: readonly Expected[] = []

  get isEmpty(): boolean {
    return this.#all.length === 0
  }

  expect(wanted: CallWanted): void {
    const { address, data, count } = wanted
    const at = this.#all.findIndex((one) => one.address === address && isSame(one.data, data))
    const same = this.#all[at]
    if (count !== undefined) {
      if (same) throw new CheatcodeError('counted expected calls can only bet set once')
    } else if (same) {
      if (same.isExact) throw new CheatcodeError('cannot overwrite a counted expectCall with a non-counted expectCall')
      this.#all = this.#all.with(at, { ...same, least: same.least + 1 })
      return
    }
    this.#all = [...this.#all, { ...wanted, least: count ?? 1, isExact: count !== undefined, seen: 0 }]
  }

  /** A call is about to start. */
  began(request: CallRequest): void {
    const { codeAddress, kind } = request
    if (!this.#all.some(({ address }) => address === codeAddress)) return
    const { input } = request
    const sends = kind !== 'delegatecall'
    this.#all = this.#all.map((one) => {
      const isIt =
        one.address === codeAddress &&
        beginsWith(input, one.data) &&
        (one.value === undefined || (sends && one.value === request.value)) &&
        (one.gas === undefined || one.gas === request.gas) &&
        (one.leastGas === undefined || one.leastGas <= request.gas)
      return isIt ? { ...one, seen: one.seen + 1 } : one
    })
  }

  /** Why the test fails at its end. */
  unmet(): string | undefined {
    const off = this.#all.find(({ isExact, least, seen }) => (isExact ? seen !== least : seen < least))
    if (off === undefined) return undefined
    const { address, data, value, gas, leastGas, least, seen } = off
    const and = [
      ...(value === undefined ? [] : [`, value ${value}`]),
      ...(gas === undefined ? [] : [`, gas ${gas}`]),
      ...(leastGas === undefined ? [] : [`, minimum gas ${leastGas}`]),
    ].join('')
    return `expected call to ${checksummed(address)} with data ${hexOf(data)}${and} to be called ${times(least)}, but was called ${times(seen)}`
  }

  save(): unknown {
    return this.#all
  }

  restore(saved: unknown): void {
    this.#all = saved as readonly Expected[]
  }
}

function hexOf(data: Uint8Array): Hex {
  return bytesToHex(data)
}

function times(count: number): string {
  return `${count} time${count === 1 ? '' : 's'}`
}
