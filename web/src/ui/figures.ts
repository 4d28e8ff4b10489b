/**
 * Numbers as the page writes them.
 * @module
 */

/** `1,234,567`, in both languages. */
export function grouped(number: number | bigint): string {
  return number.toLocaleString('en')
}

export function hexOf(number: number | bigint, digits = 0): string {
  return `0x${number.toString(16).padStart(digits, '0')}`
}

export function bytesOf(count: number): string {
  return count < 10 * 1024
    ? `${grouped(count)} B`
    : count < 10 * 1024 ** 2
      ? `${grouped(Math.round(count / 1024))} KiB`
      : `${grouped(Math.round(count / 1024 ** 2))} MiB`
}
