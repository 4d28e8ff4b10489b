/** Memory of constructors: their arguments, and what is left of it when the code to be deployed lies over it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createEvm } from '../../src/evm/index.ts'
import { encodeCreation, mapMemory, valueText, yulCode } from '../../src/solidity/index.ts'
import { record } from '../../src/trace/index.ts'
import { compiler } from '../support/solc.ts'
import { objectLines } from '../support/solidityCall.ts'
import { type Builds, compileModes, MODES } from '../support/twins.ts'

/** The contract starts on line 3; its constructor is on line 7. */
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract C {
  uint256 immutable n;
  bytes4 immutable tag;
  string name;
  constructor(uint256 n_, string memory name_) payable {
    uint256[] memory list = new uint256[](n_);
    list[1] = 9;
    n = list[1] + n_;
    tag = 0xaabbccdd;
    name = name_;
  }
  function f() public view returns (uint256, bytes4) { return (n, tag); }
}`

let builds: Builds
beforeAll(async () => {
  builds = await compileModes(SOURCE)
})

/** More than the code to be deployed takes, so that the list's end lies behind it. */
const LENGTH = 40

async function mapped(mode: (typeof MODES)[number], at?: 'deploying') {
  const contract = builds[mode].contract('C')
  const input = encodeCreation(contract, [String(LENGTH), 'a name'])
  const { recording } = record(createEvm(), { input })
  const found = contract.compilation.isViaIr ? await yulCode(compiler, contract, 'create') : undefined
  if (found && 'reason' in found) throw new Error(found.reason)
  const twinInput = encodeCreation(builds.legacy.contract('C'), [String(LENGTH), 'a name'])
  const twin = { compilation: builds.legacy, run: record(createEvm(), { input: twinInput }).recording }
  const last = mapMemory(contract, recording, 0).buffers.find(({ use }) => use === 'deployedCode')!.step
  const map = mapMemory(contract, recording, 0, {
    ...(found ? { yul: found } : {}),
    ...(mode === 'legacy' ? {} : { twin }),
    ...(at === undefined ? {} : { at: last }),
  })
  return { map, recording, contract }
}

describe.each(MODES)('%s', (mode) => {
  it('decodes the arguments, the objects, and the immutables in the code that is deployed', async () => {
    const { map, recording, contract } = await mapped(mode)
    const [code] = map.buffers.filter(({ use }) => use === 'deployedCode')
    expect(code?.size).toBe(contract.runtime.bytes.length)
    expect(code?.value && valueText(code.value)).toBe(`{n: ${LENGTH + 9}, tag: 0xaabbccdd}`)
    // That is what memory holds there.
    const { memory, output } = recording.frames[0]!
    expect(memory.slice(code!.offset, code!.offset + code!.size)).toEqual(output)
    expect(map.size).toBe(memory.length)
    const values = map.buffers.find(({ use }) => use === 'constructorArguments')
    expect(values?.value && valueText(values.value)).toBe(`{n_: ${LENGTH}, name_: "a name"}`)
    expect(values?.usedBy?.line).toBe(7)
    expect(
      objectLines(map).map((line) => line.replace(/^0x\w+ | \(projected\)$/g, '').replace(/\[0, 9.*\]/, '[0, 9, …]')),
    ).toEqual(['64 string name_ = "a name" :7', `${32 * (LENGTH + 1)} uint256[] list = [0, 9, …] :8`])
  })

  it('says what the code lies over', async () => {
    const { map } = await mapped(mode)
    const [code] = map.buffers.filter(({ use }) => use === 'deployedCode')
    const end = code!.offset + code!.size
    const ranges = [...map.reserved, ...map.objects, ...map.buffers.filter((buffer) => buffer !== code)]
    expect(ranges.length).toBeGreaterThan(4)
    for (const { offset, size, overwrittenAt } of ranges)
      expect(overwrittenAt !== undefined, `0x${offset.toString(16)}`).toBe(offset < end && code!.offset < offset + size)
    // Plain code copies to 0; the IR pipeline puts it behind the free pointer.
    expect(code!.offset === 0).toBe(mode.startsWith('legacy'))
  })

  it('just before it returns, too', async () => {
    const { map } = await mapped(mode, 'deploying')
    const names = map.objects.map(({ path }) => path)
    expect(names).toEqual(['name_', 'list'])
    expect(map.reserved.some(({ overwrittenAt }) => overwrittenAt !== undefined)).toBe(mode.startsWith('legacy'))
  })
})
