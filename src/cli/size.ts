/**
 * Sizes of memory as people type them.
 * @module
 */
import { type ByteCount, grouped } from '../base/index.ts'
import { cliError } from '../view/index.ts'

const BYTES = new Map([
  ['b', 1n],
  ['kib', 1024n],
  ['mib', 1024n ** 2n],
  ['gib', 1024n ** 3n],
])

/** Bytes, from `8192`, `0x2000`, `8KiB` or `1MiB`: at most the largest number that is exact, 2^53 − 1. */
export function parseSize(size: string): ByteCount {
  const [, number, unit = 'b'] = /^(0x[0-9a-f]+|\d+)\s*([a-z]+)?$/i.exec(size) ?? []
  const factor = BYTES.get(unit.toLowerCase())
  if (number === undefined || factor === undefined) throw cliError('cli.invalidSize', { size })
  const bytes = BigInt(number) * factor
  if (bytes > BigInt(Number.MAX_SAFE_INTEGER))
    throw cliError('cli.sizeTooLarge', { size: grouped(bytes), limit: Number.MAX_SAFE_INTEGER })
  return Number(bytes)
}
