/**
 * Counts that the protocol fixes. The engine's AssemblyScript imports them too.
 * Source: Yellow Paper, section 9.
 * @module
 */

/** The deepest frame; the outermost has depth 0. */
export const MAX_DEPTH = 1024
/** Words that a frame's stack holds at most. */
export const MAX_STACK_ITEMS = 1024
