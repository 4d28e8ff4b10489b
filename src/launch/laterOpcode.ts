/**
 * Why a byte is no opcode: often it is one of a later fork. solc writes REVERT for forks that do not have it.
 * @module
 */
import { type Fork, opcodeOfByte } from '../opcodes/index.ts'
import type { LaterOpcode } from './facts.ts'

/** The opcode that a byte is in later forks; `undefined` for one of this fork, and for one that there never was. */
export function laterOpcode(byte: number | undefined, fork: Fork): LaterOpcode | undefined {
  if (byte === undefined || fork.opcodes[byte] !== undefined) return undefined
  const opcode = opcodeOfByte(byte)
  return opcode && { name: opcode.name, since: opcode.since }
}
