import { keccak_256 } from '@noble/hashes/sha3.js'
import { expect, it } from 'vitest'
import { newMachine } from '../../test/support/evmMachine.ts'
import { Random } from '../../test/support/evmRandom.ts'
import { bytesToHex } from '../base/index.ts'

const machine = newMachine()
const random = new Random(136)

function hashOf(bytes: Uint8Array, address: number): string {
  machine.memory.copyIn(address, bytes)
  return bytesToHex(machine.keccak(address, bytes.length))
}

it('hashes nothing', () => {
  // The hash of empty code, as in the Yellow Paper.
  expect(hashOf(new Uint8Array(0), machine.heap.allocate(32))).toBe(
    '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  )
})

it('hashes every length up to five blocks of 136 bytes, at any alignment', () => {
  const room = machine.heap.allocate(1024)
  const bytes = random.bytes(700)
  for (let length = 0; length <= 700; length++) {
    const part = bytes.subarray(0, length)
    expect(hashOf(part, room + (length % 33)), `${length} bytes`).toBe(bytesToHex(keccak_256(part)))
  }
})

it('hashes 10 MiB', () => {
  const bytes = new Uint8Array(10 << 20)
  for (let at = 0; at < bytes.length; at += 1 << 16) bytes.fill(at >> 16, at, at + (1 << 16) - 1)
  expect(hashOf(bytes, machine.heap.allocate(bytes.length))).toBe(bytesToHex(keccak_256(bytes)))
})
