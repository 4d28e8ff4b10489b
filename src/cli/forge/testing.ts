/**
 * Runs a project's tests: which files, which contracts, which tests.
 *
 *   project ─▶ files that may have tests ─▶ built ─▶ contracts with tests ─▶ one suite after the other
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, type Hex } from '../../base/index.ts'
import { createEvm, type Evm, loadPrecompiles } from '../../evm/index.ts'
import {
  CHEAT_ROWS,
  Cheats,
  contractsIn,
  type InlineConfig,
  inlineConfigs,
  isTestContract,
  Libraries,
  type ProjectSettings,
  runSuite,
  type SuiteRequest,
  type SuiteResult,
  testFiles,
  testsOf,
} from '../../foundry/index.ts'
import type { ExplainedFinding } from '../../launch/index.ts'
import { type ForkName, parseForkName } from '../../opcodes/index.ts'
import { evmVersionFor } from '../../solidity/evmVersion.ts'
import type { Compilation, CompiledContract } from '../../solidity/index.ts'
import { findingTexts, type Messages } from '../../view/index.ts'
import type { OptionValues } from '../options.ts'
import type { Session } from '../session.ts'
import { buildTests } from './build.ts'
import { type CheatSurroundings, cheatPorts } from './cheatPorts.ts'
import { fitsGlob } from './glob.ts'
import { lastFailures, testId } from './lastFailures.ts'
import { type CheckQuestion, judged, MemoryCheck, type SuiteFindings } from './memoryCheck.ts'
import type { ProjectAt } from './projectAt.ts'

/** A contract with tests, and its settings. */
export interface FoundSuite {
  readonly contract: CompiledContract
  /** Those that were asked for, sorted. */
  readonly tests: readonly string[]
  readonly inline: InlineConfig | undefined
}

export interface FoundTests {
  readonly suites: readonly FoundSuite[]
  readonly settings: ProjectSettings
  /** The rules of the runs. */
  readonly fork: ForkName
  /** Whether the project has tests, asked for or not. */
  readonly areThereAny: boolean
}

/** Builds what is asked for and says which tests there are. */
export async function findTests(at: ProjectAt, options: OptionValues, session: Session): Promise<FoundTests> {
  const { project } = at
  const failed = options.rerun ? await lastFailures(at.root, session.io) : undefined
  const settings = withOptions(project.settings, options)
  const all = await testFiles(project)
  const files = all.filter((file) => isWantedFile(file, at.within, options))
  const entries: string[] = []
  for (const file of files) {
    const unit = await project.units.unit(file)
    const names = unit === undefined ? [] : contractsIn(unit.text)
    if (names.some((name) => isWantedContract(name, options))) entries.push(file)
  }
  const { solc, jobs, checkTests } = options
  const built = await buildTests(at, { entries, solc, jobs, everything: checkTests === true }, session)
  const suites: FoundSuite[] = []
  for (const { entries, compilation } of built) {
    for (const contract of compilation.contracts) {
      if (!entries.includes(contract.file) || !isWantedContract(contract.name, options)) continue
      if (!isTestContract(contract)) continue
      const tests = testsOf(contract)
        .map(({ signature }) => signature)
        .filter((signature) => isWantedTest(signature, options))
        .filter((signature) => failed?.has(testId(contract.file, contract.name, signature)) !== false)
      if (tests.length === 0) continue
      const text = (await project.units.unit(contract.file))?.text ?? ''
      const inline = inlineConfigs(text, project.profile).get(contract.name)
      suites.push({ contract, tests, inline })
    }
  }
  suites.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  // As forge has it: a compiler that is named, and knows only older forks, decides; one that was found does not.
  const named = solc ?? settings.solc
  const version = named === undefined ? undefined : built[0]?.compilation.compilerVersion
  const fork = version === undefined ? settings.evmVersion : parseForkName(evmVersionFor(settings.evmVersion, version))
  return { suites, settings, fork, areThereAny: all.length > 0 }
}

function nameOf({ contract }: FoundSuite): string {
  return `${contract.file}:${contract.name}`
}

/** What the command line says otherwise than foundry.toml. */
function withOptions(settings: ProjectSettings, { fuzzRuns, fuzzSeed, ffi }: OptionValues): ProjectSettings {
  const { fuzz } = settings
  return {
    ...settings,
    ffi: ffi ?? settings.ffi,
    fuzz: { ...fuzz, runs: fuzzRuns ?? fuzz.runs, seed: fuzzSeed ?? fuzz.seed },
  }
}

function isWantedFile(file: string, within: string | undefined, { matchPath, noMatchPath }: OptionValues): boolean {
  if (within !== undefined && file !== within && !file.startsWith(`${within}/`)) return false
  if (matchPath !== undefined && !fitsGlob(matchPath, file)) return false
  return noMatchPath === undefined || !fitsGlob(noMatchPath, file)
}

function isWantedContract(name: string, { matchContract, noMatchContract }: OptionValues): boolean {
  if (matchContract !== undefined && !matchContract.test(name)) return false
  return noMatchContract === undefined || !noMatchContract.test(name)
}

function isWantedTest(signature: string, { matchTest, noMatchTest }: OptionValues): boolean {
  if (matchTest !== undefined && !matchTest.test(signature)) return false
  return noMatchTest === undefined || !noMatchTest.test(signature)
}

/** An EVM as forge has it. @param hashOf what a test said a block's hash is */
export function testEvm(
  fork: ForkName,
  { memoryLimit }: ProjectSettings,
  hashOf: (number: bigint) => Hex | undefined = () => undefined,
): Evm {
  // forge has the hash of a block's decimal number.
  const blockHash = (number: bigint) =>
    hashOf(number) ?? bytesToHex(keccak_256(new TextEncoder().encode(number.toString())))
  return createEvm({ fork, memoryLimit, blockHash })
}

/** Whether the code has a selector of what tells the gas of calls: it is pushed where it is used. */
function asksForGas({ creation }: CompiledContract): boolean {
  const code = bytesToHex(creation.bytes)
  return GAS_ASKERS.some((selector) => code.includes(selector))
}

const GAS_ASKERS = CHEAT_ROWS.filter(({ signature }) => /^(lastCallGas|snapshotGasLastCall)\(/.test(signature)).map(
  ({ signature }) => bytesToHex(keccak_256(new TextEncoder().encode(signature)).subarray(0, 4)).slice(2),
)

/** How they are run. */
export interface RunRequest {
  readonly surroundings: CheatSurroundings
  readonly traces: 'failing' | 'all' | undefined
  /** The sanitizer's question; without it nothing is checked. */
  readonly check: CheckQuestion | undefined
  readonly onSuite: (suite: RanSuite) => void
}

export interface RanSuite {
  readonly suite: SuiteResult
  readonly compilation: Compilation
  readonly findings: SuiteFindings
  /** Tests that were too long to be recorded. */
  readonly notChecked: readonly string[]
}

/** Runs suites in one EVM, one after the other. */
export class SuiteRunner {
  readonly #found: FoundTests
  readonly #surroundings: CheatSurroundings
  readonly #evm: Evm
  readonly #builds: readonly Compilation[]
  #cheats: Cheats | undefined

  private constructor(found: FoundTests, surroundings: CheatSurroundings) {
    this.#found = found
    this.#surroundings = surroundings
    this.#evm = testEvm(found.fork, found.settings, (number) => this.#cheats?.blockHashes.get(number))
    this.#builds = [...new Set(found.suites.map(({ contract }) => contract.compilation))]
  }

  static async start(found: FoundTests, surroundings: CheatSurroundings): Promise<SuiteRunner> {
    await loadPrecompiles()
    return new SuiteRunner(found, surroundings)
  }

  run({ contract, tests, inline }: FoundSuite, seen: Pick<SuiteRequest, 'watch' | 'traces'>): SuiteResult {
    const { settings } = this.#found
    const wanted = new Set(tests)
    const { compilation } = contract
    return runSuite(
      {
        ...{ contract, settings, inline, ...seen },
        wanted: (signature) => wanted.has(signature),
        seed: settings.fuzz.seed ?? '1',
      },
      {
        evm: this.#evm,
        cheatsFor: (own) => {
          const ports = cheatPorts(this.#surroundings, own, compilation, this.#builds)
          this.#cheats = new Cheats(own, ports, asksForGas(contract))
          return this.#cheats
        },
        libraries: new Libraries(settings.libraries),
        now: () => performance.now(),
      },
    )
  }
}

/** Runs them, one suite after the other; told of each when it is done. */
export async function runTests(found: FoundTests, request: RunRequest, messages: Messages): Promise<RanSuite[]> {
  const runner = await SuiteRunner.start(found, request.surroundings)
  const results: RanSuite[] = []
  for (const each of found.suites) {
    const { compilation } = each.contract
    const check = request.check === undefined ? undefined : new MemoryCheck(found.fork, compilation, request.check)
    const suite = runner.run(each, { watch: check, traces: request.traces })
    const ran: RanSuite =
      check === undefined
        ? { suite, compilation, findings: new Map(), notChecked: [] }
        : {
            ...(await judged(suite, check, (findings) => reasonText(findings, messages))),
            compilation,
            notChecked: [...check.tooLong.keys()],
          }
    results.push(ran)
    request.onSuite(ran)
    // A key that ends the program is heard between two suites.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return results
}

/** `memory: R05 Write past the end of head, R03 …` */
function reasonText(findings: readonly ExplainedFinding[], messages: Messages): string {
  const titles = findings.map((finding) => {
    const { title } = findingTexts(finding, messages, { fileOf: (file) => file })
    return `${finding.cause.rule} ${title}`
  })
  const [first = '', ...more] = titles
  return messages.tests.memory(more.length === 0 ? first : messages.tests.andMore(first, String(more.length)))
}
