/**
 * Runs the tests of one contract.
 *
 *   libraries, test contract ─▶ deployed ─▶ setUp, once ─▶ snapshot ─┬─▶ test ─▶ back
 *                                                                    ├─▶ test ─▶ back
 *                                                                    └─▶ …
 * @module
 */
import { type Address, type Hex, hexToBytes, MemlaneError } from '../../base/index.ts'
import type { Evm, Tracer } from '../../evm/index.ts'
import { CallTracer } from '../../launch/callTracer.ts'
import { constantsIn, Dictionary } from '../../launch/campaign/dictionary.ts'
import { Random } from '../../launch/campaign/random.ts'
import { unmakeable, ValueMaker } from '../../launch/campaign/values.ts'
import { isSuccess } from '../../opcodes/index.ts'
import { type CompiledContract, type ContractFunction, functionsOf } from '../../solidity/index.ts'
import { testKind, testsOf } from '../project/discover.ts'
import type { InlineConfig } from '../project/inlineConfig.ts'
import type { ProjectSettings } from '../project/profile.ts'
import { calldataOf, counterexampleOf, type FuzzVerdict, fuzz, KNOWN_ADDRESSES, meanOf, medianOf } from './fuzz.ts'
import { CHEATCODES, layGround, settleGround } from './ground.ts'
import { checkInvariant } from './invariant.ts'
import { LIBRARY_DEPLOYER, type Libraries } from './libraries.ts'
import { failureReason } from './reason.ts'
import type { Counterexample, SequenceCall, SuiteResult, TestFigures, TestResult, TestTrace } from './result.ts'
import { type DeployedContract, targetsOf } from './targets.ts'
import type { TestCheats } from './testCheats.ts'
import { type Ran, runTransaction, type Transaction } from './testRun.ts'
import { checksummed } from './valueText.ts'
import { withInline } from './withInline.ts'

export interface SuitePorts {
  readonly evm: Evm
  /** Cheatcodes for one contract's tests. */
  readonly cheatsFor: (settings: ProjectSettings) => TestCheats
  readonly libraries: Libraries
  /** In milliseconds, for how long things took. */
  readonly now: () => number
}

export interface SuiteRequest {
  readonly contract: CompiledContract
  readonly settings: ProjectSettings
  readonly inline: InlineConfig | undefined
  /** Which tests, by signature. */
  readonly wanted: (signature: string) => boolean
  readonly seed: string
  /** Looks at the transactions of tests. */
  readonly watch?: TestWatch | undefined
  /** Of which tests the calls are kept. */
  readonly traces?: 'failing' | 'all' | undefined
  /** Told of each test when it is done. */
  readonly onTest?: ((test: TestResult) => void) | undefined
}

/** Who looks at a test's transactions: a sanitizer. */
export interface TestWatch {
  /** For the next transaction of the test; `undefined` where it need not be watched. */
  tracer(signature: string): Tracer | undefined
  /** The transaction that it watched has ended well. */
  passed(signature: string, tracer: Tracer): void
  /** It could not be watched to its end, for what it threw. */
  unwatched(signature: string, error: MemlaneError): void
}

/** What forge says of tests that were written for its versions before 1.0. */
const TEST_FAIL =
  '`testFail*` has been removed. Consider changing to test_Revert[If|When]_Condition and expecting a revert'

/** bytes32("failed"): where ds-test notes that an assertion failed. */
const FAILED_SLOT = BigInt(`0x6661696c6564${'00'.repeat(26)}`)

export function runSuite(request: SuiteRequest, ports: SuitePorts): SuiteResult {
  const { contract } = request
  const started = ports.now()
  const functions = functionsOf(contract)
  const warnings: string[] = []
  const setUps = functions.filter(({ name }) => name.toLowerCase() === 'setup')
  for (const { name } of setUps)
    if (name !== 'setUp') warnings.push(`Found invalid setup function "${name}()" did you mean "setUp()"?`)
  const done = (tests: readonly TestResult[]): SuiteResult => ({
    file: contract.file,
    contract: contract.name,
    tests,
    warnings,
    milliseconds: ports.now() - started,
  })
  if (setUps.length > 1) return done([failed('setUp()', 'multiple setUp functions')])
  const run = new SuiteRun(request, ports)
  const refused = run.prepare(setUps[0]?.name === 'setUp')
  if (refused !== undefined) return done([refused])
  const tests = testsOf(contract).filter(({ signature }) => request.wanted(signature))
  const testFails = tests.filter((test) => testKind(test) === 'testFail')
  if (testFails.length > 0) return done(testFails.map(({ signature }) => failed(signature, TEST_FAIL)))
  const results: TestResult[] = []
  for (const test of tests) {
    const result = run.test(test)
    results.push(result)
    request.onTest?.(result)
  }
  return done(results)
}

function failed(signature: string, reason: string | undefined, logs: readonly string[] = []): TestResult {
  const figures: TestFigures = { kind: 'unit', gas: 0n }
  return { signature, status: 'failure', reason, figures, logs, labels: {}, milliseconds: 0 }
}

interface Failure {
  readonly status: 'failure' | 'skipped'
  readonly reason: string | undefined
  readonly logs: readonly string[]
}

/** One contract's tests under way. */
class SuiteRun {
  readonly #request: SuiteRequest
  readonly #ports: SuitePorts
  readonly #cheats: TestCheats
  #sender: Address
  #test: Address
  #settled: { readonly snapshot: ReturnType<Evm['state']['snapshot']>; readonly cheats: unknown } | undefined
  #dictionary: Dictionary | undefined
  #setUpTrace: TestTrace | undefined
  #lastInput: Uint8Array = new Uint8Array(0)

  constructor(request: SuiteRequest, ports: SuitePorts) {
    this.#request = request
    this.#ports = ports
    ports.evm.state.clear()
    const ground = layGround(ports.evm, request.settings)
    this.#sender = ground.sender
    this.#test = ground.test
    this.#cheats = ports.cheatsFor(withInline(request.settings, request.inline?.contract))
  }

  /** Deploys and sets up; what went wrong there is the suite's only result. */
  prepare(hasSetUp: boolean): TestResult | undefined {
    const { evm, libraries } = this.#ports
    const { contract, settings } = this.#request
    libraries.need(contract)
    for (const library of libraries.linked)
      evm.call({
        from: LIBRARY_DEPLOYER,
        input: library.contract.creation.linked(libraries.addresses),
        gas: settings.gasLimit,
        anyCodeSize: true,
      })
    const deployed = this.#run({ input: contract.creation.linked(libraries.addresses) })
    if (!isSuccess(deployed.result.status)) return this.#asResult('constructor()', this.#failureOf(deployed))
    settleGround(evm, settings, this.#sender)
    if (hasSetUp) {
      const setUp = functionsOf(contract).find(({ name }) => name === 'setUp')!
      const tracer = this.#request.traces === undefined ? undefined : new CallTracer()
      const ran = this.#run({ to: this.#test, input: hexToBytes(setUp.selector), ...(tracer && { tracer }) })
      this.#setUpTrace = tracer && { calls: tracer.calls, more: tracer.moreCalls }
      const failure = this.#failureOf(ran)
      if (failure !== undefined) {
        const isSkipped = failure.status === 'skipped' && failure.reason !== undefined
        const told = isSkipped ? { ...failure, reason: `skipped: ${failure.reason}` } : failure
        return { ...this.#asResult('setUp()', told), setUpTrace: this.#setUpTrace }
      }
    }
    this.#settled = { snapshot: evm.state.snapshot(), cheats: this.#cheats.save() }
    return undefined
  }

  test(called: ContractFunction): TestResult {
    const started = this.#ports.now()
    const inline = this.#request.inline
    const settings = withInline(this.#request.settings, { ...inline?.contract, ...inline?.functions.get(called.name) })
    this.#cheats.use(settings)
    const outcome = this.#outcomeOf(called, settings)
    const { traces } = this.#request
    const isTraced = traces === 'all' || (traces === 'failing' && outcome.status === 'failure')
    const trace = isTraced ? this.#traced(outcome.counterexample?.calldata ?? this.#lastInput) : undefined
    this.#back()
    return {
      signature: called.signature,
      ...outcome,
      ...(trace === undefined ? {} : { trace, setUpTrace: this.#setUpTrace }),
      milliseconds: this.#ports.now() - started,
    }
  }

  #outcomeOf(called: ContractFunction, settings: ProjectSettings): Omit<TestResult, 'signature' | 'milliseconds'> {
    switch (testKind(called)) {
      case 'fuzz':
        return this.#fuzzed(called, settings)
      case 'invariant':
        return this.#invariant(called, settings)
      default:
        return this.#unit(called)
    }
  }

  /** The transaction once more, with its calls kept. */
  #traced(input: Uint8Array | Hex): TestTrace {
    this.#back()
    const tracer = new CallTracer()
    this.#run({ to: this.#test, input: typeof input === 'string' ? hexToBytes(input) : input, tracer })
    return { calls: tracer.calls, more: tracer.moreCalls }
  }

  #unit(called: ContractFunction): Omit<TestResult, 'signature' | 'milliseconds'> {
    this.#back()
    const ran = this.#watched(called, hexToBytes(called.selector))
    const failure = this.#failureOf(ran)
    const gas = failure?.status === 'skipped' ? 0n : ran.gas
    return this.#outcome(failure, { kind: 'unit', gas })
  }

  #fuzzed(called: ContractFunction, { fuzz: bounds }: ProjectSettings): Omit<TestResult, 'signature' | 'milliseconds'> {
    const none: TestFigures = { kind: 'fuzz', runs: 0, mean: 0n, median: 0n }
    const cannot = called.inputs.find(({ type }) => unmakeable(type) !== undefined)
    if (cannot !== undefined)
      return this.#outcome(
        { status: 'failure', reason: `no value of parameter ${cannot.name} can be made`, logs: [] },
        none,
      )
    const seed = `${this.#request.seed} ${this.#request.contract.name}.${called.signature}`
    const maker = new ValueMaker(new Random(seed), this.#constants(), KNOWN_ADDRESSES)
    const { runs, gas, failed, tooManyRejects } = fuzz(
      called,
      maker,
      { runs: bounds.runs, maxRejects: bounds.maxTestRejects },
      (input) => this.#judge(called, input),
    )
    const figures: TestFigures = { kind: 'fuzz', runs, mean: meanOf(gas), median: medianOf(gas) }
    if (tooManyRejects) {
      const reason = `\`vm.assume\` rejected too many inputs (${bounds.maxTestRejects} allowed)`
      return this.#outcome({ status: 'failure', reason, logs: [] }, figures)
    }
    if (failed === undefined) return this.#outcome(undefined, figures)
    return this.#outcome(failed.failure, figures, failed.counterexample)
  }

  #judge(called: ContractFunction, input: Uint8Array): FuzzVerdict<Failure> {
    this.#back()
    const ran = this.#watched(called, input)
    if (ran.ended.status === 'rejected') return { kind: 'rejected' }
    const failure = this.#failureOf(ran)
    return failure === undefined ? { kind: 'pass', gas: ran.gas } : { kind: 'fail', failure }
  }

  #invariant(
    called: ContractFunction,
    { invariant: bounds }: ProjectSettings,
  ): Omit<TestResult, 'signature' | 'milliseconds'> {
    const { contract, seed } = this.#request
    const deployed = this.#deployed()
    const test = { address: this.#test, contract }
    const chosen = targetsOf(test, deployed, (one) => {
      this.#back()
      const { result } = this.#run({ to: this.#test, input: hexToBytes(one.selector) })
      return isSuccess(result.status) ? result.output : undefined
    })
    const targets = chosen.targets.filter(({ called }) =>
      called.inputs.every(({ type }) => unmakeable(type) === undefined),
    )
    const none: TestFigures = { kind: 'invariant', runs: 0, calls: 0, reverts: 0, counts: [] }
    if (targets.length === 0)
      return this.#outcome(
        {
          status: 'failure',
          reason: 'failed to set up invariant testing environment: No contracts to fuzz.',
          logs: [],
        },
        none,
      )
    const random = new Random(`${seed} ${contract.name}.${called.signature}`)
    const addresses = [...KNOWN_ADDRESSES, ...deployed.map(({ address }) => address)]
    const dictionary = new Dictionary([
      ...constantsIn(contract.creation.bytes, this.#ports.evm.fork),
      ...deployed.flatMap((one) => constantsIn(one.contract.runtime.bytes, this.#ports.evm.fork)),
    ])
    const after = functionsOf(contract).find(({ signature }) => signature === 'afterInvariant()')
    const found = checkInvariant<Failure>(
      { ...chosen, targets },
      new ValueMaker(random, dictionary, addresses),
      random,
      { ...bounds, shrinkCalls: bounds.shrinkRunLimit, maxRejects: bounds.maxAssumeRejects },
      {
        back: () => this.#back(),
        call: ({ sender, target, values }) => {
          const ran = this.#run({ to: target.address, from: sender, input: calldataOf(target.called, values) })
          if (ran.ended.status === 'rejected') return { end: 'rejected', failure: undefined }
          if (isSuccess(ran.result.status)) return { end: 'passed', failure: this.#failureOf(ran) }
          return { end: 'reverted', failure: bounds.failOnRevert ? this.#failureOf(ran) : undefined }
        },
        broken: () => this.#broken(called),
        brokenAfter: () => (after === undefined ? undefined : this.#broken(after)),
      },
    )
    const { runs, calls, reverts, counts, failed, tooManyRejects } = found
    const figures: TestFigures = { kind: 'invariant', runs, calls, reverts, counts }
    if (tooManyRejects) {
      const reason = `\`vm.assume\` rejected too many inputs (${bounds.maxAssumeRejects} allowed)`
      return this.#outcome({ status: 'failure', reason, logs: [] }, figures)
    }
    if (failed === undefined) return this.#outcome(undefined, figures)
    const sequence = {
      original: failed.original,
      calls: failed.calls.map(
        ({ sender, target, values }): SequenceCall => ({
          sender: checksummed(sender),
          address: checksummed(target.address),
          contract: `${target.contract.file}:${target.contract.name}`,
          signature: target.called.signature,
          ...counterexampleOf(target.called, values),
        }),
      ),
    }
    return { ...this.#outcome(failed.failure, figures), sequence }
  }

  /** Looks and leaves nothing. */
  #broken(called: ContractFunction): Failure | undefined {
    this.#lastInput = hexToBytes(called.selector)
    return this.#failureOf(this.#run({ to: this.#test, input: this.#lastInput, commit: false }))
  }

  /** What setUp made, as far as the build knows its code. */
  #deployed(): DeployedContract[] {
    const { state } = this.#ports.evm
    const { compilation } = this.#request.contract
    const libraries = new Set(this.#ports.libraries.linked.map(({ address }) => address))
    return state.addresses().flatMap((address) => {
      if (address === this.#test || libraries.has(address)) return []
      const code = state.account(address)?.code ?? new Uint8Array(0)
      const contract = code.length < 2 ? undefined : compilation.contractOf({ kind: 'call', code })
      return contract === undefined ? [] : [{ address, contract }]
    })
  }

  #constants(): Dictionary {
    const { contract } = this.#request
    const { fork } = this.#ports.evm
    return (this.#dictionary ??= new Dictionary(constantsIn(contract.creation.bytes, fork)))
  }

  /** The test's transaction, under the eyes of who watches. */
  #watched({ signature }: ContractFunction, input: Uint8Array): Ran {
    const { watch } = this.#request
    this.#lastInput = input
    const tracer = watch?.tracer(signature)
    if (watch === undefined || tracer === undefined) return this.#run({ to: this.#test, input })
    try {
      const ran = this.#run({ to: this.#test, input, tracer })
      if (ran.ended.status === 'pass' && isSuccess(ran.result.status)) watch.passed(signature, tracer)
      return ran
    } catch (error) {
      if (!(error instanceof MemlaneError)) throw error
      watch.unwatched(signature, error)
      this.#back()
      return this.#run({ to: this.#test, input })
    }
  }

  #run(transaction: Partial<Transaction> & Pick<Transaction, 'input'>): Ran {
    const { evm } = this.#ports
    const { gasLimit } = this.#request.settings
    return runTransaction(evm, this.#cheats, { from: this.#sender, gasLimit, ...transaction })
  }

  /** As setUp left everything. */
  #back(): void {
    const settled = this.#settled
    if (settled === undefined) return
    this.#ports.evm.state.restore(settled.snapshot)
    this.#cheats.restore(settled.cheats)
  }

  #failureOf({ result, ended }: Ran): Failure | undefined {
    const logs = [...this.#cheats.logs]
    if (ended.status === 'skip') return { status: 'skipped', reason: ended.reason, logs }
    if (ended.status === 'fail' && ended.reason !== undefined) return { status: 'failure', reason: ended.reason, logs }
    if (!isSuccess(result.status))
      return { status: 'failure', reason: failureReason(result, this.#request.contract.compilation), logs }
    const isFlagged = ended.status === 'fail' || this.#ports.evm.state.storageAt(CHEATCODES, FAILED_SLOT) !== 0n
    return isFlagged ? { status: 'failure', reason: undefined, logs } : undefined
  }

  #outcome(
    failure: Failure | undefined,
    figures: TestFigures,
    counterexample?: Counterexample,
  ): Omit<TestResult, 'signature' | 'milliseconds'> {
    return {
      status: failure?.status ?? 'success',
      reason: failure?.reason,
      ...(counterexample === undefined ? {} : { counterexample }),
      figures,
      logs: failure?.logs ?? [...this.#cheats.logs],
      labels: Object.fromEntries(this.#cheats.labels),
    }
  }

  #asResult(signature: string, failure: Failure | undefined): TestResult {
    const figures: TestFigures = { kind: 'unit', gas: 0n }
    return { signature, ...this.#outcome(failure, figures), milliseconds: 0 }
  }
}
