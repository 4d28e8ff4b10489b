/**
 * The sentences of what this room refuses.
 * @module
 */
import { type ErrorMaker, type ErrorTable, errorsOf } from '../base/index.ts'

export const solidityErrors = {
  'solidity.badArtifact': 'The artifact has no sound {field}.',
  'solidity.notAnArtifact':
    'This JSON is no artifact of Foundry or Hardhat, no build-info, and neither input nor output of solc.',
  'solidity.sourceByUrl': 'The build names {file} without its content; compile with the sources in the input.',
  'solidity.compileFailed': ({ others }) => (others === 0 ? '{first}' : '{first} (and {others:count} more)'),
  'solidity.noContract': ({ wanted, existing }) => {
    if (String(existing) === '')
      return wanted === undefined
        ? 'No contract that can be deployed was found. The sources define none.'
        : 'No contract {wanted} was found. The sources define none.'
    return wanted === undefined
      ? 'No contract that can be deployed was found. Those that exist: {existing}.'
      : 'No contract {wanted} was found. Those that exist: {existing}.'
  },
  'solidity.whichContract': '{count:count} contracts come into question: {existing}. Choose one by name.',
  'solidity.notDeployable': '{wanted} is an interface or abstract and cannot be deployed.',
  'solidity.noFunction': ({ wanted, existing }) => {
    if (String(existing) === '')
      return wanted === undefined
        ? '{contract} has no function without parameters. It has none that can be called.'
        : '{contract} has no function {wanted}. It has none that can be called.'
    return wanted === undefined
      ? '{contract} has no function without parameters. Those that exist: {existing}.'
      : '{contract} has no function {wanted}. Those that exist: {existing}.'
  },
  'solidity.whichFunction':
    '{contract} has {count:count} functions that come into question: {existing}. Choose one by its signature.',
  'solidity.argumentCount': '{signature} needs {needed:count} {needed:argument|arguments}, {given:count} given.',
  'solidity.badArgument': ({ name, given }) => {
    if (given === '')
      return name === ''
        ? 'Argument {number:count}: nothing is not {article} {type}; it needs {expected}.'
        : 'Argument {number:count} ({name}): nothing is not {article} {type}; it needs {expected}.'
    return name === ''
      ? 'Argument {number:count}: {given} is not {article} {type}; it needs {expected}.'
      : 'Argument {number:count} ({name}): {given} is not {article} {type}; it needs {expected}.'
  },
  'solidity.unlinked': '{contract} calls {libraries}, whose address is not known; deploy and link it first.',
  'solidity.noFrame': 'The run has {frames:count} {frames:frame|frames}, counted from 0; there is no {frame:count}.',
  'solidity.foreignTwin':
    'The twin of {contract} is a build of other sources; compile the same ones without the optimizer.',
  'solidity.codeMismatch': 'Frame {frame:count} does not run the code of {contract}; choose the contract that it runs.',
} as const satisfies ErrorTable

/** An error of this room, with its English sentence. */
export const solidityError: ErrorMaker<typeof solidityErrors> = /* @__PURE__ */ errorsOf(solidityErrors)

/** Every code that an error of this path can have, beside those of the paths that it uses. */
export type SolidityErrorCode = keyof typeof solidityErrors
