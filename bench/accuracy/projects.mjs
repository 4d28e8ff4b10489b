// What is measured: driver contracts over real code, the compilers they are built with, and the four ways of building them.

/**
 * @typedef {{ drivers: readonly string[], solc?: string, evmVersion?: string, modes?: readonly string[] }} Project
 *   drivers: as file and contract; each function `run…` of a driver is one run, in order of their names
 *   solc: the version, one of the packages of this folder; without it the one that memlane comes with
 *   modes: those that the compiler has, without them all
 */

/** What there was before the IR pipeline was ready for use. */
const BEFORE_IR = ['legacy', 'legacyOptimized']

/** @type {Record<string, Project>} */
// biome-ignore format: rows exist to be compared
export const PROJECTS = {
  old:                { solc: '0.6.12', drivers: ['Old.sol:OldDriver'], modes: BEFORE_IR },
  'uniswap v3':       { solc: '0.7.6',  drivers: ['UniswapV3.sol:UniswapV3Driver'], modes: BEFORE_IR },
  safe:               { solc: '0.7.6',  drivers: ['Safe.sol:SafeDriver'], modes: BEFORE_IR },
  aave:               { solc: '0.8.10', drivers: ['Aave.sol:AaveDriver'], modes: BEFORE_IR },
  'bytes-utils':      { solc: '0.8.15', drivers: ['Bytes.sol:BytesDriver'] },
  optimism:           { solc: '0.8.15', drivers: ['Optimism.sol:OptimismDriver'] },
  nitro:              { solc: '0.8.17', drivers: ['Nitro.sol:NitroDriver'] },
  erc721a:            { solc: '0.8.20', drivers: ['Erc721a.sol:Erc721aDriver'] },
  'uniswap v4':       { solc: '0.8.26', drivers: ['UniswapV4.sol:UniswapV4Driver'] },
  eas:                { solc: '0.8.29', drivers: ['Eas.sol:EasDriver'] },
  'account abstraction': { solc: '0.8.29', drivers: ['AccountAbstraction.sol:AccountAbstractionDriver'] },
  'openzeppelin upgradeable': { drivers: ['OpenZeppelinUpgradeable.sol:OpenZeppelinUpgradeableDriver'] },
  openzeppelin:       { drivers: ['OpenZeppelinTokens.sol:OpenZeppelinTokensDriver', 'OpenZeppelinUtilities.sol:OpenZeppelinUtilitiesDriver'] },
  solady:             { drivers: ['Solady.sol:SoladyDriver'] },
  solmate:            { drivers: ['Solmate.sol:SolmateDriver'] },
  objects:            { drivers: ['Objects.sol:ObjectsDriver'] },
  calls:              { drivers: ['Calls.sol:CallsDriver'] },
  applications:       { drivers: ['Applications.sol:ApplicationsDriver'] },
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
