/**
 * The program: finds the command that the arguments name, hands it what they say, and reports what goes wrong.
 * @module
 */
import { inspect } from 'node:util'
import { Command as Commander, CommanderError } from 'commander'
import type { MemlaneError } from '../base/index.ts'
import { cliError, displayWidth, type Messages } from '../view/index.ts'

import type { Action, Command } from './command.ts'
import { asm } from './commands/asm.ts'
import { check } from './commands/check.ts'
import { cost } from './commands/cost.ts'
import { debug } from './commands/debug.ts'
import { diff } from './commands/diff.ts'
import { disasm } from './commands/disasm.ts'
import { find } from './commands/find.ts'
import { gas } from './commands/gas.ts'
import { map } from './commands/map.ts'
import { run } from './commands/run.ts'
import { serve } from './commands/serve.ts'
import { test } from './commands/test.ts'
import { trace } from './commands/trace/trace.ts'
import { watch } from './commands/watch.ts'
import { who } from './commands/who.ts'
import type { Io } from './io.ts'
import { COMMON_OPTIONS, type OptionValues, optionFor } from './options.ts'
import { EXIT, exitCodeOf, reportLines } from './report.ts'
import { Session } from './session.ts'
import { PLAIN_SURFACE, readSurface } from './surface.ts'
import { packageVersion } from './version.ts'

/** In the order of the help. */
const COMMANDS: readonly Command[] = [
  ...[map, check, test, run, debug, who, watch, find, diff, gas],
  ...[trace, serve, cost, asm, disasm],
]

/** Runs the program with the arguments behind its name, and returns the exit code. */
export async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  let surface = PLAIN_SURFACE
  try {
    surface = readSurface(argv, io)
    return await dispatch(argv, new Session(io, surface))
  } catch (error) {
    for (const line of reportLines(error, surface.language)) io.stderr.write(`${line}\n`)
    if (surface.stackTraces) io.stderr.write(`${inspect(error)}\n`)
    return exitCodeOf(error)
  }
}

async function dispatch(argv: readonly string[], session: Session): Promise<number> {
  let exitCode: number = EXIT.fine
  const program = commandLine(session, async (command, given) => {
    const operands = given.args
    const limit = command.operands.some(({ usage }) => usage.startsWith('['))
      ? Number.POSITIVE_INFINITY
      : command.operands.length
    if (operands.length > limit)
      throw cliError('cli.tooManyArguments', { given: operands.length, expected: limit, arguments: operands })
    // `memlane --json cost 5` is as good as `memlane cost 5 --json`.
    exitCode = await command.run(operands, given.optsWithGlobals<OptionValues>(), session)
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT.fine
    if (error.code === 'commander.help') return EXIT.badInput // memlane alone: the help went to stderr
    throw usageError(error)
  }
}

type Start = (action: Action<string>, given: Commander) => Promise<void>

/** The commands as commander knows them. `start` is handed the one that the arguments name. */
function commandLine(session: Session, start: Start): Commander {
  const { messages, io } = session
  const { help } = messages
  const program = new Commander('memlane')
    .description(messages.tagline)
    .version(packageVersion(), '-V, --version', help.version)
    .helpOption('-h, --help', help.help)
    .helpCommand(false)
    // Commander's own reading of `--` would end the options of the program, not those of the command.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {}, // usageError says it
      getOutHelpWidth: () => io.stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => io.stderr.columns ?? HELP_WIDTH,
    })
    .configureHelp({ displayWidth, styleTitle: (title) => translatedTitle(title, help) })
    .addHelpText('after', `\n${help.targets}\n${help.exitCodes}\n${help.more}`)
  for (const name of COMMON_OPTIONS) program.addOption(optionFor(name, messages))
  for (const command of COMMANDS) {
    const entry = program
      .command(command.name)
      .description(messages.commands[command.name])
      .helpOption('-h, --help', help.help)
    if ('run' in command) addAction(entry, command, session, start)
    else {
      entry.helpCommand(false).enablePositionalOptions()
      for (const name of COMMON_OPTIONS) entry.addOption(optionFor(name, messages))
      for (const action of command.actions) {
        const actionEntry = entry
          .command(action.name)
          .description(messages.traceActions[action.name])
          .helpOption('-h, --help', help.help)
        addAction(actionEntry, action, session, start)
      }
    }
  }
  return program
}

/** What an action takes, and that it is started. */
function addAction(entry: Commander, action: Action<string>, { messages }: Session, start: Start): void {
  entry.allowExcessArguments()
  for (const { usage, text } of action.operands) entry.argument(usage, messages.arguments[text])
  for (const name of [...action.options, ...COMMON_OPTIONS]) entry.addOption(optionFor(name, messages))
  if (action.helpAfter !== undefined) entry.addHelpText('after', `\n${action.helpAfter(messages)}`)
  entry.action(() => start(action, entry))
}

const HELP_WIDTH = 100

function translatedTitle(title: string, help: Messages['help']): string {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': help.usage,
    'Arguments:': help.arguments,
    'Options:': help.options,
    'Commands:': help.commands,
  }
  return titles[title] ?? title
}

/** What commander found wrong, as one of our errors: it names the thing in quotes, and what is like it at the end. */
function usageError({ code, message }: CommanderError): MemlaneError {
  const [, named = ''] = /'([^']*)'/.exec(message) ?? []
  const [, suggestion] = /Did you mean (?:one of )?(.*)\?\)$/.exec(message) ?? []
  switch (code) {
    case 'commander.unknownOption':
      return suggestion === undefined
        ? cliError('cli.unknownOption', { option: named })
        : cliError('cli.misspelledOption', { option: named, suggestion })
    case 'commander.unknownCommand':
      return suggestion === undefined
        ? cliError('cli.unknownCommand', { command: named })
        : cliError('cli.misspelledCommand', { command: named, suggestion })
    case 'commander.missingArgument':
      return cliError('cli.missingArgument', { argument: named })
    case 'commander.optionMissingArgument':
      return cliError('cli.missingValue', { option: named.replace(/ .*/, '') })
    default:
      return cliError('cli.usage', { message: message.replace(/^error: /, '') })
  }
}
