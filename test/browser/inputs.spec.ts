/** Each kind of input, and files that are dropped. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createEvm } from '../../src/evm/index.ts'
import { eip3155Lines, encodeRecording, record, structLogResult } from '../../src/trace/index.ts'
import { Playground } from './playground.ts'

let playground: Playground
beforeAll(async () => {
  playground = await Playground.start()
})
afterEach(() => playground.leaveAll())
afterAll(() => playground.stop())

/** PUSH1 42, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN */
const ANSWER = '0x602a60005260206000f3'
const answer = () => record(createEvm(), { code: ANSWER, to: '0x00000000000000000000000000000000000a11ce' }).recording

const FORMS = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
library Sums { function sum(uint256[] memory xs) external pure returns (uint256 s) { for (uint256 i; i < xs.length; i++) s += xs[i]; } }
contract Forms {
  struct Point { uint256 x; int8 y; }
  uint256 public immutable base;
  constructor(uint256 b) { base = b; }
  function take(Point memory p, uint256[] memory xs, bytes memory data, string memory text, address who)
    external payable returns (uint256, uint256, bytes memory) {
    require(who != address(0), text);
    return (base + p.x + Sums.sum(xs), msg.value, data);
  }
}`

describe('inputs', () => {
  it('takes Solidity with a form for every argument, a constructor, a library and ether', async () => {
    const opened = await playground.open()
    const { page } = opened
    await opened.write('solidity', FORMS)
    await page.locator('button.run').click()
    // The constructor's argument is missing, and that is what it says.
    await page.locator('.problems').waitFor()
    expect((await opened.problems())[0]).toContain('constructor(uint256) needs 1 argument, 0 given')
    await opened.tab('Call')
    const [creation, call] = [page.locator('fieldset').nth(0), page.locator('fieldset').nth(1)]
    await creation.locator('input').fill('100')
    await page.locator('select.function').selectOption('take((uint256,int8),uint256[],bytes,string,address)')
    const values = ['(5,-1)', '[1,2,3]', '0xdeadbeef', 'no address', `0x${'11'.repeat(20)}`]
    for (const [index, value] of values.entries()) await call.locator('input').nth(index).fill(value)
    await page.getByLabel('Value', { exact: true }).fill('0.5 ether')
    await opened.run()
    await opened.tab('Result')
    const result = await opened.text('.screen')
    // 100 + 5 + 6, and half an ether in wei.
    expect(result).toContain('uint256 = 111')
    expect(result).toContain('uint256 = 500000000000000000')
    expect(result).toContain('bytes = 0xdeadbeef')
    await call
      .locator('input')
      .nth(4)
      .fill(`0x${'00'.repeat(20)}`)
    await opened.run()
    expect(await opened.text('.screen')).toContain('"no address"')
    expect(opened.errors).toEqual([])
  })

  it('takes Yul, mnemonics and bytecode', async () => {
    const opened = await playground.open()
    await opened.write('yul', '{ mstore(0x20, 0x1234) return(0x20, 0x20) }')
    await opened.run()
    await opened.answer('g', 'end')
    await opened.tab('Result')
    expect(await opened.text('.screen')).toContain('returned')
    expect((await opened.memory()).endsWith('1234')).toBe(true)

    await opened.write('mnemonics', 'PUSH1 7\nPUSH1 3\nMSTORE8\nSTOP')
    await opened.run()
    await opened.answer('g', 'end')
    expect(await opened.memory()).toBe(`000000${'07'}${'00'.repeat(28)}`)
    // The line that a step belongs to is marked in the editor.
    await opened.press('k', 'k')
    expect(await opened.text('.line-now')).toBe('MSTORE8')

    await opened.write('bytecode', ANSWER)
    await opened.run()
    await opened.answer('g', 'end')
    expect(BigInt(`0x${await opened.memory()}`)).toBe(42n)
    expect(opened.errors).toEqual([])
  })

  it('takes calldata in hex, a caller, a fork and less gas', async () => {
    const opened = await playground.open()
    const { page } = opened
    // CALLER, PUSH1 0, MSTORE, CALLDATALOAD of 0 to 32
    await opened.write('mnemonics', 'CALLER\nPUSH1 0\nMSTORE\nPUSH1 0\nCALLDATALOAD\nPUSH1 32\nMSTORE\nSTOP')
    await opened.tab('Call')
    await page.locator('textarea.calldata').fill('0xdeadbeef')
    await page.getByLabel('Caller').fill('0x00000000000000000000000000000000000000aa')
    await page.locator('select.fork').selectOption('frontier')
    await opened.run()
    await opened.answer('g', 'end')
    expect(await opened.memory()).toBe(`${'00'.repeat(31)}aadeadbeef${'00'.repeat(28)}`)
    await page.getByLabel('Gas', { exact: true }).fill('10')
    await opened.run()
    await opened.tab('Result')
    expect(await opened.text('.screen')).toContain('out of gas')
  })

  it('finds names in code of the optimizer and of the IR pipeline', async () => {
    const opened = await playground.open()
    const { page } = opened
    for (const boxes of [[0], [1], [0, 1]]) {
      await opened.tab('Call')
      for (const index of [0, 1]) await page.locator('.check input').nth(index).setChecked(boxes.includes(index))
      await opened.run()
      await opened.answer('g', 'end')
      await opened.tab('Objects')
      await page.locator('.dock tbody tr').filter({ hasText: 'bytes32[2] b' }).waitFor()
    }
    await opened.tab('Yul')
    // The line of the step is marked, and goes with it.
    await opened.answer('g', 'op:MSTORE')
    await page.locator('.yul .now').filter({ hasText: 'mstore(' }).waitFor()
    expect(opened.errors).toEqual([])
  })

  it('opens recordings, EIP-3155 lines and struct logs', async () => {
    const opened = await playground.open()
    const recording = answer()
    const files: readonly (readonly [name: string, bytes: Uint8Array])[] = [
      ['answer.memlane', await encodeRecording(recording, { call: 'the answer' })],
      ['answer.jsonl', new TextEncoder().encode([...eip3155Lines(recording)].join('\n'))],
      ['answer.json', new TextEncoder().encode(JSON.stringify(structLogResult(recording, { enableMemory: true })))],
    ]
    for (const [name, bytes] of files) {
      await opened.drop(name, bytes)
      await opened.ready()
      await opened.answer('g', 'end')
      expect(BigInt(`0x${await opened.memory()}`), name).toBe(42n)
    }
    expect(opened.errors).toEqual([])
  })

  it('saves a recording that opens again, with its source and its names', async () => {
    const opened = await playground.open()
    const [download] = await Promise.all([
      opened.page.waitForEvent('download'),
      opened.page.getByRole('button', { name: 'Save recording' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('MemoryLane.memlane')
    const again = await playground.open()
    await again.page.locator('select.examples').selectOption({ label: 'answer.hex' })
    await again.ready()
    await again.drop('MemoryLane.memlane', readFileSync(await download.path()))
    await again.answer('g', 'end')
    await again.page.locator('.dock tbody tr').filter({ hasText: 'bytes32[2] b' }).waitFor()
    expect(await again.text('.cm-content')).toContain('contract MemoryLane')
    // The same call can be made once more, as it was.
    await again.run()
    await again.tab('Result')
    expect(await again.text('.screen')).toContain('MemoryLane.memoryLane(')
  })

  it('opens builds of Foundry and Hardhat, and asks for them when only an artifact was given', async () => {
    const opened = await playground.open()
    const { page } = opened
    for (const file of [
      'foundry-build-info/out/build-info/1b71045c6ef8bcaa.json',
      'hardhat2/artifacts/build-info/d4e5f60718293a4b5c6d7e8f90a1b2c3.json',
      'standard/input.json',
    ]) {
      await opened.drop(file.split('/').at(-1)!, readFileSync(new URL(`../projects/${file}`, import.meta.url)))
      // Its constructor wants a fee.
      await page.locator('.problems').filter({ hasText: 'constructor(uint256) needs 1 argument' }).waitFor()
      await opened.tab('Call')
      const [creation, call] = [page.locator('fieldset').nth(0), page.locator('fieldset').nth(1)]
      await creation.locator('input').fill('5')
      await page.locator('select.function').selectOption('open(string,uint96[])')
      await call.locator('input').nth(0).fill('gold')
      await call.locator('input').nth(1).fill('[1,2,3]')
      await opened.run()
      await opened.answer('g', 'end')
      await page.locator('.dock tbody tr').filter({ hasText: 'string entry.label' }).waitFor()
      await opened.tab('Source')
      expect(await opened.text('.file')).toContain('Ledger.sol')
    }
    const artifact = '../projects/hardhat2/artifacts/contracts/Ledger.sol/Ledger.json'
    await opened.drop('Ledger.json', readFileSync(new URL(artifact, import.meta.url)))
    await page.locator('.problems').filter({ hasText: 'drop the build-info file' }).waitFor()
    expect(opened.errors).toEqual([])
  })

  it('compiles with another version when there is a network, and says so when there is none', async () => {
    const opened = await playground.open()
    const { page } = opened
    const version = '0.8.36'
    await page
      .context()
      .route('https://binaries.soliditylang.org/**', (route) =>
        route.request().url().endsWith('list.json')
          ? route.fulfill({ json: { releases: { [version]: 'soljson-v0.8.36+commit.00000000.js' } } })
          : route.fulfill({ path: createRequire(import.meta.url).resolve('solc/soljson.js') }),
      )
    await opened.tab('Call')
    await page.locator('input.solc').fill(version)
    await opened.run()
    await opened.tab('Result')
    expect(await opened.text('.screen')).toContain('MemoryLane.memoryLane()')
    await page.locator('input.solc').fill('0.8.35')
    await page.locator('button.run').click()
    await page
      .locator('.problems')
      .filter({ hasText: 'solc 0.8.35 could not be had: there is no such version' })
      .waitFor()
    expect(opened.errors.filter((error) => !error.startsWith('asked the network for https://binaries'))).toEqual([])
  })

  it('opens a source that is dropped', async () => {
    const opened = await playground.open()
    const source = readFileSync(new URL('../../examples/MemBasic.sol', import.meta.url))
    await opened.drop('MemBasic.sol', source)
    await opened.ready()
    await opened.tab('Result')
    expect(await opened.text('.screen')).toContain('MemBasic.read()')
  })
})
