/**
 * From the command line to what is launched: the one place that knows both options and fields.
 *
 *   target ─▶ code, texts with their names        options ─▶ build, contract, call, world, limits
 * @module
 */
import { basename } from 'node:path'
import type { BuildInput, CodeInput, LaunchEvent, LaunchInput, LaunchPorts } from '../launch/index.ts'
import { LaunchError, type Place } from '../launch/problems.ts'
import { cliError, grouped, type Messages } from '../view/index.ts'
import { compilersAt } from './compilers.ts'
import { flagOf, forkOf, type OptionName, type OptionValues } from './options.ts'
import { placed } from './report.ts'
import type { RunRequest } from './request.ts'
import type { Session } from './session.ts'
import { type CodeTarget, runnable, type SourceTarget, type Target } from './target.ts'

export interface Launching {
  readonly input: LaunchInput
  readonly ports: LaunchPorts
  /** What the user calls the target, and the texts that it is made of. */
  readonly target: string
  readonly shown: ReadonlyMap<string, string>
  /** The file of accounts. */
  readonly accounts: string | undefined
}

/** Options that only say something about Solidity. */
const SOLIDITY_OPTIONS: readonly OptionName[] = ['contract', 'call', 'constructorArgs', 'viaIr']
/** Options that only say something to the compiler. */
const COMPILER_OPTIONS: readonly OptionName[] = ['optimize', 'optimizerRuns', 'solc', 'remappings']
/** What says how to compile, which artifacts say themselves. */
const SETTINGS: readonly OptionName[] = ['optimize', 'optimizerRuns', 'viaIr', 'remappings', 'evmVersion']

/** Reads what the target needs. */
export async function launchingOf(any: Target, asked: RunRequest, session: Session): Promise<Launching> {
  const target = runnable(any)
  refuseIdle(target, asked.options)
  const options = await withProjectOf(target, asked.options, session)
  const { code, remappings, shown } = await codeOf(target, options, session)
  const input: LaunchInput = {
    code,
    ...buildOf(code, options, remappings),
    contract: { name: options.contract, constructorArguments: options.constructorArgs },
    call: {
      function: options.call,
      arguments: asked.callArguments,
      calldata: options.calldata,
      from: options.from,
      value: options.value?.toString(),
      gas: options.gasLimit?.toString(),
    },
    world: { fork: forkOf(options), accounts: asked.accounts },
    limits: options.codeSizeLimit ? { codeSize: 'fork' } : {},
  }
  return {
    input,
    ports: portsOf('path' in target ? target : {}, session),
    target: target.name,
    shown,
    accounts: options.accounts,
  }
}

/** What compiles, and where it is said what goes on. */
export function portsOf({ path }: { readonly path?: string }, session: Session): LaunchPorts {
  return { compilers: compilersAt(path, session), onEvent: (event) => say(event, session) }
}

function say(event: LaunchEvent, session: Session): void {
  session.note(eventText(event, session.messages))
}

function eventText(event: LaunchEvent, { progress }: Messages): string {
  switch (event.kind) {
    case 'overCodeLimit':
      return progress.overCodeLimit(event.contract, grouped(event.bytes), grouped(event.limit), event.fork)
    case 'kept':
      return progress.compiled(event.version, 'artifact')
    case 'otherCode':
      return progress.otherCode(event.contract)
  }
}

/** What goes wrong, at the places that the user knows. */
export async function inTarget<Result>({ target, shown, accounts }: Launching, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error
    const [first, ...rest] = error.problems.map((problem) => ({ ...problem, at: placeOf(problem.at) }))
    throw Object.assign(new LaunchError([first!, ...rest]), { cause: error })
  }

  function placeOf(at: Place | undefined): Place | undefined {
    if (at === undefined) return undefined
    if ('file' in at) return { ...at, file: shown.get(at.file) ?? at.file }
    if ('field' in at && at.field === 'world.accounts' && accounts !== undefined) return { shown: accounts }
    return 'field' in at && /^(?:code|build|contract|call\.function)\b/.test(at.field) ? { shown: target } : at
  }
}

/** What says nothing for a target is a mistake. */
function refuseIdle(target: CodeTarget, options: OptionValues): void {
  const { name, format } = target
  if (options.tx !== undefined) throw placed(name, cliError('cli.notABlock', {}))
  const given = (names: readonly OptionName[]) => names.find((option) => options[option] !== undefined)
  const isSolidity = format === 'sol' || format === 'artifact'
  const idle = isSolidity ? undefined : given([...SOLIDITY_OPTIONS, ...(format === 'yul' ? [] : COMPILER_OPTIONS)])
  if (idle !== undefined)
    throw placed(name, cliError('cli.optionNeedsSolidity', { option: flagOf(idle), format: `.${format}` }))
  const setting = format === 'artifact' ? given(SETTINGS) : undefined
  if (setting !== undefined) throw placed(name, cliError('cli.artifactSettings', { option: flagOf(setting) }))
}

/** The options with the settings of the project that the target is in. */
async function withProjectOf(target: CodeTarget, options: OptionValues, session: Session): Promise<OptionValues> {
  if (target.format !== 'sol') return options
  const { withProject } = await import('./projectSettings.ts')
  return withProject(target, options, session)
}

interface Code {
  readonly code: CodeInput
  readonly remappings: readonly string[]
  readonly shown: ReadonlyMap<string, string>
}

async function codeOf(target: CodeTarget, options: OptionValues, session: Session): Promise<Code> {
  const alone = (code: CodeInput): Code => ({ code, remappings: [], shown: new Map() })
  switch (target.format) {
    case 'hex':
      return alone({ kind: 'bytecode', name: target.name, text: target.text })
    case 'evm':
      return alone({ kind: 'mnemonics', name: target.name, text: target.text })
    case 'yul': {
      const entry = basename(target.path)
      const code: CodeInput = { kind: 'yul', entry, sources: { [entry]: target.text } }
      return { code, remappings: [], shown: new Map([[entry, target.name]]) }
    }
    case 'sol':
      return solidityCode(target, options, session)
    case 'artifact': {
      const { artifactBuild } = await import('./artifact.ts')
      return alone({ kind: 'build', name: target.name, ...(await artifactBuild(target)) })
    }
  }
}

async function solidityCode(
  target: SourceTarget<'sol'>,
  { remappings = [] }: OptionValues,
  { io }: Session,
): Promise<Code> {
  const [{ collectSources }, { projectOf }] = await Promise.all([import('./sources.ts'), import('./remappings.ts')])
  const found = await collectSources(target, await projectOf(target.path, remappings, io), io.folder)
  return {
    code: {
      kind: 'solidity',
      entry: found.units[0]!.name,
      sources: Object.fromEntries(found.units.map(({ name, text }) => [name, text])),
    },
    remappings: found.remappings,
    shown: new Map(found.units.map(({ name, shown }) => [name, shown])),
  }
}

/** Nothing for code that is not compiled. */
function buildOf(
  { kind }: CodeInput,
  { solc, optimize, optimizerRuns, viaIr }: OptionValues,
  remappings: readonly string[],
): Pick<LaunchInput, 'build'> {
  if (kind === 'bytecode' || kind === 'mnemonics') return {}
  if (kind === 'build') return { build: { solc } }
  const build: BuildInput = {
    solc,
    optimizer: {
      enabled: optimize === true || optimizerRuns !== undefined,
      ...(optimizerRuns === undefined ? {} : { runs: optimizerRuns }),
    },
    ...(viaIr === undefined ? {} : { viaIr }),
    remappings,
  }
  return { build }
}
