/**
 * One row per opcode, holding every static fact about it. Gas sizing, recording, checking, assembling,
 * highlighting, the engine's tables and the documentation read these rows.
 *
 * Operands are numbered from the top of the stack: operand 0 is what POP would take.
 *
 *   MSTORE   operand 0 = offset, operand 1 = value     writes [offset, offset + 32)
 *   MCOPY    0 = destination, 1 = source, 2 = length   reads [1, 1 + 2), writes [0, 0 + 2)
 *   CALL     3, 4 = input range (read before the call), 5, 6 = output range (paid for before, written after)
 *
 * A row says what holds when the opcode first appeared; `forks.ts` lists which prices moved later.
 * Source: Yellow Paper, appendix H.2, and the proposals named in `forks.ts`.
 * @module
 */
import { BugError } from '../base/error.ts'
import type { ByteCount, ByteOffset } from '../base/units.ts'
import * as op from './codes.ts'
import type { ForkName } from './forkNames.ts'
import { type FrameKind, type FrameStatus, isCreation } from './frame.ts'
import { COPY_WORD_GAS, HASH_WORD_GAS, LOG_BYTE_GAS } from './prices.ts'

/** A memory range named by operands: where it starts, and how long it is (an operand or a fixed count). */
export type MemoryOperands =
  | { readonly offset: number; readonly length: number }
  | { readonly offset: number; readonly bytes: ByteCount }

/** A range that an opcode writes. */
export type WriteOperands = MemoryOperands & {
  /** Paid for now and written when the called frame has ended, at most its return data's length. */
  readonly isLater: boolean
}

/** Everything static about an opcode. */
export interface Opcode {
  /** Its byte. */
  readonly code: number
  /** Its mnemonic, in capitals. */
  readonly name: string
  /** The fork that brought it. */
  readonly since: ForkName
  /** What each operand means, top of the stack first. */
  readonly operands: readonly string[]
  /** Bytes of data that follow the opcode in code. */
  readonly immediate: ByteCount
  /** Words that it takes off the stack. */
  readonly pops: number
  /** Words that it puts on the stack. */
  readonly pushes: number
  /** Gas that every execution pays, before memory expansion, cold access and what the size of its data costs. */
  readonly gas: number
  /** Gas for each 32 bytes, begun ones too, of the range that it copies, hashes or deploys. */
  readonly gasPerWord: number
  /** Gas for each byte of the range that it logs. */
  readonly gasPerByte: number
  /** The range that it reads. Reading expands memory exactly as writing does. */
  readonly reads: MemoryOperands | undefined
  /** The range that it writes; of a call where its output goes. */
  readonly writes: WriteOperands | undefined
  /** Every range that it pays for: what it reads, then what it writes. */
  readonly ranges: readonly MemoryOperands[]
  /** The kind of frame that it starts. */
  readonly starts: FrameKind | undefined
  /** How the frame ends that executes it. */
  readonly ends: FrameStatus | undefined
}

const WORD_AT_0: MemoryOperands = { offset: 0, bytes: 32 }

/** What few opcodes have. */
interface More {
  readonly since?: ForkName
  readonly reads?: MemoryOperands
  readonly writes?: MemoryOperands
  readonly writesLater?: MemoryOperands
  readonly gasPerWord?: number
  readonly gasPerByte?: number
  readonly starts?: FrameKind
  readonly ends?: FrameStatus
}

type Row = readonly [code: number, name: string, gas: number, pushes: number, operands: string, more?: More]

const CALL: More = { reads: { offset: 3, length: 4 }, writesLater: { offset: 5, length: 6 } }
const CALL_WITHOUT_VALUE: More = { reads: { offset: 2, length: 3 }, writesLater: { offset: 4, length: 5 } }
const COPY: More = { writes: { offset: 0, length: 2 }, gasPerWord: COPY_WORD_GAS }
const INITCODE: MemoryOperands = { offset: 1, length: 2 }
const FIRST_TWO: MemoryOperands = { offset: 0, length: 1 }
const LOG: More = { reads: FIRST_TWO, gasPerByte: LOG_BYTE_GAS }

// biome-ignore format: rows exist to be compared
const ROWS: readonly Row[] = [
  // code             name              gas  pushes  operands, top first                                more
  [op.STOP,           'STOP',             0,  0, '',                                                    { ends: 'stop' }],
  [op.ADD,            'ADD',              3,  1, 'a b'],
  [op.MUL,            'MUL',              5,  1, 'a b'],
  [op.SUB,            'SUB',              3,  1, 'a b'],
  [op.DIV,            'DIV',              5,  1, 'a b'],
  [op.SDIV,           'SDIV',             5,  1, 'a b'],
  [op.MOD,            'MOD',              5,  1, 'a b'],
  [op.SMOD,           'SMOD',             5,  1, 'a b'],
  [op.ADDMOD,         'ADDMOD',           8,  1, 'a b modulus'],
  [op.MULMOD,         'MULMOD',           8,  1, 'a b modulus'],
  [op.EXP,            'EXP',             10,  1, 'base exponent'],
  [op.SIGNEXTEND,     'SIGNEXTEND',       5,  1, 'byteIndex value'],
  [op.LT,             'LT',               3,  1, 'a b'],
  [op.GT,             'GT',               3,  1, 'a b'],
  [op.SLT,            'SLT',              3,  1, 'a b'],
  [op.SGT,            'SGT',              3,  1, 'a b'],
  [op.EQ,             'EQ',               3,  1, 'a b'],
  [op.ISZERO,         'ISZERO',           3,  1, 'value'],
  [op.AND,            'AND',              3,  1, 'a b'],
  [op.OR,             'OR',               3,  1, 'a b'],
  [op.XOR,            'XOR',              3,  1, 'a b'],
  [op.NOT,            'NOT',              3,  1, 'value'],
  [op.BYTE,           'BYTE',             3,  1, 'byteIndex value'],
  [op.SHL,            'SHL',              3,  1, 'shift value',                                         { since: 'constantinople' }],
  [op.SHR,            'SHR',              3,  1, 'shift value',                                         { since: 'constantinople' }],
  [op.SAR,            'SAR',              3,  1, 'shift value',                                         { since: 'constantinople' }],
  [op.CLZ,            'CLZ',              5,  1, 'value',                                               { since: 'osaka' }],
  [op.KECCAK256,      'KECCAK256',       30,  1, 'offset length',                                       { reads: FIRST_TWO, gasPerWord: HASH_WORD_GAS }],
  [op.ADDRESS,        'ADDRESS',          2,  1, ''],
  [op.BALANCE,        'BALANCE',         20,  1, 'address'],
  [op.ORIGIN,         'ORIGIN',           2,  1, ''],
  [op.CALLER,         'CALLER',           2,  1, ''],
  [op.CALLVALUE,      'CALLVALUE',        2,  1, ''],
  [op.CALLDATALOAD,   'CALLDATALOAD',     3,  1, 'calldataOffset'],
  [op.CALLDATASIZE,   'CALLDATASIZE',     2,  1, ''],
  [op.CALLDATACOPY,   'CALLDATACOPY',     3,  0, 'offset calldataOffset length',                        COPY],
  [op.CODESIZE,       'CODESIZE',         2,  1, ''],
  [op.CODECOPY,       'CODECOPY',         3,  0, 'offset codeOffset length',                            COPY],
  [op.GASPRICE,       'GASPRICE',         2,  1, ''],
  [op.EXTCODESIZE,    'EXTCODESIZE',     20,  1, 'address'],
  [op.EXTCODECOPY,    'EXTCODECOPY',     20,  0, 'address offset codeOffset length',                    { writes: { offset: 1, length: 3 }, gasPerWord: COPY_WORD_GAS }],
  [op.RETURNDATASIZE, 'RETURNDATASIZE',   2,  1, '',                                                    { since: 'byzantium' }],
  [op.RETURNDATACOPY, 'RETURNDATACOPY',   3,  0, 'offset returndataOffset length',                      { ...COPY, since: 'byzantium' }],
  [op.EXTCODEHASH,    'EXTCODEHASH',    400,  1, 'address',                                             { since: 'constantinople' }],
  [op.BLOCKHASH,      'BLOCKHASH',       20,  1, 'blockNumber'],
  [op.COINBASE,       'COINBASE',         2,  1, ''],
  [op.TIMESTAMP,      'TIMESTAMP',        2,  1, ''],
  [op.NUMBER,         'NUMBER',           2,  1, ''],
  [op.PREVRANDAO,     'PREVRANDAO',       2,  1, ''],
  [op.GASLIMIT,       'GASLIMIT',         2,  1, ''],
  [op.CHAINID,        'CHAINID',          2,  1, '',                                                    { since: 'istanbul' }],
  [op.SELFBALANCE,    'SELFBALANCE',      5,  1, '',                                                    { since: 'istanbul' }],
  [op.BASEFEE,        'BASEFEE',          2,  1, '',                                                    { since: 'london' }],
  [op.BLOBHASH,       'BLOBHASH',         3,  1, 'index',                                               { since: 'cancun' }],
  [op.BLOBBASEFEE,    'BLOBBASEFEE',      2,  1, '',                                                    { since: 'cancun' }],
  [op.POP,            'POP',              2,  0, 'value'],
  [op.MLOAD,          'MLOAD',            3,  1, 'offset',                                              { reads: WORD_AT_0 }],
  [op.MSTORE,         'MSTORE',           3,  0, 'offset value',                                        { writes: WORD_AT_0 }],
  [op.MSTORE8,        'MSTORE8',          3,  0, 'offset value',                                        { writes: { offset: 0, bytes: 1 } }],
  [op.SLOAD,          'SLOAD',           50,  1, 'slot'],
  [op.SSTORE,         'SSTORE',           0,  0, 'slot value'],
  [op.JUMP,           'JUMP',             8,  0, 'target'],
  [op.JUMPI,          'JUMPI',           10,  0, 'target condition'],
  [op.PC,             'PC',               2,  1, ''],
  [op.MSIZE,          'MSIZE',            2,  1, ''],
  [op.GAS,            'GAS',              2,  1, ''],
  [op.JUMPDEST,       'JUMPDEST',         1,  0, ''],
  [op.TLOAD,          'TLOAD',          100,  1, 'slot',                                                { since: 'cancun' }],
  [op.TSTORE,         'TSTORE',         100,  0, 'slot value',                                          { since: 'cancun' }],
  [op.MCOPY,          'MCOPY',            3,  0, 'offset sourceOffset length',                          { since: 'cancun', reads: { offset: 1, length: 2 }, ...COPY }],
  [op.PUSH0,          'PUSH0',            2,  1, '',                                                    { since: 'shanghai' }],
  [op.LOG0,           'LOG0',           375,  0, 'offset length',                                       LOG],
  [op.LOG1,           'LOG1',           750,  0, 'offset length topic0',                                LOG],
  [op.LOG2,           'LOG2',          1125,  0, 'offset length topic0 topic1',                         LOG],
  [op.LOG3,           'LOG3',          1500,  0, 'offset length topic0 topic1 topic2',                  LOG],
  [op.LOG4,           'LOG4',          1875,  0, 'offset length topic0 topic1 topic2 topic3',           LOG],
  [op.CREATE,         'CREATE',       32000,  1, 'value offset length',                                 { starts: 'create', reads: INITCODE }],
  [op.CALL,           'CALL',            40,  1, 'gas address value inputOffset inputLength outputOffset outputLength',{ starts: 'call', ...CALL }],
  [op.CALLCODE,       'CALLCODE',        40,  1, 'gas address value inputOffset inputLength outputOffset outputLength',{ starts: 'callcode', ...CALL }],
  [op.RETURN,         'RETURN',           0,  0, 'offset length',                                       { ends: 'return', reads: FIRST_TWO }],
  [op.DELEGATECALL,   'DELEGATECALL',    40,  1, 'gas address inputOffset inputLength outputOffset outputLength',{ since: 'homestead', starts: 'delegatecall', ...CALL_WITHOUT_VALUE }],
  [op.CREATE2,        'CREATE2',      32000,  1, 'value offset length salt',                            { since: 'constantinople', starts: 'create2', reads: INITCODE, gasPerWord: HASH_WORD_GAS }],
  [op.STATICCALL,     'STATICCALL',     700,  1, 'gas address inputOffset inputLength outputOffset outputLength',{ since: 'byzantium', starts: 'staticcall', ...CALL_WITHOUT_VALUE }],
  [op.REVERT,         'REVERT',           0,  0, 'offset length',                                       { since: 'byzantium', ends: 'revert', reads: FIRST_TWO }],
  [op.INVALID,        'INVALID',          0,  0, '',                                                    { ends: 'halt' }],
  [op.SELFDESTRUCT,   'SELFDESTRUCT',     0,  0, 'beneficiary',                                         { ends: 'stop' }],
]

/** PUSHn: the n immediate bytes as a word. */
function push(bytes: ByteCount): Opcode {
  return opcode([op.PUSH1 + bytes - 1, `PUSH${bytes}`, 3, 1, ''], bytes)
}

/** DUPn: needs n items and leaves n + 1. */
function dup(n: number): Opcode {
  const operands = Array.from({ length: n }, (_, index) => `item${index}`).join(' ')
  return opcode([op.DUP1 + n - 1, `DUP${n}`, 3, n + 1, operands])
}

/** SWAPn: needs n + 1 items and exchanges the first with the last of them. */
function swap(n: number): Opcode {
  const operands = Array.from({ length: n + 1 }, (_, index) => `item${index}`).join(' ')
  return opcode([op.SWAP1 + n - 1, `SWAP${n}`, 3, n + 1, operands])
}

function opcode([code, name, gas, pushes, names, more = {}]: Row, immediate: ByteCount = 0): Opcode {
  const operands = names === '' ? [] : names.split(' ')
  const { reads, since = 'frontier', gasPerWord = 0, gasPerByte = 0, starts, ends } = more
  const written = more.writes ?? more.writesLater
  const writes = written && { ...written, isLater: more.writesLater !== undefined }
  const ranges = [reads, writes].filter((range) => range !== undefined)
  return Object.freeze({
    ...{ code, name, since, operands, immediate, pops: operands.length, pushes },
    ...{ gas, gasPerWord, gasPerByte, reads, writes, ranges, starts, ends },
  })
}

/** Every opcode that any fork up to Osaka knows, by ascending code. */
export const OPCODES: readonly Opcode[] = checked(
  [
    ...ROWS.map((row) => opcode(row)),
    ...Array.from({ length: 32 }, (_, n) => push(n + 1)),
    ...Array.from({ length: 16 }, (_, n) => dup(n + 1)),
    ...Array.from({ length: 16 }, (_, n) => swap(n + 1)),
  ].sort((a, b) => a.code - b.code),
)

/** The table's own rules: a slip in a row would otherwise show as a wrong price far away. */
function checked(opcodes: readonly Opcode[]): readonly Opcode[] {
  for (const [index, { code, name, pops, ranges, gasPerWord, gasPerByte }] of opcodes.entries()) {
    if (index > 0 && opcodes[index - 1]!.code === code) throw new BugError(`opcode ${code} stands in two rows`)
    for (const range of ranges) {
      const highest = 'length' in range ? Math.max(range.offset, range.length) : range.offset
      if (highest >= pops) throw new BugError(`${name} has no operand ${highest}`)
    }
    // Else nothing would say how much data there is to pay for.
    const isSized = ranges.some((range) => 'length' in range)
    if (gasPerWord + gasPerByte > 0 && !isSized) throw new BugError(`${name} pays for data that it does not name`)
  }
  return opcodes
}

const BY_BYTE: readonly (Opcode | undefined)[] = Array.from({ length: 256 }, (_, byte) =>
  OPCODES.find(({ code }) => code === byte),
)

/**
 * The opcode of a byte, whatever the fork: recordings and listings name what stands in code. `fork(name).opcodes` has
 * those of one fork, with its prices.
 *
 *   opcodeOfByte(0x52)?.name    'MSTORE'
 *   opcodeOfByte(0x0c)          undefined
 */
export function opcodeOfByte(byte: number): Opcode | undefined {
  return BY_BYTE[byte]
}

/** Whether the opcode of that byte starts a frame: a call or a creation. */
export function startsFrame(byte: number): boolean {
  return BY_BYTE[byte]?.starts !== undefined
}

/** CALL, CALLCODE, DELEGATECALL, STATICCALL. */
export function startsCall(byte: number): boolean {
  const kind = BY_BYTE[byte]?.starts
  return kind !== undefined && !isCreation(kind)
}

/** CREATE and CREATE2. */
export function startsCreation(byte: number): boolean {
  const kind = BY_BYTE[byte]?.starts
  return kind !== undefined && isCreation(kind)
}

/**
 * The memory range that operands name. `operand(0)` is the top of the stack. As numbers, which are exact up to 2^53:
 * nobody can pay for memory beyond it.
 *
 *   rangeOf({ offset: 0, bytes: 32 }, (index) => stack[index])    { offset: 64, length: 32 }
 */
export function rangeOf(
  range: MemoryOperands,
  operand: (index: number) => number,
): { readonly offset: ByteOffset; readonly length: ByteCount } {
  return { offset: operand(range.offset), length: lengthOf(range, operand) }
}

/** The length alone; see `rangeOf`. */
export function lengthOf(range: MemoryOperands, operand: (index: number) => number): ByteCount {
  return 'length' in range ? operand(range.length) : range.bytes
}

const BY_NAME: ReadonlyMap<string, Opcode> = new Map([
  ...OPCODES.map((opcode) => [opcode.name, opcode] as const),
  // Names that older tools and texts print.
  ...(
    [
      ['SHA3', op.KECCAK256],
      ['DIFFICULTY', op.PREVRANDAO],
      ['SUICIDE', op.SELFDESTRUCT],
    ] as const
  ).map(([name, code]) => [name, BY_BYTE[code]!] as const),
])

/** The opcode of a mnemonic in any letter case, old names included; `undefined` when there is none. */
export function opcodeNamed(name: string): Opcode | undefined {
  return BY_NAME.get(name.toUpperCase())
}
