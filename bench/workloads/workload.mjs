// What a workload is: a world, and a call that is repeated in it.
//
// All peers run the rules of the same fork. Prague is the newest in which a transaction may use any amount of gas, and
// one peer is reached through transactions only.
/** @type {import('memlane/opcodes').ForkName} */
export const FORK = 'prague'
/** @type {`0x${string}`} */
export const CALLER = '0x00000000000000000000000000000000000ca11e'

/**
 * @typedef {`0x${string}`} Hex
 *
 * @typedef {object} WorkloadAccount
 * @property {Hex} code
 * @property {Record<Hex, Hex>} storage
 * @property {Hex} [balance]
 *
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} [group]
 * @property {Record<Hex, WorkloadAccount>} accounts what is there before every run
 * @property {Hex} from
 * @property {Hex} to
 * @property {Hex} input
 * @property {number} gas
 * @property {number} [expectedGas]
 * @property {number} [operations] of those that are about one operation, how many of them a run does
 * @property {{ microseconds?: number, native?: number }} [aim] at most so many microseconds, or times as long as revm
 */
