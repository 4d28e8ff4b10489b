import { expect, it } from 'vitest'
import * as room from './index.ts'

it('the room exports what it says', () => {
  expect(Object.keys(room).sort()).toMatchInlineSnapshot(`
    [
      "COLD_ACCOUNT_SURCHARGE",
      "COLD_SLOT_GAS",
      "COLD_SLOT_SURCHARGE",
      "DEFAULT_FORK",
      "FORK_NAMES",
      "OPCODES",
      "WARM_ACCESS_GAS",
      "basicBlocks",
      "codes",
      "endsExecution",
      "fork",
      "immediateBytes",
      "instructions",
      "isAtLeast",
      "jumpTargets",
      "opcodeNamed",
      "parseForkName",
    ]
  `)
})
