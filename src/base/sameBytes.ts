/** Comparing bytes. @module */

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && beginsWith(a, b)
}

export function beginsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  if (start.length > bytes.length) return false
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start[i]) return false
  return true
}
