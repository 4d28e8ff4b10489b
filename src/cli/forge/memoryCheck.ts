/**
 * Tests under the eyes of the sanitizer: each transaction of a test is recorded and checked, and a green test that broke
 * memory is red.
 * @module
 */
import type { MemlaneError } from '../../base/index.ts'
import { type CheckOptions, checkRecording, factsFrom } from '../../check/index.ts'
import type { Tracer } from '../../evm/index.ts'
import type { SuiteResult, TestResult, TestWatch } from '../../foundry/index.ts'
import { causeKeys } from '../../launch/findings/fuzzed.ts'
import {
  type BaselineEntry,
  type CheckedRun,
  type ExplainedFinding,
  judgeFindings,
  LIMITS,
  recordedLaunch,
} from '../../launch/index.ts'
import type { ForkName } from '../../opcodes/index.ts'
import { BuildLocator, type Compilation } from '../../solidity/index.ts'
import { Recorder } from '../../trace/index.ts'
import type { OptionValues } from '../options.ts'

/** Transactions of one test that are checked: of a fuzz test those at the edges come first. */
const MOST_RUNS = 32
/** Findings of one test. */
const MOST_FINDINGS = 50

export interface CheckQuestion {
  readonly rules: OptionValues['rules']
  readonly severity: OptionValues['severity']
  readonly baseline: readonly BaselineEntry[]
}

/** The check of one suite. */
export class MemoryCheck implements TestWatch {
  readonly #fork: ForkName
  readonly #builds: BuildLocator
  readonly #question: CheckQuestion
  readonly #options: CheckOptions
  readonly #runs = new Map<string, { count: number; found: CheckedRun[]; keys: Set<string> }>()
  readonly #unwatched = new Map<string, MemlaneError>()
  readonly #keyOf = causeKeys()

  constructor(fork: ForkName, compilation: Compilation, question: CheckQuestion) {
    this.#fork = fork
    this.#builds = new BuildLocator(compilation)
    this.#question = question
    const { rules } = question
    this.#options = { ...(rules && { rules }), factsOf: factsFrom(this.#builds) }
  }

  /** Tests whose run was too long to be recorded, with the reason. */
  get tooLong(): ReadonlyMap<string, MemlaneError> {
    return this.#unwatched
  }

  tracer(signature: string): Tracer | undefined {
    if (this.#of(signature).count >= MOST_RUNS || this.#unwatched.has(signature)) return undefined
    return new Recorder(this.#fork, { maxSteps: LIMITS.steps, maxBytes: LIMITS.bytes })
  }

  passed(signature: string, tracer: Tracer): void {
    if (!(tracer instanceof Recorder)) return
    const known = this.#of(signature)
    known.count++
    const recording = tracer.recording()
    const report = checkRecording(recording, this.#options)
    const causes = report.causes.filter((cause) => {
      const key = this.#keyOf(recording, cause)
      if (known.keys.has(key) || known.keys.size >= MOST_FINDINGS) return false
      known.keys.add(key)
      return true
    })
    // A recording that shows nothing new is let go.
    if (causes.length === 0) return
    const launch = recordedLaunch(recording, signature, {
      locator: this.#builds,
      builds: this.#builds,
      source: undefined,
      sources: undefined,
    })
    known.found.push({ launch, report: { ...report, causes } })
  }

  unwatched(signature: string, error: MemlaneError): void {
    this.#unwatched.set(signature, error)
  }

  /** What counts of a test's findings. */
  async findings(signature: string): Promise<readonly ExplainedFinding[]> {
    const { severity, baseline } = this.#question
    return (await judgeFindings(this.#of(signature).found, { severity, baseline })).findings
  }

  #of(signature: string) {
    let known = this.#runs.get(signature)
    if (known === undefined) this.#runs.set(signature, (known = { count: 0, found: [], keys: new Set() }))
    return known
  }
}

/** Findings by suite and test. */
export type SuiteFindings = ReadonlyMap<TestResult, readonly ExplainedFinding[]>

/** The suite's results with green tests red where they broke memory, and what was found. */
export async function judged(
  suite: SuiteResult,
  check: MemoryCheck,
  reasonOf: (findings: readonly ExplainedFinding[]) => string,
): Promise<{ readonly suite: SuiteResult; readonly findings: SuiteFindings }> {
  const found = new Map<TestResult, readonly ExplainedFinding[]>()
  const tests: TestResult[] = []
  for (const test of suite.tests) {
    const findings = test.status === 'success' ? await check.findings(test.signature) : []
    const result: TestResult = findings.length === 0 ? test : { ...test, status: 'failure', reason: reasonOf(findings) }
    if (findings.length > 0) found.set(result, findings)
    tests.push(result)
  }
  return { suite: { ...suite, tests }, findings: found }
}
