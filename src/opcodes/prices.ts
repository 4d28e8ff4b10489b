/**
 * Gas that is no opcode's static price. The engine's AssemblyScript imports these numbers too.
 * Source: Yellow Paper, appendix G; EIP-2929, EIP-3860.
 * @module
 */

/** For each word that CALLDATACOPY and its like copy, begun ones too. */
export const COPY_WORD_GAS = 3
/** For each word that KECCAK256 or CREATE2 hashes. */
export const HASH_WORD_GAS = 6
/** For each word of init code, since Shanghai. (EIP-3860) */
export const INITCODE_WORD_GAS = 2
/** For each byte of a log's data. */
export const LOG_BYTE_GAS = 8
/** For each byte of deployed code. */
export const DEPOSIT_BYTE_GAS = 200

/** For a call that sends ether. */
export const CALL_VALUE_GAS = 9000
/** What the callee gets on top when ether is sent. */
export const CALL_STIPEND = 2300
/** For a call or a SELFDESTRUCT that makes an account. */
export const NEW_ACCOUNT_GAS = 25000

/** Warm price of an account or slot since Berlin; the surcharges of a cold one are added while running. */
export const WARM_ACCESS_GAS = 100
/** Added to the warm price by the first touch of an account in a transaction. (EIP-2929: 2600 in all) */
export const COLD_ACCOUNT_SURCHARGE = 2500
/** Added to the warm price by the first touch of a slot in a transaction. (EIP-2929: 2100 in all) */
export const COLD_SLOT_SURCHARGE = 2000
/** What an SSTORE pays for a slot's first touch: there is no warm price under it. (EIP-2929) */
export const COLD_SLOT_GAS = 2100
