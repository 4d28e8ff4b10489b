/**
 * What JSON gives: values of which nothing is known yet.
 * @module
 */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether it is an object with fields: no list, not `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
