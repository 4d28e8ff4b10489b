// What is measured: driver contracts over real code, the compilers they are built with, and the four ways of building them.

/**
 * @typedef {{ drivers: readonly string[], solc?: string, evmVersion?: string, modes?: readonly string[] }} Project
 *   drivers: as file and contract; each function `run…` of a driver is one run, in order of their names
 *   solc: the version, one of the packages of this folder; without it the one that memlane comes with
 *   modes: those that the compiler has, without them all
 */

/** @type {Record<string, Project>} */
export const PROJECTS = {
  objects: { drivers: ['Objects.sol:ObjectsDriver'], evmVersion: 'osaka' },
  calls: { drivers: ['Calls.sol:CallsDriver'], evmVersion: 'osaka' },
  openzeppelin: {
    drivers: [
      'OpenZeppelinTokens.sol:OpenZeppelinTokensDriver',
      'OpenZeppelinUtilities.sol:OpenZeppelinUtilitiesDriver',
    ],
    evmVersion: 'osaka',
  },
  solady: { drivers: ['Solady.sol:SoladyDriver'], evmVersion: 'osaka' },
  solmate: { drivers: ['Solmate.sol:SolmateDriver'], evmVersion: 'osaka' },
  applications: { drivers: ['Applications.sol:ApplicationsDriver'], evmVersion: 'osaka' },
}

/** @type {Record<string, { viaIR: boolean, optimizer: { enabled: boolean, runs?: number } }>} */
// biome-ignore format: rows exist to be compared
export const MODES = {
  legacy:          { viaIR: false, optimizer: { enabled: false } },
  legacyOptimized: { viaIR: false, optimizer: { enabled: true, runs: 200 } },
  ir:              { viaIR: true,  optimizer: { enabled: false } },
  irOptimized:     { viaIR: true,  optimizer: { enabled: true, runs: 200 } },
}

/** The twin of the others. */
export const PLAIN = 'legacy'
