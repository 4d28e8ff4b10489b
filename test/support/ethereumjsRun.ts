/**
 * `Run` over @ethereumjs/evm: a second source of executions, for tests of the typed map and to compare with
 * our own engine. It keeps every step's stack, so it is for short runs.
 */
import { Common, Hardfork, Mainnet } from '@ethereumjs/common'
import { createEVM, type EVM, type EVMResult, type InterpreterStep, type Message } from '@ethereumjs/evm'
import { SimpleStateManager } from '@ethereumjs/statemanager'
import { Account, type Address, createAddressFromString } from '@ethereumjs/util'
import type { Hex } from '../../src/base/index.ts'
import type { Frame, Run, Step } from '../../src/solidity/index.ts'

const SENDER = createAddressFromString(`0x${'c0'.repeat(20)}`)
const DEFAULT_GAS = 30_000_000n

export interface EthereumjsResult {
  readonly run: Run
  /** Gas of the outermost frame, nothing intrinsic. */
  readonly gasUsed: bigint
  readonly output: Uint8Array
  /** Address of the contract a creating call made. */
  readonly created: Hex | undefined
}

export interface EthereumjsCall {
  readonly to?: Hex
  readonly input: Uint8Array
  readonly gas?: bigint
  readonly value?: bigint
}

/** An EVM with its state, in which contracts can be deployed and called. */
export class EthereumjsEvm {
  readonly #evm: EVM

  private constructor(evm: EVM) {
    this.#evm = evm
  }

  static async create(): Promise<EthereumjsEvm> {
    const common = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka })
    const stateManager = new SimpleStateManager({ common })
    await stateManager.putAccount(SENDER, new Account(0n, 10n ** 24n))
    return new EthereumjsEvm(
      await createEVM({ common, stateManager, allowUnlimitedContractSize: true, allowUnlimitedInitCodeSize: true }),
    )
  }

  /** Runs creation code; throws when it fails. */
  async deploy(creationCode: Uint8Array): Promise<Hex> {
    const { created, run } = await this.call({ input: creationCode })
    if (!created || run.frames[0]?.status !== 'return') throw new Error('deployment failed')
    return created
  }

  /** Calls `to`; without it creates a contract from `input`. */
  async call({ to, input, gas = DEFAULT_GAS, value = 0n }: EthereumjsCall): Promise<EthereumjsResult> {
    const recorder = new Recorder(this.#evm)
    const result = await this.#evm.runCall({
      ...(to === undefined ? {} : { to: createAddressFromString(to) }),
      caller: SENDER,
      origin: SENDER,
      data: input,
      gasLimit: gas,
      value,
    })
    recorder.stop()
    return {
      run: recorder.run(),
      gasUsed: result.execResult.executionGasUsed,
      output: result.execResult.returnValue,
      created: hexOf(result.createdAddress),
    }
  }
}

interface RecordedStep {
  readonly index: number
  readonly pc: number
  readonly op: number
  readonly stack: readonly bigint[]
  readonly memory: Uint8Array
}

interface RecordedFrame {
  readonly message: Message
  readonly kind: Frame['kind']
  /** Copies: the message holds views of the caller's memory. */
  readonly input: Uint8Array
  code: Uint8Array
  readonly parent: RecordedFrame | undefined
  /** By the order of first steps; a message to an account without code is no frame. */
  id: number
  readonly steps: RecordedStep[]
  result: EVMResult | undefined
}

class Recorder {
  readonly #evm: EVM
  readonly #frames: RecordedFrame[] = []
  readonly #open: RecordedFrame[] = []
  #index = 0

  constructor(evm: EVM) {
    this.#evm = evm
    evm.events.on('beforeMessage', this.#enter)
    evm.events.on('step', this.#step)
    evm.events.on('afterMessage', this.#leave)
  }

  stop(): void {
    this.#evm.events.off('beforeMessage', this.#enter)
    this.#evm.events.off('step', this.#step)
    this.#evm.events.off('afterMessage', this.#leave)
  }

  run(): Run {
    const recorded = this.#frames
    return {
      frames: recorded.map(frameOf),
      walk(frame, visit) {
        for (const step of recorded[frame]?.steps ?? []) if (!visit(stepOf(step))) return
      },
    }
  }

  readonly #enter = (message: Message, next?: () => void): void => {
    const parent = this.#open.at(-1)
    const kind = parent ? KINDS[parent.steps.at(-1)?.op ?? 0] : undefined
    const outermost = message.to === undefined ? 'create' : 'call'
    this.#open.push({
      message,
      kind: kind ?? outermost,
      input: message.data.slice(),
      code: new Uint8Array(0),
      parent,
      id: -1,
      steps: [],
      result: undefined,
    })
    next?.()
  }

  readonly #step = (event: InterpreterStep, next?: () => void): void => {
    const frame = this.#open.at(-1)!
    if (frame.steps.length === 0) {
      frame.id = this.#frames.push(frame) - 1
      if (frame.message.code instanceof Uint8Array) frame.code = frame.message.code.slice()
    }
    const size = Number(event.memoryWordCount) * 32
    const before = frame.steps.at(-1)
    const memory = event.memory.subarray(0, size)
    // Most steps leave memory as it was: share the copy.
    const isSame = before?.memory.length === size && before.memory.every((byte, at) => byte === memory[at])
    frame.steps.push({
      index: this.#index++,
      pc: event.pc,
      op: event.opcode.code,
      stack: [...event.stack],
      memory: isSame ? before.memory : memory.slice(),
    })
    next?.()
  }

  readonly #leave = (result: EVMResult, next?: () => void): void => {
    this.#open.pop()!.result = result
    next?.()
  }
}

const KINDS: Readonly<Record<number, Frame['kind']>> = {
  240: 'create',
  241: 'call',
  242: 'callcode',
  244: 'delegatecall',
  245: 'create2',
  250: 'staticcall',
}

function frameOf(frame: RecordedFrame): Frame {
  const { id, parent, kind, code, input, steps, result } = frame
  if (!result) throw new Error('the frame has not ended')
  const { exceptionError, returnValue, runState } = result.execResult
  const halt = exceptionError && exceptionError.error !== 'revert' ? String(exceptionError.error) : undefined
  const isReturn = steps.at(-1)?.op === 0xf3
  // ethereumjs grows memory before it charges for it: what a halted frame seems to have is not there.
  const after = runState?.memory._store.slice(0, Number(runState.memoryWordCount) * 32)
  const memory = halt ? steps.at(-1)?.memory : after
  return {
    id,
    parent: parent?.id,
    kind,
    code,
    input,
    status: halt ? 'halt' : exceptionError ? 'revert' : isReturn ? 'return' : 'stop',
    halt,
    output: returnValue,
    memory: memory ?? new Uint8Array(0),
    firstStep: steps[0]?.index ?? 0,
  }
}

function stepOf(step: RecordedStep): Step {
  const { index, pc, op, stack, memory } = step
  return {
    index,
    pc,
    op,
    stackSize: stack.length,
    stack: (depth) => stack[stack.length - 1 - depth]!,
    memorySize: memory.length,
    memory: (offset, length) => {
      const bytes = new Uint8Array(length)
      bytes.set(memory.subarray(offset, offset + length))
      return bytes
    },
  }
}

function hexOf(address: Address | undefined): Hex | undefined {
  return address && (address.toString() as Hex)
}
