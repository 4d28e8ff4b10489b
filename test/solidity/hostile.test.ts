/**
 * Nothing that a contract, a recording or a build can hold makes a map fail or hang: it may say less.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import type { SolcCode } from '../../src/solidity/compiler.ts'
import {
  Compilation,
  type CompiledContract,
  type MapOptions,
  mapMemory,
  OUTPUT_SELECTION,
  type Run,
  type StandardJsonInput,
  type StandardJsonOutput,
  type Step,
  valueText,
} from '../../src/solidity/index.ts'
import { compileMode, compiler } from '../support/solc.ts'
import { callContract } from '../support/solidityCall.ts'

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract C {
    struct Node { uint256 v; string label; Node[] kids; }
    struct Leaf { uint256 v; string[] labels; }
    event Seen(uint256 indexed n, Leaf leaf);
    function build(uint256 depth) internal pure returns (Node memory n) {
        n.v = depth;
        n.label = depth == 0 ? "leaf" : "inner";
        n.kids = new Node[](depth);
        for (uint256 i = 0; i < depth; i++) n.kids[i] = build(depth - 1);
    }
    modifier logged(string memory why) { bytes memory raw = bytes(why); _; raw; }
    function f() public logged("because") returns (bytes memory data) {
        Node memory root = build(3);
        Leaf memory leaf = Leaf(root.v, new string[](2));
        leaf.labels[1] = root.label;
        emit Seen(1, leaf);
        data = abi.encode(leaf, "tail");
        try this.g(leaf) returns (uint256 n) { n; } catch (bytes memory low) { data = low; }
    }
    function g(Leaf calldata leaf) external pure returns (uint256) { Leaf memory copy = leaf; require(copy.v > 5, "small"); return 1; }
}`

const sources = { 'C.sol': { content: SOURCE } }
const settings = { optimizer: { enabled: false }, viaIR: false, remappings: [], outputSelection: OUTPUT_SELECTION }
const input: StandardJsonInput = { language: 'Solidity', sources, settings }

let output: StandardJsonOutput
let contract: CompiledContract
let run: Run
let optimized: CompiledContract
let optimizedRun: Run
beforeAll(async () => {
  output = await compiler.compile(input)
  contract = new Compilation(compiler.version, input, output).contract()
  run = await callContract(contract)
  optimized = (await compileMode('legacy optimized', SOURCE, 'C.sol')).contract()
  optimizedRun = await callContract(optimized)
})

/** Park and Miller's minimal standard: the same seed makes the same cases. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

type Next = (below: number) => number

const WORDS = [
  0n,
  1n,
  0x20n,
  0x40n,
  0x60n,
  0x80n,
  0xa0n,
  0x100n,
  1n << 32n,
  (1n << 32n) + 1n,
  1n << 200n,
  (1n << 256n) - 1n,
]

/** The run with some stack words, operations and memory bytes replaced and some steps left out. */
function mutated(original: Run, next: Next): Run {
  const rate = 2 + next(60)
  return {
    frames: original.frames.map((frame) => ({
      ...frame,
      memory: damaged(frame.memory, next, rate),
      status: next(4) === 0 ? 'halt' : frame.status,
    })),
    walk(frame, visit) {
      original.walk(frame, (step) => {
        if (next(rate * 4) === 0) return true
        const other: Step = {
          index: step.index,
          pc: next(rate * 8) === 0 ? next(40_000) : step.pc,
          op: next(rate * 2) === 0 ? next(256) : step.op,
          stackSize: next(rate * 4) === 0 ? next(step.stackSize + 1) : step.stackSize,
          stack: (depth) => (next(rate) === 0 ? WORDS[next(WORDS.length)]! : step.stack(depth)),
          memorySize: step.memorySize,
          memory: (offset, length) => damaged(step.memory(offset, length), next, rate),
        }
        return visit(other)
      })
    },
  }
}

function damaged(memory: Uint8Array, next: Next, rate: number): Uint8Array {
  const bytes = memory.slice()
  for (let count = next(rate); count > 0 && bytes.length > 0; count--) bytes[next(bytes.length)] = next(256)
  return bytes
}

/** A map, and everything in it that is made when it is shown. */
function shown(of: CompiledContract, execution: Run, frame: number, options: MapOptions = {}): number {
  const map = mapMemory(of, execution, frame, options)
  const texts = [...map.objects, ...map.buffers].map(({ value }) => (value === undefined ? '' : valueText(value)))
  let end = 0
  for (const { offset, size } of map.objects) {
    expect(offset).toBeGreaterThanOrEqual(end)
    expect(size).toBeGreaterThan(0)
    end = offset + size
  }
  return texts.join('').length
}

describe('mapMemory', () => {
  const SEED = 7_001
  it(`survives 300 damaged runs (seed ${SEED})`, () => {
    const next = random(SEED)
    let length = 0
    for (let round = 0; round < 300; round++) length += shown(contract, mutated(run, next), round % 2)
    expect(length).toBeGreaterThan(0)
  })

  it(`survives 100 damaged builds (seed ${SEED})`, () => {
    const next = random(SEED)
    let mapped = 0
    for (let round = 0; round < 100; round++) {
      const build = new Compilation(compiler.version, input, damagedBuild(output, next))
      const found = build.contracts.find(({ name }) => name === 'C')
      if (!found) continue
      shown(found, run, round % 2)
      mapped++
    }
    expect(mapped).toBe(100)
  })

  it(`survives 300 damaged runs with damaged twins (seed ${SEED})`, () => {
    const next = random(SEED)
    let length = 0
    for (let round = 0; round < 300; round++) {
      const twin = { compilation: contract.compilation, run: mutated(run, next) }
      const damaged = next(3) === 0 ? optimizedRun : mutated(optimizedRun, next)
      length += shown(optimized, damaged, round % 2, { twin })
    }
    expect(length).toBeGreaterThan(0)
  })

  it(`survives 50 damaged builds with their twins (seed ${SEED})`, () => {
    const next = random(SEED)
    let mapped = 0
    for (let round = 0; round < 50; round++) {
      const build = new Compilation(compiler.version, input, damagedBuild(output, next))
      if (!build.contracts.some(({ name }) => name === 'C')) continue
      shown(optimized, optimizedRun, round % 2, { twin: { compilation: build, run } })
      mapped++
    }
    expect(mapped).toBe(50)
  })

  it('aligns 62,500 allocations with as many others', () => {
    const [left, right] = [busy(contract, 250_000, 3), busy(optimized, 250_000, 5)]
    const map = mapMemory(optimized, right, 0, { twin: { compilation: contract.compilation, run: left } })
    expect(map.twin?.allocations).toBeGreaterThan(50_000)
  })

  it('ends for a frame that allocates and stores half a million times', () => {
    expect(mapMemory(contract, busy(contract, 500_000, 2), 0).objects.length).toBeGreaterThan(100_000)
  })
})

/** A frame of made up steps, all at one pc, alternating between allocations of 1 to `sizes` words and stores of an address. */
function busy(of: CompiledContract, steps: number, sizes: number): Run {
  const stack = [0x40n, 0n]
  let pointer = 0x80
  const step = {
    index: 0,
    pc: 4,
    op: 0x52,
    stackSize: 2,
    stack: (depth: number) => stack[depth]!,
    memorySize: 0,
    memory: (_: number, length: number) => {
      const bytes = new Uint8Array(length)
      new DataView(bytes.buffer).setUint32(length - 4, pointer)
      return bytes
    },
  }
  const frame = run.frames[0]!
  return {
    frames: [{ ...frame, code: of.runtime.bytes }],
    walk(_, visit) {
      pointer = 0x80
      for (let index = 0; index < steps; index++) {
        step.index = index
        if (index % 4 === 0) {
          stack[0] = 0x40n
          pointer += 0x20 * (1 + ((index * 7) % sizes))
        } else {
          stack[0] = BigInt(0x80 + 0x20 * (index % 1000))
          stack[1] = BigInt(pointer - 0x40)
        }
        if (!visit(step)) return
      }
    },
  }
}

/** The build with parts of its syntax tree, source maps and tables replaced. Code stays: frames are compared with it. */
function damagedBuild(original: StandardJsonOutput, next: Next): StandardJsonOutput {
  const { id, ast } = original.sources!['C.sol']!
  const { abi, evm } = original.contracts!['C.sol']!.C!
  const damagedCode = (code: SolcCode): SolcCode => ({
    ...code,
    sourceMap: damagedText(code.sourceMap!, next),
    functionDebugData: Object.fromEntries(
      Object.entries(code.functionDebugData!).map(([name, { entryPoint, id: node }]) => [
        next(10) === 0 ? damagedText(name, next) : name,
        { entryPoint: next(10) === 0 ? next(40_000) : entryPoint!, id: next(10) === 0 ? next(400) : node! },
      ]),
    ),
  })
  const { bytecode, deployedBytecode, methodIdentifiers } = evm!
  return {
    sources: { 'C.sol': { id: next(10) === 0 ? next(3) : id, ast: damagedTree(ast, next) } },
    contracts: {
      'C.sol': {
        C: {
          abi: abi!,
          evm: {
            methodIdentifiers: methodIdentifiers!,
            bytecode: damagedCode(bytecode!),
            deployedBytecode: damagedCode(deployedBytecode!),
          },
        },
      },
    },
  }
}

function damagedTree(ast: unknown, next: Next): unknown {
  return JSON.parse(JSON.stringify(ast), (_, value) => {
    switch (next(100)) {
      case 0:
        return undefined
      case 1:
        return null
      case 2:
        return typeof value === 'number' ? next(400) : value
      case 3:
        return typeof value === 'string' ? damagedText(value, next) : value
      case 4:
        return Array.isArray(value) ? value.toReversed() : value
      case 5:
        return [value]
      default:
        return value
    }
  })
}

function damagedText(text: string, next: Next): string {
  const at = next(text.length + 1)
  switch (next(3)) {
    case 0:
      return text.slice(0, at)
    case 1:
      return text.slice(at)
    default:
      return text.replaceAll(/[0-9]/g, (digit) => (next(20) === 0 ? String(next(10)) : digit))
  }
}
