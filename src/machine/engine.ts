/**
 * The WebAssembly engine's functions. Addresses come back as signed 32-bit numbers: `>>> 0` where they matter.
 * @module
 */
import { hexToBytes } from '../base/hex.ts'
import { ENGINE_WASM } from './engine.generated.ts'
import type { LinearAddress, LinearMemory } from './linearMemory.ts'

type BinaryWordFunction = (to: LinearAddress, a: LinearAddress, b: LinearAddress) => void
type TernaryWordFunction = (to: LinearAddress, a: LinearAddress, b: LinearAddress, n: LinearAddress) => void
type IndexedWordFunction = (to: LinearAddress, index: bigint, a: LinearAddress) => void

export interface Engine {
  /** Runs the current frame; returns an EXIT_…. `atLeader`: 1 when the next instruction begins a basic block. */
  runFast(atLeader: number): number
  runDebug(): number
  analyse(codeBlock: LinearAddress): void
  /** Grows the frame's memory and returns the gas that is left, or a negative number with nothing changed. */
  expand(frame: LinearAddress, offset: bigint, length: bigint, gas: bigint): bigint
  /** Writes the junk of `[from, end)` of the frame memory at `base`; both are multiples of 32. */
  fillWithJunk(base: LinearAddress, from: number, end: number): void
  /** Leaves the hash at KECCAK_STATE. */
  keccak(from: LinearAddress, length: number): void
  /** The entry of the account whose address is the word there, or 0. */
  findAccount(addressWord: LinearAddress): number
  enterAccount(addressWord: LinearAddress, codeBlock: LinearAddress, account: number): number
  find(account: number, key: LinearAddress): number
  insert(account: number, key: LinearAddress): number
  reindex(): void
  revertSlots(journalEnd: LinearAddress): void
  warm(entry: LinearAddress): number
  /** Stores the word there without refund or warmth: of any slot. */
  storeTransient(entry: LinearAddress, value: LinearAddress): void
  add: BinaryWordFunction
  sub: BinaryWordFunction
  mul: BinaryWordFunction
  div: BinaryWordFunction
  sdiv: BinaryWordFunction
  mod: BinaryWordFunction
  smod: BinaryWordFunction
  exp: BinaryWordFunction
  addmod: TernaryWordFunction
  mulmod: TernaryWordFunction
  shl: IndexedWordFunction
  signextend: IndexedWordFunction
  byteAt: IndexedWordFunction
  shr(to: LinearAddress, shift: bigint, a: LinearAddress, fill: bigint): void
  leadingZeros(to: LinearAddress, a: LinearAddress): void
}

let compiled: WebAssembly.Module | undefined

/** Compiled once for each realm, at first use: about 4 ms. */
function engineModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(hexToBytes(ENGINE_WASM))
  return compiled
}

export function instantiateEngine(memory: LinearMemory): Engine {
  const { exports } = new WebAssembly.Instance(engineModule(), { env: { memory: memory.memory } })
  // The module is ours and built with this file: its exports are this interface.
  return exports as unknown as Engine
}
