/**
 * The options of the commands: how each is written, and what its value becomes.
 * @module
 */
import { Command, CommanderError, Option } from 'commander'
import { parseRule, RULES, type RuleId, type Severity } from '../check/ruleTable.ts'
import { parseAddress, parseAmount, parseWhole } from '../launch/amount.ts'
import { DEFAULT_GAS_LIMIT, DEFAULT_SENDER, MOST_GAS } from '../launch/limits.ts'
import { DEFAULT_FORK, FORK_NAMES, type ForkName, parseForkName } from '../opcodes/index.ts'
import { cliError, grouped, LANGUAGES, type Messages } from '../view/index.ts'
import { inPlace, placed } from './report.ts'
import { FORMATS, type Format } from './target.ts'

/** What solc takes: an unsigned 32-bit number. */
const MOST_RUNS = 2n ** 32n - 1n

/** More threads than any machine has. */
const MOST_JOBS = 1024n
const MOST_PORT = 65_535n

/** Rows of one answer, at most and without --limit. */
const MOST_LISTED = 1_000_000n
export const DEFAULT_LISTED = 100

const ACCESS_KINDS = ['write', 'read', 'both'] as const

const text = (value: string) => value
const flag = (): boolean => true
const texts = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]
const fork = (value: string) => inPlace('--fork', () => parseForkName(value))

function accessKind(value: string): (typeof ACCESS_KINDS)[number] {
  const kind = ACCESS_KINDS.find((kind) => kind === value)
  if (kind === undefined) throw cliError('cli.invalidChoice', { option: '--on', value, choices: ACCESS_KINDS })
  return kind
}

function format(value: string): Format {
  const format = FORMATS.find((format) => format === value)
  if (format === undefined) throw cliError('cli.invalidChoice', { option: '--as', value, choices: FORMATS })
  return format
}

/** Formats of traces; the last two are only written. */
const TRACE_FORMATS = ['eip3155', 'structlogs', 'calltracer', 'prestatetracer'] as const

function traceFormat(value: string): (typeof TRACE_FORMATS)[number] {
  const format = TRACE_FORMATS.find((format) => format === value)
  if (format === undefined) throw cliError('cli.invalidChoice', { option: '--format', value, choices: TRACE_FORMATS })
  return format
}

/** Generated calls of one campaign. */
const MOST_FUZZ = 1_000_000n

/** How findings are printed. */
const REPORT_FORMATS = ['text', 'json', 'sarif', 'github'] as const

function reportFormat(value: string): (typeof REPORT_FORMATS)[number] {
  const format = REPORT_FORMATS.find((format) => format === value)
  if (format === undefined) throw cliError('cli.invalidChoice', { option: '--format', value, choices: REPORT_FORMATS })
  return format
}

const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly Severity[]

function severity(value: string): Severity {
  const severity = SEVERITIES.find((severity) => severity === value)
  if (severity === undefined) throw cliError('cli.invalidChoice', { option: '--severity', value, choices: SEVERITIES })
  return severity
}

/** `R05,write-past-object`, or `all`. */
function rules(value: string): ReadonlySet<RuleId> {
  const names = value.split(/[\s,]+/).filter((name) => name !== '')
  return inPlace('--rules', () => new Set((names.length === 0 ? [value] : names).flatMap(rulesNamed)))
}

function rulesNamed(name: string): RuleId[] {
  if (name.toLowerCase() === 'all') return RULES.map(({ id }) => id)
  const rule = parseRule(name)
  if (rule === undefined) throw cliError('cli.noSuchRule', { name })
  return [rule.id]
}

const GRAPH_FORMATS = ['text', 'dot'] as const

function graphFormat(value: string): (typeof GRAPH_FORMATS)[number] {
  const format = GRAPH_FORMATS.find((format) => format === value)
  if (format === undefined) throw cliError('cli.invalidChoice', { option: '--graph', value, choices: GRAPH_FORMATS })
  return format
}

/** What `gas` sums up by. */
const GAS_KEYS = ['line', 'function', 'opcode', 'frame', 'step'] as const

function gasKey(value: string): (typeof GAS_KEYS)[number] {
  const key = GAS_KEYS.find((key) => key === value)
  if (key === undefined) throw cliError('cli.invalidChoice', { option: '--by', value, choices: GAS_KEYS })
  return key
}

/** A regular expression, for names. */
function pattern(option: string): (value: string) => RegExp {
  return (value) => {
    try {
      return new RegExp(value)
    } catch (error) {
      const reason = String(error instanceof Error ? error.message : error)
      throw placed(option, cliError('cli.badPattern', { reason }))
    }
  }
}

// biome-ignore format: rows exist to be compared
export const OPTIONS = {
  contract:        { flags: '--contract <name>', parse: text },
  call:            { flags: '--call <signature>', parse: text },
  calldata:        { flags: '--calldata <hex>', parse: text },
  constructorArgs: { flags: '--constructor-args <values...>', parse: texts },
  value:           { flags: '--value <amount>', parse: (value: string) => inPlace('--value', () => parseAmount(value)) },
  gasLimit:        { flags: '--gas-limit <gas>', parse: (value: string) => inPlace('--gas-limit', () => parseWhole(value, MOST_GAS)), usual: grouped(DEFAULT_GAS_LIMIT) },
  from:            { flags: '--from <address>', parse: (value: string) => inPlace('--from', () => parseAddress(value)), usual: DEFAULT_SENDER },
  accounts:        { flags: '--accounts <file>', parse: text },
  fork:            { flags: '--fork <name>', parse: fork, usual: DEFAULT_FORK, choices: FORK_NAMES },
  evmVersion:      { flags: '--evm-version <name>', parse: fork },
  at:              { flags: '--at <moment>', parse: text },
  frame:           { flags: '--frame <number>', parse: (value: string) => Number(inPlace('--frame', () => parseWhole(value, MOST_RUNS))) },
  all:             { flags: '--all', parse: flag },
  on:              { flags: '--on <accesses>', parse: accessKind, usual: 'both', choices: ACCESS_KINDS },
  when:            { flags: '--when <condition>', parse: text },
  limit:           { flags: '--limit <count>', parse: (value: string) => Number(inPlace('--limit', () => parseWhole(value, MOST_LISTED))), usual: grouped(DEFAULT_LISTED) },
  to:              { flags: '--to <moment>', parse: text, usual: 'end' },
  against:         { flags: '--against <options>', parse: text },
  by:              { flags: '--by <what>', parse: gasKey, choices: GAS_KEYS },
  memoryOnly:      { flags: '--memory-only', parse: flag },
  flame:           { flags: '--flame', parse: flag },
  speedscope:      { flags: '--speedscope <file>', parse: text },
  artifacts:       { flags: '--artifacts <folder>', parse: text },
  rpcUrl:          { flags: '--rpc-url <url>', parse: text },
  tx:              { flags: '--tx <transaction>', parse: text },
  as:              { flags: '--as <format>', parse: format, choices: FORMATS },
  optimize:        { flags: '--optimize', parse: flag },
  noOptimize:      { flags: '--no-optimize', parse: flag },
  optimizerRuns:   { flags: '--optimizer-runs <count>', parse: (value: string) => Number(inPlace('--optimizer-runs', () => parseWhole(value, MOST_RUNS))) },
  viaIr:           { flags: '--via-ir', parse: flag },
  noViaIr:         { flags: '--no-via-ir', parse: flag },
  codeSizeLimit:   { flags: '--code-size-limit', parse: flag },
  solc:            { flags: '--solc <compiler>', parse: text },
  remappings:      { flags: '--remappings <mappings...>', parse: texts },
  words:           { flags: '--words', parse: flag },
  history:         { flags: '--history', parse: flag },
  graph:           { flags: '--graph <format>', parse: graphFormat, choices: GRAPH_FORMATS },
  storage:         { flags: '--storage', parse: flag },
  ethdebug:        { flags: '--ethdebug', parse: flag },
  listing:         { flags: '--listing', parse: flag },
  format:          { flags: '--format <name>', parse: traceFormat, choices: TRACE_FORMATS, usual: 'eip3155' },
  reportFormat:    { flags: '--format <name>', parse: reportFormat, choices: REPORT_FORMATS, usual: 'text' },
  rules:           { flags: '--rules <names>', parse: rules },
  severity:        { flags: '--severity <least>', parse: severity, choices: SEVERITIES, usual: 'note' },
  baseline:        { flags: '--baseline <file>', parse: text },
  fuzz:            { flags: '--fuzz <calls>', parse: (value: string) => Number(inPlace('--fuzz', () => parseWhole(value, MOST_FUZZ))) },
  seed:            { flags: '--seed <text>', parse: text, usual: '1' },
  brutalize:       { flags: '--brutalize', parse: flag },
  check:           { flags: '--check', parse: flag },
  checkTests:      { flags: '--check', parse: flag },
  assembly:        { flags: '--assembly', parse: flag },
  writeBaseline:   { flags: '--write-baseline <file>', parse: text },
  memory:          { flags: '--memory', parse: flag },
  diff:            { flags: '--diff', parse: flag },
  output:          { flags: '-o, --output <file>', parse: text },
  port:            { flags: '--port <number>', parse: (value: string) => Number(inPlace('--port', () => parseWhole(value, MOST_PORT))), usual: '4400' },
  open:            { flags: '--open', parse: flag },
  matchTest:       { flags: '--mt, --match-test <regex>', parse: pattern('--match-test') },
  noMatchTest:     { flags: '--nmt, --no-match-test <regex>', parse: pattern('--no-match-test') },
  matchContract:   { flags: '--mc, --match-contract <regex>', parse: pattern('--match-contract') },
  noMatchContract: { flags: '--nmc, --no-match-contract <regex>', parse: pattern('--no-match-contract') },
  matchPath:       { flags: '--mp, --match-path <glob>', parse: text },
  noMatchPath:     { flags: '--nmp, --no-match-path <glob>', parse: text },
  fuzzRuns:        { flags: '--fuzz-runs <runs>', parse: (value: string) => Number(inPlace('--fuzz-runs', () => parseWhole(value, MOST_FUZZ))) },
  fuzzSeed:        { flags: '--fuzz-seed <seed>', parse: text },
  list:            { flags: '-l, --list', parse: flag },
  junit:           { flags: '--junit', parse: flag },
  rerun:           { flags: '--rerun', parse: flag },
  jobs:            { flags: '-j, --jobs <count>', parse: (value: string) => Number(inPlace('--jobs', () => parseWhole(value, MOST_JOBS))) },
  ffi:             { flags: '--ffi', parse: flag },
  verbosity:       { flags: '-v, --verbosity', parse: Number, isCounted: true },
  json:            { flags: '--json', parse: flag },
  color:           { flags: '--no-color', parse: flag },
  lang:            { flags: '--lang <language>', parse: text, choices: LANGUAGES },
  debug:           { flags: '--debug', parse: flag },
} as const satisfies Record<string, OptionRow>

interface OptionRow {
  readonly flags: string
  /** One value from one text; a list grows from the value before. */
  readonly parse: (value: string, before?: readonly string[]) => unknown
  /** The value without this option, for the help. */
  readonly usual?: string
  readonly choices?: readonly string[]
  /** Of a flag that counts how often it is given: -vvv. */
  readonly isCounted?: boolean
}

export type OptionName = keyof typeof OPTIONS

/** What was given. */
export type OptionValues = { readonly [Name in OptionName]?: ReturnType<(typeof OPTIONS)[Name]['parse']> }

/** The fork that the options name. */
export function forkOf({ fork, evmVersion }: OptionValues): ForkName {
  return fork ?? evmVersion ?? DEFAULT_FORK
}

/** What every command takes. `surface.ts` has read the last three before commander sees them. */
export const COMMON_OPTIONS: readonly OptionName[] = ['json', 'lang', 'color', 'debug']

/** What a command takes that runs a target. */
export const RUN_OPTIONS: readonly OptionName[] = [
  ...(['contract', 'call', 'calldata', 'constructorArgs', 'value', 'gasLimit', 'from', 'accounts'] as const),
  ...(['fork', 'evmVersion', 'as', 'tx', 'optimize', 'noOptimize', 'optimizerRuns', 'viaIr', 'noViaIr'] as const),
  ...(['solc', 'remappings', 'codeSizeLimit', 'matchTest', 'matchContract'] as const),
]

/**
 * Options of a run in one text, as `--against` takes them: `--optimize --via-ir`.
 * @throws {MemlaneError} what an option throws for its value; `cli.usage` for what is no such option.
 */
export function parseWords(place: string, text: string, messages: Messages): OptionValues {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {}, outputError: () => {} })
  for (const name of RUN_OPTIONS) command.addOption(optionFor(name, messages))
  const words = Array.from(
    text.matchAll(/"([^"]*)"|'([^']*)'|\S+/g),
    ([word, double, single]) => double ?? single ?? word,
  )
  return inPlace(place, () => {
    try {
      return command.parse(words, { from: 'user' }).opts<OptionValues>()
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error
      throw cliError('cli.usage', { message: error.message.replace(/^error: /, '').split('\n')[0]! })
    }
  })
}

/** The option as it is written, without its value: `--gas-limit`. */
export function flagOf(name: OptionName): string {
  return /--[\w-]+/.exec(OPTIONS[name].flags)![0]
}

/** Options of two commands can be written the same and be others: each has its value under its own name. */
class NamedOption extends Option {
  readonly #name: OptionName

  constructor(name: OptionName, flags: string, description: string) {
    super(flags, description)
    // `--no-match-test <regex>` has a value of its own: it takes nothing back.
    if (this.required) this.negate = false
    this.#name = name
  }

  override attributeName(): string {
    return this.negate ? super.attributeName() : this.#name
  }
}

/** The option as commander knows it, described in the language of `messages`. */
export function optionFor(name: OptionName, { options, help }: Messages): Option {
  const row: OptionRow = OPTIONS[name]
  const facts = [
    options[name],
    row.choices === undefined ? '' : help.choices(row.choices.join(', ')),
    row.usual === undefined ? '' : help.default(row.usual),
  ]
  const option = new NamedOption(name, row.flags, facts.filter((fact) => fact !== '').join(' '))
  const isFlag = !option.required && !option.variadic
  if (row.isCounted) return option.argParser<number>((_, before) => (typeof before === 'number' ? before : 0) + 1)
  return isFlag
    ? option
    : option.argParser<unknown>((value, before) => row.parse(value, Array.isArray(before) ? before : undefined))
}
