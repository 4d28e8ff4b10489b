// What is measured: driver contracts over real code, and the four ways of building them.

/** A project's drivers, as file and contract. Each function `run…` of a driver is one run, in order of their names. */
export const PROJECTS = {
  objects: ['Objects.sol:ObjectsDriver'],
  calls: ['Calls.sol:CallsDriver'],
  openzeppelin: [
    'OpenZeppelinTokens.sol:OpenZeppelinTokensDriver',
    'OpenZeppelinUtilities.sol:OpenZeppelinUtilitiesDriver',
  ],
  solady: ['Solady.sol:SoladyDriver'],
  solmate: ['Solmate.sol:SolmateDriver'],
  // Written before anything was measured. Nobody looks at what is missed here while improving the map.
  applications: ['Applications.sol:ApplicationsDriver'],
}

/** The build that the others are measured against. */
export const REFERENCE = 'ir'

// biome-ignore format: rows exist to be compared
export const MODES = {
  legacy:          { viaIR: false, optimizer: { enabled: false } },
  legacyOptimized: { viaIR: false, optimizer: { enabled: true, runs: 200 } },
  ir:              { viaIR: true,  optimizer: { enabled: false } },
  irOptimized:     { viaIR: true,  optimizer: { enabled: true, runs: 200 } },
}
