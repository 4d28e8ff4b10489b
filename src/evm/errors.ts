/**
 * The sentences of what this room refuses.
 * @module
 */
import { type ErrorMaker, type ErrorTable, errorsOf } from '../base/template.ts'

export const evmErrors = {
  'evm.invalidWord': '{field} is {value:count}; it must be from 0 to 2^256 - 1.',
  'evm.invalidAddress': '{address:quoted} is not an address: 0x and 40 hex digits.',
  'evm.insufficientBalance': '{address} has {balance:count} wei and cannot send {value:count}.',
  'evm.invalidGas': 'gas is {gas:count}; it must be from 0 to 2^63 - 1.',
  'evm.invalidAccount': 'The {field} of {address} is {value:count}; it must be from 0 to {max:count}.',
  'evm.invalidStorage': '{hex:quoted} in the storage of {address} is not a word: 0x and 1 to 64 hex digits.',
  'evm.invalidBlobHash': '{hash:quoted} in blobHashes is not a hash: 0x and 1 to 64 hex digits.',
  'evm.notLoaded': 'The precompile {precompile} at {address} is not loaded. Await {remedy}() once before.',
  'evm.accountNotLoaded':
    "The account {address} was not fetched from the state's source yet. Use callAsync or transactAsync.",
  'evm.slotNotLoaded':
    "Slot {slot} of {address} was not fetched from the state's source yet. Use callAsync or transactAsync.",
  'evm.blockHashNotLoaded':
    "The hash of block {number:count} was not fetched from the state's source yet. Use callAsync or transactAsync.",
  'evm.invalidBlockHash': '{hash} is no hash of block {number:count}: 0x and 1 to 64 hex digits.',
  'evm.invalidQuantity': '{field} is {value}; it must be a bigint, or a whole number up to 2^53 - 1.',
  'evm.invalidBytes': '{field} is {value}; it must be 0x and hex digits, or a Uint8Array.',
  'evm.invalidType': 'type is {type}; it must be from 0 to 4.',
  'evm.invalidStorageKey': '{key} in the access list is not a slot: 0x and 1 to 64 hex digits.',
  'evm.invalidBlobSchedule': 'baseFeeUpdateFraction is 0; it must be at least 1.',
  'evm.blobFeeTooLarge':
    'excessBlobGas is {excessBlobGas:count}: that makes a blob base fee of 2^256 or more, by {fraction:count} in the blob schedule.',
  'evm.unknownField': ({ meant }) =>
    meant === undefined
      ? '{what} has no field {field:quoted}: its fields are {names}.'
      : '{what} has no field {field:quoted}: call it {meant}.',
  'evm.storageTwice': 'The storage of {address} is given twice; give one of storage, state (the same) and stateDiff.',
  'evm.midRun': '{what} is not possible in the middle of a run. Do it before the run or after it.',
  'evm.busy': 'This EVM is in the middle of another run; await that one, or create a second EVM.',
  'evm.partialState': 'A state with a source knows only what was asked for; its root cannot be told.',
  'evm.noSuchFrame': 'No frame is open at depth {depth:count}; the deepest is {deepest:count}.',
  'evm.malformedStateTest': 'State test {name:quoted}: {what}.',
  'evm.invalidInterest': '{value} in the {field} of an interest is not {wanted}.',
  'evm.invalidAnswer': '{field} in the end of a call is {value}; it must be {wanted}.',
  'evm.gasBeyondCaller':
    "gas is {gas:count}; it must be from 0 to {most:count}, so that it fits into the caller's when it comes back.",
  'evm.creationWithoutCodeAddress': 'A creation runs the code of no account: set its input, or its target.',
  'evm.staleStep': 'This step is over: read what you need while the hook runs.',
  'evm.noSuchStackItem': 'The stack has no item {index:count}; it has {stackSize:count}, and 0 is the top.',
  'evm.invalidRange':
    '{length:count} {length:byte|bytes} of memory from {offset:count} cannot be read; up to {most:count} can, from 0 on.',
  'evm.notRunning': 'The run is over, and its world with it: use evm.state, or do it while a hook runs.',
  'evm.invalidPrecompile':
    'The precompile at {address} is {value}; it must be a function that takes an object with input and gas.',
  'evm.overridesCommit':
    'A run with overrides keeps nothing: leave commit out, or set the accounts with evm.state.setAccount.',
  'evm.overriddenTwice': ({ precompile }) =>
    precompile === undefined
      ? '{address} is overridden twice, in other letter case.'
      : 'The precompile {precompile} cannot be moved to {address}, which is overridden itself.',
  'evm.noSuchPrecompile': 'There is no precompile at {address} that could be moved.',
  'evm.staleSnapshot': 'This snapshot is gone: it was released, or an earlier one was restored after it was taken.',
} as const satisfies ErrorTable

/** Why a transaction may not be in a block, by the reason. */
export const invalidTransactions = {
  typeNotActive: 'Type {type} transactions start with {since}, not in {fork}.',
  nonceTooLow: "The nonce is {nonce:count}; the sender's is {expected:count}.",
  nonceTooHigh: "The nonce is {nonce:count}; the sender's is {expected:count}.",
  nonceIsMax: 'The sender has used up all nonces.',
  senderHasCode: 'The sender is a contract.',
  gasLimitExceedsBlock: "The gas limit {gasLimit:count} is above the block's {blockGasLimit:count}.",
  gasLimitExceedsCap: 'The gas limit {gasLimit:count} is above the cap of {cap:count}.',
  intrinsicGasTooLow: 'The transaction costs {intrinsic:count} gas before it runs; its limit is {gasLimit:count}.',
  gasBelowFloor: 'The transaction pays at least {floor:count} gas; its limit is {gasLimit:count}.',
  initcodeTooLarge: 'The initcode has {length:count} bytes; the most is {most:count}.',
  feeBelowBaseFee: "The fee {fee:count} is below the block's base fee {baseFee:count}.",
  priorityFeeAboveFee: 'The priority fee {tip:count} is above the fee {fee:count}.',
  insufficientFunds: 'The sender has {balance:count} wei; the transaction may cost {cost:count}.',
  noBlobs: 'A blob transaction needs a blob.',
  tooManyBlobs: 'The transaction has {blobs:count} {blobs:blob|blobs}; the most is {most:count}.',
  blobHashVersion: 'The blob hash {hash} does not begin with 0x01.',
  blobFeeTooLow: "The blob fee {fee:count} is below the block's {blobBaseFee:count}.",
  blobCreation: 'A blob transaction cannot create a contract.',
  setCodeCreation: 'A set-code transaction cannot create a contract.',
  noAuthorizations: 'A set-code transaction needs an authorization.',
  authorizationOutOfRange: "The authorization's {field} is {value:count}; it must be from 0 to 2^{bits} - 1.",
} as const

/** An error of this room, with its English sentence. */
export const evmError: ErrorMaker<typeof evmErrors> = /* @__PURE__ */ errorsOf(evmErrors)

/** Why a transaction may not be in a block. */
export type InvalidReason = keyof typeof invalidTransactions

/** Every code that an error of this path can have, beside those of the paths that it uses. */
export type EvmErrorCode = keyof typeof evmErrors | `evm.invalidTransaction.${InvalidReason}`
