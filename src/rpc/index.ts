/** A node over JSON-RPC: the state, the blocks and the transactions that it knows, as a source for the EVM. @module */
export type { RpcErrorCode } from './errors.ts'
export { type Answer, JsonRpc, type Post, type RpcLimits } from './jsonRpc.ts'
export { environmentOf, type NodeBlock, nodeBlock } from './nodeBlock.ts'
export { type BlockId, type RpcSource, type RpcSourceOptions, rpcSource } from './source.ts'
