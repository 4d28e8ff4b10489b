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
 * A row says what holds when the opcode first appeared; `forks.ts` lists what changed later.
 * Source: Yellow Paper, appendix H.2, and the proposals named in `forks.ts`.
 * @module
 */
import { BugError } from '../base/error.ts'
import type { ByteCount } from '../base/units.ts'
import * as op from './codes.ts'

/** A memory range named by operands: where it starts, and how long it is (an operand or a fixed count). */
export type MemoryOperands =
  | { readonly offset: number; readonly length: number }
  | { readonly offset: number; readonly bytes: ByteCount }

export interface Opcode {
  readonly code: number
  readonly name: string
  /** What each operand means, top of the stack first. */
  readonly operands: readonly string[]
  /** Bytes of data that follow the opcode in code. */
  readonly immediate: ByteCount
  readonly pops: number
  readonly pushes: number
  /** Gas that every execution pays, before memory expansion, cold access and per-word costs. */
  readonly gas: number
  /** Ranges read. Reading expands memory exactly as writing does. */
  readonly reads: readonly MemoryOperands[]
  /** Ranges written by the instruction itself. */
  readonly writes: readonly MemoryOperands[]
  /** Ranges paid for now and written when the called frame has ended (at most its return data's length). */
  readonly writesLater: readonly MemoryOperands[]
}

const WORD_AT_0: MemoryOperands = { offset: 0, bytes: 32 }

interface Memory {
  readonly reads?: readonly MemoryOperands[]
  readonly writes?: readonly MemoryOperands[]
  readonly writesLater?: readonly MemoryOperands[]
}

type Row = readonly [code: number, name: string, gas: number, pushes: number, operands: string, memory?: Memory]

const CALL_MEMORY: Memory = { reads: [{ offset: 3, length: 4 }], writesLater: [{ offset: 5, length: 6 }] }
const CALL_WITHOUT_VALUE_MEMORY: Memory = { reads: [{ offset: 2, length: 3 }], writesLater: [{ offset: 4, length: 5 }] }
const COPY_MEMORY: Memory = { writes: [{ offset: 0, length: 2 }] }
const READ_FIRST_TWO: Memory = { reads: [{ offset: 0, length: 1 }] }

// biome-ignore format: rows exist to be compared
const ROWS: readonly Row[] = [
  // code             name              gas  pushes  operands, top first                                memory
  [op.STOP,           'STOP',             0,  0, ''],
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
  [op.SHL,            'SHL',              3,  1, 'shift value'],
  [op.SHR,            'SHR',              3,  1, 'shift value'],
  [op.SAR,            'SAR',              3,  1, 'shift value'],
  [op.CLZ,            'CLZ',              5,  1, 'value'],
  [op.KECCAK256,      'KECCAK256',       30,  1, 'offset length',                                       READ_FIRST_TWO],
  [op.ADDRESS,        'ADDRESS',          2,  1, ''],
  [op.BALANCE,        'BALANCE',         20,  1, 'address'],
  [op.ORIGIN,         'ORIGIN',           2,  1, ''],
  [op.CALLER,         'CALLER',           2,  1, ''],
  [op.CALLVALUE,      'CALLVALUE',        2,  1, ''],
  [op.CALLDATALOAD,   'CALLDATALOAD',     3,  1, 'calldataOffset'],
  [op.CALLDATASIZE,   'CALLDATASIZE',     2,  1, ''],
  [op.CALLDATACOPY,   'CALLDATACOPY',     3,  0, 'offset calldataOffset length',                        COPY_MEMORY],
  [op.CODESIZE,       'CODESIZE',         2,  1, ''],
  [op.CODECOPY,       'CODECOPY',         3,  0, 'offset codeOffset length',                            COPY_MEMORY],
  [op.GASPRICE,       'GASPRICE',         2,  1, ''],
  [op.EXTCODESIZE,    'EXTCODESIZE',     20,  1, 'address'],
  [op.EXTCODECOPY,    'EXTCODECOPY',     20,  0, 'address offset codeOffset length',                    { writes: [{ offset: 1, length: 3 }] }],
  [op.RETURNDATASIZE, 'RETURNDATASIZE',   2,  1, ''],
  [op.RETURNDATACOPY, 'RETURNDATACOPY',   3,  0, 'offset returndataOffset length',                      COPY_MEMORY],
  [op.EXTCODEHASH,    'EXTCODEHASH',    400,  1, 'address'],
  [op.BLOCKHASH,      'BLOCKHASH',       20,  1, 'blockNumber'],
  [op.COINBASE,       'COINBASE',         2,  1, ''],
  [op.TIMESTAMP,      'TIMESTAMP',        2,  1, ''],
  [op.NUMBER,         'NUMBER',           2,  1, ''],
  [op.PREVRANDAO,     'PREVRANDAO',       2,  1, ''],
  [op.GASLIMIT,       'GASLIMIT',         2,  1, ''],
  [op.CHAINID,        'CHAINID',          2,  1, ''],
  [op.SELFBALANCE,    'SELFBALANCE',      5,  1, ''],
  [op.BASEFEE,        'BASEFEE',          2,  1, ''],
  [op.BLOBHASH,       'BLOBHASH',         3,  1, 'index'],
  [op.BLOBBASEFEE,    'BLOBBASEFEE',      2,  1, ''],
  [op.POP,            'POP',              2,  0, 'value'],
  [op.MLOAD,          'MLOAD',            3,  1, 'offset',                                              { reads: [WORD_AT_0] }],
  [op.MSTORE,         'MSTORE',           3,  0, 'offset value',                                        { writes: [WORD_AT_0] }],
  [op.MSTORE8,        'MSTORE8',          3,  0, 'offset value',                                        { writes: [{ offset: 0, bytes: 1 }] }],
  [op.SLOAD,          'SLOAD',           50,  1, 'slot'],
  [op.SSTORE,         'SSTORE',           0,  0, 'slot value'],
  [op.JUMP,           'JUMP',             8,  0, 'target'],
  [op.JUMPI,          'JUMPI',           10,  0, 'target condition'],
  [op.PC,             'PC',               2,  1, ''],
  [op.MSIZE,          'MSIZE',            2,  1, ''],
  [op.GAS,            'GAS',              2,  1, ''],
  [op.JUMPDEST,       'JUMPDEST',         1,  0, ''],
  [op.TLOAD,          'TLOAD',          100,  1, 'slot'],
  [op.TSTORE,         'TSTORE',         100,  0, 'slot value'],
  [op.MCOPY,          'MCOPY',            3,  0, 'offset sourceOffset length',                          { reads: [{ offset: 1, length: 2 }], writes: [{ offset: 0, length: 2 }] }],
  [op.PUSH0,          'PUSH0',            2,  1, ''],
  [op.LOG0,           'LOG0',           375,  0, 'offset length',                                       READ_FIRST_TWO],
  [op.LOG1,           'LOG1',           750,  0, 'offset length topic0',                                READ_FIRST_TWO],
  [op.LOG2,           'LOG2',          1125,  0, 'offset length topic0 topic1',                         READ_FIRST_TWO],
  [op.LOG3,           'LOG3',          1500,  0, 'offset length topic0 topic1 topic2',                  READ_FIRST_TWO],
  [op.LOG4,           'LOG4',          1875,  0, 'offset length topic0 topic1 topic2 topic3',           READ_FIRST_TWO],
  [op.CREATE,         'CREATE',       32000,  1, 'value offset length',                                 { reads: [{ offset: 1, length: 2 }] }],
  [op.CALL,           'CALL',            40,  1, 'gas address value inputOffset inputLength outputOffset outputLength', CALL_MEMORY],
  [op.CALLCODE,       'CALLCODE',        40,  1, 'gas address value inputOffset inputLength outputOffset outputLength', CALL_MEMORY],
  [op.RETURN,         'RETURN',           0,  0, 'offset length',                                       READ_FIRST_TWO],
  [op.DELEGATECALL,   'DELEGATECALL',    40,  1, 'gas address inputOffset inputLength outputOffset outputLength', CALL_WITHOUT_VALUE_MEMORY],
  [op.CREATE2,        'CREATE2',      32000,  1, 'value offset length salt',                            { reads: [{ offset: 1, length: 2 }] }],
  [op.STATICCALL,     'STATICCALL',     700,  1, 'gas address inputOffset inputLength outputOffset outputLength', CALL_WITHOUT_VALUE_MEMORY],
  [op.REVERT,         'REVERT',           0,  0, 'offset length',                                       READ_FIRST_TWO],
  [op.INVALID,        'INVALID',          0,  0, ''],
  [op.SELFDESTRUCT,   'SELFDESTRUCT',     0,  0, 'beneficiary'],
]

/** PUSHn: the n immediate bytes as a word. */
function push(bytes: ByteCount): Opcode {
  return opcode([op.PUSH1 + bytes - 1, `PUSH${bytes}`, 3, 1, ''], { immediate: bytes })
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

function opcode([code, name, gas, pushes, names, memory = {}]: Row, more: { immediate?: ByteCount } = {}): Opcode {
  const operands = names === '' ? [] : names.split(' ')
  return Object.freeze({
    code,
    name,
    operands,
    immediate: more.immediate ?? 0,
    pops: operands.length,
    pushes,
    gas,
    reads: memory.reads ?? [],
    writes: memory.writes ?? [],
    writesLater: memory.writesLater ?? [],
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
  for (const [index, { code, name, pops, reads, writes, writesLater }] of opcodes.entries()) {
    if (index > 0 && opcodes[index - 1]!.code === code) throw new BugError(`opcode ${code} stands in two rows`)
    for (const range of [...reads, ...writes, ...writesLater]) {
      const highest = 'length' in range ? Math.max(range.offset, range.length) : range.offset
      if (highest >= pops) throw new BugError(`${name} has no operand ${highest}`)
    }
  }
  return opcodes
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
  ).map(([name, code]) => [name, OPCODES.find((opcode) => opcode.code === code)!] as const),
])

/** The opcode of a mnemonic in any letter case, old names included; `undefined` when there is none. */
export function opcodeNamed(name: string): Opcode | undefined {
  return BY_NAME.get(name.toUpperCase())
}
