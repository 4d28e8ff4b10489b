/**
 * A run that is looked at: its recording, what is known of its sources, and the debugger over it.
 * @module
 */
import { Debugger } from 'memlane/debugger'
import { type CallResult, EVENT_LAYOUT } from 'memlane/evm'
import {
  BuildLocator,
  type Code,
  type Compilation,
  type CompiledContract,
  type Compiler,
  type ContractFunction,
  codeOf,
  type MemoryMap,
  mapMemory,
  type Twin,
  twinCode,
  twinContract,
  type YulCode,
} from 'memlane/solidity'
import {
  AssemblyLocator,
  placeOfStep,
  type RecordedFrame,
  Recorder,
  type Recording,
  type SourceLocator,
} from 'memlane/trace'
import { type Build, build, type Evidence, evidenceOf } from './build.ts'
import { InputError } from './inputError.ts'
import { type Prepared, prepare, withPrecompiles } from './prepare.ts'
import type { Input } from './protocol.ts'

/** What a recording in the page takes at most: 20 million steps. */
const MOST_STEPS = 20_000_000
/** A twin may use more gas than the code it explains. */
const TWIN_GAS = 8n

export interface LoadedRun {
  readonly recording: Recording
  readonly locator: SourceLocator | undefined
  readonly call: string
  readonly debug: Debugger
  readonly compilation: Compilation | undefined
  readonly contract: CompiledContract | undefined
  readonly called: ContractFunction | undefined
  /** How it ended; `undefined` for a recording from a file. */
  readonly result: CallResult | undefined
  /** The Yul behind a frame's code; `undefined` where there is none, or none that is surely the right one. */
  yulOf(frame: RecordedFrame): Promise<YulCode | undefined>
  /** The typed map of a frame's memory just before a step; `undefined` where no build has its code. */
  mapAt(frame: RecordedFrame, step: number | undefined): Promise<MemoryMap | undefined>
}

/** Compiles, deploys, calls and records. */
export async function runInput(input: Input, compiler: Compiler, built?: Build): Promise<LoadedRun> {
  built ??= await build(input, compiler)
  const prepared = await prepare(built, input)
  const { evm, parameters, call, contract, called } = prepared
  const before = evm.state.snapshot()
  const { result, recording } = await withPrecompiles(() => {
    evm.state.restore(before)
    return recordCall(prepared, parameters)
  })
  if (recording.stepCount === 0) throw new InputError('noCode')
  const locator = locatorOf(built, input)
  const compilation = built.kind === 'solc' && !built.isYul ? built.compilation : undefined
  let evidence: Promise<Evidence> | undefined
  let twin: Promise<Twin | undefined> | undefined
  const twinRun = () => {
    if (compilation === undefined || contract === undefined) return Promise.resolve(undefined)
    evidence ??= evidenceOf(compilation, compiler)
    twin ??= evidence.then((found) => found.twin && runTwin(prepared, found.twin, before, result))
    return twin
  }
  const yul = new Map<Code, Promise<YulCode | undefined>>()
  const frontOf = async (ran: CompiledContract | undefined, frame: RecordedFrame) => {
    if (compilation === undefined || ran === undefined) return undefined
    evidence ??= evidenceOf(compilation, compiler)
    const { yulOf } = await evidence
    const code = codeOf(ran, frame)
    if (yulOf !== undefined && !yul.has(code)) yul.set(code, yulOf(ran, frame))
    return yul.get(code)
  }
  return {
    recording,
    locator,
    call,
    compilation,
    contract,
    called,
    result,
    debug: debuggerOf(recording, locator, call, compilation !== undefined),
    yulOf: (frame) => frontOf(compilation?.contractOf(frame), frame),
    async mapAt(frame, at) {
      const ran = compilation?.contractOf(frame)
      if (compilation === undefined || ran === undefined) return undefined
      const found = await twinRun()
      const front = await frontOf(ran, frame)
      const options = {
        ...(at === undefined ? {} : { at }),
        ...(found && { twin: found }),
        ...(front && { yul: front }),
      }
      return mapMemory(ran, recording, frame.id, options)
    },
  }
}

function recordCall({ evm }: Prepared, parameters: Prepared['parameters']) {
  const recorder = new Recorder(evm.fork.name)
  let steps = 0
  const result = evm.call(parameters, {
    frameStart: (start) => recorder.frameStart(start),
    frameEnd: (end) => recorder.frameEnd(end),
    copiedCode: (bytes) => recorder.copiedCode(bytes),
    runEnd: (touched) => recorder.runEnd(touched),
    steps: (records, side) => {
      steps += records.length / EVENT_LAYOUT.bytes
      if (steps > MOST_STEPS) throw new InputError('tooLong', { steps: MOST_STEPS.toLocaleString('en') })
      recorder.steps(records, side)
    },
  })
  return { result, recording: recorder.recording() }
}

/** Of the event of a step. */

function locatorOf(built: Build, { name }: Input): SourceLocator | undefined {
  if (built.kind === 'solc') return new BuildLocator(built.compilation)
  return built.kind === 'assembly' ? new AssemblyLocator(name, built.assembly) : undefined
}

/** The same call made by the unoptimized build, from the same state. */
function runTwin(
  { evm, parameters, contract }: Prepared,
  twin: Compilation,
  before: ReturnType<Prepared['evm']['state']['snapshot']>,
  { gasUsed }: CallResult,
): Twin | undefined {
  const { state } = evm
  state.restore(before)
  const own = contract!.compilation
  for (const address of state.addresses()) {
    const code = state.account(address)?.code
    const deployed = code && own.contractOf({ kind: 'call', code })
    if (!deployed) continue
    state.setAccount(address, { code: twinCode(deployed.runtime, twinContract(deployed, twin).runtime, code) })
  }
  try {
    const gas = (parameters.gas ?? 0n) + gasUsed * TWIN_GAS
    const recorder = new Recorder(evm.fork.name)
    evm.call({ ...parameters, gas, anyCodeSize: true }, recorder)
    return { compilation: twin, run: recorder.recording() }
  } finally {
    state.restore(before)
  }
}

/** A recording that was made elsewhere, without sources. */
export function openedRun(recording: Recording, call: string, compilation: Compilation | undefined): LoadedRun {
  if (recording.stepCount === 0) throw new InputError('noRecording')
  const locator = compilation && new BuildLocator(compilation)
  return {
    recording,
    locator,
    call,
    compilation,
    contract: undefined,
    called: undefined,
    result: undefined,
    debug: debuggerOf(recording, locator, call, compilation !== undefined),
    yulOf: async () => undefined,
    async mapAt(frame, at) {
      const ran = compilation?.contractOf(frame)
      return ran && mapMemory(ran, recording, frame.id, at === undefined ? {} : { at })
    },
  }
}

function debuggerOf(
  recording: Recording,
  locator: SourceLocator | undefined,
  call: string,
  isSolidity: boolean,
): Debugger {
  const placeOf = (step: number) => locator && placeOfStep(recording, step, locator)
  return new Debugger({ recording, locator, placeOf, call, isSolidity }, 0)
}
