/**
 * Names of exceptional halts, in the order of the engine's EXIT_… numbers.
 * @module
 */
export const HALT_REASONS = [
  'outOfGas',
  'stackUnderflow',
  'stackOverflow',
  'invalidJump',
  'invalidOpcode',
  'staticViolation',
  'returnDataOutOfBounds',
  'memoryLimit',
] as const

/** A halt that the engine itself can tell. */
export type MachineHalt = (typeof HALT_REASONS)[number]
