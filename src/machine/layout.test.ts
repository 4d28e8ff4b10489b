/** Where the machine's registers stand. */
import { expect, it } from 'vitest'
import * as layout from './layout.ts'

/** Registers whose width is not four bytes. */
const WIDE: Readonly<Record<string, number>> = {
  REFUND: 8,
  SIDE_ORIGIN: 8,
  RECORDED_REFUND: 8,
  SENTRY_GAS: 8,
  DIRTY_STORE_GAS: 8,
  COLD_SLOT_LOAD_GAS: 8,
  COLD_SLOT_STORE_GAS: 8,
  CLEAR_REFUND: 8,
  EXP_BYTE_GAS: 8,
  RESET_STORE_GAS: 8,
  HASH_SEEDS: 40,
}

it('has no two registers in one place', () => {
  const registers = Object.entries(layout)
    .filter(([, at]) => at >= layout.FRAME && at < layout.ENVIRONMENT)
    .map(([name, at]) => ({ name, at, end: at + (WIDE[name] ?? 4) }))
    .sort((a, b) => a.at - b.at)
  expect(registers.length).toBeGreaterThan(40)
  for (const [index, { name, end }] of registers.entries())
    expect(registers[index + 1]?.at ?? layout.ENVIRONMENT, `behind ${name}`).toBeGreaterThanOrEqual(end)
})
