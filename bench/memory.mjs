// The `Memory` class on its own, beside two others: the simplest that could work, a fresh Uint8Array for each frame,
// and the class that @ethereumjs/evm uses inside, with the conversions that its MSTORE and MLOAD make. Prints a
// Markdown table.
import { bigIntToBytes, bytesToBigInt, setLengthLeft } from '@ethereumjs/util'
import { Memory } from 'memlane/memory'
import { compare, digits, table } from './measure.mjs'

// Not exported, so it is taken by its place in the package.
const { Memory: EthereumjsMemory } = await import(new URL('memory.js', import.meta.resolve('@ethereumjs/evm')).href)

const SMALL = Array.from({ length: 64 }, (_, index) => BigInt(index * 977))
const FULL = SMALL.map((word) => (0xdeadbeefn << 220n) | (word << 130n) | word)
const WORDS = 1000
const MEBIBYTE_WORDS = 32_768

/** One Uint8Array, doubled when it is too small. */
class FreshMemory {
  /** @param {number} size */
  constructor(size) {
    this.bytes = new Uint8Array(size)
    this.view = new DataView(this.bytes.buffer)
  }

  expand(size) {
    if (size <= this.bytes.length) return
    const bytes = new Uint8Array(Math.max(size, this.bytes.length * 2))
    bytes.set(this.bytes)
    this.bytes = bytes
    this.view = new DataView(bytes.buffer)
  }

  set32(offset, word) {
    this.view.setBigUint64(offset, word >> 192n)
    this.view.setBigUint64(offset + 8, word >> 128n)
    this.view.setBigUint64(offset + 16, word >> 64n)
    this.view.setBigUint64(offset + 24, word)
  }

  readWord(offset) {
    return (
      (this.view.getBigUint64(offset) << 192n) |
      (this.view.getBigUint64(offset + 8) << 128n) |
      (this.view.getBigUint64(offset + 16) << 64n) |
      this.view.getBigUint64(offset + 24)
    )
  }
}

const store = (memory, offset, word) => memory.write(offset, 32, setLengthLeft(bigIntToBytes(word), 32))
const load = (memory, offset) => bytesToBigInt(memory.read(offset, 32, true))

/** What the loops read; kept, so that no loop is taken for useless. */
let sink = 0n

/** Unaligned offsets over 32 KiB. */
const repeat = (act) => (times) => {
  for (let time = 0; time < times; time++) act((time % WORDS) * 33, time % 64)
}

function words(list) {
  const memory = new Memory()
  memory.expand(65_536)
  const fresh = new FreshMemory(65_536)
  const ethereumjs = new EthereumjsMemory()
  ethereumjs.extend(0, 65_536)
  for (let index = 0; index < WORDS; index++) {
    const [offset, word] = [index * 33, list[index % 64]]
    memory.set32(offset, word)
    fresh.set32(offset, word)
    store(ethereumjs, offset, word)
    if (memory.readWord(offset) !== word || fresh.readWord(offset) !== word || load(ethereumjs, offset) !== word)
      throw new Error(`The three memories disagree at ${offset}.`)
  }
  return {
    set: {
      memlane: repeat((offset, index) => memory.set32(offset, list[index])),
      fresh: repeat((offset, index) => fresh.set32(offset, list[index])),
      ethereumjs: repeat((offset, index) => store(ethereumjs, offset, list[index])),
    },
    read: {
      memlane: repeat((offset) => (sink ^= memory.readWord(offset))),
      fresh: repeat((offset) => (sink ^= fresh.readWord(offset))),
      ethereumjs: repeat((offset) => (sink ^= load(ethereumjs, offset))),
    },
  }
}

/** A call's memory of `size` bytes: begun, `touched` words of it written, ended. */
function frames(size, touched) {
  const parent = new Memory()
  parent.expand(1024)
  const step = Math.max(size / Math.max(touched, 1), 32)
  return {
    memlane(times) {
      for (let time = 0; time < times; time++) {
        const child = parent.child()
        child.expand(size)
        for (let word = 0; word < touched; word++) child.set32(word * step, SMALL[word])
        child.release()
      }
    },
    fresh(times) {
      for (let time = 0; time < times; time++) {
        const child = new FreshMemory(size)
        for (let word = 0; word < touched; word++) child.set32(word * step, SMALL[word])
      }
    },
    ethereumjs(times) {
      for (let time = 0; time < times; time++) {
        const child = new EthereumjsMemory()
        child.extend(0, size)
        for (let word = 0; word < touched; word++) store(child, word * step, SMALL[word])
      }
    },
  }
}

/** An empty memory, grown to 1 MiB word by word. */
const growth = {
  memlane(times) {
    for (let time = 0; time < times; time++) {
      const memory = new Memory()
      for (let word = 1; word <= MEBIBYTE_WORDS; word++) memory.expand(word * 32)
    }
  },
  fresh(times) {
    for (let time = 0; time < times; time++) {
      const memory = new FreshMemory(4096)
      for (let word = 1; word <= MEBIBYTE_WORDS; word++) memory.expand(word * 32)
    }
  },
  ethereumjs(times) {
    for (let time = 0; time < times; time++) {
      const memory = new EthereumjsMemory()
      for (let word = 1; word <= MEBIBYTE_WORDS; word++) memory.extend(word * 32 - 32, 32)
    }
  },
}

const small = words(SMALL)
const full = words(FULL)
const ROWS = [
  { name: 'set32, a number below 2^64', runs: small.set },
  { name: 'set32, 256 bits', runs: full.set },
  { name: 'readWord, a number below 2^64', runs: small.read },
  { name: 'readWord, 256 bits', runs: full.read },
  { name: 'child and release, nothing between', runs: frames(0, 0) },
  { name: 'child, 1 KiB, 16 words, release', runs: frames(1024, 16) },
  { name: 'child, 64 KiB, 16 words, release', runs: frames(65_536, 16) },
  { name: 'grow to 1 MiB, for each word', runs: growth, per: MEBIBYTE_WORDS },
]

const rows = []
for (const { name, runs, per = 1 } of ROWS) {
  const time = await compare(runs)
  rows.push([
    name,
    ...['memlane', 'fresh', 'ethereumjs'].map((contender) => digits(time[contender] / per)),
    `**${digits(time.fresh / time.memlane)}**`,
    `**${digits(time.ethereumjs / time.memlane)}**`,
  ])
  console.error(name)
}
console.log(
  table(
    [
      'one operation, CPU ns',
      ...['memlane', 'fresh Uint8Array', '@ethereumjs/evm'],
      ...['times faster than fresh', 'times faster than @ethereumjs/evm'],
    ],
    rows,
  ),
)
if (sink < 0n) throw new Error('The words that were read were negative.')
