/**
 * What a command is: its place in the help, what it takes, and what it does; or several actions, each of which is that.
 * The rooms that it needs are imported when it runs, so that `memlane cost` does not wait for a compiler.
 * @module
 */
import type { Messages } from '../view/index.ts'
import type { OptionName, OptionValues } from './options.ts'
import type { Session } from './session.ts'

export interface Action<Name extends string> {
  readonly name: Name
  readonly operands: readonly Operand[]
  /** Beside those that every command has. */
  readonly options: readonly OptionName[]
  /** What stands below its options in the help. */
  helpAfter?(messages: Messages): string
  /** Does the work and returns the exit code. Operands are there as declared. */
  run(operands: readonly string[], options: OptionValues, session: Session): Promise<number>
}

/** `memlane trace record`, `memlane trace tx`, … */
export type TraceAction = Action<keyof Messages['traceActions']>

export type Command =
  | Action<keyof Messages['commands']>
  | { readonly name: 'trace'; readonly actions: readonly TraceAction[] }

export interface Operand {
  /** As in the usage: `<size>` must be there, `[arguments...]` may. */
  readonly usage: `<${string}>` | `[${string}]`
  readonly text: keyof Messages['arguments']
}
