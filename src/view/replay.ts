/**
 * What was made of a transaction of a chain, for people.
 *
 *   0x12ab…   block 17   osaka   gas 51,203   success   2 logs   1,204 steps   3 frames
 *   executed here on the accounts before it: gas, status and logs are those of the receipt
 * @module
 */
import type { Hex } from '../base/units.ts'
import type { ForkName } from '../opcodes/index.ts'
import type { Messages } from './messages/index.ts'
import { grouped } from './number.ts'
import { type Screen, span } from './span.ts'
import { printable, truncate } from './width.ts'

/** A transaction of a chain that was executed here, beside what the chain says. */
export interface ReplayFacts {
  /** Of the transaction. */
  readonly hash: Hex
  /** Of its block. */
  readonly blockNumber: bigint
  /** The rules that it ran by. */
  readonly fork: ForkName
  /** Where the state before came from; `trace`: nothing was run, the steps are the node's. */
  readonly by: 'prestate' | 'state' | 'trace'
  /** Transactions before it in its block. */
  readonly earlier: number
  /** Of the receipt. */
  readonly gasUsed: bigint
  /** Of the receipt; `undefined` where it does not say, before Byzantium. */
  readonly succeeded: boolean | undefined
  /** How many the receipt has. */
  readonly logs: number
  /** How many were recorded. */
  readonly steps: number
  /** How many were recorded. */
  readonly frames: number
  /** Where the receipt says something else; empty when all fits. */
  readonly disagreements: readonly {
    readonly what: 'gasUsed' | 'status' | 'logs'
    readonly receipt: string
    readonly replay: string
    readonly fits?: 'newAuthorities'
  }[]
  /** What the node did not answer, in its words. */
  readonly refused: readonly string[]
}

/** Hash, figures, and whether they fit the receipt. */
export function replayScreen(facts: ReplayFacts, messages: Messages): Screen {
  const { recorded, replay } = messages
  const { hash, blockNumber, fork, gasUsed, succeeded, logs, steps, frames } = facts
  const parts = [
    replay.block(grouped(blockNumber)),
    fork,
    `gas ${grouped(gasUsed)}`,
    succeeded === undefined ? '' : succeeded ? replay.success : replay.failure,
    replay.logs(String(logs)),
    recorded.steps(grouped(steps)),
    recorded.frames(grouped(frames)),
  ]
  const shown = parts.filter((part) => part !== '').map((part) => span(`   ${part}`))
  return [[span(hash, 'strong')], shown, ...replayLines(facts, messages).map((line) => [span(line)])]
}

/** How it was done, and whether the receipt agrees: a line each. */
export function replayLines({ by, earlier, disagreements, refused }: ReplayFacts, { replay }: Messages): string[] {
  const how = replay.by[by](String(earlier))
  const lines = refused.map((reason) => replay.refused(printable(reason)))
  if (disagreements.length === 0) return [...lines, `${how} ${replay.agrees}`]
  lines.push(how)
  for (const { what, receipt, replay: ours, fits } of disagreements) {
    lines.push(replay.disagrees(replay.what[what], brief(receipt), brief(ours)))
    if (fits !== undefined) lines.push(replay.fits[fits])
  }
  return lines
}

const BRIEF = 60

function brief(text: string): string {
  return text === '' ? '–' : truncate(printable(text.replaceAll('\n', ' | ')), BRIEF)
}

/** What `memlane trace tx --json` prints. */
export function replayDocument(facts: ReplayFacts): object {
  const { hash, blockNumber, fork, by, gasUsed, succeeded, logs, steps, frames, disagreements, refused } = facts
  return {
    version: 1,
    ...{ hash, blockNumber: String(blockNumber), fork, by },
    receipt: { gasUsed: String(gasUsed), succeeded: succeeded ?? null, logs },
    agrees: disagreements.length === 0,
    ...{ disagreements, refused, steps, frames },
  }
}
