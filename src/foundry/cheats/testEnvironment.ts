/**
 * The block and the transaction that a test sees.
 * @module
 */
import type { Hex } from '../../base/index.ts'
import type { Environment } from '../../evm/index.ts'

export type TestEnvironment = Required<Omit<Environment, 'blobHashes'>> & { readonly blobHashes: readonly Hex[] }
