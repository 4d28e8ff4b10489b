/**
 * A contract whose assembly writes eight bytes past a buffer, into the length of a string; and that finding, made by hand
 * from its recording, for tests of what is said about findings.
 * @module
 */
import type { Cause, CheckReport, Finding, StepPlace } from '../../src/check/index.ts'
import { codes } from '../../src/opcodes/index.ts'
import type { Recording } from '../../src/trace/index.ts'

export const STAMP = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract Stamp {
    function stamp(uint256 id) external pure returns (bytes memory head, string memory name) {
        head = new bytes(32);
        name = "Alice";
        assembly {
            // the id goes after 24 bytes
            mstore(add(head, 56), id)
        }
    }
}
`

/** head lies at 0x80 and ends at 0xc0, where name begins. */
const HEAD = 0x80
const NAME = 0xc0
const FREE = 0x100

/** `stamp(7)`: the store of the id at 0xb8, met by the load of name.length at 0xc0. */
export function stampFinding(recording: Recording): Finding {
  const store = (offset: bigint, value: bigint): StepPlace =>
    placeWhere(recording, (op, step) => {
      return op === codes.MSTORE && recording.operand(step, 0) === offset && recording.operand(step, 1) === value
    })
  const at = store(0xb8n, 7n)
  const reader = placeWhere(
    recording,
    (op, step) => op === codes.MLOAD && step > at.step && recording.operand(step, 0) === BigInt(NAME),
  )
  const before = new Uint8Array(24)
  const after = Uint8Array.of(...new Array(23).fill(0), 7)
  return {
    rule: 'R05',
    severity: 'error',
    frame: 0,
    at,
    range: { offset: 0xb8, length: 32 },
    object: { start: HEAD, end: NAME, made: store(0x40n, BigInt(NAME)) },
    victim: { start: NAME, end: FREE, made: store(0x40n, BigInt(FREE)) },
    changed: { offset: NAME, before, after },
    reader,
    pointer: undefined,
    origin: { isCalldata: false, isReturndata: false },
    facts: {},
  }
}

export function causeOf(first: Finding, count = 1): Cause {
  return { rule: first.rule, first, count }
}

/** A report of a run with these causes. */
export function reportOf(recording: Recording, causes: readonly Cause[]): CheckReport {
  return {
    causes,
    calls: recording.frames.length,
    allocations: 2,
    steps: recording.stepCount,
    notChecked: [],
  }
}

function placeWhere(recording: Recording, fits: (op: number, step: number) => boolean): StepPlace {
  for (let step = 0; step < recording.stepCount; step++) {
    const op = recording.steps.opcode(step)
    if (fits(op, step)) return { step, pc: recording.steps.pc(step), op }
  }
  throw new Error('The contract does not do what the finding says.')
}
