// Those who do not run the peers have no EDR: its types are not asked for.
declare module '@nomicfoundation/edr'
