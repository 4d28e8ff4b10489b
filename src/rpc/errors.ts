/**
 * The sentences of what this room refuses.
 * @module
 */
import { type ErrorMaker, errorsOf } from '../base/index.ts'

export const rpcErrors = {
  'rpc.badUrl': '{url:quoted} is no http or https address of a node.',
  'rpc.badBlock':
    '{block} is no block: a number from 0, a hash of 0x and 64 hex digits, or latest, safe, finalized, earliest.',
  'rpc.unreachable': 'The node {node} does not answer {method}: {reason}.',
  'rpc.refused': 'The node {node} refuses {method} ({by}): {reason}.',
  'rpc.nonsense': 'The node cannot be believed: its answer to {method} {what}.',
  'rpc.noSuchBlock': 'The node knows no block {block}.',
} as const

/** Every code that an error of this path can have. */
export type RpcErrorCode = keyof typeof rpcErrors

/** An error of this room, with its English sentence. */
export const rpcError: ErrorMaker<typeof rpcErrors> = errorsOf(rpcErrors)
