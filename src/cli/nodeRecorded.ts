/**
 * From a transaction's hash to its recording: fetched, executed here, compared with the receipt; said on stderr.
 * @module
 */
import { isHexBytes } from '../base/hex.ts'
import type { Hex } from '../base/index.ts'
import { type Launch, recordedLaunch } from '../launch/index.ts'
import { JsonRpc } from '../rpc/index.ts'
import { tracedStepCount } from '../trace/index.ts'
import { cliError, type ReplayFacts, replayLines } from '../view/index.ts'
import { fetchTransaction } from './nodeTransaction.ts'
import { flagOf, type OptionName, type OptionValues } from './options.ts'
import { replay } from './replay.ts'
import { awaitInPlace } from './report.ts'
import type { Session } from './session.ts'

export interface NodeRecorded {
  readonly launch: Launch
  readonly facts: ReplayFacts
}

/** What says something about a transaction that ran already. */
const ABOUT_TRANSACTIONS: ReadonlySet<OptionName> = new Set(['rpcUrl', 'artifacts', 'solc', 'fork', 'evmVersion'])

export function isTransactionHash(word: string): word is Hex {
  return isHexBytes(word) && word.length === 66
}

/** @throws {MemlaneError} `cli.notAHash`, `cli.recordedAlready`, and what the node makes of it. */
export async function recordOfNode(
  word: string,
  options: OptionValues,
  given: readonly OptionName[],
): Promise<NodeRecorded> {
  const { rpcUrl, fork, evmVersion } = options
  if (rpcUrl === undefined) throw cliError('cli.missingRpcUrl', { option: flagOf('rpcUrl') })
  if (!isTransactionHash(word)) throw cliError('cli.notAHash', { word })
  const idle = given.find((name) => !ABOUT_TRANSACTIONS.has(name) && options[name] !== undefined)
  if (idle !== undefined) throw cliError('cli.recordedAlready', { option: flagOf(idle) })
  const hash: Hex = `0x${word.slice(2).toLowerCase()}`
  const rpc = new JsonRpc(rpcUrl)
  const node = await awaitInPlace(hash, fetchTransaction(rpc, hash))
  const replayed = await awaitInPlace(hash, replay(rpc, node, fork ?? evmVersion))
  const { recording } = replayed
  const facts: ReplayFacts = {
    hash,
    blockNumber: node.blockNumber,
    fork: replayed.fork,
    by: replayed.by,
    earlier: node.earlier.length,
    gasUsed: node.receipt.gasUsed,
    succeeded: node.receipt.succeeded,
    logs: node.receipt.logs.length,
    steps: tracedStepCount(recording),
    frames: recording.frames.length,
    disagreements: replayed.disagreements,
    refused: replayed.refused,
  }
  return { launch: recordedLaunch(recording, hash), facts }
}

/** Says on stderr what was made of the transaction, for commands whose answer is about something else. */
export function sayReplay(facts: ReplayFacts, session: Session): void {
  for (const line of replayLines(facts, session.messages)) session.io.stderr.write(`${line}\n`)
}
