// What the sanitizer says of code that works, by mode.
import { table } from './table.mjs'

/** @typedef {import('memlane/check').Cause} Cause */
/** @typedef {import('memlane/check').CheckReport} CheckReport */
/** @typedef {{ calls: number, steps: number, allocations: number, errors: number, warnings: number }} Sums */

export class Tally {
  /** @type {Map<string, Sums>} */
  #sums = new Map()
  /** Modes by finding. @type {Map<string, Set<string>>} */
  #found = new Map()

  /** @param {string} mode @param {CheckReport} report @param {(cause: Cause) => string} placeOf */
  add(mode, { calls, steps, allocations, causes }, placeOf) {
    const sum = this.#sums.get(mode) ?? { calls: 0, steps: 0, allocations: 0, errors: 0, warnings: 0 }
    this.#sums.set(mode, sum)
    sum.calls += calls
    sum.steps += steps
    sum.allocations += allocations
    for (const cause of causes) {
      if (cause.first.severity === 'error') sum.errors++
      else sum.warnings++
      const key = `${cause.rule} ${placeOf(cause)}`
      const modes = this.#found.get(key) ?? new Set()
      this.#found.set(key, modes.add(mode))
    }
  }

  /**
   * @param {Readonly<Record<string, string>>} classes what was looked at, and what it is, by rule and place, with or without its line
   * @returns {{ text: string, failures: string[] }}
   */
  told(classes) {
    const rows = [...this.#sums].map(([mode, { calls, steps, allocations, errors, warnings }]) => [
      mode,
      ...[calls, steps, allocations].map((number) => number.toLocaleString('en')),
      ...[errors, warnings],
    ])
    const classOf = (/** @type {string} */ key) => classes[key] ?? classes[key.replace(/:\d+$/, '')]
    const found = [...this.#found].sort(([a], [b]) => (a < b ? -1 : 1))
    const list = found.map(([key, modes]) => [
      key,
      [...modes].join(', '),
      classOf(key) ?? '**nobody has looked at it**',
    ])
    const head = ['mode', 'calls', 'steps', 'allocations', 'errors', 'warnings']
    const findings = list.length === 0 ? 'No finding.' : table(['finding', 'modes', 'what it is'], list, 3)
    return {
      text: `${table(head, rows)}\n\n${findings}`,
      failures: found.filter(([key]) => classOf(key) === undefined).map(([key]) => `Nobody has looked at ${key}.`),
    }
  }
}
