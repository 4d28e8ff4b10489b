/**
 * Bytecode → mnemonics. The text is source again and assembles to the same bytes, whatever they are: what
 * no mnemonic can spell becomes DATA.
 *
 *   60 04 56 fe 5b 00 a2 64
 *
 *       PUSH1 @at_0004                    ; 0x0000
 *       JUMP                              ; 0x0002
 *       DATA 0xfe                         ; 0x0003  never reached: 1 byte
 *   at_0004: JUMPDEST                     ; 0x0004
 *       STOP                              ; 0x0005
 *       DATA 0xa264                       ; 0x0006  never reached: 2 bytes
 * @module
 */
import { bytesToHex } from '../base/hex.ts'
import type { Pc } from '../base/units.ts'
import { instructions } from '../opcodes/code.ts'
import { JUMPDEST } from '../opcodes/codes.ts'
import { DEFAULT_FORK, type ForkName } from '../opcodes/forkNames.ts'
import { fork as forkNamed } from '../opcodes/forks.ts'
import type { Opcode } from '../opcodes/table.ts'
import { flowOf } from './flow.ts'
import { positionText } from './listing.ts'

/** An instruction that executions may come to, with all of its immediate bytes. */
export interface CodeInstruction {
  readonly kind: 'instruction'
  /** Where it stands in the code. */
  readonly pc: Pc
  /** The opcode and its immediate: a view of the code. */
  readonly bytes: Uint8Array
  /** The row of its opcode. */
  readonly opcode: Opcode
  /** The name given to a JUMPDEST. */
  readonly label: string | undefined
  /** Of a push: the label whose position it pushes. */
  readonly target: string | undefined
  /** Whether a jump of the same block takes `target`. If not, it may be a return address, or a number that is equal by chance. */
  readonly jumps: boolean
}

/** Bytes that no mnemonic spells. */
export interface CodeData {
  readonly kind: 'data'
  /** Where its first byte stands in the code. */
  readonly pc: Pc
  /** A view of the code. */
  readonly bytes: Uint8Array
  /**
   * - `neverReached`: no execution comes here, as far as the code tells (compiler metadata, embedded code, tables)
   * - `unknownOpcode`: one byte that the fork does not know; executing it halts
   * - `cutPush`: the last push of the code, which wants more bytes than there are
   */
  readonly reason: 'neverReached' | 'unknownOpcode' | 'cutPush'
}

/** A part of code, told apart by `kind`. */
export type CodePart = CodeInstruction | CodeData

/**
 * The parts of `code` in order; they cover it without gaps.
 *
 * What is never reached is found by following pushes, which misses targets that are computed in one block and jumped to
 * in another. The bytes are right in any case.
 */
export function disassemble(code: Uint8Array, options: { readonly fork?: ForkName } = {}): CodePart[] {
  const fork = forkNamed(options.fork ?? DEFAULT_FORK)
  const { blocks, reached, pushedTargets } = flowOf(code, fork)
  const parts: CodePart[] = []
  for (let index = 0; index < blocks.length; index++) {
    const { start, end } = blocks[index]
    if (!reached[index]) {
      while (index + 1 < blocks.length && !reached[index + 1]) index++
      parts.push({ kind: 'data', pc: start, bytes: code.subarray(start, blocks[index].end), reason: 'neverReached' })
      continue
    }
    for (const { pc: offset, opcode, next } of instructions(code.subarray(start, end), fork)) {
      const pc = start + offset
      const bytes = code.subarray(pc, start + next)
      if (opcode === undefined) parts.push({ kind: 'data', pc, bytes, reason: 'unknownOpcode' })
      else if (start + next > code.length) parts.push({ kind: 'data', pc, bytes, reason: 'cutPush' })
      else {
        const pushed = pushedTargets.get(pc)
        parts.push({
          kind: 'instruction',
          pc,
          bytes,
          opcode,
          label: opcode.code === JUMPDEST ? labelAt(pc) : undefined,
          target: pushed && labelAt(pushed.target),
          jumps: pushed?.jumps ?? false,
        })
      }
    }
  }
  return parts
}

const INDENT = '    '
/** Where comments begin, if the instruction leaves room. */
const COMMENT_COLUMN = 38
const DATA_BYTES_PER_ROW = 32

const REASONS: Readonly<Record<CodeData['reason'], string>> = {
  neverReached: 'never reached',
  unknownOpcode: 'unknown opcode',
  cutPush: 'push cut off by the end of the code',
}

/** Source that assembles to the same bytes in the same fork, with positions as comments. Each row ends with a newline. */
export function formatDisassembly(parts: Iterable<CodePart>): string {
  const rows: string[] = []
  for (const part of parts) {
    if (part.kind === 'instruction') {
      const { label, target, jumps } = part
      const front = label === undefined ? INDENT : `${label}: `
      // A target that no jump takes is only a remark: the number may be no position at all.
      rows.push(row(front + mnemonic(part), part.pc, target === undefined || jumps ? '' : `= ${target}`))
      continue
    }
    const { pc, bytes, reason } = part
    for (let start = 0; start < bytes.length; start += DATA_BYTES_PER_ROW) {
      const text = `${INDENT}DATA ${bytesToHex(bytes.subarray(start, start + DATA_BYTES_PER_ROW))}`
      const size = `${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}`
      rows.push(row(text, pc + start, start === 0 ? `${REASONS[reason]}: ${size}` : ''))
    }
  }
  return rows.join('')
}

function row(text: string, pc: Pc, remark: string): string {
  return `${`${text.padEnd(COMMENT_COLUMN - 1)} ; ${positionText(pc)}  ${remark}`.trimEnd()}\n`
}

function mnemonic({ opcode, bytes, target, jumps }: CodeInstruction): string {
  if (opcode.immediate === 0) return opcode.name
  return `${opcode.name} ${jumps ? `@${target}` : bytesToHex(bytes.subarray(1))}`
}

function labelAt(pc: Pc): string {
  return `at_${positionText(pc).slice(2)}`
}
