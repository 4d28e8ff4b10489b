/**
 * The last nonce: no account counts beyond it. (EIP-2681)
 * @module
 */
export const MAX_NONCE = (1n << 64n) - 1n
