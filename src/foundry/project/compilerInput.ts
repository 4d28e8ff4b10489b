/**
 * What solc is given for a chunk: forge's settings, so that code and its metadata are forge's too, and few outputs.
 * @module
 */

import { compare } from 'semver'
import { evmVersionFor } from '../../solidity/evmVersion.ts'
import { OUTPUT_SELECTION, type StandardJsonInput } from '../../solidity/index.ts'
import { withoutCommit } from '../../solidity/version.ts'
import type { Chunk } from './chunks.ts'
import type { FoundryProject } from './project.ts'
import { remappingText } from './remapping.ts'

/** What a run of tests needs; the syntax tree and source maps are most of what solc writes. */
const FEW_OUTPUTS: StandardJsonInput['settings']['outputSelection'] = {
  '*': {
    '*': [
      ...['abi', 'evm.methodIdentifiers', 'evm.bytecode.object', 'evm.bytecode.linkReferences'],
      ...['evm.deployedBytecode.object', 'evm.deployedBytecode.linkReferences'],
      'evm.deployedBytecode.immutableReferences',
    ],
  },
}

/** The first versions that take these settings; older ones refuse the whole input. */
const APPEND_CBOR = '0.8.18'
const VIA_IR = '0.8.13'

/** @param everything with what finding places in the sources needs */
export function compilerInput(
  { units }: Chunk,
  { settings, remappings }: FoundryProject,
  version: string,
  everything: boolean,
): StandardJsonInput {
  const { optimizer, optimizerRuns, viaIr, evmVersion, bytecodeHash, cborMetadata, literalContent } = settings
  const knows = (since: string) => compare(withoutCommit(version), since) >= 0
  return {
    language: 'Solidity',
    sources: Object.fromEntries(units.map(({ name, text }) => [name, { content: text }])),
    settings: {
      remappings: remappings.map(remappingText),
      optimizer: { enabled: optimizer, runs: optimizerRuns },
      metadata: {
        useLiteralContent: literalContent,
        bytecodeHash,
        ...(knows(APPEND_CBOR) ? { appendCBOR: cborMetadata } : {}),
      },
      outputSelection: everything ? OUTPUT_SELECTION : FEW_OUTPUTS,
      evmVersion: evmVersionFor(evmVersion, version),
      ...(viaIr || knows(VIA_IR) ? { viaIR: viaIr } : {}),
    },
  }
}
