/**
 * Maps of contracts that exercise one feature each. The expected lines were worked out by hand from the sources
 * and Solidity's memory layout: sizes are words of 32 bytes, offsets follow from the sizes before.
 */
import { describe, expect, it } from 'vitest'
import { bytesToHex } from '../../src/base/index.ts'
import { parseArgument } from '../../src/solidity/abi/argument.ts'
import { encodeAbi } from '../../src/solidity/abi/encode.ts'
import { abiMembers } from '../../src/solidity/abi/type.ts'
import {
  Compilation,
  type MemoryMap,
  mapMemory,
  OUTPUT_SELECTION,
  type Run,
  type StandardJsonInput,
  valueText,
} from '../../src/solidity/index.ts'
import { compiler, compileText } from '../support/solc.ts'
import {
  bufferLines,
  type ContractCall,
  callContract,
  createContract,
  objectLines,
  recordContract,
} from '../support/solidityCall.ts'

const HEAD = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.24;\n'

interface Mapped {
  readonly map: MemoryMap
  readonly run: Run
}

/** The contract starts on line 3. */
async function mapped(source: string, called: ContractCall & { frame?: number } = {}): Promise<Mapped> {
  const contract = (await compileText(HEAD + source)).contract('C')
  const run = await callContract(contract, called)
  const map = mapMemory(contract, run, called.frame ?? 0)
  expect(mapMemory(contract, recordContract(contract, called), called.frame ?? 0)).toEqual(map)
  return { map, run }
}

async function objects(source: string, called?: ContractCall & { frame?: number }): Promise<string[]> {
  return objectLines((await mapped(source, called)).map)
}

async function buffers(source: string, called?: ContractCall & { frame?: number }): Promise<string[]> {
  return bufferLines((await mapped(source, called)).map)
}

const ITEM = 'struct Item { uint256 id; string name; uint8[2] pair; }'

describe('objects inside objects', () => {
  it('structs are made with their fixed arrays, and strings follow when they are assigned', async () => {
    expect(
      await objects(`contract C { ${ITEM} function f() public pure {
        Item memory it;
        it.name = "pen";
        uint8[][] memory grid = new uint8[][](2);
        grid[1] = new uint8[](1);
        grid[1][0] = 9;
      } }`),
    ).toEqual([
      '0x80 96 Item it = {id: 0, name: "pen", pair: [0, 0]} :4',
      '0xe0 64 uint8[2] it.pair = [0, 0] :4 (parent)',
      '0x120 64 string it.name = "pen" :5 (parent)',
      '0x160 96 uint8[][] grid = [[], [9]] :6',
      '0x1c0 64 uint8[] grid[1] = [9] :7 (parent)',
    ])
  })
  it('an element that was replaced says what it was', async () => {
    const { map } = await mapped(`contract C { struct P { uint256 x; } function f() public pure {
        P[] memory ps = new P[](2);
        ps[1] = P(7);
      } }`)
    expect(objectLines(map)).toEqual([
      '0x80 96 P[] ps = [{x: 0}, {x: 7}] :4',
      '0xe0 32 P ps[0] = {x: 0} :4 (parent)',
      '0x100 32 P = {x: 0} :4 (parent)',
      '0x120 32 P ps[1] = {x: 7} :5 (parent)',
    ])
    expect(map.objects[2]).toMatchObject({ path: undefined, formerly: ['ps[1]'] })
  })
  it('recursive structs and functions', async () => {
    const { map } = await mapped(`contract C { struct N { uint256 v; N[] kids; }
      function build(uint256 d) internal pure returns (N memory n) { n.v = d; if (d > 0) { n.kids = new N[](1); n.kids[0] = build(d - 1); } }
      function f() public pure { N memory root = build(1); root; } }`)
    expect(objectLines(map)).toEqual([
      '0x80 64 N root = {v: 1, kids: [{v: 0, kids: []}]} :4',
      '0xc0 64 N[] root.kids = [{v: 0, kids: []}] :4 (parent)',
      '0x100 64 N = {v: 0, kids: []} :4 (parent)', // made by new, replaced at once
      '0x140 64 N root.kids[0] = {v: 0, kids: []} :4',
    ])
    expect(map.objects[0]?.aliases).toEqual(['n'])
  })
})

describe('objects of inline assembly', () => {
  it('behind a word of their own, with those that a member held before', async () => {
    const { map } = await mapped(`contract C { struct Box { bytes data; } function f() public pure {
        Box memory box;
        assembly { let m := mload(0x40) mstore(0x40, add(m, 96)) mstore(m, 7) mstore(add(m, 32), 2) mstore(add(m, 64), shl(240, 0xaabb)) mstore(box, add(m, 32)) }
        assembly { let m := mload(0x40) mstore(0x40, add(m, 96)) mstore(m, 8) mstore(add(m, 32), 1) mstore(add(m, 64), shl(248, 0xcc)) mstore(box, add(m, 32)) }
      } }`)
    expect(objectLines(map)).toEqual([
      '0x80 32 Box box = {data: 0xcc} :4',
      '0xa0 32 ? :5 (unknown)',
      '0xc0 64 bytes = 0xaabb :5 (parent)',
      '0x100 32 ? :6 (unknown)',
      '0x120 64 bytes box.data = 0xcc :6 (parent)',
    ])
    expect(map.objects[2]?.formerly).toEqual(['box.data'])
  })
  it('that grow by allocating what is behind them', async () => {
    expect(
      await objects(`contract C { struct List { uint256[] items; } function f() public pure {
        List memory list;
        assembly { let m := mload(0x40) mstore(0x40, add(m, 64)) mstore(m, 9) mstore(list, add(m, 32)) }
        assembly { let a := mload(list) mstore(a, 2) mstore(add(a, 32), 5) mstore(add(a, 64), 6) mstore(0x40, add(a, 96)) }
      } }`),
    ).toEqual([
      '0x80 32 List list = {items: [5, 6]} :4',
      '0xa0 32 ? :5 (unknown)',
      '0xc0 96 uint256[] list.items = [5, 6] :5 (parent)',
    ])
  })
  it('own what they wrote beyond, until somebody uses it', async () => {
    expect(
      await buffers(`contract C { function f() public pure {
        assembly { let m := mload(0x40) mstore(m, 1) mstore(add(m, 32), 2) mstore8(add(m, 64), 3) }
        assembly { let m := mload(0x40) mstore(0, keccak256(m, 32)) }
      } }`),
    ).toEqual(['0x80 32 hash', '0xa0 33 assembly'])
  })
})

describe('names', () => {
  it('follow assignments', async () => {
    const { map } = await mapped(`contract C { function f() public pure {
        uint256[1] memory a = [uint256(1)];
        uint256[1] memory b = [uint256(2)];
        uint256[1] memory c = a;
        (a, b) = (b, a);
        c;
      } }`)
    expect(map.objects.map(({ path, aliases, formerly }) => [path, aliases, formerly])).toEqual([
      ['c', ['b'], ['a']],
      ['a', [], ['b']],
    ])
  })
  it('of variables in a loop belong to every round', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        for (uint256 i = 0; i < 2; i++) { uint256[] memory t = new uint256[](1); t[0] = i; }
      } }`),
    ).toEqual(['0x80 64 uint256[] t = [0] :4', '0xc0 64 uint256[] t = [1] :4'])
  })
  it('of outer calls come before those of inner ones', async () => {
    const { map } = await mapped(`contract C {
      function fill(uint256[2] memory inner) internal pure returns (uint256[2] memory same) { inner[0] = 5; same = inner; }
      function f() public pure { uint256[2] memory outer; outer = fill(outer); } }`)
    expect(objectLines(map)).toEqual([
      '0x80 64 uint256[2] outer = [5, 0] :5',
      '0xc0 64 uint256[2] = [0, 0] :4', // the first value of `same`
    ])
    expect(map.objects[0]).toMatchObject({ name: 'outer', aliases: ['inner', 'same'] })
    expect(map.objects[1]).toMatchObject({ name: undefined, formerly: ['same'] })
  })
  it('are the same for equal names in different scopes', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        { bytes memory x = "a"; x; }
        { bytes memory x = "bb"; x; }
      } }`),
    ).toEqual(['0x80 64 bytes x = 0x61 :4', '0xc0 64 bytes x = 0x6262 :5'])
  })
  it('of parameters behind ones that take two slots', async () => {
    expect(
      await objects(
        `contract C { function f(bytes calldata a, function() external g, uint256[] memory b) public pure { a; g; b; } }`,
        { call: 'f', args: ['0xffff', `0x${'11'.repeat(24)}`, '[4]'] },
      ),
    ).toEqual(['0x80 64 uint256[] b = [4] :3'])
  })
  it('of modifiers: parameters and locals, and what runs behind the underscore', async () => {
    const { map } = await mapped(
      `contract C {
      modifier checked(string memory why, uint256 n) { bytes memory raw = bytes(why); require(raw.length > n); _; bytes memory again = raw; again; }
      function f(string memory s) public pure checked(s, 1) checked2("lit") returns (string memory r) { string memory t = "in"; r = t; }
      modifier checked2(string memory what) { _; string memory late = what; late; } }`,
      { call: 'f', args: ['given'] },
    )
    expect(
      map.objects.map(({ path, aliases, value }) => [path, ...aliases, value && 'text' in value ? value.text : '']),
    ).toEqual([
      ['s', 'why', 'raw', 'again', 'given'],
      ['what', 'late', 'lit'],
      ['t', 'r', 'in'],
    ])
  })
  it('through function pointers and libraries', async () => {
    expect(
      await objects(`library L { struct Q { uint256 k; } function make(uint256 k) internal pure returns (Q memory) { return Q(k); } }
      contract C { function f() public pure {
        function(uint256) internal pure returns (L.Q memory) g = L.make;
        L.Q memory made = g(3); made; } }`),
    ).toEqual(['0x80 32 Q = {k: 0} :3', '0xa0 32 Q made = {k: 3} :3'])
  })
})

describe('copies and encodings', () => {
  it('from storage and from calldata', async () => {
    expect(
      await objects(
        `contract C { struct P { uint256 x; string s; } P stored; uint256[] list;
        constructor() { stored = P(5, "five"); list.push(6); }
        function f(P calldata given) public view { P memory a = stored; uint256[] memory b = list; P memory c = given; a; b; c; } }`,
        { call: 'f', args: ['(8, eight)'] },
      ),
    ).toEqual([
      '0x80 64 P a = {x: 5, s: "five"} :5',
      '0xc0 64 string a.s = "five" :5 (parent)',
      '0x100 64 uint256[] b = [6] :5',
      '0x140 64 P c = {x: 8, s: "eight"} :5',
      '0x180 64 string c.s = "eight" :5 (parent)',
    ])
  })
  it('abi.encode and its kind, which do not keep to words', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        bytes memory e = abi.encode(uint8(1), true);
        bytes memory p = abi.encodePacked(uint16(0xabcd), "x");
        bytes32 h = keccak256(abi.encode(e, p)); h;
        (uint8 n, bool b) = abi.decode(e, (uint8, bool)); n; b;
      } }`),
    ).toEqual([
      `0x80 96 bytes e = 0x${'1'.padStart(64, '0')}${'1'.padStart(64, '0')} :4`,
      '0xe0 35 bytes p = 0xabcd78 :5', // length and 3 bytes
      // 2 offsets, length and 64 bytes, length and 3 bytes padded to 32; and the length of it all
      expect.stringMatching(/^0x103 256 bytes = 0x0{62}40.* \(224 bytes\) :6 \(inferred\)$/),
    ])
  })
  it('abi.decode makes each object', async () => {
    const types = abiMembers([
      {
        name: 'p',
        type: 'tuple',
        components: [
          { name: 'x', type: 'uint256' },
          { name: 's', type: 'string' },
        ],
      },
      { name: 'names', type: 'string[]' },
    ])
    const values = ['(1, one)', '[a, b]'].map((text, at) =>
      parseArgument(types[at]!.type, text, { number: 1, name: '' }),
    )
    const data = bytesToHex(encodeAbi(types, values))
    expect(
      await objects(
        `contract C { struct P { uint256 x; string s; } function f(bytes calldata data) public pure {
        (P memory p, string[] memory names) = abi.decode(data, (P, string[])); p; names; } }`,
        { call: 'f', args: [data] },
      ),
    ).toEqual([
      '0x80 64 P p = {x: 1, s: "one"} :4',
      '0xc0 64 string p.s = "one" :4 (parent)',
      '0x100 96 string[] names = ["a", "b"] :4',
      '0x160 64 string names[0] = "a" :4 (parent)',
      '0x1a0 64 string names[1] = "b" :4 (parent)',
    ])
  })
  it('concatenations', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        string memory hi = "hi";
        string memory both = string.concat(hi, "!");
        bytes memory raw = bytes.concat(bytes(both), hex"ff"); raw; } }`),
    ).toEqual(['0x80 64 string hi = "hi" :4', '0xc0 35 string both = "hi!" :5', '0xe3 36 bytes raw = 0x686921ff :6'])
  })
})

describe('buffers', () => {
  const source = `contract C {
      event Said(uint256 indexed n, string what, uint256[] list);
      error Bad(uint256 code, string why);
      mapping(address => mapping(uint256 => uint256)) table;
      function say() public { emit Said(1, "hello", new uint256[](1)); }
      function write() public { table[address(5)][7] = 1; }
      function bad(bool isSet) public pure { require(isSet, "not set"); revert Bad(4, "worse"); }
      function give(uint256 a) external pure returns (uint256 twice, string memory s) { return (2 * a, "x"); }
      function ask() external view { (uint256 n, string memory s) = this.give(21); n; s; }
      function low() external { (bool ok, bytes memory data) = address(this).call(abi.encodeCall(this.give, (4))); ok; data; }
      function divide(uint256 a) public pure returns (uint256) { return 1 / a; } }`

  it('an event, with the values that are not indexed', async () => {
    // Above the array [0x80, 0xc0): two offsets, length and word of each.
    expect(await buffers(source, { call: 'say' })).toEqual([
      '0xc0 192 event Said(uint256,string,uint256[]) = {what: "hello", list: [0]}',
    ])
  })
  it('the key of a mapping, in the scratch space', async () => {
    const { map } = await mapped(source, { call: 'write' })
    expect(bufferLines(map)).toEqual(['0x0 64 hash'])
    expect(map.buffers[0]?.usedBy).toMatchObject({ line: 8, text: expect.stringContaining('table[address(5)][7]') })
  })
  it('a revert: text, custom error, panic', async () => {
    expect(await buffers(source, { call: 'bad', args: ['false'] })).toEqual([
      '0x80 100 revert Error(string) = {message: "not set"}',
    ])
    expect(await buffers(source, { call: 'bad', args: ['true'] })).toEqual([
      '0x80 132 revert Bad(uint256,string) = {code: 4, why: "worse"}',
    ])
    expect(await buffers(source, { call: 'divide', args: ['0'] })).toEqual([
      '0x0 36 revert Panic(uint256) = {code: 18}',
    ])
  })
  it('what a call of another contract returned is allocated, then decoded', async () => {
    const { map } = await mapped(source, { call: 'ask' })
    // 21 * 2, offset, length 1, "x": four words.
    expect(bufferLines(map)).toEqual(['0x80 128 returnedData give(uint256) = {twice: 42, s: "x"}'])
    expect(objectLines(map)).toEqual(['0x100 64 string s = "x" :11'])
  })
  it('the frame that was called', async () => {
    const called = { call: 'ask', frame: 1 }
    expect(await objects(source, called)).toEqual(['0x80 64 string s = "x" :10'])
    expect(await buffers(source, called)).toEqual(['0xc0 128 return give(uint256) = {twice: 42, s: "x"}'])
  })
  it('a low-level call: its input is an object, and so is what it returns', async () => {
    expect(await objects(source, { call: 'low' })).toEqual([
      `0x80 68 bytes = 0x0231ee26${'4'.padStart(64, '0')} :12 (inferred)`, // give(uint256)
      expect.stringMatching(/^0xc4 160 bytes data = 0x0{63}8.*… \(128 bytes\) :12$/),
    ])
  })
})

describe('try and catch', () => {
  const source = `contract C {
      function fail(uint256 kind) external pure returns (string memory) { if (kind == 1) revert("why"); if (kind == 2) { uint256[] memory e; e[1]; } return "fine"; }
      function f(uint256 kind) public view {
        try this.fail(kind) returns (string memory got) { string memory kept = got; kept; }
        catch Error(string memory reason) { string memory kept = reason; kept; }
        catch (bytes memory data) { bytes memory kept = data; kept; } } }`
  const names = async (kind: string) => {
    const { map } = await mapped(source, { call: 'f', args: [kind] })
    return map.objects.map(
      ({ type, path, aliases, value }) => `${type} ${path} ${aliases} ${value && valueText(value)}`,
    )
  }
  it('names the parameters of the clause that ran', async () => {
    expect(await names('0')).toEqual(['string got kept "fine"'])
    expect(await names('1')).toEqual(['string reason kept "why"'])
    expect(await names('2')).toEqual([`bytes data kept 0x4e487b71${'32'.padStart(64, '0')}`])
  })
})

describe('inline assembly', () => {
  it('that allocates', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        bytes memory out;
        assembly { out := mload(0x40) mstore(out, 2) mstore(add(out, 0x20), shl(240, 0xcafe)) mstore(0x40, add(out, 0x40)) }
        uint256[1] memory next = [uint256(3)]; next; } }`),
    ).toEqual(['0x80 64 bytes out = 0xcafe :5', '0xc0 32 uint256[1] next = [3] :6'])
  })
  it('that allocates nothing, but names what lies above the free pointer', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        bytes memory out;
        assembly { out := mload(0x40) mstore(out, 2) mstore(add(out, 0x20), shl(240, 0xcafe)) } } }`),
    ).toEqual(['0x80 64 bytes out = 0xcafe :4'])
  })
  it('that allocates for nobody is unknown', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        assembly { mstore(0x40, add(mload(0x40), 0x60)) }
        bytes memory b = "b"; b; } }`),
    ).toEqual(['0x80 96 ? :4 (unknown)', '0xe0 64 bytes b = 0x62 :5'])
  })
  it('is told by its own line', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        assembly {
          let p := mload(0x40)
          mstore(0x40, add(p, 0x20))
        } } }`),
    ).toEqual(['0x80 32 ? :6 (unknown)'])
  })
  it('that enlarges an array', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        uint256[] memory a = new uint256[](1);
        assembly { mstore(a, 3) mstore(0x40, add(a, 0x80)) } } }`),
    ).toEqual(['0x80 128 uint256[] a = [0, 0, 0] :4'])
  })
  it('that sets the free pointer back: what follows owns the memory', async () => {
    const { map } = await mapped(`contract C { function f() public pure {
        uint256[3] memory old = [uint256(1), 2, 3]; old;
        assembly { mstore(0x40, 0x80) }
        bytes memory fresh = "fresh"; fresh; } }`)
    expect(objectLines(map)).toEqual(['0x80 64 bytes fresh = 0x6672657368 :6'])
    expect(map.freePointer).toMatchObject({ first: 0x80, last: 0xc0 })
    expect(map.freePointer?.moves.map(({ to }) => to)).toEqual([0x80, 0xe0, 0x80, 0xc0])
  })
  it('that uses word 0x40 as scratch space and restores it', async () => {
    const { map } = await mapped(`contract C { function f() public pure {
        uint256[2] memory kept = [uint256(1), 2]; kept;
        assembly { let p := mload(0x40) mstore(0x40, 0) mstore(0x40, not(0)) mstore(0x38, 0) mstore(0x40, p) }
        bytes memory b = "b"; b; } }`)
    expect(objectLines(map)).toEqual(['0x80 64 uint256[2] kept = [1, 2] :4', '0xc0 64 bytes b = 0x62 :6'])
  })
  it('that breaks a length leaves a reason', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        bytes memory b = "b";
        assembly { mstore(b, shl(200, 1)) } } }`),
    ).toEqual(['0x80 64 bytes b = <length 2^200 exceeds the data> :4'])
  })
  it('that walks with a variable leaves no objects on the way', async () => {
    expect(
      await objects(`contract C { function f() public pure {
        bytes memory b = "abc";
        string memory cursor;
        assembly { for { let i := 0 } lt(i, 3) { i := add(i, 1) } { cursor := add(b, i) } } } }`),
    ).toEqual(['0x80 64 bytes b = 0x616263 :4'])
  })
})

describe('frames that end early', () => {
  it('a revert in the middle of a declaration', async () => {
    const { map, run } = await mapped(
      `contract C { function half(bytes memory b) internal pure returns (bytes memory) { require(b.length > 9, "short"); return b; }
      function f() public pure { bytes memory a = "a"; bytes memory c = half(a); c; } }`,
    )
    expect(run.frames[0]?.status).toBe('revert')
    expect(objectLines(map)).toEqual(['0x80 64 bytes a = 0x61 :4'])
  })
  it('running out of gas: an allocation that was not paid for did not happen', async () => {
    const source = `contract C { function f() public pure {
        uint256[2] memory a = [uint256(1), 2]; a;
        bytes memory big = new bytes(1 << 20); big; } }`
    const { map, run } = await mapped(source, { gas: 50_000n })
    expect(run.frames[0]?.status).toBe('halt')
    expect(objectLines(map)[0]).toBe('0x80 64 uint256[2] a = [1, 2] :4')
    expect(map.size).toBe(run.frames[0]?.memory.length)
  })
  it('running out of gas anywhere', async () => {
    const source = `contract C { function f() public pure { uint256[2] memory a = [uint256(1), 2]; bytes memory b = "b"; a; b; } }`
    const contract = (await compileText(HEAD + source)).contract('C')
    const counts = new Set<number>()
    for (let gas = 1n; gas < 700n; gas += 7n) {
      const run = recordContract(contract, { gas })
      const map = mapMemory(contract, run, 0)
      expect(map.size).toBe(run.frames[0]?.memory.length)
      counts.add(map.objects.length)
    }
    expect([...counts]).toEqual([0, 1, 2])
  })
})

describe('constructors', () => {
  const source = `contract B { uint256 immutable k; string name; constructor(string memory n) { k = 3; name = n; } }
    contract C is B("lit") { string init = "initial"; uint256[] list;
      constructor(uint256[] memory a) { uint256[] memory b = a; list = b; }
      function sum() public view returns (uint256 s) { for (uint256 i = 0; i < list.length; i++) s += list[i] * k; } }`

  it('show what they held before they copied code over their memory', async () => {
    const contract = (await compileText(HEAD + source)).contract('C')
    const run = await createContract(contract, ['[7, 8]'])
    expect(run.frames[0]?.status).toBe('return')
    const map = mapMemory(contract, run, 0)
    // One word for the immutable, the literal of `init`, the encoded arguments (offset, length, two elements).
    expect(map.freePointer?.first).toBe(0xa0)
    expect(map.step).toBeUndefined()
    expect(map.reserved.at(-1)).toMatchObject({ offset: 0x80, size: 32, use: 'immutables' })
    expect(map.reserved.at(-1)?.overwrittenAt).toBeGreaterThan(0)
    expect(objectLines(map)).toEqual([
      '0xa0 64 string = "initial" :4 (inferred)',
      '0x160 96 uint256[] a = [7, 8] :5',
      '0x1c0 64 string n = "lit" :3',
    ])
    expect(map.objects[1]?.aliases).toEqual(['b'])
    expect(bufferLines(map)).toContain('0xe0 128 constructorArguments constructor(uint256[]) = {a: [7, 8]}')
  })
})

describe('at a step', () => {
  const source = `contract C { function f() public pure {
        uint256[1] memory a = [uint256(1)];
        a[0] = 2;
        uint256[1] memory b = [uint256(3)];
        b; a; } }`

  it('shows memory as it was just before', async () => {
    const contract = (await compileText(HEAD + source)).contract('C')
    const run = await callContract(contract)
    const [a, b] = mapMemory(contract, run, 0).objects
    const shownAt = (step: number) => objectLines(mapMemory(contract, run, 0, { at: step }))
    expect(shownAt(0)).toEqual([])
    expect(shownAt(a!.step)).toEqual([])
    expect(shownAt(a!.step + 1).length).toBe(1)
    expect(shownAt(b!.step)).toEqual(['0x80 32 uint256[1] a = [2] :4'])
    expect(mapMemory(contract, run, 0, { at: b!.step }).step).toBe(b!.step)
    expect(shownAt(1_000_000)).toEqual(['0x80 32 uint256[1] a = [2] :4', '0xa0 32 uint256[1] b = [3] :6'])
  })
  it('shows every step without failing', async () => {
    const contract = (await compileText(HEAD + source)).contract('C')
    const run = await callContract(contract)
    let steps = 0
    run.walk(0, (step) => {
      const map = mapMemory(contract, run, 0, { at: step.index })
      expect(map.size).toBe(step.memorySize)
      steps++
      return true
    })
    expect(steps).toBeGreaterThan(50)
  })
})

it('files, lines and values in any script', async () => {
  const source = `${HEAD}contract C { string s = unicode"内存"; function f() public view {\n\t/* 备份 */ string memory b = s; b; } }`
  const contract = (await compileText(source, '合约.sol')).contract()
  const [object] = mapMemory(contract, await callContract(contract), 0).objects
  expect(object?.value).toMatchObject({ kind: 'string', text: '内存' })
  expect(object?.allocatedBy).toEqual({
    file: '合约.sol',
    line: 4,
    column: 11,
    text: '/* 备份 */ string memory b = s; b; } }',
  })
})

describe('what is refused', () => {
  it('a frame that is not there, and code of another contract', async () => {
    const build = await compileText(
      `${HEAD}contract C { function f() public {} } contract D { function f() public { new C(); } }`,
    )
    const run = await callContract(build.contract('C'))
    expect(() => mapMemory(build.contract('C'), run, 1)).toThrow('The run has 1 frame, counted from 0; there is no 1.')
    expect(() => mapMemory(build.contract('D'), run, 0)).toThrow(
      'Frame 0 does not run the code of D; choose the contract that it runs.',
    )
  })
})

it('in code of the optimizer nothing is claimed that stack slots would have to tell', async () => {
  const sources = {
    'Test.sol': {
      content: `${HEAD}contract C { function f() public pure { bytes memory b = new bytes(3); b[0] = "x"; } }`,
    },
  }
  const settings = { optimizer: { enabled: true }, viaIR: false, remappings: [], outputSelection: OUTPUT_SELECTION }
  const input: StandardJsonInput = { language: 'Solidity', sources, settings }
  const contract = new Compilation(compiler.version, input, await compiler.compile(input)).contract()
  const { objects: found } = mapMemory(contract, await callContract(contract), 0)
  expect(found.map(({ offset, type, known, path }) => [offset, type, known, path])).toEqual([
    [0x80, 'bytes', 'inferred', undefined],
  ])
})
