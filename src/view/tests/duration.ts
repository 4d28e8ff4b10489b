/**
 * How long something took, as forge writes it: two digits behind the point, in the unit that fits.
 * @module
 */

/** `3.74s`, `16.54ms`, `73.00µs` */
export function durationText(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)}s`
  if (milliseconds >= 1) return `${milliseconds.toFixed(2)}ms`
  return `${(milliseconds * 1000).toFixed(2)}µs`
}
