/** Optimized builds, typed by their unoptimized twin: what is brought over, and what is not. */
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesToBigint } from '../../src/base/index.ts'
import { createEvm } from '../../src/evm/index.ts'
import {
  type Compilation,
  encodeCall,
  encodeCreation,
  findFunction,
  type MemoryMap,
  mapMemory,
  type Run,
  twinCode,
  twinContract,
} from '../../src/solidity/index.ts'
import { type Recording, record } from '../../src/trace/index.ts'
import { compileMode, compileText } from '../support/solc.ts'
import { bufferLines, objectLines, recordContract } from '../support/solidityCall.ts'
import { type Builds, compileModes, MODES, mapInMode } from '../support/twins.ts'

const HEAD = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.24;\n'
const OPTIMIZED = MODES.filter((mode) => mode !== 'legacy')

/** `Point p = {x: 1}`, without what each build decides for itself. */
function labels(map: MemoryMap): string[] {
  return objectLines(map).map((line) => line.replace(/^0x\w+ \d+ /, '').replace(/ :\d+/, ''))
}

describe('what a contract does, in every build', () => {
  const SOURCE = `${HEAD}
struct Point { uint256 x; uint32 y; }
struct Node { uint256 v; Node[] kids; }
library Points { function add(Point memory p, uint256 by) internal pure returns (Point memory q) { q = Point(p.x + by, p.y); } }
abstract contract Base {
    string internal greeting = "hello from the base contract, longer than a word";
    modifier checked(string memory why) { bytes memory raw = bytes(why); require(raw.length > 0, why); _; }
    function greet() internal view virtual returns (string memory g) { g = greeting; }
}
contract Callee {
    error Bad(uint256 code, string why);
    function take(Point memory p, string memory s) external pure returns (Point memory q, bytes memory b) { p.x += 1; q = p; b = bytes(s); }
    function fail(uint256 a) external pure { if (a == 1) revert("a classic reason"); revert Bad(a, "custom"); }
}
contract C is Base {
    using Points for Point;
    uint256[] stored;
    Callee callee;
    constructor() { callee = new Callee(); stored.push(4); stored.push(5); }
    function greet() internal view override returns (string memory g) { g = string.concat(super.greet(), "!"); }
    function inherited() public view returns (uint256) { string memory all = greet(); uint256[] memory copy = stored; return bytes(all).length + copy.length; }
    function library_(uint256 by) public pure returns (uint256) { Point memory p = Point(1, 2); Point memory moved = p.add(by); return moved.x; }
    function guarded(string memory name) public checked("why not") returns (uint256) { bytes memory own = bytes(name); return own.length; }
    function caught(uint256 a) public returns (string memory why, bytes memory low) {
        try callee.fail(a) {} catch Error(string memory reason) { why = reason; } catch (bytes memory data) { low = data; }
    }
    function external_() public returns (uint256) {
        Point memory p = Point(7, 8);
        (Point memory q, bytes memory out) = callee.take(p, "to the callee");
        return q.x + out.length;
    }
    function grow(uint256 depth) internal pure returns (Node memory n) {
        n.v = depth;
        if (depth > 0) { n.kids = new Node[](2); n.kids[0] = grow(depth - 1); n.kids[1] = grow(depth - 1); }
    }
    function recursive() public pure returns (uint256) { Node memory root = grow(2); return root.kids.length; }
    function loop(uint256 n) public pure returns (uint256 s) {
        Point[] memory all = new Point[](n);
        for (uint256 i = 0; i < n; i++) { all[i] = Point(i, 1); uint256[] memory t = new uint256[](i + 1); s += t.length; }
    }
    function assembled(uint256 n) public pure returns (uint256) {
        bytes memory out;
        assembly { out := mload(0x40) mstore(out, n) mstore(add(out, 0x20), not(0)) mstore(0x40, add(out, 0x40)) }
        return uint256(keccak256(out));
    }
}`
  let builds: Builds
  beforeAll(async () => {
    builds = await compileModes(SOURCE)
  })

  const CALLS = [
    { call: 'inherited', count: 3 },
    { call: 'library_', args: ['5'], count: 3 },
    { call: 'guarded', args: ['a name'], count: 2 },
    { call: 'caught', args: ['1'], count: 1 },
    { call: 'caught', args: ['2'], count: 1 },
    { call: 'external_', count: 3 },
    { call: 'recursive', count: 10 },
    { call: 'loop', args: ['3'], count: 7 },
    { call: 'assembled', args: ['9'], count: 1 },
  ] as const

  it.each(CALLS)('$call($args): typed alike', ({ count, ...called }) => {
    const plain = mapInMode(builds, 'legacy', called, 'C')
    const typed = plain.objects.filter(({ type, known }) => type !== undefined && known !== 'inferred')
    expect(typed.length).toBeGreaterThanOrEqual(count)
    const expected = labels({ ...plain, objects: typed }).map((line) => line.replace(' (parent)', ''))
    for (const mode of OPTIMIZED) {
      const map = mapInMode(builds, mode, called, 'C')
      const found = labels(map).map((line) => line.replace(' (projected)', ''))
      expect(found, mode).toEqual(expect.arrayContaining(expected))
    }
  })

  it('frames that the call makes are found in the twin', () => {
    for (const mode of OPTIMIZED) {
      const run = recordContract(builds[mode].contract('C'), { call: 'external_' })
      const twin = {
        compilation: builds.legacy,
        run: recordContract(builds.legacy.contract('C'), { call: 'external_' }),
      }
      const map = mapMemory(builds[mode].contract('Callee'), run, 1, { twin })
      expect(labels(map), mode).toEqual(
        expect.arrayContaining(['Point p = {x: 8, y: 8} (projected)', 'string s = "to the callee" (projected)']),
      )
      expect(map.objects.find(({ path }) => path === 'p')?.aliases).toEqual(['q'])
    }
  })
})

describe('what only some builds do', () => {
  it('merges bumps of the free pointer', async () => {
    const builds = await compileModes(`${HEAD}struct P { uint256 x; uint256 y; uint256 z; }
contract C { function f(uint256 v) public pure returns (uint256) {
    P memory a = P(v, 2, 3); P memory b = P(4, v, 6); P[2] memory both = [a, b]; return both[1].y; } }`)
    const map = mapInMode(builds, 'legacy optimized', { call: 'f', args: ['5'] })
    const { allocations, aligned } = map.twin!
    expect(aligned).toBe(allocations)
    expect(labels(map)).toEqual(
      expect.arrayContaining(['P a = {x: 5, y: 2, z: 3} (projected)', 'P b = {x: 4, y: 5, z: 6} (projected)']),
    )
  })

  it('merges them behind the last byte of abi.encodePacked', async () => {
    const builds = await compileModes(`${HEAD}struct P { uint256 x; uint256 y; }
contract C { function f(uint8 v) public pure returns (uint256) {
    bytes memory packed = abi.encodePacked(v, "five!"); P memory a = P(v, 2); return packed.length + a.x; } }`)
    const map = mapInMode(builds, 'legacy optimized', { call: 'f', args: ['7'] })
    expect(map.twin?.aligned).toBe(map.twin?.allocations)
    expect(labels(map)).toEqual(['bytes packed = 0x076669766521 (projected)', 'P a = {x: 7, y: 2} (projected)'])
    expect(map.objects[1]!.offset).toBe(0x80 + 0x20 + 6)
  })

  it('keeps locals in memory when the stack is full: they are no objects', async () => {
    const sum = Array.from({ length: 24 }, (_, index) => index)
    const source = `${HEAD}contract C { uint256[24] s;
    function f() public returns (bytes memory b) { unchecked {
        b = new bytes(3);
        ${sum.map((i) => `uint256 v${i} = s[${i}];`).join(' ')}
        s[0] = gasleft();
        ${sum.map((i) => `s[${i}] = v${i} ^ v${23 - i} * v${(i * 7) % 24};`).join(' ')}
    } } }`
    const build = await compileMode('via-IR optimized', source)
    const map = mapMemory(build.contract(), recordContract(build.contract()), 0)
    const locals = map.reserved.find(({ use }) => use === 'locals')
    expect(locals?.offset).toBe(0x80)
    expect(map.freePointer?.first).toBe(0x80 + locals!.size)
    expect(locals!.size).toBeGreaterThanOrEqual(32)
    for (const { offset } of map.objects) expect(offset).toBeGreaterThanOrEqual(map.freePointer!.first)
  })

  it('evaluates arguments before or after what they are for', async () => {
    const builds = await compileModes(`${HEAD}struct Order { uint256 id; bytes32[] proofs; string item; }
contract C { function copy(Order memory order) internal pure returns (Order memory other) {
        other = Order(order.id, new bytes32[](order.proofs.length), order.item);
        for (uint256 i = 0; i < order.proofs.length; i++) other.proofs[i] = order.proofs[i]; }
    function f(Order memory order) public pure returns (uint256) {
        Order memory kept = copy(order); return kept.id + kept.proofs.length; } }`)
    const word = `0x${'07'.repeat(32)}`
    for (const mode of OPTIMIZED) {
      const map = mapInMode(builds, mode, { call: 'f', args: [`(5, [${word}, ${word}], "bread")`] })
      const paths = map.objects.flatMap(({ path }) => path ?? [])
      expect(paths, mode).toEqual(expect.arrayContaining(['order', 'kept', 'order.proofs', 'kept.proofs']))
      expect(map.twin, mode).toEqual({ allocations: map.twin?.allocations, aligned: map.twin?.allocations })
    }
  })

  it('leaves the first write of the free pointer out where an allocation follows', async () => {
    const builds =
      await compileModes(`${HEAD}abstract contract B { string u; constructor(string memory uri) { u = uri; } }
contract C is B("https://example.org") { constructor() payable {} }
contract Factory { function make() public returns (C c) { c = new C(); } }`)
    const firsts = OPTIMIZED.map((mode) => {
      const run = recordContract(builds[mode].contract('Factory'))
      const twin = { compilation: builds.legacy, run: recordContract(builds.legacy.contract('Factory')) }
      const map = mapMemory(builds[mode].contract('C'), run, 1, { twin })
      expect(labels(map), mode).toEqual(['string uri = "https://example.org" (projected)'])
      expect(map.reserved.map(({ use }) => use)).toEqual(['scratch', 'freePointer', 'zeroSlot'])
      return map.freePointer && { first: map.freePointer.first, last: map.freePointer.last }
    })
    expect(firsts).toEqual(OPTIMIZED.map(() => ({ first: 0x80, last: 0xc0 })))
  })

  it('reads its own code, which has another size: the order tells, and the size of what is there', async () => {
    const builds =
      await compileModes(`${HEAD}contract Other { function g() public pure returns (uint256) { return 1; } }
contract C { function f() public view returns (bytes32) {
        uint256[] memory before = new uint256[](1);
        bytes memory own = address(this).code;
        bytes memory made = type(Other).runtimeCode;
        require(made.length > own.length / 100);
        uint256[] memory behind = new uint256[](2);
        behind[1] = before.length;
        return keccak256(own) ^ keccak256(made) ^ bytes32(behind[1]); } }`)
    for (const mode of OPTIMIZED) {
      const { objects } = mapInMode(builds, mode, {}, 'C')
      const found = objects.map(({ type, path }) => `${type} ${path}`)
      expect(found, mode).toEqual(['uint256[] before', 'bytes own', 'bytes made', 'uint256[] behind'])
      const length = builds[mode].contract('C').runtime.bytes.length
      expect(objects[1]?.value, mode).toMatchObject({ kind: 'bytes', length })
    }
  })

  it('rounds the free pointer behind abi.encodePacked or not', async () => {
    const builds =
      await compileModes(`${HEAD}contract C { function f(uint8 v) public pure returns (bytes memory a, bytes memory b) {
    a = abi.encodePacked(v, "five!"); b = abi.encodePacked(a, v); } }`)
    for (const mode of OPTIMIZED) {
      const map = mapInMode(builds, mode, { call: 'f', args: ['7'] })
      expect(labels(map), mode).toEqual(
        expect.arrayContaining(['bytes a = 0x076669766521 (projected)', 'bytes b = 0x07666976652107 (projected)']),
      )
    }
  })
})

describe('moments', () => {
  const SOURCE = `${HEAD}contract C { event E(bytes);
    function f(uint256 n) public returns (uint256) {
        uint256[] memory a = new uint256[](2); a[0] = n; emit E(abi.encode(a));
        uint256[] memory b = new uint256[](3); b[2] = n; emit E(abi.encode(b));
        require(n < 100, "too much");
        string memory late = "late"; emit E(bytes(late));
        return a.length + b.length; } }`
  let builds: Builds
  beforeAll(async () => {
    builds = await compileModes(SOURCE)
  })

  it('a frame that reverts shows what it had', () => {
    for (const mode of OPTIMIZED) {
      const names = mapInMode(builds, mode, { call: 'f', args: ['100'] }).objects.map(({ name }) => name)
      expect(names.filter(Boolean), mode).toEqual(['a', 'b'])
    }
  })

  it('a frame that runs out of gas shows what it had, though the twin goes on', () => {
    for (const mode of OPTIMIZED) {
      const contract = builds[mode].contract()
      const full = recordContract(contract, { call: 'f', args: ['1'] }) as Recording
      const twin = {
        compilation: builds.legacy,
        run: recordContract(builds.legacy.contract(), { call: 'f', args: ['1'] }),
      }
      const early = mapMemory(contract, full, 0, { twin }).objects.find(({ name }) => name === 'b')!.step
      let halted = 0
      for (let gas = 3_000n; gas < 7_000n; gas += 200n) {
        const run = recordContract(contract, { call: 'f', args: ['1'], gas })
        if (run.frames[0]?.status !== 'halt') continue
        halted++
        const names = mapMemory(contract, run, 0, { twin }).objects.flatMap(({ name }) => name ?? [])
        expect(['', 'a', 'a b', 'a b late'], mode).toContain(names.join(' '))
      }
      expect(early).toBeGreaterThan(0)
      expect(halted).toBeGreaterThan(3)
    }
  })

  it('every step has a map, and names appear in order', () => {
    for (const mode of OPTIMIZED) {
      const contract = builds[mode].contract()
      const run = recordContract(contract, { call: 'f', args: ['1'] })
      const twin = {
        compilation: builds.legacy,
        run: recordContract(builds.legacy.contract(), { call: 'f', args: ['1'] }),
      }
      const seen: string[] = []
      let count = 0
      run.walk(0, (step) => {
        if (count++ % 9 !== 0) return true
        const map = mapMemory(contract, run, 0, { at: step.index, twin })
        const names = map.objects.flatMap(({ name }) => name ?? []).join(' ')
        if (seen.at(-1) !== names) seen.push(names)
        return true
      })
      expect(seen, mode).toEqual(['', 'a', 'a b', 'a b late'])
    }
  })
})

describe('constructors', () => {
  const SOURCE = `${HEAD}contract B { uint256 immutable k; string name; constructor(string memory n) { k = 3; name = n; } }
contract C is B("lit") { uint256[] list; uint256 immutable unused;
  constructor(uint256[] memory a) { uint256[] memory b = a; list = b; unused = 1; }
  function first() public view returns (uint256) { return list[0] * k; } }
contract Factory { function make() public returns (C c) { uint256[] memory a = new uint256[](2); a[1] = 9; c = new C(a); } }`

  it('are mapped with their parameters, above the immutables', async () => {
    const builds = await compileModes(SOURCE)
    for (const mode of OPTIMIZED) {
      const run = recordContract(builds[mode].contract('Factory'))
      const twin = { compilation: builds.legacy, run: recordContract(builds.legacy.contract('Factory')) }
      const map = mapMemory(builds[mode].contract('C'), run, 1, { twin })
      expect(
        map.reserved.filter(({ use }) => use === 'immutables' || use === 'locals'),
        mode,
      ).toMatchObject([{ offset: 0x80, size: 64, use: 'immutables', value: undefined }])
      expect(map.freePointer?.first).toBe(0xc0)
      expect(labels(map), mode).toContain('uint256[] a = [0, 9] (projected)')
      expect(
        bufferLines(map).some((line) => line.endsWith('constructorArguments constructor(uint256[]) = {a: [0, 9]}')),
        mode,
      ).toBe(true)
    }
  })

  it('leave immutables that the twin has too', async () => {
    const [build, twin] = await Promise.all([compileMode('via-IR optimized', SOURCE), compileText(SOURCE)])
    const evm = createEvm()
    const contract = build.contract('C')
    const { created } = evm.call({ input: encodeCreation(contract, ['[7]']) })
    const code = twinCode(contract.runtime, twinContract(contract, twin).runtime, evm.state.account(created!)!.code)
    evm.state.setAccount(created!, { code })
    const called = findFunction(twin.contract('C'), 'first')
    expect(bytesToBigint(evm.call({ to: created!, input: encodeCall(called, []) }).output)).toBe(21n)
  })
})

describe('twins that are none', () => {
  const source = (value: number) => `${HEAD}contract C { function f() public pure returns (uint256) {
    uint256[] memory a = new uint256[](${value}); return a.length; } }`
  let build: Compilation
  let plain: Compilation
  let run: Run
  beforeAll(async () => {
    ;[build, plain] = await Promise.all([compileMode('legacy optimized', source(2)), compileText(source(2))])
    run = recordContract(build.contract())
  })

  it('of other sources are refused', async () => {
    const foreign = await compileText(source(3))
    const twin = { compilation: foreign, run: recordContract(foreign.contract()) }
    expect(() => mapMemory(build.contract(), run, 0, { twin })).toThrow(
      'The twin of C is a build of other sources; compile the same ones without the optimizer.',
    )
  })
  it('that made another call, or none, are left aside', () => {
    const alone = mapMemory(build.contract(), run, 0)
    const nothing: Run = { frames: [], walk: () => {} }
    const evm = createEvm()
    const to = evm.call({ input: encodeCreation(plain.contract()) }).created!
    const other = record(evm, { to, input: new Uint8Array([1, 2, 3, 4]) }).recording
    for (const foreign of [nothing, other, run]) {
      const map = mapMemory(build.contract(), run, 0, { twin: { compilation: plain, run: foreign } })
      expect(map).toEqual({ ...alone, twin: undefined })
    }
    expect(alone.objects.map(({ known }) => known)).toEqual(['inferred'])
  })
})
