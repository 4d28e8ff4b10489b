/**
 * The cheatcodes of one test contract.
 *
 *   a call of 0x7109… ─► table ─► answer, or CheatcodeError
 *   any other call    ─► prank, expected call, mock ─► frame ─► expected revert, expected log
 *
 * Calls of contracts are looked at only while something waits for one: until then the engine makes them by itself.
 * @module
 */
import { bytesToHex } from '../../base/index.ts'
import type { CallAnswer, CallRequest, FrameResult, Hooks, Interest, Log } from '../../evm/index.ts'
import { isCreation } from '../../opcodes/index.ts'
import { CONSOLE_ADDRESS, consoleMessage } from '../../solidity/index.ts'
import type { ProjectSettings } from '../project/profile.ts'
import { dsTestLine } from '../suite/dsTestLog.ts'
import { CHEATCODES } from '../suite/ground.ts'
import type { TestCheats } from '../suite/testCheats.ts'
import { CheatArguments } from './cheatArguments.ts'
import { CheatcodeError } from './cheatError.ts'
import { CheatState } from './cheatState.ts'
import type { CheatPorts } from './ports.ts'
import { CHEATS } from './table.ts'

const UNKNOWN = 'you may have a mismatch between the `Vm` interface (likely in `forge-std`) and the `forge` version'

const NOTHING: Interest = { calls: new Set([CHEATCODES, CONSOLE_ADDRESS]), results: false, logs: true }
const EVERYTHING: Interest = { calls: 'all', results: true, logs: true }

export class Cheats extends CheatState implements TestCheats {
  readonly hooks: Hooks
  readonly #watchesGas: boolean
  #interest: Interest = NOTHING
  #cheatRequest: CallRequest | undefined

  /** @param watchesGas the contract asks for the gas of calls: then every call is looked at */
  constructor(settings: ProjectSettings, ports: CheatPorts, watchesGas: boolean) {
    super(settings, ports)
    this.#watchesGas = watchesGas
    const cheats = this
    this.hooks = {
      get interest() {
        return cheats.#interest
      },
      call: (request) => this.#called(request),
      result: (request, result) => this.#ended(request, result),
      log: (log) => this.#logged(log),
    }
  }

  override begin(): void {
    super.begin()
    this.#cheatRequest = undefined
    this.#look()
  }

  /** Sets what calls are looked at. */
  #look(): void {
    this.#interest = this.#watchesGas || this.waits ? EVERYTHING : NOTHING
  }

  #called(request: CallRequest): CallAnswer | undefined {
    const { codeAddress, kind } = request
    if (!isCreation(kind)) {
      if (codeAddress === CHEATCODES) {
        this.#cheatRequest = request
        return kind === 'delegatecall' || kind === 'callcode' ? {} : this.#answer(request)
      }
      if (codeAddress === CONSOLE_ADDRESS) {
        this.#cheatRequest = request
        const message = consoleMessage(request.input)
        if (message !== undefined) this.logs.push(message.text)
        return undefined
      }
    }
    this.revert.began(request)
    if (!isCreation(kind)) this.expectedCalls.began(request)
    const origin = this.pranks.apply(request)
    if (origin !== undefined) this.setEnvironment(request, { origin })
    return isCreation(kind) ? undefined : this.mocks.answer(request)
  }

  /** The call of a cheatcode. It costs the call alone. */
  #answer(request: CallRequest): CallAnswer {
    const { input } = request
    const row = CHEATS.get(bytesToHex(input.subarray(0, 4)))
    try {
      if (row === undefined)
        throw new CheatcodeError(`unknown cheatcode with selector ${bytesToHex(input.subarray(0, 4))}; ${UNKNOWN}`)
      const given = new CheatArguments(input)
      const output = row.run({ cheats: this, request, world: request.world, given })
      return { output: output ?? new Uint8Array(0) }
    } catch (error) {
      if (!(error instanceof CheatcodeError)) throw error
      return { status: 'revert', output: row === undefined ? error.output : error.from(row.signature) }
    } finally {
      this.#look()
    }
  }

  #ended(request: CallRequest, result: FrameResult): void {
    const isCheat = request === this.#cheatRequest
    if (isCheat) this.metering.ended(request, result)
    if (!isCheat) {
      const origin = this.pranks.finish(request)
      if (origin !== undefined && origin !== this.environment.origin) this.setEnvironment(request, { origin })
    }
    const isTaken = this.revert.ended(request, result, isCheat)
    if (!isCheat && !isCreation(request.kind)) {
      const left = BigInt(result.gasLeft)
      this.lastCall = { limit: request.gas, used: request.gas - left, left }
      if (!isTaken) this.expectedLogs.ended(request, result)
    }
    this.#look()
  }

  #logged(log: Log): void {
    const line = dsTestLine(log)
    if (line !== undefined) this.logs.push(line)
    this.recorded?.push(log)
    if (!this.expectedLogs.isEmpty) this.expectedLogs.see(log)
  }
}
