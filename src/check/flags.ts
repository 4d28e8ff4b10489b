/**
 * What is known of a value beside its pointer: bits that follow it through the stack and through memory.
 * @module
 */

/** Calldata went into it. */
export const CALLDATA = 1
/** Return data, or its length, went into it. */
export const RETURNDATA = 2
/** MSIZE went into it. */
export const MSIZE = 4
/** A sum, product or shift did not fit, taken as signed numbers: masks such as `not(31)` do fit. */
export const OVERFLOW = 8
/** It was loaded from 0x40 while that held no address. */
export const BROKEN = 16

/** Somebody outside of the contract chose it, or a part of it. */
export const FOREIGN: number = CALLDATA | RETURNDATA
