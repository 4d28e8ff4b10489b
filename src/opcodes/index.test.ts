import { expect, it } from 'vitest'
import * as room from './index.ts'

it('the room exports what it says', () => {
  expect(Object.keys(room).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_FORK",
      "FORK_NAMES",
      "FRAME_KINDS",
      "MAX_DEPTH",
      "MAX_STACK_ITEMS",
      "OPCODES",
      "basicBlocks",
      "codes",
      "endsExecution",
      "fork",
      "immediateBytes",
      "instructions",
      "isAtLeast",
      "isCreation",
      "isSuccess",
      "jumpTargets",
      "lengthOf",
      "opcodeNamed",
      "opcodeOfByte",
      "parseForkName",
      "prices",
      "rangeOf",
      "startsCall",
      "startsCreation",
      "startsFrame",
    ]
  `)
})
