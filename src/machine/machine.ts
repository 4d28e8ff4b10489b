/**
 * The machine: one linear memory, the engine that runs in it, and what the driver above needs to start, stop and
 * feed it. It knows frames, not accounts: whoever drives it decides what a call means.
 * @module
 */
import { BugError } from '../base/error.ts'
import type { ByteCount, ByteOffset, Gas, Word } from '../base/units.ts'
import { type Fork, MAX_DEPTH } from '../opcodes/index.ts'
import { type Code, CodeStore } from './codeStore.ts'
import { type Engine, instantiateEngine } from './engine.ts'
import { MachineFrame } from './frame.ts'
import { Heap } from './heap.ts'
import {
  ACCOUNT_CODE,
  ACCOUNT_COUNT,
  ACCOUNT_ENTRY_BYTES,
  ACCOUNT_INDEX,
  ACCOUNT_INDEX_MASK,
  ACCOUNT_NUMBER,
  ACCOUNTS,
  ARENA,
  BLOB_HASH_COUNT,
  BLOB_HASHES,
  ENVIRONMENT,
  FRAME,
  FRAME_ACCOUNT,
  FRAME_ADDRESS,
  FRAME_BYTES,
  FRAME_CALLER,
  FRAME_CODE,
  FRAME_DEPTH,
  FRAME_ENTRY,
  FRAME_GAS,
  FRAME_GAS_GIVEN,
  FRAME_HOSTED,
  FRAME_ID,
  FRAME_INPUT,
  FRAME_INPUT_LENGTH,
  FRAME_JOURNAL,
  FRAME_LOGS,
  FRAME_MEMORY,
  FRAME_MEMORY_COST,
  FRAME_MEMORY_SIZE,
  FRAME_OUTPUT_LENGTH,
  FRAME_OUTPUT_OFFSET,
  FRAME_PC,
  FRAME_REFUND,
  FRAME_STACK_BASE,
  FRAME_STACK_TOP,
  FRAME_STATIC,
  FRAME_VALUE,
  FRAMES,
  HASH_SEEDS,
  HEAP,
  KECCAK_STATE,
  LOGS_WATCHED,
  MAX_ACCOUNTS,
  OUTPUT,
  OUTPUT_LENGTH,
  REFUND,
  RETURNDATA,
  RETURNDATA_LENGTH,
  RETURNDATA_ROOM,
  SCRATCH,
  SLOT_BYTES,
  STACKS,
  STEP_TOLD,
} from './layout.ts'
import { type LinearAddress, LinearMemory } from './linearMemory.ts'
import { LogStore } from './logStore.ts'
import { watchOpcodes, writeOpcodeTable } from './opcodeTable.ts'
import { Ring } from './ring.ts'
import { StorageCache } from './storageCache.ts'

/** The heap starts with this much room, EVM memory behind it with as much again; both grow. */
const INITIAL_ROOM: ByteCount = 4 << 20
/** When more of the heap than this is in use, the next run starts with an empty one: loaded code is loaded again. */
const HEAP_KEPT: ByteCount = 64 << 20
/** Return data up to this length needs no more room. */
const INITIAL_RETURNDATA: ByteCount = 16 << 10

/** What a frame runs with. */
export interface FrameSetup {
  readonly gas: Gas
  readonly isStatic: boolean
  readonly caller: Word
  readonly value: Word
  /** Calldata: a range of linear memory. */
  readonly input: LinearAddress
  readonly inputLength: ByteCount
  /** Where in the caller's memory the output goes. */
  readonly outputOffset: ByteOffset
  readonly outputLength: ByteCount
}

export class Machine {
  readonly memory: LinearMemory
  readonly engine: Engine
  readonly heap: Heap
  readonly codes: CodeStore
  readonly storage: StorageCache
  readonly logs: LogStore
  readonly ring: Ring
  readonly #frames: MachineFrame[] = []
  /** Counts the runs: a handle from an earlier one is stale. */
  runs = 0
  /** By depth: where calldata stands that is in no frame's memory, and the room there. */
  #inputs: { at: LinearAddress; room: ByteCount }[] = []
  #blobHashes: LinearAddress = 0
  #blobHashRoom = 0
  #watchedOpcodes: ReadonlySet<number> | undefined

  /** `memoryLimit` caps the bytes of all live frames' memory together. */
  constructor(fork: Fork, memoryLimit: ByteCount) {
    this.memory = new LinearMemory(HEAP + 2 * INITIAL_ROOM)
    this.engine = instantiateEngine(this.memory)
    this.heap = new Heap(this.memory, memoryLimit)
    this.codes = new CodeStore(this.memory, this.heap, this.engine)
    this.storage = new StorageCache(this.memory, this.heap, this.engine)
    this.logs = new LogStore(this.memory, this.heap)
    this.ring = new Ring(this.memory, this.heap)
    for (let seed = 0; seed < 5; seed++) this.memory.setI64(HASH_SEEDS + seed * 8, randomOdd64())
    this.setFork(fork)
    this.#placeBlocks()
  }

  /** Changes opcodes and prices; loaded code is analysed again. */
  setFork(fork: Fork): void {
    writeOpcodeTable(this.memory, fork)
    this.codes.clear()
  }

  #placeBlocks(): void {
    this.heap.clear()
    this.codes.clear()
    this.ring.clear()
    this.storage.place()
    this.logs.place()
    this.#inputs = []
    this.#blobHashRoom = 0
    this.memory.setU32(RETURNDATA_ROOM, 0)
    this.#reserveReturndata(INITIAL_RETURNDATA)
    this.memory.setU32(ACCOUNTS, this.heap.allocate(MAX_ACCOUNTS * ACCOUNT_ENTRY_BYTES))
    this.memory.setU32(ACCOUNT_INDEX, this.heap.allocate((ACCOUNT_INDEX_MASK + 1) * 4))
    this.memory.setU32(ACCOUNT_COUNT, 0)
  }

  /** Makes the machine ready for a run: no frame, no slot, no log, no refund. */
  reset(): void {
    this.runs++
    this.memory.setU32(FRAME, 0)
    // A run that starts no frame has no memory and no stack to show.
    this.memory.setU32(FRAMES + FRAME_MEMORY_SIZE, 0)
    this.memory.setU32(FRAMES + FRAME_STACK_TOP, this.memory.u32(FRAMES + FRAME_STACK_BASE))
    this.memory.setU32(ACCOUNT_COUNT, 0)
    if (this.heap.used > HEAP_KEPT) this.#placeBlocks()
    this.storage.clear()
    this.logs.clear()
    this.memory.setI64(REFUND, 0n)
    this.memory.setU32(RETURNDATA_LENGTH, 0)
  }

  /** What runs from now on finds junk where memory grows, if there is a seed, and starts its free memory pointer later. */
  brutalize(junkSeed: number | undefined, pointerShift: ByteCount): void {
    this.heap.fillArena(junkSeed)
    this.codes.shiftPointers(pointerShift)
  }

  /** Depth of the running frame, −1 without one. */
  get depth(): number {
    const address = this.memory.u32(FRAME)
    return address === 0 ? -1 : (address - FRAMES) / FRAME_BYTES
  }

  get refund(): bigint {
    return this.memory.i64(REFUND)
  }

  set refund(refund: bigint) {
    this.memory.setI64(REFUND, refund)
  }

  /** The word that an opcode of the environment pushes, by its opcode byte. */
  setEnvironment(opcode: number, word: Word): void {
    this.memory.setWord(ENVIRONMENT + opcode * SLOT_BYTES, word)
  }

  setBlobHashes(hashes: readonly Word[]): void {
    if (hashes.length > this.#blobHashRoom) {
      this.#blobHashRoom = hashes.length
      this.#blobHashes = this.heap.allocate(hashes.length * SLOT_BYTES)
    }
    for (const [index, hash] of hashes.entries()) this.memory.setWord(this.#blobHashes + index * SLOT_BYTES, hash)
    this.memory.setU32(BLOB_HASHES, this.#blobHashes)
    this.memory.setU32(BLOB_HASH_COUNT, hashes.length)
  }

  /** Copies in the calldata of a frame that no other calls with its memory: the outermost's, or a hook's. Returns its address. */
  placeInput(input: Uint8Array, depth: number): LinearAddress {
    let place = this.#inputs[depth]
    if (place === undefined || input.length > place.room) {
      const room = Math.max(4096, input.length * 2)
      place = { at: this.heap.allocate(room), room }
      this.#inputs[depth] = place
    }
    this.memory.copyIn(place.at, input)
    return place.at
  }

  /** The frame at a depth, live or not. */
  frame(depth: number): MachineFrame {
    return (this.#frames[depth] ??= new MachineFrame(this.memory, depth))
  }

  /** The running frame. */
  get current(): MachineFrame {
    return this.frame(this.depth)
  }

  /**
   * Starts a frame above the running one: its memory begins where that one's ends. `account` is the number under which
   * its storage is kept, `self` what ADDRESS pushes.
   */
  pushFrame(setup: FrameSetup, running: Code, id: number, account: number, self: Word): MachineFrame {
    const depth = this.depth + 1
    if (depth > MAX_DEPTH) throw new BugError('a frame beyond the deepest')
    const memory = this.memory
    const arena = memory.u32(ARENA)
    const code = this.codes.loadToRun(running)
    // Loading may have moved EVM memory, and the input with it.
    const input = setup.input + (setup.input >= arena ? memory.u32(ARENA) - arena : 0)
    const caller = depth === 0 ? undefined : this.current
    const frame = this.frame(depth)
    const { address } = frame
    const stackBase = caller === undefined ? STACKS : caller.top
    memory.setU32(address + FRAME_PC, 0)
    memory.setU32(address + FRAME_STACK_BASE, stackBase)
    memory.setU32(address + FRAME_STACK_TOP, stackBase)
    memory.setI64(address + FRAME_GAS, setup.gas)
    memory.setU32(address + FRAME_MEMORY, caller === undefined ? memory.u32(ARENA) : caller.base + caller.size)
    memory.setU32(address + FRAME_MEMORY_SIZE, 0)
    memory.setI64(address + FRAME_MEMORY_COST, 0n)
    memory.setU32(address + FRAME_CODE, code)
    memory.setU32(address + FRAME_INPUT, input)
    memory.setU32(address + FRAME_INPUT_LENGTH, setup.inputLength)
    memory.setU32(address + FRAME_STATIC, setup.isStatic ? 1 : 0)
    memory.setU32(address + FRAME_ACCOUNT, account)
    memory.setU32(address + FRAME_ID, id)
    memory.setU32(address + FRAME_DEPTH, depth)
    memory.setU32(address + FRAME_HOSTED, 1)
    memory.setU32(address + FRAME_OUTPUT_OFFSET, setup.outputOffset)
    memory.setU32(address + FRAME_OUTPUT_LENGTH, setup.outputLength)
    memory.setWord(address + FRAME_ADDRESS, self)
    memory.setWord(address + FRAME_CALLER, setup.caller)
    memory.setWord(address + FRAME_VALUE, setup.value)
    memory.setU32(FRAME, address)
    memory.setU32(RETURNDATA_LENGTH, 0)
    return frame
  }

  /** Ends the running frame; the one below runs on. Its memory stays readable until that one grows. */
  popFrame(): void {
    const depth = this.depth
    this.memory.setU32(FRAME, depth === 0 ? 0 : this.frame(depth - 1).address)
  }

  /** Runs the current frame; returns an EXIT_…. */
  run(debug: boolean, atLeader: boolean): number {
    const exit = debug ? this.engine.runDebug() : this.engine.runFast(atLeader ? 1 : 0)
    this.memory.refresh()
    return exit
  }

  /** Grows a frame's memory for a range and pays for it from the frame's gas; otherwise changes nothing. */
  expand(frame: MachineFrame, offset: bigint, length: bigint): 'paid' | 'unpaid' | 'beyondLimit' {
    const rest = this.engine.expand(frame.address, offset, length, frame.gas)
    this.memory.refresh()
    if (rest < 0n) return rest === -2n ? 'beyondLimit' : 'unpaid'
    frame.gas = rest
    return 'paid'
  }

  /** A copy of what the last RETURN or REVERT gave. */
  copyOutput(): Uint8Array<ArrayBuffer> {
    return this.memory.copyOut(this.memory.u32(OUTPUT), this.memory.u32(OUTPUT_LENGTH))
  }

  /** Makes bytes what RETURNDATACOPY reads. */
  setReturndata(bytes: Uint8Array): void {
    this.#reserveReturndata(bytes.length)
    this.memory.setU32(RETURNDATA_LENGTH, bytes.length)
    this.memory.copyIn(this.memory.u32(RETURNDATA), bytes)
  }

  #reserveReturndata(length: ByteCount): void {
    if (length <= this.memory.u32(RETURNDATA_ROOM)) return
    this.memory.setU32(RETURNDATA, this.heap.allocate(length * 2))
    this.memory.setU32(RETURNDATA_ROOM, length * 2)
  }

  /**
   * Lets the engine call the account without the driver from now on, until `forgetAccount`: it is warm, is no
   * precompile and delegates to none. The address is the word at `addressWord`.
   */
  enterAccount(addressWord: LinearAddress, code: Code, account: number): LinearAddress | undefined {
    if (this.memory.u32(ACCOUNT_COUNT) >= MAX_ACCOUNTS) return undefined
    const known = this.engine.findAccount(addressWord) >>> 0
    const block = this.codes.loadToRun(code)
    if (known === 0) return this.engine.enterAccount(addressWord, block, account) >>> 0
    this.memory.setU32(known + ACCOUNT_CODE, block)
    this.memory.setU32(known + ACCOUNT_NUMBER, account)
    return known
  }

  /** The engine asks the driver again. */
  forgetAccount(entry: LinearAddress): void {
    this.memory.setU32(entry + ACCOUNT_CODE, 0)
  }

  /** The engine asks the driver about every account again. */
  forgetAccounts(): void {
    this.memory.setU32(ACCOUNT_COUNT, 0)
  }

  /** Chooses the opcodes before which the debug variant leaves with EXIT_STEP. */
  watchSteps(opcodes: ReadonlySet<number> | undefined): void {
    this.memory.setU32(STEP_TOLD, 0)
    if (opcodes === this.#watchedOpcodes) return
    this.#watchedOpcodes = opcodes
    watchOpcodes(this.memory, opcodes)
  }

  /** Whether frames that have logs and revert are the driver's to end. */
  watchLogs(watched: boolean): void {
    this.memory.setU32(LOGS_WATCHED, watched ? 1 : 0)
  }

  /** Whose code runs in a frame that the engine started: a word whose low 160 bits are the address. */
  calleeOf(frame: MachineFrame): Word {
    return this.memory.word(this.memory.u32(frame.address + FRAME_ENTRY))
  }

  /** The gas that a frame got which the engine started. */
  gasGivenTo(frame: MachineFrame): Gas {
    return this.memory.i64(frame.address + FRAME_GAS_GIVEN)
  }

  /** Frames that the engine started: the driver has to end them once it knows of them. */
  isHosted(frame: MachineFrame): boolean {
    return this.memory.u32(frame.address + FRAME_HOSTED) !== 0
  }

  /** Takes over a frame that the engine started; what a failure of it goes back to. */
  host(frame: MachineFrame, id: number): { storage: number; logs: number; refund: bigint } {
    const { memory } = this
    memory.setU32(frame.address + FRAME_HOSTED, 1)
    memory.setU32(frame.address + FRAME_ID, id)
    return {
      storage: memory.u32(frame.address + FRAME_JOURNAL),
      logs: memory.u32(frame.address + FRAME_LOGS),
      refund: memory.i64(frame.address + FRAME_REFUND),
    }
  }

  /** Keccak-256 of a range of linear memory: 32 bytes. */
  keccak(address: LinearAddress, length: ByteCount): Uint8Array<ArrayBuffer> {
    this.engine.keccak(address, length)
    return this.memory.copyOut(KECCAK_STATE, 32)
  }

  /** Keccak-256 of a few bytes, at most the kilobyte that scratch words have: 32 bytes. */
  keccakOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    this.memory.copyIn(SCRATCH, bytes)
    return this.keccak(SCRATCH, bytes.length)
  }
}

/** Not for secrets: only to make the engine's hash table hard to aim at. */
function randomOdd64(): bigint {
  const random32 = () => BigInt(Math.floor(Math.random() * 2 ** 32))
  return (random32() << 32n) | random32() | 1n
}
