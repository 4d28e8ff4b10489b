/** Whatever is wrong ends in a sentence at its place, and what was there before still is. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createEvm } from '../../src/evm/index.ts'
import { encodeRecording, record } from '../../src/trace/index.ts'
import { Playground, type PlaygroundPage } from './playground.ts'

let playground: Playground
beforeAll(async () => {
  playground = await Playground.start()
})
afterEach(() => playground.leaveAll())
afterAll(() => playground.stop())

/** Runs what must fail, and looks whether the last good run is still there. */
async function refused(opened: PlaygroundPage, said: string): Promise<void> {
  await opened.page.locator('button.run').click()
  await opened.page.locator('.said').filter({ hasText: said }).waitFor()
  await opened.ready()
  await opened.answer('g', 'end')
  await opened.atStep(119)
  expect(opened.errors).toEqual([])
}

describe('bad input', () => {
  it('of code stands at its line, in the editor too', async () => {
    const opened = await playground.open()
    await opened.write('solidity', 'pragma solidity ^0.8.0;\ncontract A {\n  uint x = ;\n}')
    await refused(opened, 'line 3')
    expect(await opened.page.locator('.cm-lintRange-error').count()).toBeGreaterThan(0)
    await opened.write('mnemonics', 'PUSH1 1\nPUHS1 2')
    await refused(opened, 'line 2')
    await opened.write('bytecode', '0x60zz')
    await refused(opened, 'hex')
    await opened.write('yul', '{ mstore(0, ) }')
    await refused(opened, 'line 1')
  })

  it('of a field names the field', async () => {
    const opened = await playground.open()
    await opened.tab('Call')
    await opened.page.getByLabel('Value', { exact: true }).fill('one ether')
    await refused(opened, 'Value')
    await opened.page.getByLabel('Value', { exact: true }).fill('')
    await opened.page.getByLabel('Caller', { exact: true }).fill('0x12')
    await refused(opened, 'Caller')
    await opened.page.getByLabel('Caller', { exact: true }).fill('')
    await opened.page.locator('textarea.calldata').fill('0x123')
    await refused(opened, 'Calldata')
  })

  it('of a file says what is wrong with it', async () => {
    const opened = await playground.open()
    const recording = await encodeRecording(record(createEvm(), { code: '0x6001600101' }).recording)
    for (const [name, bytes, said] of [
      ['cut.memlane', recording.subarray(0, recording.length - 9), 'recording'],
      ['picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 'is no recording'],
      ['other.json', new TextEncoder().encode('{"a": 1}'), 'is no recording'],
      ['large.sol', new Uint8Array(5 * 1024 * 1024).fill(0x20), 'longer than 4 MiB'],
    ] as const) {
      await opened.drop(name, bytes)
      await opened.page.locator('.said').filter({ hasText: said }).waitFor()
    }
    const newer = recording.slice()
    // The version stands behind the eight bytes of the mark.
    newer[8] = 99
    await opened.drop('newer.memlane', newer)
    await opened.page.locator('.problems').waitFor()
    await opened.drop('large.bin.memlane', new Uint8Array(49 * 1024 * 1024))
    await opened.page.locator('.problems').waitFor()
    await opened.answer('g', 'end')
    await opened.atStep(119)
    expect(opened.errors).toEqual([])
  })

  it('that loops for ever is stopped by its gas, or by a button; the page stays alive', async () => {
    const opened = await playground.open()
    await opened.write('mnemonics', 'again: JUMPDEST\nPUSH @again\nJUMP')
    await opened.tab('Call')
    await opened.page.getByLabel('Gas', { exact: true }).fill('9000000000000000000')
    await opened.page.locator('button.run').click()
    await opened.page.locator('button.run').filter({ hasText: 'Stop' }).click()
    await opened.page.locator('.said').filter({ hasText: 'Stopped' }).waitFor()
    await opened.answer('g', 'end')
    await opened.atStep(119)
    await opened.page.getByLabel('Gas', { exact: true }).fill('1000')
    await opened.run()
    await opened.tab('Result')
    expect(await opened.text('.screen')).toContain('out of gas')
    expect(opened.errors).toEqual([])
  })

  it('or a worker that dies leaves the page alive, and the next run is right again', async () => {
    const opened = await playground.open()
    await opened.answer('g', '111')
    const engines = opened.page.workers().filter((worker) => worker.url().includes('engineWorker'))
    expect(engines.length).toBeGreaterThan(0)
    for (const engine of engines) await engine.evaluate("setTimeout(() => { throw new Error('dies here') })")
    await opened.rest()
    await opened.page.keyboard.press('j')
    await opened.page.locator('.said').filter({ hasText: 'still here' }).waitFor()
    expect(await opened.step()).toBe(111)
    await opened.run()
    await opened.answer('g', 'end')
    await opened.atStep(119)
    expect(opened.errors.filter((error) => !error.includes('dies here'))).toEqual([])
  })

  it('of a run with 64 MiB of memory is shown like any other', async () => {
    const opened = await playground.open()
    await opened.write('mnemonics', 'PUSH1 0xab\nPUSH4 0x03ffffff\nMSTORE8\nSTOP')
    await opened.tab('Call')
    await opened.page.getByLabel('Gas', { exact: true }).fill('100000000000')
    await opened.run()
    await opened.answer('g', 'end')
    await opened.answer('g', '0x3ffffff')
    expect(await opened.text('.byte-value')).toBe('0xab')
    expect(await opened.text('.memory .size')).toBe('64 MiB')
    expect(await opened.page.locator('.memory-row').last().innerText()).toContain('ab')
    expect(opened.errors).toEqual([])
  })
})
