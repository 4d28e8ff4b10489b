/**
 * A machine on its own, without accounts: for tests of the engine's parts.
 * @module
 */
import { Code, Machine, type MachineFrame } from '../../src/machine/index.ts'
import { type ForkName, fork } from '../../src/opcodes/index.ts'

const MEMORY_LIMIT = 64 << 20

export function newMachine(forkName: ForkName = 'osaka', memoryLimit: number = MEMORY_LIMIT): Machine {
  const machine = new Machine(fork(forkName), memoryLimit)
  machine.reset()
  return machine
}

/** Starts a frame of account 0 that has that code, much gas, and `input`, a range of linear memory. */
export function startFrame(
  machine: Machine,
  { code = Code.EMPTY, gas = 1n << 62n, input = 0, inputLength = 0 } = {},
): MachineFrame {
  const setup = {
    gas,
    isStatic: false,
    caller: 0n,
    value: 0n,
    input,
    inputLength,
    outputOffset: 0,
    outputLength: 0,
  }
  return machine.pushFrame(setup, code, machine.depth + 1, 0, 0n)
}
