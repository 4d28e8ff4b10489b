/**
 * The sentences of what this room refuses. They name no option and no field of a form: places do that.
 * @module
 */
import { type ErrorMaker, errorsOf } from '../base/index.ts'

export const launchErrors = {
  'launch.notAnAddress': '{value:quoted} is not an address: 0x and 40 hex digits.',
  'launch.notAnAmount': '{value:quoted} is not an amount of ether; write 1ether, 0.5ether, 5gwei or 12wei.',
  'launch.notAQuantity': '{value:quoted} is not a whole number from 0 to {limit:count}.',
  'launch.noSuchField': 'There is no field {field:quoted}; there are {fields}.',
  'launch.missingField': 'The field {field} is missing.',
  'launch.wrongField': '{value} is given where a value of type {wanted} belongs.',
  'launch.badCompiler': 'The compiler that was handed in gives no {what}.',
  'launch.unknownCode': 'There is no kind of code {value}; there are {kinds}.',
  'launch.noEntry': 'The sources have no text named {entry:quoted}.',
  'launch.callTwice': 'A function and calldata cannot both be called; leave one out.',
  'launch.argumentsTwice': 'The arguments of the constructor stand twice; leave one of the two out.',
  'launch.argumentsWithoutFunction': 'There is no function that the arguments {arguments} are for; name one.',
  'launch.needsSolidity': 'This says nothing for {kind}; it needs Solidity.',
  'launch.emptyTarget': 'There is nothing in it.',
  'launch.oddHex': 'The number of hex digits is odd, {digits:count}; bytes need two digits each.',
  'launch.notHex': '{character:quoted} is not a hex digit.',
  'launch.unlinkedHex':
    'The code lacks the address of a library where it says {placeholder}; link it, or name the Solidity file instead.',
  'launch.noAccounts': 'This is no JSON object with an account for each address.',
  'launch.accountTwice': 'The account {address} stands there twice; keep one.',
  'launch.unknownField': '{field:quoted} is no field of an account; it has {fields}.',
  'launch.fieldNotAddress': '{field:quoted} is not an address: 40 hex digits, with 0x or without.',
  'launch.fieldNotObject': '{field:quoted} is not an object.',
  'launch.fieldNotNumber':
    '{field:quoted} is {value:quoted}; it must be a whole number from 0 to {limit}, as decimal or 0x hex in quotes.',
  'launch.fieldNotBytes': '{field:quoted} is {value:quoted}; it must be 0x and an even number of hex digits.',
  'launch.fieldNotWord': '{field:quoted} holds {value:quoted}; slots and their values are 0x and 1 to 64 hex digits.',
  'launch.targetHasCode': 'The account {address} is where {target} runs; leave its code out.',
  'launch.codeTooLarge': 'The code has {bytes:count} bytes, more than the {limit:count} that {fork} allows.',
  'launch.deploymentFailed': 'The deployment of {contract} failed: {reason}.',
  'launch.hostMemory': 'The run needs more memory than this host has; give it less gas.',
  'launch.noCompiler': 'No compiler is at hand, so sources cannot be compiled.',
  'launch.noViaIr': 'solc {version} does not compile by way of Yul; choose {since} or newer, or do without.',
  'launch.compilerMessage': '{message}',
  'launch.pragmaMismatch': '{pragma:quoted} does not fit solc {versions}; install a version that fits, or name one.',
  'launch.artifactLacks':
    'The build lacks {lacking}, and solc {version} is not here to make it; add it to outputSelection (Hardhat) or extra_output and ast = true (foundry.toml), or name a compiler.',
  'launch.buildSettings': 'A build says how it was compiled; leave this out, or give the source.',
  'launch.badSources': 'The sources in this recording have no sound {field}. Record it again.',
  'launch.notARecording': 'This is neither a recording nor a trace that Memlane reads.',
  'launch.nothingRan': 'No code ran, so there is no step to look at.',
  'launch.nothingInPlace':
    '{name} creates a contract, and nothing is in place yet; prepare a call, or bare calldata, instead.',
  'launch.badCampaign': 'The option {field} of a campaign is {value}; it must be {wanted}.',
  'launch.mapNeedsBuild': 'No build is known for the code of frame {frame}.',
  'launch.noSuchFrame': 'There is no frame {frame}; the run has frames 0 to {last}.',
  'launch.noSuchRule': 'There is no rule {name:quoted}; rules are called R05 or write-past-object.',
  'launch.ignoreWithoutReason':
    'A memlane-ignore comment names rules and says why, as in // memlane-ignore {rule}: the tail is cleared below.',
  'launch.notABaseline': 'This is no baseline of findings.',
  'launch.baselineVersion': 'This baseline is of version {version}, and version {known} is read; write it again.',
  'launch.badBaselineEntry':
    'Finding {number:count} of this baseline lacks a field or has an unknown rule; write it again.',
} as const

/** An error of this room, with its English sentence. */
export const launchError: ErrorMaker<typeof launchErrors> = errorsOf(launchErrors)

/** Every code that an error of this path can have, beside those of the paths that it uses. */
export type LaunchErrorCode = keyof typeof launchErrors
