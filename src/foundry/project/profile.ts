/**
 * The table of foundry.toml that holds for a profile, and what stands in it.
 *
 *   [profile.default] ◂── [profile.ci] over it ◂── [profile.ci.fuzz], else [fuzz]
 *
 * Source: https://getfoundry.sh/config/reference/overview, and what forge 1.7.1 answers to `forge config`.
 * @module
 */
import { nearest } from '../../assembly/nearest.ts'
import { isObject, type JsonObject } from '../../base/json.ts'
import { type ForkName, parseForkName } from '../../opcodes/index.ts'

/** Where a project says what it is. */
export const FOUNDRY_FILE = 'foundry.toml'
export const REMAPPINGS_FILE = 'remappings.txt'

/** The profile that is in use: what FOUNDRY_PROFILE says. */
export function profileName(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.FOUNDRY_PROFILE || 'default'
}

/** The table of a profile in a parsed foundry.toml. One has what `default` has, unless it says otherwise. */
export function profileTable(document: JsonObject, name: string): JsonObject {
  const profiles = tableIn(document, 'profile')
  const [base, own] = [tableIn(profiles, 'default'), tableIn(profiles, name)]
  const sections = SECTIONS.map((section): [string, JsonObject] => [
    section,
    { ...tableIn(document, section), ...tableIn(base, section), ...tableIn(own, section) },
  ])
  return { ...base, ...own, ...Object.fromEntries(sections.filter(([, table]) => Object.keys(table).length > 0)) }
}

/** Those that also stand outside of a profile. */
const SECTIONS = ['fuzz', 'invariant'] as const

function tableIn(table: JsonObject, name: string): JsonObject {
  const inner = table[name]
  return isObject(inner) ? inner : {}
}

export interface FuzzSettings {
  readonly runs: number
  readonly maxTestRejects: number
  /** Hex or decimal, as it is written. */
  readonly seed: string | undefined
  readonly failOnRevert: boolean
}

export interface InvariantSettings {
  readonly runs: number
  readonly depth: number
  readonly failOnRevert: boolean
  readonly shrinkRunLimit: number
  readonly maxAssumeRejects: number
}

/** May a test read or write below a folder? */
export interface FilePermission {
  readonly access: 'none' | 'read' | 'write' | 'readWrite'
  readonly path: string
}

/** What foundry.toml says, with forge's defaults where it says nothing. */
export interface ProjectSettings {
  readonly src: string
  readonly test: string
  readonly script: string
  readonly out: string
  readonly libs: readonly string[]
  readonly remappings: readonly string[]
  readonly autoDetectRemappings: boolean
  readonly allowPaths: readonly string[]
  readonly includePaths: readonly string[]
  /** `file:Library:0x…` of those that are deployed already. */
  readonly libraries: readonly string[]
  readonly optimizer: boolean
  readonly optimizerRuns: number
  readonly viaIr: boolean
  readonly evmVersion: ForkName
  /** A version, or a path from the project's folder. */
  readonly solc: string | undefined
  readonly bytecodeHash: 'ipfs' | 'none' | 'bzzr1'
  readonly cborMetadata: boolean
  readonly literalContent: boolean
  readonly ffi: boolean
  readonly permissions: readonly FilePermission[]
  readonly allowInternalExpectRevert: boolean
  readonly isolate: boolean
  readonly sender: string
  readonly origin: string
  readonly initialBalance: bigint
  readonly chainId: bigint
  readonly gasLimit: bigint
  readonly gasPrice: bigint
  readonly blockNumber: bigint
  readonly blockTimestamp: bigint
  readonly blockBaseFee: bigint
  readonly blockCoinbase: string
  readonly blockPrevRandao: bigint
  readonly blockGasLimit: bigint | undefined
  readonly memoryLimit: number
  readonly fuzz: FuzzSettings
  readonly invariant: InvariantSettings
}

/** Something in the table that says nothing, or not what it should. */
export type SettingProblem =
  | { readonly kind: 'unknown'; readonly key: string; readonly like: string | undefined }
  | { readonly kind: 'wrong'; readonly key: string; readonly wanted: string }

/** Keys that forge 1.7.1 knows; those that are not read here have to do with other commands. */
const KNOWN: ReadonlySet<string> = new Set(
  `src test script out libs remappings auto_detect_remappings libraries cache cache_path dynamic_test_linking snapshots
  gas_snapshot_check gas_snapshot_emit broadcast allow_paths include_paths skip force evm_version hardfork gas_reports
  gas_reports_ignore gas_reports_include_tests solc solc_version auto_detect_solc offline optimizer optimizer_runs optimizer_details
  model_checker verbosity eth_rpc_url eth_rpc_accept_invalid_certs eth_rpc_no_proxy eth_rpc_jwt eth_rpc_timeout
  eth_rpc_headers eth_rpc_curl etherscan_api_key ignored_error_codes ignored_error_codes_from ignored_warnings_from deny
  deny_warnings match_test no_match_test match_contract no_match_contract match_path no_match_path no_match_coverage
  test_failures_file threads show_progress fuzz invariant ffi live_logs allow_internal_expect_revert
  always_use_create_2_factory prompt_timeout sender tx_origin initial_balance block_number fork_block_number chain_id
  gas_limit code_size_limit gas_price block_base_fee_per_gas block_coinbase block_timestamp block_difficulty
  block_prevrandao block_gas_limit memory_limit extra_output extra_output_files names sizes via_ir ast
  rpc_storage_caching no_storage_caching no_rpc_rate_limit use_literal_content bytecode_hash cbor_metadata
  revert_strings sparse_mode build_info build_info_path fmt lint doc bind_json fs_permissions isolate
  disable_block_gas_limit enable_tx_gas_limit labels unchecked_cheatcode_artifacts create2_library_salt create2_deployer
  vyper dependencies soldeer assertions_revert legacy_assertions network celo bypass_prevrandao transaction_timeout
  additional_compiler_profiles compilation_restrictions script_execution_protection rpc_endpoints etherscan root extends
  profile eof odyssey`.split(/\s+/),
)

const FUZZ_KEYS: readonly string[] = ['runs', 'max_test_rejects', 'seed', 'fail_on_revert', 'show_logs', 'timeout']
const INVARIANT_KEYS: readonly string[] = [
  ...['runs', 'depth', 'fail_on_revert', 'call_override', 'shrink_run_limit', 'max_assume_rejects', 'show_metrics'],
  ...['timeout', 'show_solidity', 'max_time_delay', 'max_block_delay', 'check_interval'],
]
const CAMPAIGN_KEYS: readonly string[] = [
  ...['dictionary_weight', 'include_storage', 'include_push_bytes', 'max_fuzz_dictionary_addresses'],
  ...['max_fuzz_dictionary_values', 'max_fuzz_dictionary_literals', 'gas_report_samples', 'corpus_dir', 'corpus_gzip'],
  ...['corpus_min_mutations', 'corpus_min_size', 'show_edge_coverage', 'sancov_edges', 'sancov_trace_cmp'],
  ...['failure_persist_dir', 'failure_persist_file'],
]

/** The settings in a profile's table. What is wrong or unknown is told; forge's default stands in its place. */
export function readSettings(table: JsonObject): {
  readonly settings: ProjectSettings
  readonly problems: readonly SettingProblem[]
} {
  const read = new TableReader(table, '', KNOWN)
  const fuzz = read.table('fuzz', new Set([...FUZZ_KEYS, ...CAMPAIGN_KEYS]))
  const invariant = read.table('invariant', new Set([...INVARIANT_KEYS, ...CAMPAIGN_KEYS]))
  const runs = read.whole('optimizer_runs')
  const sender = read.text('sender') ?? DEFAULT_SENDER
  const settings: ProjectSettings = {
    src: read.text('src') ?? 'src',
    test: read.text('test') ?? 'test',
    script: read.text('script') ?? 'script',
    out: read.text('out') ?? 'out',
    libs: read.texts('libs') ?? ['lib'],
    remappings: read.texts('remappings') ?? [],
    autoDetectRemappings: read.flag('auto_detect_remappings') ?? true,
    allowPaths: read.texts('allow_paths') ?? [],
    includePaths: read.texts('include_paths') ?? [],
    libraries: read.texts('libraries') ?? [],
    // As forge has it: a number of runs alone turns the optimizer on, unless it is 0.
    optimizer: read.flag('optimizer') ?? (runs !== undefined && runs > 0),
    optimizerRuns: runs ?? 200,
    viaIr: read.flag('via_ir') ?? false,
    evmVersion: read.fork('evm_version') ?? 'osaka',
    solc: (read.text('solc') ?? read.text('solc_version'))?.replace(/^=/, ''),
    bytecodeHash: read.choice('bytecode_hash', ['ipfs', 'none', 'bzzr1']) ?? 'ipfs',
    cborMetadata: read.flag('cbor_metadata') ?? true,
    literalContent: read.flag('use_literal_content') ?? false,
    ffi: read.flag('ffi') ?? false,
    permissions: read.permissions('fs_permissions') ?? [{ access: 'read', path: 'out' }],
    allowInternalExpectRevert: read.flag('allow_internal_expect_revert') ?? false,
    isolate: read.flag('isolate') ?? false,
    sender,
    origin: read.text('tx_origin') ?? DEFAULT_SENDER,
    initialBalance: read.quantity('initial_balance') ?? 2n ** 96n - 1n,
    chainId: read.quantity('chain_id') ?? 31337n,
    gasLimit: read.quantity('gas_limit') ?? 2n ** 30n,
    gasPrice: read.quantity('gas_price') ?? 0n,
    blockNumber: read.quantity('block_number') ?? 1n,
    blockTimestamp: read.quantity('block_timestamp') ?? 1n,
    blockBaseFee: read.quantity('block_base_fee_per_gas') ?? 0n,
    blockCoinbase: read.text('block_coinbase') ?? '0x0000000000000000000000000000000000000000',
    blockPrevRandao: read.quantity('block_prevrandao') ?? 0n,
    blockGasLimit: read.quantity('block_gas_limit'),
    memoryLimit: read.whole('memory_limit') ?? 2 ** 27,
    fuzz: {
      runs: fuzz.whole('runs') ?? 256,
      maxTestRejects: fuzz.whole('max_test_rejects') ?? 65536,
      seed: fuzz.quantity('seed')?.toString(),
      failOnRevert: fuzz.flag('fail_on_revert') ?? true,
    },
    invariant: {
      runs: invariant.whole('runs') ?? 256,
      depth: invariant.whole('depth') ?? 500,
      failOnRevert: invariant.flag('fail_on_revert') ?? false,
      shrinkRunLimit: invariant.whole('shrink_run_limit') ?? 5000,
      maxAssumeRejects: invariant.whole('max_assume_rejects') ?? 65536,
    },
  }
  return { settings, problems: read.problems }
}

/** forge's: what `cast` makes of "foundry default caller". */
export const DEFAULT_SENDER = '0x1804c8ab1f12e6bbf3894d4083f33e07309d1f38'

/** One table: each reader gives the value of a key where it is there and of its kind. */
class TableReader {
  readonly problems: SettingProblem[]
  readonly #table: JsonObject
  readonly #path: string

  constructor(table: JsonObject, path: string, known: ReadonlySet<string>, problems: SettingProblem[] = []) {
    this.#table = table
    this.#path = path
    this.problems = problems
    for (const key of Object.keys(table)) {
      // forge takes dashes too.
      const plain = key.replaceAll('-', '_')
      if (!known.has(plain)) this.problems.push({ kind: 'unknown', key: path + key, like: nearest(plain, known) })
    }
  }

  table(key: string, known: ReadonlySet<string>): TableReader {
    const value = this.#value(key)
    if (value !== undefined && !isObject(value)) this.#refuse(key, 'table')
    return new TableReader(isObject(value) ? value : {}, `${this.#path}${key}.`, known, this.problems)
  }

  text(key: string): string | undefined {
    return this.#of(key, 'string', (value) => (typeof value === 'string' ? value : undefined))
  }

  flag(key: string): boolean | undefined {
    return this.#of(key, 'boolean', (value) => (typeof value === 'boolean' ? value : undefined))
  }

  whole(key: string): number | undefined {
    const most = 2 ** 32 - 1
    return this.#of(key, 'number', (value) => {
      const number = quantityOf(value)
      return number !== undefined && number <= most ? Number(number) : undefined
    })
  }

  quantity(key: string): bigint | undefined {
    return this.#of(key, 'number', quantityOf)
  }

  texts(key: string): readonly string[] | undefined {
    return this.#of(key, 'list of strings', (value) => {
      if (typeof value === 'string') return [value]
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
    })
  }

  choice<Choice extends string>(key: string, choices: readonly Choice[]): Choice | undefined {
    return this.#of(key, choices.join(' | '), (value) => choices.find((choice) => choice === value))
  }

  fork(key: string): ForkName | undefined {
    return this.#of(key, 'fork', (value) => {
      if (typeof value !== 'string') return undefined
      try {
        return parseForkName(value.toLowerCase())
      } catch {
        return undefined
      }
    })
  }

  permissions(key: string): readonly FilePermission[] | undefined {
    return this.#of(key, 'list of { access, path }', (value) => {
      if (!Array.isArray(value)) return undefined
      const permissions = value.map(permissionOf)
      return permissions.every((permission) => permission !== undefined) ? permissions : undefined
    })
  }

  #value(key: string): unknown {
    return this.#table[key] ?? this.#table[key.replaceAll('_', '-')]
  }

  #of<Result>(key: string, wanted: string, read: (value: unknown) => Result | undefined): Result | undefined {
    const value = this.#value(key)
    if (value === undefined) return undefined
    const result = read(value)
    if (result === undefined) this.#refuse(key, wanted)
    return result
  }

  #refuse(key: string, wanted: string): void {
    this.problems.push({ kind: 'wrong', key: this.#path + key, wanted })
  }
}

function quantityOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value >= 0n ? value : undefined
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined
  if (typeof value !== 'string' || !/^(?:0x[0-9a-fA-F]{1,64}|\d{1,78})$/.test(value)) return undefined
  return BigInt(value)
}

function permissionOf(value: unknown): FilePermission | undefined {
  if (!isObject(value) || typeof value.path !== 'string') return undefined
  const { path } = value
  switch (value.access) {
    case true:
    case 'read-write':
    case 'readwrite':
      return { access: 'readWrite', path }
    case false:
    case 'none':
      return { access: 'none', path }
    case 'read':
    case 'write':
      return { access: value.access, path }
    default:
      return undefined
  }
}
