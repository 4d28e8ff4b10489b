/**
 * A test of a Foundry project as a target: its transaction, recorded, on the state that `setUp` left. Of a test with parameters
 * it is the first one, with the values that come first.
 * @module
 */
import type { TestWatch } from '../../foundry/index.ts'
import { knownSources, type Launch, LIMITS, recordedLaunch } from '../../launch/index.ts'
import { functionsOf } from '../../solidity/index.ts'
import { Recorder } from '../../trace/index.ts'
import { cliError } from '../../view/index.ts'
import { portsOf } from '../launching.ts'
import type { OptionValues } from '../options.ts'
import { placed } from '../report.ts'
import type { Session } from '../session.ts'
import { projectAt } from './projectAt.ts'
import { findTests, SuiteRunner } from './testing.ts'

/** Tests that are named where several fit. */
const MOST_NAMED = 8

/** @throws {MemlaneError} `cli.noSuchTest`, `cli.whichTest`, `cli.testNotReached`, and what building throws. */
export async function recordTest(word: string, options: OptionValues, session: Session): Promise<Launch> {
  const at = await projectAt(word, options.remappings ?? [], session)
  const found = await findTests(at, { ...options, checkTests: true }, session)
  const all = found.suites.flatMap((suite) => suite.tests.map((test) => ({ suite, test })))
  const [only] = all
  if (only === undefined) throw placed(word, cliError('cli.noSuchTest', { pattern: options.matchTest?.source ?? '' }))
  if (all.length > 1) {
    const names = all.slice(0, MOST_NAMED).map(({ suite, test }) => `${suite.contract.name}.${test}`)
    throw placed(word, cliError('cli.whichTest', { count: all.length, names: names.join(', ') }))
  }
  const { suite, test } = only
  const watch = new FirstRun(new Recorder(found.fork, { maxSteps: LIMITS.steps, maxBytes: LIMITS.bytes }))
  const runner = await SuiteRunner.start(found, { root: at.root, environment: session.io.environment })
  const { tests } = runner.run({ ...suite, tests: [test] }, { watch, traces: undefined })
  if (watch.error !== undefined) throw placed(word, watch.error)
  const name = `${suite.contract.name}.${test}`
  if (!watch.isUsed)
    throw placed(
      word,
      cliError('cli.testNotReached', { test: name, reason: tests[0]?.reason ?? tests[0]?.signature ?? '' }),
    )
  const { contract } = suite
  const { compilerVersion: version, input, output } = contract.compilation
  const sources = {
    ...{ kind: 'build', version, input, output, contract: `${contract.file}:${contract.name}` },
    selector: functionsOf(contract).find(({ signature }) => signature === test)?.selector,
  }
  return recordedLaunch(watch.recorder.recording(), name, knownSources(sources), {
    solc: options.solc,
    ...portsOf({}, session),
  })
}

/** Records a test's first transaction. */
class FirstRun implements TestWatch {
  readonly recorder: Recorder
  isUsed = false
  error: Parameters<TestWatch['unwatched']>[1] | undefined

  constructor(recorder: Recorder) {
    this.recorder = recorder
  }

  tracer(): Recorder | undefined {
    if (this.isUsed) return undefined
    this.isUsed = true
    return this.recorder
  }

  passed(): void {}

  unwatched(_: string, error: Parameters<TestWatch['unwatched']>[1]): void {
    this.error = error
  }
}
