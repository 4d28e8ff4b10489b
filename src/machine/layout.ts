/**
 * The layout of the machine's one linear memory, for both sides: the AssemblyScript of `engine/` and the
 * TypeScript that drives it. Numeric constants only, because AssemblyScript imports this file as it is.
 *
 *   0          statics: constants of the engine, registers, environment, opcode table, scratch
 *   FRAMES     1,025 frame records of FRAME_BYTES
 *   STACKS     operand stacks, one behind the other: a child's first slot is behind its caller's top
 *   HEAP       blocks that the driver hands out: code, storage cache, journal, logs, buffers, event ring
 *   [ARENA]    EVM memory of all frames; each frame's base is its caller's end. The last region, because it
 *              grows without bound; it moves up when the heap needs its place
 *
 * Addresses of registers, frame fields and table columns are in bytes. A stack slot is a word of four
 * little-endian 64-bit limbs; EVM memory, code and calldata stand in the protocol's byte order.
 * @module
 */

/** The step in which a WebAssembly memory grows. */
export const WASM_PAGE_BYTES = 65536

// ── Registers: one of each ─────────────────────────────────────────────────────────────────────────────

/** Address of the running frame's record. u32 */
export const FRAME = 0x4000
/** Where EVM memory starts. u32 */
export const ARENA = 0x4004
/** Bytes at and above this address have never been written: growth need not clear them. u32 */
export const ARENA_DIRTY_END = 0x4008
/** No frame's memory may end above this address: the host's cap. u32 */
export const ARENA_LIMIT = 0x400c
/** What the last RETURN or REVERT gave: an address and a length. u32, u32 */
export const OUTPUT = 0x4010
export const OUTPUT_LENGTH = 0x4014
/** What RETURNDATACOPY reads: an address and a length. u32, u32 */
export const RETURNDATA = 0x4018
export const RETURNDATA_LENGTH = 0x401c
/** Gas refund of the transaction so far; may be negative within a frame. i64 */
export const REFUND = 0x4020
/** Storage cache: entries, how many are used and how many fit; the index and its length − 1. u32 each */
export const SLOTS = 0x4028
export const SLOT_COUNT = 0x402c
export const SLOT_CAPACITY = 0x4030
export const SLOT_INDEX = 0x4034
export const SLOT_INDEX_MASK = 0x4038
/** Journal of slots: records that undo changes, newest last. Address, end and limit. u32 each */
export const JOURNAL = 0x403c
export const JOURNAL_END = 0x4040
export const JOURNAL_LIMIT = 0x4044
/** Log records. Address, end and limit. u32 each */
export const LOGS = 0x4048
export const LOGS_END = 0x404c
export const LOGS_LIMIT = 0x4050
/** Event ring: where the next step's record goes and the address behind the last that fits. u32, u32 */
export const RING_NEXT = 0x4054
export const RING_END = 0x4058
/** Side table of the ring: where the next bytes go, and the address behind the buffer. u32, u32 */
export const SIDE_NEXT = 0x405c
export const SIDE_END = 0x4060
/** 1 while the debug variant records steps. u32 */
export const RECORDING = 0x4064
/** The whole recording's side-table offset of the first byte in the buffer, and that byte's address. i64, u32 */
export const SIDE_ORIGIN = 0x4068
export const SIDE_BUFFER = 0x4070
/** 1 when the step before this one pushed a result that the side table still lacks. u32 */
export const RESULT_PENDING = 0x4074
/** The refund that the newest step record stands for. i64 */
export const RECORDED_REFUND = 0x4110
/** Bytes that the running instruction needs and a buffer lacks; set with the exits FULL_…. u32 */
export const NEEDED_BYTES = 0x4078
/** Storage prices of the fork. i64 each, see `Rules` in `opcodes/forks.ts` */
export const SENTRY_GAS = 0x4080
export const DIRTY_STORE_GAS = 0x4088
export const COLD_SLOT_LOAD_GAS = 0x4090
export const COLD_SLOT_STORE_GAS = 0x4098
export const CLEAR_REFUND = 0x40a0
export const EXP_BYTE_GAS = 0x40a8
/** Price of changing a slot from its original value, cold access not included: 2,900 or 5,000. i64 */
export const RESET_STORE_GAS = 0x40b0
/** 1 when SSTORE compares with the original value, 0 when only with the current one. u32 */
export const NET_STORAGE = 0x40b8
/** Random odd multipliers of the slot index's hash, against keys chosen to collide: five u64. */
export const HASH_SEEDS = 0x40c0

/** Words of block and transaction that an opcode pushes, by opcode byte: ENVIRONMENT + opcode × 32. */
export const ENVIRONMENT = 0x4200
/** Length of the list of blob hashes, and its address. u32, u32 */
export const BLOB_HASH_COUNT = 0x40f0
export const BLOB_HASHES = 0x40f4

/** Room for return data behind RETURNDATA. u32 */
export const RETURNDATA_ROOM = 0x40f8
/** Accounts that the engine calls without the driver: entries, how many, and the index. u32 each */
export const ACCOUNTS = 0x4100
export const ACCOUNT_COUNT = 0x4104
export const ACCOUNT_INDEX = 0x4108
/** Not 0 when the instruction at the frame's pc was told to the hook that watches it. Debug variant only. u32 */
export const STEP_TOLD = 0x410c
/** 1 while a hook is told of logs: a frame that has some and reverts ends with the driver. u32 */
export const LOGS_WATCHED = 0x4118
/**
 * ARENA_LIMIT while memory that grows holds zeros; 0 while it holds junk, so that growth which is nothing special compares with
 * one limit. u32
 */
export const ZEROED_LIMIT = 0x411c
/** What the junk is made of. u32 */
export const JUNK_SEED = 0x4120

// ── The opcode table of the fork: OPCODE_BYTES per opcode byte ────────────────────────────────────────
export const OPCODE_TABLE = 0x6200
export const OPCODE_BYTES = 16
/** Static gas. u32 */
export const OPCODE_GAS = 0
/** Operands taken and items left. u8, u8 */
export const OPCODE_POPS = 4
export const OPCODE_PUSHES = 5
/** See OPCODE_… flags below. u8 */
export const OPCODE_FLAGS = 6
/** Operands that a recording keeps of a step, from the top of the stack. u8 */
export const OPCODE_RECORDED = 7
/** The operand that is the offset of the range written, and the one that is its length; NO_OPERAND. u8, u8 */
export const OPCODE_WRITE_OFFSET = 8
export const OPCODE_WRITE_LENGTH = 9
/** Length of the range written where no operand tells it. u8 */
export const OPCODE_WRITE_BYTES = 10

export const NO_OPERAND = 255

/** The fork has this opcode. */
export const OPCODE_DEFINED = 1
/** A basic block ends behind this instruction: jumps, ends of a frame, and what must see exact gas. */
export const OPCODE_ENDS_BLOCK = 2
/** The driver executes it. */
export const OPCODE_HOST = 4
/** It pushes one word that cannot be told from code and stack alone: a recording keeps it. */
export const OPCODE_HAS_RESULT = 8
/** A hook is told before it executes. Read by the debug variant only. */
export const OPCODE_WATCHED = 16

/** Scratch words of division, 1 KiB; Keccak's state and one padded block, 512 bytes. */
export const SCRATCH = 0x7200
export const KECCAK_STATE = 0x7600

// ── Frame records ──────────────────────────────────────────────────────────────────────────────────────
export const FRAMES = 0x8000
/** One for each depth, 0 … MAX_DEPTH. */
export const FRAME_BYTES = 256
/** Position of the next instruction in code. u32 */
export const FRAME_PC = 0
/** Address of the stack's top slot; STACK_BASE when the stack is empty. u32 */
export const FRAME_STACK_TOP = 4
/** Gas left. In the fast variant the rest of the running block is already taken off. i64 */
export const FRAME_GAS = 8
/** Memory: address of its first byte, bytes in use (MSIZE), and the gas paid for them. u32, u32, i64 */
export const FRAME_MEMORY = 16
export const FRAME_MEMORY_SIZE = 20
export const FRAME_MEMORY_COST = 24
/** Address of the slot before the first. u32 */
export const FRAME_STACK_BASE = 32
/** Address of a code block (see below). u32 */
export const FRAME_CODE = 36
/** Calldata: address and length. u32, u32 */
export const FRAME_INPUT = 40
export const FRAME_INPUT_LENGTH = 44
/** 1 in a static call. u32 */
export const FRAME_STATIC = 48
/** Number of the account whose storage is used. u32 */
export const FRAME_ACCOUNT = 52
/** Depth, 0 for the outermost; and the number of the frame in this run. u32, u32 */
export const FRAME_DEPTH = 56
export const FRAME_ID = 60
/** Lengths of journal and logs, and the refund, when the frame started: what a failure goes back to. u32, u32, i64 */
export const FRAME_JOURNAL = 64
export const FRAME_LOGS = 68
export const FRAME_REFUND = 72
/** Where in the caller's memory the output goes. u32, u32 */
export const FRAME_OUTPUT_OFFSET = 80
export const FRAME_OUTPUT_LENGTH = 84
/** 1 when the driver knows the frame and has to end it. u32 */
export const FRAME_HOSTED = 88
/** Of a frame that the engine started: the entry of the account whose code runs. u32 */
export const FRAME_ENTRY = 92
/** Words. */
export const FRAME_ADDRESS = 96
export const FRAME_CALLER = 128
export const FRAME_VALUE = 160
/** Of a frame that the engine started: the gas that it got. i64 */
export const FRAME_GAS_GIVEN = 192

// ── Operand stacks ─────────────────────────────────────────────────────────────────────────────────────
/** FRAMES + 1,025 × 256, rounded up. */
export const STACKS = 0x50000
export const SLOT_BYTES = 32
/** MAX_STACK_ITEMS × SLOT_BYTES. */
export const MAX_STACK_BYTES = 32768

// ── Heap ───────────────────────────────────────────────────────────────────────────────────────────────
/** STACKS + 1,025 × 32,768 and a spare stack below and above. */
export const HEAP = 0x2070000

// ── Code blocks, in the heap ───────────────────────────────────────────────────────────────────────────
/**
 * A code block of code with n bytes:
 *
 *   0                        length of the code (u32), address of the fast code, of the block table (u32, u32), and of the
 *                            bytes that CODECOPY reads (u32): those below, but for code that runs changed
 *   CODE_BYTES               32 zero bytes, the code as deployed, CODE_PADDING zero bytes
 *   fast code                the same, with what the fast variant executes instead (fused and unknown opcodes)
 *   block table              BLOCK_BYTES for each position 0 … n
 */
export const CODE_LENGTH = 0
export const CODE_FAST = 4
export const CODE_BLOCKS = 8
export const CODE_SHOWN = 12
/** Where the first byte of the code stands. */
export const CODE_BYTES = 64
/** Zero bytes behind code: running off the end meets STOP, and a cut PUSH reads zeros. */
export const CODE_PADDING = 64
/** Gas of a block in 32 bits, its deepest need and its headroom in 16 bits each, in stack bytes. */
export const BLOCK_BYTES = 8

// ── Storage cache ──────────────────────────────────────────────────────────────────────────────────────
/** Key, current value, value at the start of the transaction; account, index slot, flags. */
export const SLOT_ENTRY_BYTES = 112
export const SLOT_KEY = 0
export const SLOT_CURRENT = 32
export const SLOT_ORIGINAL = 64
export const SLOT_ACCOUNT = 96
export const SLOT_INDEX_SLOT = 100
export const SLOT_FLAGS = 104
export const SLOT_WARM = 1
/** Set in the account number of transient storage: other slots, same table. */
export const TRANSIENT = 0x80000000
/** Entry (u32), flags (u32) and current value before a change. */
export const JOURNAL_RECORD_BYTES = 40

// ── Accounts ───────────────────────────────────────────────────────────────────────────────────────────
/** Address (its low three limbs), code block, account number, index place. */
export const ACCOUNT_ENTRY_BYTES = 40
export const ACCOUNT_ADDRESS = 0
export const ACCOUNT_CODE = 24
export const ACCOUNT_NUMBER = 28
export const ACCOUNT_PLACE = 32
/** How many fit; the driver calls the others. */
export const MAX_ACCOUNTS = 1024
export const ACCOUNT_INDEX_MASK = 2047

// ── Log records ────────────────────────────────────────────────────────────────────────────────────────
/** Address word, number of topics (u32), length of data (u32), topic words, data. */
export const LOG_HEADER_BYTES = 40

// ── Event ring: what a recording keeps of a step, before it executes ──────────────────────────────────
/** Bytes of a step record. */
export const STEP_BYTES = 32
export const STEP_PC = 0
export const STEP_OPCODE = 4
/** See STEP_REFUND. u8 */
export const STEP_FLAGS = 5
export const STEP_DEPTH = 6
export const STEP_GAS = 8
/** Words of the frame's memory. u32 */
export const STEP_MEMORY_WORDS = 16
export const STEP_FRAME = 20
/** Offset in the recording's side table. i64 */
export const STEP_SIDE = 24
/** In the flags: the refund counter is not what it was at the step before; the side entry begins with it (i64). */
export const STEP_REFUND = 1
export const STEP_REFUND_BYTES = 8
/** The largest side entry apart from replaced memory: the refund, and 7 operands and a result as words. */
export const STEP_SIDE_RESERVE = 264

// ── Exits: why `run` came back ─────────────────────────────────────────────────────────────────────────
export const EXIT_STOP = 0
export const EXIT_RETURN = 1
export const EXIT_REVERT = 2
/** The opcode at the frame's pc is the driver's. Its static gas is paid, its operands are on the stack. */
export const EXIT_HOST = 3
/** The storage cache lacks a slot: its key is on top of the stack. */
export const EXIT_NEED_SLOT = 4
/** The fast variant cannot go on: the debug variant tells exactly how this ends. */
export const EXIT_SLOW = 5
/** A buffer is full. NEEDED_BYTES more are wanted; then run again. */
export const EXIT_FULL_RING = 6
export const EXIT_FULL_JOURNAL = 7
export const EXIT_FULL_LOGS = 8
/** A hook watches the opcode at the frame's pc; nothing of the instruction is done. Debug variant only. */
export const EXIT_STEP = 9
/** Exceptional halts, in the order of `HALT_REASONS`. */
export const EXIT_HALT = 16
export const EXIT_OUT_OF_GAS = 16
export const EXIT_STACK_UNDERFLOW = 17
export const EXIT_STACK_OVERFLOW = 18
export const EXIT_INVALID_JUMP = 19
export const EXIT_INVALID_OPCODE = 20
export const EXIT_STATIC_VIOLATION = 21
export const EXIT_RETURNDATA_OUT_OF_BOUNDS = 22
export const EXIT_MEMORY_LIMIT = 23
